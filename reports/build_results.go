package reports

import (
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/results"
)

// A standing is a line of an indicator table: an indicator, below its result, at
// the end of a period.
type standing struct {
	result    *results.Result
	indicator *results.Indicator
	row       results.Row
}

var indicatorColumns = map[string]column[standing]{
	"result": {"report.result", 2, Start, func(_ *builder, s standing) Cell { return plainCell(string(s.result.Code)) }},
	"code":   {"report.code", 2, Start, func(_ *builder, s standing) Cell { return Cell{Text: Text{codeOf(s.indicator, false)}} }},
	"title":  {"report.indicator", 6, Start, func(b *builder, s standing) Cell { return Cell{Text: b.text(s.indicator.Title)} }},
	"indicator": {"report.indicator", 5, Start, func(b *builder, s standing) Cell {
		return Cell{Text: b.namedWithUnit(s.indicator)}
	}},
	"name":   {"report.indicator", 5, Start, func(b *builder, s standing) Cell { return Cell{Text: b.named(s.indicator)} }},
	"unit":   {"report.unit", 3, Start, func(b *builder, s standing) Cell { return Cell{Text: b.unit(s.indicator)} }},
	"period": {"report.reporting-period", 2, End, func(b *builder, s standing) Cell { return b.count(int(s.row.Period)) }},
	"from": {"report.from", 2, Start, func(b *builder, s standing) Cell {
		return b.dateCell(b.project.Periods[s.row.From-1].Start)
	}},
	"to": {"report.to", 2, Start, func(b *builder, s standing) Cell {
		return b.dateCell(b.project.Periods[s.row.Period-1].End)
	}},
	"baseline": {"report.baseline", 2, End, func(b *builder, s standing) Cell {
		return b.figure(s.indicator, s.indicator.BaselineFigure())
	}},
	"target": {"report.target", 2, End, func(b *builder, s standing) Cell {
		return b.figure(s.indicator, s.indicator.TargetFigure())
	}},
	"previously": {"report.previously", 2, End, func(b *builder, s standing) Cell {
		return b.figure(s.indicator, b.before(s))
	}},
	"this-period": {"report.this-period", 2, End, func(b *builder, s standing) Cell { return b.figure(s.indicator, s.row.Value) }},
	"cumulative": {"report.cumulative", 2, End, func(b *builder, s standing) Cell {
		c := b.figure(s.indicator, s.row.Cumulative)
		for n := range c.Text {
			c.Text[n].Strong = true
		}
		return c
	}},
	"expected":    {"report.expected", 2, End, func(b *builder, s standing) Cell { return b.figure(s.indicator, s.row.Expected) }},
	"achievement": {"report.achievement", 2, End, func(b *builder, s standing) Cell { return b.share(s.row.Achievement) }},
	"status":      {"report.status", 3, Start, func(b *builder, s standing) Cell { return b.statusCell(b.statusOf(s.row)) }},
	"reported-by": {"report.reported-by-column", 1.6, End, (*builder).reportedBy},
	"due-from":    {"report.due-from", 2, End, func(b *builder, s standing) Cell { return b.count(s.row.DueFrom) }},
	"participations": {"report.participations", 2, End, func(b *builder, s standing) Cell {
		return b.figure(s.indicator, s.row.Participations)
	}},
	"deducted": {"report.deducted", 2, End, func(b *builder, s standing) Cell {
		if !s.indicator.Unique {
			return plainCell(none)
		}
		return b.figure(s.indicator, results.Known(s.row.Deducted))
	}},
}

// codeOf is the code of an indicator, which leads to what its figures are made of.
func codeOf(i *results.Indicator, strong bool) Span {
	return Span{Text: string(i.Code), Strong: strong, Anchor: sourcesOf(i)}
}

// named is an indicator's code and title.
func (b *builder) named(i *results.Indicator) Text {
	return append(Text{codeOf(i, true), {Text: " "}}, b.text(i.Title)...)
}

// namedWithUnit is an indicator's code, title and unit.
func (b *builder) namedWithUnit(i *results.Indicator) Text {
	t := b.named(i)
	if len(i.Unit) > 0 {
		t = append(append(t, Span{Text: ", "}), b.text(i.Unit)...)
	}
	return t
}

// before is what had been reached when the report's first period began.
func (b *builder) before(s standing) results.Figure {
	if s.row.From <= 1 {
		return results.Figure{}
	}
	return b.frame.Span(b.tallies, s.indicator, 1, s.row.From-1).Cumulative
}

// unit is what an indicator's values are; for stages, their names in order.
func (b *builder) unit(i *results.Indicator) Text {
	switch {
	case len(i.Unit) > 0:
		return b.text(i.Unit)
	case i.Measure == results.MeasureStage:
		var names []string
		for n, stage := range i.Stages {
			names = append(names, b.Integer(n+1)+" · "+b.plain(stage.Title))
		}
		return Plain(strings.Join(names, ", "))
	case i.Measure == results.Percentage:
		return Plain("%")
	}
	return nil
}

func (b *builder) reportedBy(s standing) Cell {
	c := b.count(s.row.ReportedBy)
	c.Text = Plain(b.Text("report.reported-by-short", i18n.Args{
		"Reported": b.Integer(s.row.ReportedBy), "Due": b.Integer(s.row.DueFrom),
	}))
	return c
}

func (b *builder) standings(r *results.Result) []standing {
	var all []standing
	for n := range r.Indicators {
		if i := &r.Indicators[n]; i.IsCombined() {
			all = append(all, standing{r, i, b.rows[i.Code]})
		}
	}
	return all
}

func (b *builder) allStandings() []standing {
	var all []standing
	for r := range results.All(b.project.Results) {
		all = append(all, b.standings(r)...)
	}
	return all
}

// summary opens the report: what was written, and the figures to be seen first.
func (b *builder) summary(s Section) []Block {
	blocks := []Block{b.heading(s)}
	for _, block := range b.narrative(s.Question) {
		if p, ok := block.(Paragraph); ok && p.Style == Body {
			p.Style = Lead
			block = p
		}
		blocks = append(blocks, block)
	}
	if figures := b.keyFigures(s.Most); len(figures.Items) > 0 {
		blocks = append(blocks, Heading{Level: s.level() + 1, Text: Plain(b.Text("report.key-figures", nil)), Anchor: "key-figures"}, figures)
	}
	return blocks
}

func (b *builder) keyFigures(most int) KeyFigures {
	var k KeyFigures
	for _, s := range b.allStandings() {
		if len(k.Items) == most || !s.row.Cumulative.IsKnown() {
			continue
		}
		item := KeyFigure{Value: b.written(s.indicator, s.row.Cumulative), Label: b.text(s.indicator.Title), Status: b.statusOf(s.row)}
		if target := s.indicator.TargetFigure(); target.IsKnown() {
			item.Note = b.Text("report.target", nil) + ": " + b.written(s.indicator, target)
		}
		k.Items = append(k.Items, item)
	}
	return k
}

// results goes through the framework from the top.
func (b *builder) results(s Section) []Block {
	blocks := b.opened(s)
	for r := range results.All(b.project.Results) {
		title := append(Text{{Text: b.Text("level."+string(r.Level), nil) + " " + string(r.Code) + ": "}}, b.text(r.Title)...)
		blocks = append(blocks, Heading{Level: s.level() + 1, Text: title, Anchor: "result-" + string(r.Code)})
		if len(r.Assumptions) > 0 {
			blocks = append(blocks, Paragraph{Style: Note, Text: append(Text{{Text: b.Text("report.assumptions", nil) + ": "}}, b.text(r.Assumptions)...)})
		}
		standings := b.standings(r)
		if len(standings) > 0 {
			t := table(b, indicatorColumns, s.Columns, standings)
			t.Anchor = "table-" + string(r.Code)
			t.Notes = b.peopleNotes(standings)
			blocks = append(blocks, t)
		}
		if s.Charts && r.Level == results.Output {
			blocks = append(blocks, b.chart(r, standings)...)
		}
		for n := range r.Indicators {
			blocks = append(blocks, b.answers(&r.Indicators[n])...)
		}
		if s.Breakdown {
			for _, st := range standings {
				blocks = append(blocks, b.breakdown(st)...)
			}
		}
	}
	return blocks
}

// peopleNotes tell of people counted once how often they came, and how many
// were taken off.
func (b *builder) peopleNotes(standings []standing) []Text {
	var notes []Text
	for _, s := range standings {
		if n, ok := s.row.Participations.Number(); ok {
			notes = append(notes, Plain(b.Text("report.people-note", i18n.Args{
				"Indicator":      string(s.indicator.Code),
				"Participations": b.Number(n.String(), 0),
				"Deducted":       b.Number(s.row.Deducted.String(), 0),
			})))
		}
	}
	return notes
}

// chart shows how far an output's indicators are on the way to their targets.
func (b *builder) chart(r *results.Result, standings []standing) []Block {
	c := Chart{
		Kind: Bars, Anchor: "chart-" + string(r.Code),
		Title: b.Text("report.chart-title", i18n.Args{"Result": string(r.Code)}),
		Axis:  b.Text("report.chart-axis", nil),
	}
	reached := Series{Name: b.Text("report.achievement", nil)}
	expected := Series{Name: b.Text("report.expected", nil), Marker: true}
	var told []string
	for _, s := range standings {
		if !s.indicator.TargetFigure().IsKnown() {
			continue
		}
		c.Categories = append(c.Categories, string(s.indicator.Code)+" "+b.plain(s.indicator.Title))
		reached.Points = append(reached.Points, b.point(s.row.Achievement))
		due := b.point(s.indicator.Achievement(s.row.Expected))
		expected.Points = append(expected.Points, due)
		told = append(told, string(s.indicator.Code)+": "+reached.Points[len(reached.Points)-1].Label+" ("+expected.Name+": "+due.Label+")")
	}
	if len(c.Categories) == 0 {
		return nil
	}
	c.Series = []Series{reached, expected}
	c.Description = c.Title + ". " + strings.Join(told, "; ") + "."
	return []Block{c}
}

func (b *builder) point(share results.Figure) Point {
	n, ok := share.Number()
	if !ok {
		return Point{Label: none}
	}
	percent := n.Mul(results.Int(100))
	return Point{Known: true, Value: percent.Float(), Label: b.Percent(percent.Fixed(0), 0)}
}

// answers lists what was reported for an indicator of text.
func (b *builder) answers(i *results.Indicator) []Block {
	if i.IsCombined() {
		return nil
	}
	var list List
	for _, p := range b.project.Partners {
		for k := b.options.From; k <= b.options.To; k++ {
			tally := b.tallies[results.TallyKey{Indicator: i.Code, Partner: p.Organisation, Period: k}]
			if tally == nil {
				continue
			}
			for _, e := range tally.Entries {
				list.Items = append(list.Items, append(b.text(e.Text), Span{Text: " – " + b.organisation(p.Organisation), Emphasis: true}))
			}
		}
	}
	if len(list.Items) == 0 {
		return nil
	}
	title := append(Text{{Text: string(i.Code) + " "}}, b.text(i.Title)...)
	return []Block{Paragraph{Style: Label, Text: title}, list}
}
