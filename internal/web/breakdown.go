package web

import (
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A breakdownView is a cumulative figure by categories: a table with a column for
// each category of the second dimension, where there are two that are crossed, and
// else with a row for each cell.
type breakdownView struct {
	Dimensions     []results.Text // their names
	Columns        []results.Text // besides the last, which is the total; empty where cells are listed
	Rows           []breakdownRow
	Stated         string // what cells come to
	NotStated      string // what no cell names
	Total          string
	Totals         []string // of the columns
	Participations bool     // cells count these, not people
}

// A breakdownRow is a row of figures with their total.
type breakdownRow struct {
	Titles []results.Text // of its categories
	Cells  []string
	Total  string
	Parts  string // of a pair: "40 / 50"
}

// breakdown is nil for an indicator without cells.
func (r *request) breakdown(o *service.Overview, i *results.Indicator, row *results.Row) *breakdownView {
	if len(row.Breakdown) == 0 {
		return nil
	}
	project := &o.Setup.Project
	v := &breakdownView{Participations: i.Unique}
	for _, key := range i.Breakdown {
		v.Dimensions = append(v.Dimensions, dimension(project, key).Title)
	}
	if i.IsPair() || i.Separate {
		v.Rows = r.cellRows(project, i, row)
		return v
	}
	if len(i.Breakdown) == 2 {
		r.cross(v, project, i, row)
	} else {
		v.Rows = r.cellRows(project, i, row)
	}
	whole := row.Cumulative
	if i.Unique {
		whole = row.Participations
	}
	stated := sumOf(row.Breakdown, func(results.By) bool { return true })
	if n, ok := whole.Number(); ok {
		v.Total, v.Stated = figure(r.words, i, whole), figure(r.words, i, results.Known(stated))
		if rest := n.Sub(stated); rest.Sign() != 0 {
			v.NotStated = figure(r.words, i, results.Known(rest))
		}
	}
	return v
}

// cellRows lists cells one below the other.
func (r *request) cellRows(project *partnership.Project, i *results.Indicator, row *results.Row) []breakdownRow {
	var all []breakdownRow
	for _, c := range row.Breakdown {
		one := breakdownRow{Total: orNone(figure(r.words, i, c.Cumulative))}
		for _, p := range c.By {
			one.Titles = append(one.Titles, categoryTitle(project, p))
		}
		numerator, isPair := c.Numerator.Number()
		if denominator, ok := c.Denominator.Number(); isPair && ok {
			one.Parts = exact(r.words, &numerator) + " / " + exact(r.words, &denominator)
		}
		all = append(all, one)
	}
	return all
}

// cross makes a table of two dimensions, with the categories that are used.
func (r *request) cross(v *breakdownView, project *partnership.Project, i *results.Indicator, row *results.Row) {
	down, across := dimension(project, i.Breakdown[0]), dimension(project, i.Breakdown[1])
	isUsed := func(d results.Dimension, c results.CategoryKey) bool {
		return slices.ContainsFunc(row.Breakdown, func(cell results.CellRow) bool { return cell.By.Category(d.Key) == c })
	}
	total := func(is func(results.By) bool) string {
		return figure(r.words, i, results.Known(sumOf(row.Breakdown, is)))
	}
	for _, column := range across.Categories {
		if isUsed(across, column.Key) {
			v.Columns = append(v.Columns, column.Title)
			v.Totals = append(v.Totals, total(func(by results.By) bool { return by.Category(across.Key) == column.Key }))
		}
	}
	for _, line := range down.Categories {
		if !isUsed(down, line.Key) {
			continue
		}
		one := breakdownRow{
			Titles: []results.Text{line.Title},
			Total:  total(func(by results.By) bool { return by.Category(down.Key) == line.Key }),
		}
		for _, column := range across.Categories {
			if isUsed(across, column.Key) {
				one.Cells = append(one.Cells, orNone(r.cell(i, row, results.NewBy(map[results.DimensionKey]results.CategoryKey{
					down.Key: line.Key, across.Key: column.Key,
				}))))
			}
		}
		v.Rows = append(v.Rows, one)
	}
}

func (r *request) cell(i *results.Indicator, row *results.Row, by results.By) string {
	for _, c := range row.Breakdown {
		if c.By.Compare(by) == 0 {
			return figure(r.words, i, c.Cumulative)
		}
	}
	return ""
}

// sumOf adds up the cumulative figures of cells.
func sumOf(cells []results.CellRow, is func(results.By) bool) results.Number {
	var sum results.Number
	for _, c := range cells {
		if n, ok := c.Cumulative.Number(); ok && is(c.By) {
			sum = sum.Add(n)
		}
	}
	return sum
}

func dimension(p *partnership.Project, key results.DimensionKey) results.Dimension {
	for _, d := range p.Dimensions {
		if d.Key == key {
			return d
		}
	}
	return results.Dimension{Key: key}
}

func categoryTitle(p *partnership.Project, part results.Part) results.Text {
	for _, c := range dimension(p, part.Dimension).Categories {
		if c.Key == part.Category {
			return c.Title
		}
	}
	return results.Text{"und": string(part.Category)}
}
