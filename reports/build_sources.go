package reports

import (
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// sourcesOf is the anchor of the list of what an indicator's figures are made of.
func sourcesOf(i *results.Indicator) string { return "sources-" + string(i.Code) }

// referenceCell is an activity's reference, which leads to the activity.
func referenceCell(a logged) Cell {
	return Cell{Text: Text{{Text: a.Ref, Anchor: "activity-" + a.Ref}}}
}

// A source is an entry that added to an indicator in the report's period.
type source struct {
	ref      string
	activity *partnership.Activity // nil for a measurement
	day      results.Date
	partner  results.PartnerID
	entry    *results.Contribution
}

// sources list for each indicator the entries that its figures are made of.
func (b *builder) sources(s Section) []Block {
	all := b.allSources()
	blocks := b.opened(s)
	for i := range results.Indicators(b.project.Results) {
		if len(all[i.Code]) == 0 {
			continue
		}
		t := Table{
			Anchor: sourcesOf(i), Caption: append(Text{{Text: string(i.Code) + " "}}, b.text(i.Title)...),
			Columns: []Column{
				{Head: b.Text("report.reference", nil), Width: 2.4},
				{Head: b.Text("report.date", nil), Width: 2.4},
				{Head: b.Text("report.partner", nil), Width: 3.6},
				{Head: b.Text("report.adds", nil), Width: 3.4, Align: End},
			},
		}
		for _, from := range all[i.Code] {
			reference := plainCell(from.ref)
			if from.activity != nil {
				reference = referenceCell(from.activity)
			}
			t.Rows = append(t.Rows, Row{Cells: []Cell{
				reference, b.dateCell(from.day), plainCell(b.organisation(from.partner)), plainCell(b.contribution(i, from.entry)),
			}})
		}
		blocks = append(blocks, t)
	}
	if len(all) == 0 {
		blocks = append(blocks, Paragraph{Text: Plain(b.Text("report.no-activities", nil))})
	}
	return blocks
}

// allSources are the entries of the report's period by indicator, activities first.
func (b *builder) allSources() map[results.IndicatorCode][]source {
	all := map[results.IndicatorCode][]source{}
	add := func(from source) {
		i := b.indicator(from.entry.Indicator)
		if i != nil && i.IsCombined() && !from.entry.NotApplicable {
			all[i.Code] = append(all[i.Code], from)
		}
	}
	for _, a := range b.logged {
		for n := range a.Contributions {
			add(source{a.Ref, a, a.Day(), a.Partner, &a.Contributions[n]})
		}
	}
	for n := range b.dossier.Measurements {
		m := &b.dossier.Measurements[n]
		k := b.frame.PeriodOf(m.Date)
		if m.Status == partnership.Accepted && b.options.From <= k && k <= b.options.To {
			add(source{m.Ref, nil, m.Date, m.Partner, &m.Contribution})
		}
	}
	return all
}

// A proof is a piece of evidence with the activity that it backs.
type proof struct {
	activity logged
	*partnership.Evidence
	isFirst bool // of its activity
}

var evidenceColumns = map[string]column[proof]{
	"reference": {"report.reference", 2, Start, func(_ *builder, p proof) Cell { return referenceCell(p.activity) }},
	"date":      {"report.date", 2, Start, func(b *builder, p proof) Cell { return b.dateCell(p.activity.Day()) }},
	"partner": {"report.partner", 3, Start, func(b *builder, p proof) Cell {
		return plainCell(b.organisation(p.activity.Partner))
	}},
	"activity": {"report.activity", 4, Start, func(b *builder, p proof) Cell { return Cell{Text: b.text(p.activity.Title)} }},
	"caption":  {"report.evidence-caption", 4, Start, func(b *builder, p proof) Cell { return Cell{Text: b.text(p.Caption)} }},
	"kind": {"report.evidence-kind", 1.6, Start, func(b *builder, p proof) Cell {
		return plainCell(b.Text("evidence."+string(p.Kind), nil))
	}},
	"file": {"report.evidence-file", 3.6, Start, func(_ *builder, p proof) Cell {
		if p.Kind == partnership.Link {
			return Cell{Text: Text{{Text: p.File, URL: p.File}}}
		}
		return plainCell(p.File)
	}},
}

// proofs are the evidence of the report's activities: of photos those that may be
// shown on the report's day.
func (b *builder) proofs() []proof {
	var all []proof
	for _, a := range b.logged {
		isFirst := true
		for n := range a.Evidence {
			if e := &a.Evidence[n]; b.mayShow(e) {
				if e.Kind == partnership.Photo {
					b.shows(a, partnership.Item{Photo: e})
				}
				all = append(all, proof{a, e, isFirst})
				isFirst = false
			}
		}
	}
	return all
}

func (b *builder) mayShow(e *partnership.Evidence) bool {
	return e.Kind != partnership.Photo || b.covers(e.Consent)
}

// covers says whether a consent allows what it is for to be shown to the report's
// readers, on the report's day.
func (b *builder) covers(c *partnership.Consent) bool {
	purpose := partnership.ForPartnership
	if b.options.Audience == Funder {
		purpose = partnership.ForReports
	}
	return c.Covers(purpose, b.options.AsOf)
}

// shows tells of an item that the report shows.
func (b *builder) shows(a logged, i partnership.Item) {
	if b.options.Shown != nil {
		b.options.Shown(i.Shown(a.Ref))
	}
}

// evidenceOf tells how much evidence an activity has, and leads to it.
func (b *builder) evidenceOf(a logged) Cell {
	count := 0
	for n := range a.Evidence {
		if b.mayShow(&a.Evidence[n]) {
			count++
		}
	}
	if count == 0 {
		return plainCell(none)
	}
	c := b.count(count)
	c.Text = Text{{Text: b.Text("report.evidence-count", i18n.Args{"Count": count}), Anchor: "evidence-" + a.Ref}}
	return c
}

// evidence lists what backs the report's activities.
func (b *builder) evidence(s Section) []Block {
	proofs := b.proofs()
	if len(proofs) == 0 {
		if s.Optional {
			return nil
		}
		return append(b.opened(s), Paragraph{Text: Plain(b.Text("report.no-evidence", nil))})
	}
	t := b.evidenceTable(s, proofs)
	t.Anchor = "table-evidence"
	return append(b.opened(s), t)
}

func (b *builder) evidenceSheet(s Section) []Block { return []Block{b.evidenceTable(s, b.proofs())} }

// evidenceTable is where counts of evidence lead.
func (b *builder) evidenceTable(s Section, proofs []proof) Table {
	t := table(b, evidenceColumns, s.Columns, nil)
	for _, p := range proofs {
		r := row(b, evidenceColumns, s.Columns, p)
		if p.isFirst {
			r.Anchor = "evidence-" + p.activity.Ref
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}
