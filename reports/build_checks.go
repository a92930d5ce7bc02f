package reports

import (
	"slices"

	"tulos/internal/results"
)

// A check is a figure with what it must be the sum of.
type check struct {
	standing
	of     string // message key of the parts
	when   string // message key of the column
	table  string // kind of the sheet that has the parts
	column int    // of the parts in its table
	parts  []results.Figure
	figure results.Figure
}

// checkColumns are those of the sheet, in order.
var checkColumns = []string{"code", "title", "check", "sum", "figure", "difference"}

// checksSheet has a row for each figure that a reader can add up from the workbook,
// with the sum as a formula.
func (b *builder) checksSheet(Section) []Block {
	t := table(b, map[string]column[check]{
		"code":  {"report.code", 2, Start, func(_ *builder, c check) Cell { return plainCell(string(c.indicator.Code)) }},
		"title": {"report.indicator", 6, Start, func(b *builder, c check) Cell { return Cell{Text: b.text(c.indicator.Title)} }},
		"check": {"report.check", 4, Start, func(b *builder, c check) Cell {
			return plainCell(joined(b.Text(c.of, nil), b.Text(c.when, nil)))
		}},
		"sum": {"report.sum", 2, End, func(b *builder, c check) Cell {
			return b.worked(c, c.sum(), Formula{Table: tableOf(c.table), Column: c.column})
		}},
		"figure": {"report.figure", 2, End, func(b *builder, c check) Cell { return b.figure(c.indicator, c.figure) }},
		"difference": {"report.difference", 2, End, func(b *builder, c check) Cell {
			difference := less(results.Known(asShown(c.figure)), results.Known(c.sum()))
			n, _ := difference.Number()
			return b.worked(c, n, Formula{
				Column: slices.Index(checkColumns, "figure"), Less: slices.Index(checkColumns, "sum"),
			})
		}},
	}, checkColumns, b.checks())
	t.Notes = []Text{Plain(b.Text("report.checks-note", nil))}
	return []Block{t}
}

// worked is the cell of a number with the formula that works it out.
func (b *builder) worked(c check, n results.Number, f Formula) Cell {
	cell := b.figure(c.indicator, results.Known(n))
	cell.Book = &InBook{Formula: &f}
	return cell
}

// sum adds the parts up as the workbook shows them.
func (c check) sum() results.Number {
	var sum results.Number
	for _, part := range c.parts {
		sum = sum.Add(asShown(part))
	}
	return sum
}

// asShown is a figure with the decimals that machines get; 0 where there is none.
func asShown(f results.Figure) results.Number {
	n, ok := f.Number()
	if !ok {
		return results.Number{}
	}
	shown, err := results.ParseNumber(n.String())
	if err != nil {
		return n
	}
	return shown
}

// checks are those of the sheets that the workbook has.
func (b *builder) checks() []check {
	hasSheet := func(kind string) bool {
		return slices.ContainsFunc(b.def.Sheets, func(s Section) bool { return s.Kind == kind })
	}
	var all []check
	for _, s := range b.allStandings() {
		if hasSheet("partners") {
			all = append(all, b.partnerChecks(s)...)
		}
		if hasSheet("breakdown") {
			all = append(all, b.breakdownChecks(s)...)
		}
	}
	return slices.DeleteFunc(all, func(c check) bool { return !c.figure.IsKnown() })
}

// partnerChecks are those of an indicator whose partners' values are added up.
func (b *builder) partnerChecks(s standing) []check {
	i := s.indicator
	if i.Measure != results.MeasureNumber || i.Partners() != results.Sum || i.Unique {
		return nil
	}
	within := check{standing: s, of: "report.partners", when: "report.this-period", table: "partners", column: 3, figure: s.row.Value}
	toDate := check{standing: s, of: "report.partners", when: "report.cumulative", table: "partners", column: 4, figure: s.row.Cumulative}
	for _, p := range s.row.Partners {
		within.parts, toDate.parts = append(within.parts, p.Value), append(toDate.parts, p.Cumulative)
	}
	return []check{within, toDate}
}

// breakdownChecks hold the cells of a breakdown against what they are parts of.
func (b *builder) breakdownChecks(s standing) []check {
	if i := s.indicator; len(s.row.Breakdown) == 0 || i.IsPair() || i.Separate || b.veils[i.Code].isWhole() || hasMarks(s.row) {
		return nil
	}
	column := 2 + len(b.project.Dimensions)
	within := check{standing: s, of: "report.breakdown", when: "report.this-period", table: "breakdown", column: column}
	toDate := check{standing: s, of: "report.breakdown", when: "report.cumulative", table: "breakdown", column: column + 1}
	within.figure, toDate.figure = b.whole(s)
	for _, cell := range s.row.Breakdown {
		within.parts, toDate.parts = append(within.parts, cell.Value), append(toDate.parts, cell.Cumulative)
	}
	return []check{within, toDate}
}
