package reports

import (
	"fmt"
	"slices"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/results"
	"tulos/pkg/disclosure"
)

// A veil is what readers outside the partnership do not get of an indicator's breakdown
// by something sensitive; nil is nothing. The reports of all periods so far are held
// against each other, and against what sealed reports told before figures were corrected:
// what one showed stays shown in the next, as long as it is the same count.
type veil struct {
	whole  bool // nothing of the breakdown is shown
	limit  int
	bys    []results.By // all cells that there can be
	cells  map[counted]int
	tables disclosure.Tables
	before map[counted][]int // cells of a name, with each count that was told
	sums   map[string]bool   // that the tables have
}

// counted names a count: of a cell, or with "" of what no cell states, in the periods
// from From to To.
type counted struct {
	From, To results.PeriodNo
	By       string
}

// mostCells is how many cells a breakdown may have so that those without an entry are
// taken to hide others.
const mostCells = 60

// veil makes the veil of an indicator, for the report's audience.
func (b *builder) veil(i *results.Indicator) *veil {
	limit := b.project.SuppressionThreshold()
	isSensitive := slices.ContainsFunc(i.Breakdown, func(key results.DimensionKey) bool { return b.dimension(key).Sensitive })
	if b.options.Audience != Funder || limit == 0 || !isSensitive {
		return nil
	}
	var stated []results.Row
	for _, s := range b.options.Stated {
		stated = append(stated, s.Rows[i.Code]...)
	}
	rows := []results.Row{b.frame.Span(b.tallies, i, b.options.From, b.options.To)}
	for k := results.PeriodNo(1); k <= b.options.To; k++ {
		rows = append(rows, b.frame.Span(b.tallies, i, k, k))
	}
	all := slices.Concat(rows, stated)
	if !slices.ContainsFunc(all, func(row results.Row) bool { return b.hasSmall(i, row) || hasMarks(row) }) {
		return nil
	}
	v := &veil{
		limit: limit, cells: map[counted]int{}, tables: disclosure.Tables{Below: int64(limit)},
		before: map[counted][]int{}, sums: map[string]bool{},
	}
	v.bys = b.cellsOf(i, all)
	v.whole = i.IsPair() || i.Time() != results.Sum
	for _, s := range b.options.Stated {
		v.whole = v.whole || !v.recall(s, i, rows[1:])
	}
	for _, row := range rows[1:] {
		v.whole = v.whole || !v.report(b, standing{indicator: i, row: row})
	}
	return v
}

// hasSmall says whether a count of a row's breakdown, or a change of one, is small.
func (b *builder) hasSmall(i *results.Indicator, row results.Row) bool {
	limit := results.Int(b.project.SuppressionThreshold())
	isSmall := func(f results.Figure) bool {
		n, ok := f.Number()
		return ok && n.Sign() > 0 && n.Cmp(limit) < 0
	}
	for _, cell := range row.Breakdown {
		if isSmall(cell.Value) || isSmall(cell.Cumulative) || isSmall(less(cell.Cumulative, cell.Value)) {
			return true
		}
		if i.IsPair() && (isSmall(cell.Numerator) || isSmall(less(cell.Denominator, cell.Numerator))) {
			return true
		}
	}
	return false
}

// cellsOf are the cells that rows have, with those that they could have where these are
// not many: a reader who does not know which are empty cannot tell that one is not.
func (b *builder) cellsOf(i *results.Indicator, rows []results.Row) []results.By {
	possible := []results.By{nil}
	var single []results.By
	for _, key := range i.Breakdown {
		var longer []results.By
		for _, c := range b.dimension(key).Categories {
			part := results.Part{Dimension: key, Category: c.Key}
			single = append(single, results.By{part})
			for _, by := range possible[:min(len(possible), mostCells)] {
				longer = append(longer, append(slices.Clone(by), part))
			}
		}
		possible = longer
	}
	if i.Separate {
		possible = single
	}
	if len(possible) > mostCells {
		possible = nil
	}
	var all []results.By
	for _, by := range possible {
		all = append(all, results.NewBy(categoriesOf(by)))
	}
	for _, row := range rows {
		for _, cell := range row.Breakdown {
			all = append(all, cell.By)
		}
	}
	slices.SortFunc(all, results.By.Compare)
	return slices.CompactFunc(all, func(x, y results.By) bool { return x.Compare(y) == 0 })
}

func categoriesOf(by results.By) map[results.DimensionKey]results.CategoryKey {
	named := map[results.DimensionKey]results.CategoryKey{}
	for _, p := range by {
		named[p.Dimension] = p.Category
	}
	return named
}

// report decides what the report of a period hides; it is false where that does not do,
// so that the breakdown must not be shown.
func (v *veil) report(b *builder, s standing) bool {
	within, toDate := b.whole(s)
	undecided := func(counted) disclosure.State { return disclosure.Undecided }
	if !v.told(s, within, toDate, undecided) {
		return false
	}
	states, exposed, err := disclosure.Hide(v.tables)
	if err != nil || len(exposed) > 0 {
		return false
	}
	for n := range states {
		v.tables.Cells[n].State = states[n]
	}
	return true
}

// told adds what a report tells of a period, and of all so far; it is false where that
// are no counts.
func (v *veil) told(s standing, within, toDate results.Figure, state func(counted) disclosure.State) bool {
	k := s.row.Period
	if !v.table(s, k, within, func(c results.CellRow) results.Figure { return c.Value }, state) {
		return false
	}
	if k == 1 {
		return true
	}
	if !v.table(s, 1, toDate, func(c results.CellRow) results.Figure { return c.Cumulative }, state) {
		return false
	}
	v.link(k)
	return true
}

// table adds the table of a span of periods; it is false where it is none of counts.
func (v *veil) table(s standing, from results.PeriodNo, total results.Figure, value func(results.CellRow) results.Figure,
	state func(counted) disclosure.State,
) bool {
	figures := map[string]results.Figure{}
	for _, cell := range s.row.Breakdown {
		figures[cell.By.String()] = value(cell)
	}
	whole, ok := countOf(total)
	if !ok {
		return false
	}
	parts := map[results.DimensionKey][]int{}
	left := map[results.DimensionKey]int64{}
	for _, by := range v.bys {
		n, ok := countOf(figures[by.String()])
		if !ok {
			return false
		}
		group := results.DimensionKey("")
		if s.indicator.Separate {
			group = by[0].Dimension
		}
		name := counted{from, s.row.Period, by.String()}
		parts[group] = append(parts[group], v.place(name, disclosure.Cell{Count: n, Sensitive: true, State: state(name)}))
		left[group] += n
	}
	for _, group := range append([]results.DimensionKey{""}, s.indicator.Breakdown...) { // one of its own, or one each
		if len(parts[group]) == 0 {
			continue
		}
		name := counted{from, s.row.Period, string(group)}
		rest := disclosure.Cell{Count: whole - left[group], State: state(name)}
		if s.indicator.Separate { // nothing tells it, but it is mostly nobody
			rest.State = disclosure.Shown
		}
		all := append(parts[group], v.place(name, rest))
		name.By = totalOf + string(group)
		v.sum(v.place(name, disclosure.Cell{Count: whole, State: disclosure.Shown}), all)
	}
	return true
}

// totalOf begins the name of the count that others are parts of.
const totalOf = "="

// place finds the cell of a count, or adds it. A count that is what it was in an earlier
// report is the same cell: whoever reads both may guess so.
func (v *veil) place(name counted, c disclosure.Cell) int {
	for _, n := range slices.Backward(v.before[name]) {
		if v.tables.Cells[n].Count == c.Count {
			v.cells[name] = n
			return n
		}
	}
	n := len(v.tables.Cells)
	v.tables.Cells = append(v.tables.Cells, c)
	v.cells[name], v.before[name] = n, append(v.before[name], n)
	return n
}

// sum adds a sum, unless it is there.
func (v *veil) sum(whole int, parts []int) {
	key := fmt.Sprint(whole, parts)
	if !v.sums[key] {
		v.sums[key] = true
		v.tables.Sums = append(v.tables.Sums, disclosure.Sum{Whole: whole, Parts: parts})
	}
}

// link ties what was counted to date to what was before, and to that of the period.
func (v *veil) link(k results.PeriodNo) {
	names := []string{""}
	for _, by := range v.bys {
		names = append(names, by.String())
	}
	for _, name := range names {
		whole, isCounted := v.cells[counted{1, k, name}]
		if !isCounted {
			continue
		}
		parts := []int{v.cells[counted{1, k - 1, name}], v.cells[counted{k, k, name}]}
		v.sum(whole, parts)
	}
}

// countOf is a figure as a count, 0 where there is none; ok is false for what is not
// a whole number.
func countOf(f results.Figure) (count int64, ok bool) {
	n, isKnown := f.Number()
	if !isKnown {
		return 0, true
	}
	count, err := strconv.ParseInt(n.Exact(), 10, 64)
	return count, err == nil
}

func (v *veil) isWhole() bool { return v != nil && v.whole }

// over hides what readers do not get of a row, and shows cells without an entry where
// these hide others.
func (v *veil) over(row results.Row) results.Row {
	if v == nil || v.whole {
		return row
	}
	var cells []results.CellRow
	for _, by := range v.bys {
		n := slices.IndexFunc(row.Breakdown, func(c results.CellRow) bool { return c.By.Compare(by) == 0 })
		cell := results.CellRow{By: by}
		if n >= 0 {
			cell = row.Breakdown[n]
		}
		within, isHidden := v.mark(counted{row.From, row.Period, by.String()})
		toDate, isHiddenToo := v.mark(counted{1, row.Period, by.String()})
		if isHidden {
			cell.Value = within
		}
		if isHiddenToo {
			cell.Cumulative = toDate
		}
		if n >= 0 || isHidden || isHiddenToo {
			cells = append(cells, cell)
		}
	}
	row.Breakdown = cells
	return row
}

// mark is how a hidden count is shown; ok is false where it is not hidden. That of a
// span of periods is hidden where that of one of them is, and tells nothing more.
func (v *veil) mark(name counted) (f results.Figure, ok bool) {
	if n, isCounted := v.cells[name]; isCounted {
		switch v.tables.Cells[n].State {
		case disclosure.Small:
			return results.Hidden(results.MarkSmall(v.limit)), true
		case disclosure.Large:
			return results.Hidden(results.MarkLarge), true
		case disclosure.Shown, disclosure.Undecided:
		}
		return results.Figure{}, false
	}
	for k := name.From; k <= name.To; k++ {
		if _, ok := v.mark(counted{k, k, name.By}); ok {
			return results.Hidden(results.MarkLarge), true
		}
	}
	return results.Figure{}, false
}

// rest is what no cell states, as the reader gets it.
func (v *veil) rest(from, to results.PeriodNo) results.Figure {
	if f, ok := v.mark(counted{from, to, ""}); ok {
		return f
	}
	var sum int
	for k := from; k <= to; k++ {
		sum += int(v.tables.Cells[v.cells[counted{k, k, ""}]].Count)
	}
	return results.Known(results.Int(sum))
}

// hasMarks says whether something of a row is hidden.
func hasMarks(row results.Row) bool {
	return slices.ContainsFunc(row.Breakdown, func(c results.CellRow) bool {
		_, isHidden := c.Value.Mark()
		_, isHiddenToo := c.Cumulative.Mark()
		return isHidden || isHiddenToo
	})
}

// whyHidden tells why counts are hidden, and how they are marked.
func (b *builder) whyHidden() Text {
	small := results.MarkSmall(b.project.SuppressionThreshold())
	return Plain(b.Text("report.counts-hidden", i18n.Args{"Small": small, "Large": results.MarkLarge}))
}
