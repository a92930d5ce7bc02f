package reports

import (
	"slices"

	"tulos/internal/i18n"
	"tulos/internal/results"
)

// breakdown shows an indicator's cells, what is not stated, and the total.
func (b *builder) breakdown(s standing) []Block {
	if len(s.row.Breakdown) == 0 {
		return nil
	}
	i := s.indicator
	caption := Plain(string(i.Code) + " · " + b.Text("report.breakdown-by", i18n.Args{"Dimension": b.dimensionNames(i)}))
	if b.veils[i.Code].isWhole() {
		return []Block{Paragraph{Style: Note, Text: append(caption, Span{Text: ": " + b.Text("report.breakdown-withheld", i18n.Args{
			"Limit": b.Integer(b.project.SuppressionThreshold()),
		})})}}
	}
	t := Table{
		Anchor: "breakdown-" + string(i.Code), Caption: caption,
		Columns: []Column{
			{Head: b.Text("report.breakdown", nil), Width: 6},
			{Head: b.Text("report.this-period", nil), Width: 2, Align: End},
			{Head: b.Text("report.cumulative", nil), Width: 2, Align: End},
		},
	}
	for _, cell := range s.row.Breakdown {
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			plainCell(b.cellName(cell.By)), b.cellFigure(i, cell.Value), b.cellFigure(i, cell.Cumulative),
		}})
	}
	if !i.IsPair() && !i.Separate {
		t.Rows = append(t.Rows, b.remainder(s)...)
	}
	if i.Unique {
		t.Notes = []Text{Plain(b.Text("report.cells-count-participations", nil))}
	}
	if hasMarks(s.row) {
		t.Notes = append(t.Notes, b.whyHidden())
	}
	return []Block{t}
}

func (b *builder) cellFigure(i *results.Indicator, f results.Figure) Cell {
	if _, isHidden := f.Mark(); !f.IsKnown() && !isHidden {
		return plainCell("")
	}
	return b.figure(i, f)
}

// remainder are the rows under the cells: what was not stated, and the total.
func (b *builder) remainder(s standing) []Row {
	within, toDate := b.whole(s)
	var rows []Row
	restWithin, restToDate := b.rest(s)
	_, isHidden := restToDate.Mark()
	if n, ok := restToDate.Number(); isHidden || ok && n.Sign() != 0 {
		rows = append(rows, Row{Cells: []Cell{
			plainCell(b.Text("report.not-stated", nil)), b.cellFigure(s.indicator, restWithin), b.cellFigure(s.indicator, restToDate),
		}})
	}
	return append(rows, Row{Total: true, Cells: []Cell{
		plainCell(b.Text("report.total", nil)), b.cellFigure(s.indicator, within), b.cellFigure(s.indicator, toDate),
	}})
}

// rest is what no cell states.
func (b *builder) rest(s standing) (within, toDate results.Figure) {
	if v := b.veils[s.indicator.Code]; v != nil {
		return v.rest(s.row.From, s.row.Period), v.rest(1, s.row.Period)
	}
	within, toDate = b.whole(s)
	for _, cell := range s.row.Breakdown {
		within, toDate = less(within, cell.Value), less(toDate, cell.Cumulative)
	}
	return within, toDate
}

// whole is what the cells are parts of: of people counted once, participations.
func (b *builder) whole(s standing) (within, toDate results.Figure) {
	if !s.indicator.Unique {
		return s.row.Value, s.row.Cumulative
	}
	toDate = s.row.Participations
	within = toDate
	if s.row.From > 1 {
		before := b.frame.Span(b.tallies, s.indicator, 1, s.row.From-1).Participations
		within = less(toDate, before)
	}
	return within, toDate
}

// less is f - g, where both are known; f where only it is.
func less(f, g results.Figure) results.Figure {
	n, ok := f.Number()
	m, also := g.Number()
	if !ok || !also {
		return f
	}
	return results.Known(n.Sub(m))
}

func (b *builder) dimension(key results.DimensionKey) results.Dimension {
	n := slices.IndexFunc(b.project.Dimensions, func(d results.Dimension) bool { return d.Key == key })
	if n < 0 {
		return results.Dimension{Key: key}
	}
	return b.project.Dimensions[n]
}

func (b *builder) dimensionNames(i *results.Indicator) string {
	var names []string
	for _, key := range i.Breakdown {
		names = append(names, b.plain(b.dimension(key).Title))
	}
	return b.List(names)
}

func (b *builder) category(p results.Part) string {
	for _, c := range b.dimension(p.Dimension).Categories {
		if c.Key == p.Category {
			return b.plain(c.Title)
		}
	}
	return string(p.Category)
}

func (b *builder) cellName(by results.By) string {
	var names []string
	for _, p := range by {
		names = append(names, b.category(p))
	}
	return joined(names...)
}
