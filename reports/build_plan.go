package reports

import (
	"slices"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A planned activity with the result that it is for.
type planned struct {
	result *results.Result
	*results.PlannedActivity
}

var planColumns = map[string]column[planned]{
	"result": {"report.result", 1.4, Start, func(_ *builder, p planned) Cell { return plainCell(string(p.result.Code)) }},
	"code":   {"report.code", 1.4, Start, func(_ *builder, p planned) Cell { return plainCell(string(p.Code)) }},
	"title":  {"report.planned-activity", 5, Start, func(b *builder, p planned) Cell { return Cell{Text: b.text(p.Title)} }},
	"activity": {"report.planned-activity", 5, Start, func(b *builder, p planned) Cell {
		return Cell{Text: append(Text{{Text: string(p.Code) + " ", Strong: true}}, b.text(p.Title)...)}
	}},
	"from":     {"report.from", 2, Start, func(b *builder, p planned) Cell { return b.dateCell(p.Start) }},
	"to":       {"report.to", 2, Start, func(b *builder, p planned) Cell { return b.dateCell(p.End) }},
	"time":     {"report.planned-time", 2.4, Start, func(b *builder, p planned) Cell { return plainCell(b.dates(p.Start, p.End)) }},
	"partners": {"report.partners", 3.4, Start, func(b *builder, p planned) Cell { return plainCell(b.organisations(p.Partners)) }},
	"logged":   {"report.activities-so-far", 1.6, End, func(b *builder, p planned) Cell { return b.count(b.held(p.Code).Count) }},
	"this-period": {"report.activities-this-period", 1.6, End, func(b *builder, p planned) Cell {
		count := 0
		for _, a := range b.logged {
			if a.Planned == p.Code {
				count++
			}
		}
		return b.count(count)
	}},
	"state": {"report.state", 2.4, Start, func(b *builder, p planned) Cell {
		state, missing := partnership.PlanStanding(p.PlannedActivity, b.held(p.Code).By, true, b.referenceDay().Next())
		text := Plain(b.Text("plan."+string(state), nil))
		if state == partnership.PlanPartial {
			text = append(text, Span{Text: ": " + b.Text("report.without", i18n.Args{"Partners": b.organisations(missing)})})
		}
		return Cell{Text: text}
	}},
}

// Logged is what was accepted of each planned activity.
type Logged map[results.PlannedCode]Held

// Held is how many activities were accepted of a planned one, and who held any.
type Held struct {
	Count int
	By    []partnership.Activity // one for each partner, with nothing else
}

// Count counts an accepted activity.
func (l Logged) Count(a *partnership.Activity) {
	if a.Planned == "" {
		return
	}
	held := l[a.Planned]
	held.Count++
	for _, partner := range append([]results.PartnerID{a.Partner}, a.CoOrganisers...) {
		isPartner := func(a partnership.Activity) bool { return a.Partner == partner }
		if !slices.ContainsFunc(held.By, isPartner) {
			held.By = append(held.By, partnership.Activity{Partner: partner})
		}
	}
	l[a.Planned] = held
}

// held is what was accepted of a planned activity so far.
func (b *builder) held(code results.PlannedCode) Held {
	if b.planned == nil {
		b.planned = b.options.Logged
	}
	if b.planned == nil {
		b.planned = Logged{}
		for n := range b.dossier.Activities {
			if a := &b.dossier.Activities[n]; a.Status == partnership.Accepted && !b.lastDay().Before(a.Day()) {
				b.planned.Count(a)
			}
		}
	}
	return b.planned[code]
}

// workplan is what was planned for each result, and how it stands.
func (b *builder) workplan(s Section) []Block {
	t := table(b, planColumns, s.Columns, nil)
	t.Anchor = "table-workplan"
	for r := range results.All(b.project.Results) {
		if len(r.Planned) == 0 {
			continue
		}
		title := append(Text{{Text: b.Text("level."+string(r.Level), nil) + " " + string(r.Code) + ": "}}, b.text(r.Title)...)
		t.Rows = append(t.Rows, Row{Group: true, Cells: []Cell{{Text: title}}})
		for n := range r.Planned {
			t.Rows = append(t.Rows, row(b, planColumns, s.Columns, planned{r, &r.Planned[n]}))
		}
	}
	if len(t.Rows) == 0 {
		return append(b.opened(s), Paragraph{Text: Plain(b.Text("report.no-plan", nil))})
	}
	t.Notes = []Text{Plain(b.Text("report.plan-note", nil))}
	return append(b.opened(s), t)
}

func (b *builder) workplanSheet(s Section) []Block {
	var all []planned
	for r := range results.All(b.project.Results) {
		for n := range r.Planned {
			all = append(all, planned{r, &r.Planned[n]})
		}
	}
	return []Block{table(b, planColumns, s.Columns, all)}
}
