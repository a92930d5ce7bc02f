package web

import (
	"net/url"
	"slices"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A grid is a table of one part of a contribution's breakdown: its values, its
// numerators or its denominators. Crossed dimensions are its rows and columns;
// a category of each further dimension is in its heading.
type grid struct {
	Part    string // "value", "numerator" or "denominator"
	Of      []results.Text
	Columns []results.Text // one without a text where there is one dimension
	Rows    []gridRow
	Totals  []string // of the columns
	All     string
}

type gridRow struct {
	Title results.Text
	Cells []gridCell
	Total string
}

// A gridCell is a number by its categories, as people write it.
type gridCell struct {
	By    string // "profession=social&sex=f", escaped
	Value string
}

func (g grid) hasValues() bool { return g.All != "" }

// IsWide says whether the grid has several columns.
func (g grid) IsWide() bool { return len(g.Columns) > 1 }

// gridsOf are the tables of a contribution to an indicator: for each dimension one
// where they stand apart, else one for each category of the third dimension and
// those after it. Cells of categories that are no more make a last one.
func gridsOf(p *partnership.Project, i *results.Indicator, c *results.Contribution, words *i18n.Localizer) []grid {
	dimensions := dimensionsOf(p, i.Breakdown)
	groups := [][]results.Dimension{dimensions}
	if i.Separate {
		groups = nil
		for _, d := range dimensions {
			groups = append(groups, []results.Dimension{d})
		}
	}
	var grids []grid
	for _, part := range partsOf(i) {
		m := gridMaker{part, cellsOf(c, part), words}
		for _, g := range groups {
			grids = append(grids, m.crossed(g)...)
		}
		if g, ok := m.left(); ok {
			grids = append(grids, g)
		}
	}
	return grids
}

func partsOf(i *results.Indicator) []string {
	if i.IsPair() {
		return []string{"numerator", "denominator"}
	}
	return []string{"value"}
}

func dimensionsOf(p *partnership.Project, keys []results.DimensionKey) []results.Dimension {
	var all []results.Dimension
	for _, key := range keys {
		for _, d := range p.Dimensions {
			if d.Key == key {
				all = append(all, d)
			}
		}
	}
	return all
}

// cellsOf are the numbers of one part of a contribution's cells, by byName.
func cellsOf(c *results.Contribution, part string) map[string]*results.Number {
	cells := map[string]*results.Number{}
	if c == nil {
		return cells
	}
	for n := range c.Cells {
		if v := *partOf(&c.Cells[n], part); v != nil {
			cells[byName(c.Cells[n].By)] = v
		}
	}
	return cells
}

func partOf(c *results.Cell, part string) **results.Number {
	switch part {
	case "numerator":
		return &c.Numerator
	case "denominator":
		return &c.Denominator
	}
	return &c.Value
}

// byName names the categories of a cell, so that byNamed understands it.
func byName(by results.By) string {
	v := url.Values{}
	for _, p := range by {
		v.Add(string(p.Dimension), string(p.Category))
	}
	return v.Encode()
}

func byNamed(name string) (results.By, bool) {
	v, err := url.ParseQuery(name)
	if err != nil || len(v) == 0 {
		return nil, false
	}
	categories := map[results.DimensionKey]results.CategoryKey{}
	for d := range v {
		categories[results.DimensionKey(d)] = results.CategoryKey(v.Get(d))
	}
	return results.NewBy(categories), true
}

// A gridMaker puts the cells of one part into tables; cells holds those that have
// no place yet.
type gridMaker struct {
	part  string
	cells map[string]*results.Number
	words *i18n.Localizer
}

// crossed makes the tables of dimensions of which each cell names a category of
// each. The longer one of the first two makes the rows: telephones are narrow.
func (m gridMaker) crossed(dimensions []results.Dimension) []grid {
	if len(dimensions) == 0 {
		return nil
	}
	rows, columns := dimensions[0], results.Dimension{Categories: []results.Category{{}}}
	if len(dimensions) > 1 {
		columns = dimensions[1]
		if len(columns.Categories) > len(rows.Categories) {
			rows, columns = columns, rows
		}
		dimensions = dimensions[2:]
	} else {
		dimensions = nil
	}
	var grids []grid
	for _, fixed := range combinations(dimensions) {
		grids = append(grids, m.table(rows, columns, fixed))
	}
	return grids
}

// A chosen category of a dimension.
type chosen struct {
	dimension results.DimensionKey
	category  results.Category
}

// combinations are all ways to choose a category of each dimension.
func combinations(dimensions []results.Dimension) [][]chosen {
	all := [][]chosen{nil}
	for _, d := range dimensions {
		var longer [][]chosen
		for _, c := range all {
			for _, category := range d.Categories {
				longer = append(longer, append(slices.Clip(c), chosen{d.Key, category}))
			}
		}
		all = longer
	}
	return all
}

func (m gridMaker) table(rows, columns results.Dimension, fixed []chosen) grid {
	g := grid{Part: m.part}
	by := map[results.DimensionKey]results.CategoryKey{}
	for _, f := range fixed {
		g.Of = append(g.Of, f.category.Title)
		by[f.dimension] = f.category.Key
	}
	if rows.Key != "" && columns.Key == "" {
		g.Of = append(g.Of, rows.Title)
	}
	sums := make([]sum, len(columns.Categories))
	var all sum
	for _, c := range columns.Categories {
		g.Columns = append(g.Columns, c.Title)
	}
	for _, row := range rows.Categories {
		line, total := gridRow{Title: row.Title}, sum{}
		by[rows.Key] = row.Key
		for n, column := range columns.Categories {
			if columns.Key != "" {
				by[columns.Key] = column.Key
			}
			cell, number := m.take(byName(results.NewBy(by)))
			line.Cells = append(line.Cells, cell)
			total.add(number)
			sums[n].add(number)
			all.add(number)
		}
		line.Total = total.text(m.words)
		g.Rows = append(g.Rows, line)
	}
	for _, s := range sums {
		g.Totals = append(g.Totals, s.text(m.words))
	}
	g.All = all.text(m.words)
	return g
}

func (m gridMaker) take(name string) (gridCell, *results.Number) {
	n := m.cells[name]
	delete(m.cells, name)
	return gridCell{name, typedNumber(m.words, n)}, n
}

// left is the table of the cells that have no other place.
func (m gridMaker) left() (grid, bool) {
	g := grid{Part: m.part, Columns: []results.Text{nil}}
	var all sum
	names := make([]string, 0, len(m.cells))
	for name := range m.cells {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		cell, n := m.take(name)
		by, _ := byNamed(name)
		one := sum{}
		one.add(n)
		all.add(n)
		g.Rows = append(g.Rows, gridRow{results.Text{string(m.words.Language()): by.String()}, []gridCell{cell}, one.text(m.words)})
	}
	g.All = all.text(m.words)
	g.Totals = []string{g.All}
	return g, len(g.Rows) > 0
}

// A sum is none until something was added.
type sum struct{ of *results.Number }

func (s *sum) add(n *results.Number) {
	switch {
	case n == nil:
	case s.of == nil:
		s.of = n
	default:
		sum := s.of.Add(*n)
		s.of = &sum
	}
}

func (s *sum) text(words *i18n.Localizer) string { return exact(words, s.of) }
