package web

import (
	"slices"
	"strings"

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
	Key            string // names its figures: "OP1.1/2/breakdown"
	Stated         string // what cells come to
	NotStated      string // what no cell names
	Total          string
	Totals         []cellView // of the columns
	Participations bool       // cells count these, not people
}

// A breakdownRow is a row of figures with their total.
type breakdownRow struct {
	Titles []results.Text // of its categories
	Cells  []cellView
	Key    string // of the total, where that is a cell
	Total  string
	Parts  string // of a pair: "40 / 50"
}

// A cellView is the figure of a cell. Key names it: "OP1.1/2/cell:sex=f/cumulative".
type cellView struct{ Key, Text string }

func cellKey(i *results.Indicator, k results.PeriodNo, by results.By) string {
	var parts []string
	for _, p := range by {
		parts = append(parts, string(p.Dimension)+"="+string(p.Category))
	}
	return figureKey(i, k) + "/cell:" + strings.Join(parts, ",") + "/cumulative"
}

// breakdown is nil for an indicator without cells.
func (r *request) breakdown(o *service.Overview, i *results.Indicator, row *results.Row) *breakdownView {
	if len(row.Breakdown) == 0 {
		return nil
	}
	project := &o.Setup.Project
	v := &breakdownView{Key: figureKey(i, row.Period) + "/breakdown", Participations: i.Unique}
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
		one := breakdownRow{Key: cellKey(i, row.Period, c.By), Total: orNone(figure(r.words, i, c.Cumulative))}
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
			v.Totals = append(v.Totals, cellView{
				cellKey(i, row.Period, results.By{{Dimension: across.Key, Category: column.Key}}),
				total(func(by results.By) bool { return by.Category(across.Key) == column.Key }),
			})
		}
	}
	for _, line := range down.Categories {
		if !isUsed(down, line.Key) {
			continue
		}
		one := breakdownRow{
			Titles: []results.Text{line.Title}, Key: cellKey(i, row.Period, results.By{{Dimension: down.Key, Category: line.Key}}),
			Total: total(func(by results.By) bool { return by.Category(down.Key) == line.Key }),
		}
		for _, column := range across.Categories {
			if isUsed(across, column.Key) {
				by := results.NewBy(map[results.DimensionKey]results.CategoryKey{down.Key: line.Key, across.Key: column.Key})
				one.Cells = append(one.Cells, cellView{cellKey(i, row.Period, by), orNone(figure(r.words, i, cellFigure(row, by)))})
			}
		}
		v.Rows = append(v.Rows, one)
	}
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
