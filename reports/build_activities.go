package reports

import (
	"slices"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

type logged = *partnership.Activity

var activityColumns = map[string]column[logged]{
	"reference": {"report.reference", 2, Start, func(_ *builder, a logged) Cell { return plainCell(a.Ref) }},
	"date": {"report.date", 2, Start, func(b *builder, a logged) Cell {
		return Cell{Text: Text{{Text: b.dates(a.Start, a.End)}, {Text: " "}, {Text: a.Ref, Emphasis: true}}}
	}},
	"day":      {"report.date", 2, Start, func(b *builder, a logged) Cell { return plainCell(b.dates(a.Start, a.End)) }},
	"planned":  {"report.planned-activity", 2, Start, func(_ *builder, a logged) Cell { return plainCell(string(a.Planned)) }},
	"evidence": {"report.evidence", 1.8, Start, (*builder).evidenceOf},
	"from":     {"report.from", 2, Start, func(b *builder, a logged) Cell { return b.dateCell(a.Start) }},
	"to":       {"report.to", 2, Start, func(b *builder, a logged) Cell { return b.dateCell(a.Day()) }},
	"partner":  {"report.partner", 3, Start, func(b *builder, a logged) Cell { return plainCell(b.organisation(a.Partner)) }},
	"activity-type": {"report.activity-type", 2, Start, func(b *builder, a logged) Cell {
		return plainCell(b.Text("type."+string(a.Type), nil))
	}},
	"title":     {"report.activity", 5, Start, func(b *builder, a logged) Cell { return Cell{Text: b.text(a.Title)} }},
	"narrative": {"report.what-happened", 6, Start, func(b *builder, a logged) Cell { return Cell{Text: b.text(a.Narrative)} }},
	"activity":  {"report.activity", 6, Start, (*builder).activityCell},
	"result":    {"report.result", 2, Start, func(_ *builder, a logged) Cell { return plainCell(string(a.Output)) }},
	"country":   {"report.country", 2, Start, func(b *builder, a logged) Cell { return plainCell(b.countryOf(a)) }},
	"place":     {"report.place", 2.4, Start, func(b *builder, a logged) Cell { return plainCell(b.placeOf(a)) }},
	"co-organisers": {"report.co-organisers", 3, Start, func(b *builder, a logged) Cell {
		return plainCell(b.organisations(a.CoOrganisers))
	}},
	"adds": {"report.adds", 3.2, Start, func(b *builder, a logged) Cell { return plainCell(strings.Join(b.adds(a), "; ")) }},
}

func (b *builder) countryOf(a logged) string {
	if a.Country == "" {
		return ""
	}
	return b.CountryName(a.Country)
}

func (b *builder) placeOf(a logged) string {
	online := ""
	if a.Online {
		online = b.Text("report.online", nil)
	}
	return joined(a.Place, online)
}

func (b *builder) activityCell(a logged) Cell {
	var t Text
	for _, s := range b.text(a.Title) {
		s.Strong = true
		t = append(t, s)
	}
	if narrative := b.text(a.Narrative); len(narrative) > 0 {
		t = append(append(t, Span{Text: ". "}), narrative...)
	}
	if len(a.CoOrganisers) > 0 {
		t = append(t, Span{Text: " " + b.Text("report.co-organised-with", i18n.Args{"Organisations": b.organisations(a.CoOrganisers)}) + ".", Emphasis: true})
	}
	return Cell{Text: t}
}

// adds tells what an activity contributed, indicator by indicator.
func (b *builder) adds(a logged) []string {
	var parts []string
	for n := range a.Contributions {
		c := &a.Contributions[n]
		i := b.indicator(c.Indicator)
		if i == nil || c.NotApplicable || !i.IsCombined() {
			continue
		}
		parts = append(parts, string(c.Indicator)+": "+b.contribution(i, c))
	}
	return parts
}

func (b *builder) contribution(i *results.Indicator, c *results.Contribution) string {
	switch {
	case i.Measure == results.MeasureStage:
		return b.written(i, i.StageNumber(c.Stage))
	case i.IsPair() && c.Numerator != nil && c.Denominator != nil:
		return b.decimal(*c.Numerator) + " / " + b.decimal(*c.Denominator)
	case c.Value == nil:
		return none
	case c.AlreadyCounted != nil && c.AlreadyCounted.Sign() > 0:
		return b.Text("report.counted-before", i18n.Args{"Value": b.decimal(*c.Value), "Before": b.decimal(*c.AlreadyCounted)})
	}
	return b.decimal(*c.Value)
}

// decimal writes a number as it was entered.
func (b *builder) decimal(n results.Number) string {
	s := n.String()
	_, fraction, _ := strings.Cut(s, ".")
	return b.Number(s, len(fraction))
}

func (b *builder) indicator(code results.IndicatorCode) *results.Indicator {
	for i := range results.Indicators(b.project.Results) {
		if i.Code == code {
			return i
		}
	}
	return nil
}

// activities are those of the period, by result, then by partner.
func (b *builder) activities(s Section) []Block {
	blocks := b.opened(s)
	if len(b.logged) == 0 {
		return append(blocks, Paragraph{Text: Plain(b.Text("report.no-activities", nil))})
	}
	for r := range results.All(b.project.Results) {
		title := append(Text{{Text: string(r.Code) + ": "}}, b.text(r.Title)...)
		blocks = append(blocks, b.activitiesOf(s, r.Code, title)...)
	}
	blocks = append(blocks, b.activitiesOf(s, "", Plain(b.Text("report.other-activities", nil)))...)
	return append(blocks, b.quotes(s.Most)...)
}

func (b *builder) activitiesOf(s Section, output results.ResultCode, title Text) []Block {
	t := table(b, activityColumns, s.Columns, nil)
	for _, p := range b.project.Partners {
		group := false
		for _, a := range b.logged {
			if a.Partner != p.Organisation || a.Output != output {
				continue
			}
			if !group {
				t.Rows = append(t.Rows, Row{Group: true, Cells: []Cell{plainCell(b.organisation(p.Organisation))}})
				group = true
			}
			t.Rows = append(t.Rows, b.activityRow(s, a))
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	t.Anchor = "activities-" + string(output)
	return []Block{Heading{Level: s.level() + 1, Text: title}, t}
}

// activityRow is where references to an activity lead.
func (b *builder) activityRow(s Section, a logged) Row {
	r := row(b, activityColumns, s.Columns, a)
	r.Anchor = "activity-" + a.Ref
	return r
}

// log is all activities of the period in the order of their days.
func (b *builder) log(s Section) []Block {
	blocks := b.opened(s)
	if len(b.logged) == 0 {
		return append(blocks, Paragraph{Text: Plain(b.Text("report.no-activities", nil))})
	}
	t := table(b, activityColumns, s.Columns, nil)
	t.Anchor = "table-log"
	for _, a := range b.logged {
		t.Rows = append(t.Rows, b.activityRow(s, a))
	}
	return append(blocks, t)
}

// quotes are what people said, where their consent holds.
func (b *builder) quotes(most int) []Block {
	var blocks []Block
	var said []string
	for _, a := range b.logged {
		for _, q := range a.Quotes {
			text := b.text(q.Text)
			if len(said) == most || !b.covers(q.Consent) || slices.Contains(said, text.String()) {
				continue
			}
			b.shows(a, partnership.Item{Quote: &q})
			said = append(said, text.String())
			text = append(Text{{Text: "“"}}, append(text, Span{Text: "” – "})...)
			blocks = append(blocks, Paragraph{Style: Quote, Text: append(text, b.text(q.Role)...)})
		}
	}
	if len(blocks) == 0 {
		return nil
	}
	return append([]Block{Heading{Level: 2, Text: Plain(b.Text("report.quotes", nil)), Anchor: "quotes"}}, blocks...)
}

// An edition is a line of the list of publications.
type edition struct {
	activity    logged
	publication *partnership.Publication
	edition     partnership.Edition
}

var publicationColumns = map[string]column[edition]{
	"publication": {"report.publication-title", 6, Start, func(b *builder, e edition) Cell {
		t := b.text(e.publication.Title)
		if len(t) > 0 {
			t[0].URL = e.edition.URL
		}
		return Cell{Text: t}
	}},
	"kind": {"report.publication-kind", 2, Start, func(b *builder, e edition) Cell {
		return plainCell(b.Text("kind."+string(e.publication.Kind), nil))
	}},
	"language": {"report.language", 2, Start, func(b *builder, e edition) Cell { return plainCell(b.LanguageName(e.edition.Language)) }},
	"date":     {"report.date", 2, Start, func(b *builder, e edition) Cell { return b.dateCell(e.edition.Date) }},
	"pages": {"report.pages", 1.4, End, func(b *builder, e edition) Cell {
		if e.edition.Pages == 0 {
			return plainCell(none)
		}
		return b.count(e.edition.Pages)
	}},
	"partner":   {"report.partner", 3, Start, func(b *builder, e edition) Cell { return plainCell(b.organisation(e.activity.Partner)) }},
	"url":       {"report.link", 3, Start, func(_ *builder, e edition) Cell { return plainCell(e.edition.URL) }},
	"reference": {"report.reference", 2, Start, func(_ *builder, e edition) Cell { return referenceCell(e.activity) }},
}

func (b *builder) editions() []edition {
	var all []edition
	for _, a := range b.logged {
		for n := range a.Publications {
			for _, e := range a.Publications[n].Editions {
				all = append(all, edition{a, &a.Publications[n], e})
			}
		}
	}
	return all
}

func (b *builder) publications(s Section) []Block {
	editions := b.editions()
	if len(editions) == 0 {
		if s.Optional {
			return nil
		}
		return append(b.opened(s), Paragraph{Text: Plain(b.Text("report.no-publications", nil))})
	}
	t := table(b, publicationColumns, s.Columns, editions)
	t.Anchor = "table-publications"
	return append(b.opened(s), t)
}
