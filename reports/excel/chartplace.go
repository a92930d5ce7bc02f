package excel

import (
	"slices"

	"tulos/reports"
)

// A place is where a table of the sheet holds a chart's figures: rows side by
// side, of which the first column names the categories.
type place struct {
	table   *table
	first   int // of the rows, from 0
	columns []int
}

// find looks for the chart's categories and figures in a table.
func (c *chart) find(t *table) *place {
	names := c.categories()
	if len(names) == 0 {
		return nil
	}
	for first := 0; first+len(names) <= len(t.Rows); first++ {
		rows := t.Rows[first : first+len(names)]
		if !categoriesAre(rows, names) {
			continue
		}
		p := &place{table: t, first: first}
		for _, s := range c.Series {
			column := columnOf(rows, s, len(t.Columns))
			if column < 0 {
				return nil
			}
			p.columns = append(p.columns, column)
		}
		return p
	}
	return nil
}

func categoriesAre(rows []reports.Row, names []string) bool {
	for i, r := range rows {
		if r.Group || r.Total || plain(r.Cells[0].Text) != names[i] {
			return false
		}
	}
	return true
}

// columnOf is the column that holds a series' figures and nothing else, or -1.
func columnOf(rows []reports.Row, s reports.Series, columns int) int {
	all := make([]int, 0, columns)
	for i := 1; i < columns; i++ {
		all = append(all, i)
	}
	k := slices.IndexFunc(all, func(column int) bool {
		for i, r := range rows {
			if !sameFigure(r.Cells[column], point(s, i)) {
				return false
			}
		}
		return true
	})
	if k < 0 {
		return -1
	}
	return all[k]
}

// sameFigure tells whether a chart shows the point if it takes the cell: where
// there is no figure, the cell has to be empty.
func sameFigure(c reports.Cell, p reports.Point) bool {
	if !known(p) {
		return c.Number == nil && c.Day == nil && c.Status == nil && c.Text.String() == ""
	}
	if c.Number == nil {
		return false
	}
	v, err := float(*c.Number)
	return err == nil && v == p.Value
}

// source names the cells of the place.
func (p *place) source(s *sheet, c *chart) source {
	head := p.table.head(s, s.top(p.table))
	first := p.table.first(s, s.top(p.table)) + p.first
	last := first + len(c.Categories) - 1
	out := source{categories: s.area(0, first, last)}
	for i, column := range p.columns {
		name := ""
		if p.table.Columns[column].Head == c.Series[i].Name {
			name = s.area(column, head, head)
		}
		out.names = append(out.names, name)
		out.figures = append(out.figures, s.area(column, first, last))
	}
	return out
}
