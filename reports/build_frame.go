package reports

import (
	"strconv"

	"tulos/internal/results"
)

// A frameRow is a line of a logframe or of an overview: a result without indicators
// has one too.
type frameRow struct {
	standing
	isFirst bool // of its result
}

var frameColumns = map[string]column[frameRow]{
	"level": {"report.level", 1.5, Start, func(b *builder, r frameRow) Cell {
		return plainCell(b.Text("level."+string(r.result.Level), nil) + " " + string(r.result.Code))
	}},
	"result": {"report.result", 3.4, Start, func(b *builder, r frameRow) Cell {
		if !r.isFirst {
			return plainCell("")
		}
		return Cell{Text: b.text(r.result.Title)}
	}},
	"indicator": {"report.indicator", 3.4, Start, ofIndicator(func(b *builder, s standing) Cell {
		return Cell{Text: b.namedWithUnit(s.indicator)}
	})},
	"baseline": {"report.baseline-year", 1.7, Start, ofIndicator(func(b *builder, s standing) Cell {
		c := b.figure(s.indicator, s.indicator.BaselineFigure())
		if from := s.indicator.Baseline; from != nil {
			c = b.withDate(c, year(from.Date))
		}
		return c
	})},
	"target": {"report.target-year", 1.7, Start, ofIndicator(func(b *builder, s standing) Cell {
		return b.withDate(b.figure(s.indicator, s.indicator.TargetFigure()), year(b.project.End))
	})},
	"current": {"report.current-date", 2, Start, ofIndicator(func(b *builder, s standing) Cell {
		if !s.indicator.IsCombined() {
			return Cell{Text: b.latestAnswers(s.indicator)}
		}
		return b.withDate(b.figure(s.indicator, s.row.Cumulative), b.date(b.referenceDay()))
	})},
	"status": {"report.status", 2, Start, ofIndicator(func(b *builder, s standing) Cell {
		if !s.indicator.IsCombined() {
			return plainCell(none)
		}
		return b.statusCell(b.statusOf(s.row))
	})},
	"source": {"report.verification", 2.6, Start, ofIndicator(func(b *builder, s standing) Cell {
		return Cell{Text: b.text(s.indicator.Source)}
	})},
	"assumptions": {"report.assumptions", 2.6, Start, func(b *builder, r frameRow) Cell {
		if !r.isFirst {
			return plainCell("")
		}
		return Cell{Text: b.text(r.result.Assumptions)}
	}},
}

// ofIndicator makes a cell of the indicator, which a line may not have.
func ofIndicator(cell func(*builder, standing) Cell) func(*builder, frameRow) Cell {
	return func(b *builder, r frameRow) Cell {
		if r.indicator == nil {
			return plainCell("")
		}
		return cell(b, r.standing)
	}
}

// withDate adds a day or a year to a figure that is known.
func (b *builder) withDate(c Cell, when string) Cell {
	if c.Number == nil || when == "" {
		return c
	}
	c.Text = append(c.Text, Span{Text: " (" + when + ")"})
	return c
}

func year(d results.Date) string {
	if d.IsZero() {
		return ""
	}
	y, _, _ := d.Parts()
	return strconv.Itoa(y)
}

// referenceDay is the day that the current values are of: the last of the report,
// or that on which it stands, if that comes first.
func (b *builder) referenceDay() results.Date {
	if b.isRunning() {
		return b.options.AsOf
	}
	return b.lastDay()
}

// latestAnswers is what each partner answered last to an indicator of text.
func (b *builder) latestAnswers(i *results.Indicator) Text {
	var t Text
	for _, p := range b.project.Partners {
		for k := b.options.To; k >= 1; k-- {
			tally := b.tallies[results.TallyKey{Indicator: i.Code, Partner: p.Organisation, Period: k}]
			if tally == nil || len(tally.Entries) == 0 {
				continue
			}
			if len(t) > 0 {
				t = append(t, Span{Text: "; "})
			}
			t = append(append(t, b.text(tally.Entries[len(tally.Entries)-1].Text)...), Span{Text: " – " + b.organisation(p.Organisation), Emphasis: true})
			break
		}
	}
	if len(t) == 0 {
		return Plain(none)
	}
	return t
}

// frameRows go through the framework from the top.
func (b *builder) frameRows() []frameRow {
	var rows []frameRow
	for r := range results.All(b.project.Results) {
		if len(r.Indicators) == 0 {
			rows = append(rows, frameRow{standing{result: r}, true})
		}
		for n := range r.Indicators {
			i := &r.Indicators[n]
			rows = append(rows, frameRow{standing{r, i, b.rows[i.Code]}, n == 0})
		}
	}
	return rows
}

// logframe is the whole framework in one table.
func (b *builder) logframe(s Section) []Block {
	return append(b.opened(s), b.frameTable(s))
}

func (b *builder) logframeSheet(s Section) []Block {
	return []Block{table(b, frameColumns, s.Columns, b.frameRows())}
}

func (b *builder) frameTable(s Section) Table {
	t := table(b, frameColumns, s.Columns, b.frameRows())
	t.Anchor = "table-" + s.Kind
	return t
}

// overview is what was reported before, now, and in all, below each result.
func (b *builder) overview(s Section) []Block {
	t := table(b, indicatorColumns, s.Columns, nil)
	t.Anchor = "table-overview"
	var all []standing
	for r := range results.All(b.project.Results) {
		standings := b.standings(r)
		if len(standings) == 0 {
			continue
		}
		title := append(Text{{Text: b.Text("level."+string(r.Level), nil) + " " + string(r.Code) + ": "}}, b.text(r.Title)...)
		t.Rows = append(t.Rows, Row{Group: true, Cells: []Cell{{Text: title}}})
		for _, st := range standings {
			t.Rows = append(t.Rows, row(b, indicatorColumns, s.Columns, st))
		}
		all = append(all, standings...)
	}
	t.Notes = b.peopleNotes(all)
	blocks := append(b.opened(s), t)
	if s.Charts {
		for r := range results.All(b.project.Results) {
			blocks = append(blocks, b.chart(r, b.standings(r))...)
		}
	}
	return blocks
}

// people are the breakdowns of all indicators that have one.
func (b *builder) people(s Section) []Block {
	var tables []Block
	for _, st := range b.allStandings() {
		tables = append(tables, b.breakdown(st)...)
	}
	if len(tables) == 0 && s.Question == "" {
		return nil
	}
	return append(b.opened(s), tables...)
}
