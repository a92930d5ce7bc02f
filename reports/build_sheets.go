package reports

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"tulos/internal/results"
)

// sheets are those of the workbook, with names for their tables.
func (b *builder) sheets() []Sheet {
	all := make([]Sheet, len(b.def.Sheets))
	for n, s := range b.def.Sheets {
		if s.Kind != dictionary {
			all[n] = b.sheet(s)
		}
	}
	for n, s := range b.def.Sheets {
		if s.Kind == dictionary {
			all[n] = b.sheet(s)
		}
	}
	return all
}

func (b *builder) sheet(s Section) Sheet {
	name := b.worded(s.Name)
	sheet := Sheet{Name: sheetName(name.String()), Blocks: []Block{Heading{Level: 1, Text: name}}}
	for _, block := range sheetKinds[s.Kind].build(b, s) {
		if t, ok := block.(Table); ok && t.Anchor == "" && s.Kind != "summary" {
			t.Name = cmp.Or(t.Name, strings.ToUpper(s.Kind[:1])+s.Kind[1:])
			t.Anchor = tableOf(strings.ToLower(t.Name))
			if s.Kind != dictionary {
				b.tag(t.Columns, s.Kind)
				b.described = append(b.described, description{s.Kind, sheet.Name, t.Columns})
			}
			block = t
		}
		sheet.Blocks = append(sheet.Blocks, block)
	}
	return sheet
}

// tableOf is the anchor of the table of a kind of sheet.
func tableOf(kind string) string { return "sheet-" + kind }

// bookName is a name that cells of a workbook can have.
func bookName(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r == '.' {
			return r
		}
		return '_'
	}, s)
}

// summarySheet is the first sheet: what the report is of, and how it stands.
func (b *builder) summarySheet(_ Section) []Block {
	facts := Table{Columns: []Column{{Head: b.Text("report.project", nil), Width: 2}, {Head: string(b.project.Code), Width: 5}}}
	for _, f := range b.facts([]string{
		"grant-number", "funder", "lead", "partners", "countries", "project-period", "reporting-period", "data-as-of",
	}) {
		facts.Rows = append(facts.Rows, Row{Cells: []Cell{plainCell(f.Label), {Text: f.Value}}})
	}
	names := []string{"indicator", "target", "cumulative", "achievement", "status", "reported-by"}
	blocks := []Block{Paragraph{Style: Lead, Text: b.text(b.project.Title)}}
	if notice := b.notice(); notice != "" {
		blocks = append(blocks, Paragraph{Style: Note, Text: Plain(notice)})
	}
	blocks = append(blocks, facts, table(b, indicatorColumns, names, b.allStandings()))
	for r := range results.All(b.project.Results) {
		if r.Level == results.Output {
			blocks = append(blocks, b.chart(r, b.standings(r))...)
		}
	}
	return blocks
}

func (b *builder) resultsSheet(s Section) []Block {
	t := table(b, indicatorColumns, s.Columns, b.allStandings())
	for n, st := range b.allStandings() {
		for k, column := range s.Columns {
			if of := map[string]string{"this-period": "Value", "cumulative": "Cumulative", "target": "Target"}[column]; of != "" {
				t.Rows[n].Cells[k].Book = &InBook{Name: bookName(of + "_" + string(st.indicator.Code))}
			}
		}
	}
	return []Block{t}
}

// periodsSheet has a row for each indicator and period up to the report's last.
func (b *builder) periodsSheet(s Section) []Block {
	var all []standing
	for _, st := range b.allStandings() {
		for k := results.PeriodNo(1); k <= b.options.To; k++ {
			all = append(all, standing{st.result, st.indicator, b.frame.Span(b.tallies, st.indicator, k, k)})
		}
	}
	t := table(b, indicatorColumns, s.Columns, nil)
	for _, st := range all {
		at := *b
		at.options.From, at.options.To = st.row.Period, st.row.Period
		t.Rows = append(t.Rows, row(&at, indicatorColumns, s.Columns, st))
	}
	return []Block{t}
}

// A share is a partner's part in an indicator.
type share struct {
	indicator *results.Indicator
	partner   results.PartnerRow
}

var shareColumns = map[string]column[share]{
	"code":    {"report.code", 2, Start, func(_ *builder, s share) Cell { return plainCell(string(s.indicator.Code)) }},
	"title":   {"report.indicator", 6, Start, func(b *builder, s share) Cell { return Cell{Text: b.text(s.indicator.Title)} }},
	"partner": {"report.partner", 4, Start, func(b *builder, s share) Cell { return plainCell(b.organisation(s.partner.Partner)) }},
	"value":   {"report.this-period", 2, End, func(b *builder, s share) Cell { return b.figure(s.indicator, s.partner.Value) }},
	"total":   {"report.cumulative", 2, End, func(b *builder, s share) Cell { return b.figure(s.indicator, s.partner.Cumulative) }},
	"target":  {"report.target", 2, End, func(b *builder, s share) Cell { return b.figure(s.indicator, s.partner.Target) }},
	"reached": {"report.achievement", 2, End, func(b *builder, s share) Cell { return b.share(s.partner.Achievement) }},
	"state": {"report.state", 3, Start, func(b *builder, s share) Cell {
		return plainCell(b.Text("state."+string(s.partner.State), nil))
	}},
}

func (b *builder) partnersSheet(_ Section) []Block {
	var all []share
	for _, s := range b.allStandings() {
		for _, p := range s.row.Partners {
			all = append(all, share{s.indicator, p})
		}
	}
	return []Block{table(b, shareColumns, []string{"code", "title", "partner", "value", "total", "target", "reached", "state"}, all)}
}

// breakdownSheet has a row for each cell, with a column for each dimension.
func (b *builder) breakdownSheet(_ Section) []Block {
	t := Table{Columns: []Column{b.headed("report.code", 2, Start), b.headed("report.indicator", 6, Start)}}
	for _, d := range b.project.Dimensions {
		t.Columns = append(t.Columns, Column{Head: b.plain(d.Title), Width: 3, key: dimensionKey + string(d.Key)})
	}
	for _, head := range []string{"report.this-period", "report.cumulative", "report.numerator", "report.denominator"} {
		t.Columns = append(t.Columns, b.headed(head, 2, End))
	}
	var withheld []Block
	isHidden := false
	for _, s := range b.allStandings() {
		if b.veils[s.indicator.Code].isWhole() {
			withheld = append(withheld, b.breakdown(s)...)
			continue
		}
		isHidden = isHidden || hasMarks(s.row)
		for _, cell := range s.row.Breakdown {
			t.Rows = append(t.Rows, b.cellRow(s.indicator, cell))
		}
	}
	if isHidden {
		withheld = append(withheld, Paragraph{Style: Note, Text: b.whyHidden()})
	}
	return append([]Block{t}, withheld...)
}

func (b *builder) cellRow(i *results.Indicator, cell results.CellRow) Row {
	cells := []Cell{plainCell(string(i.Code)), {Text: b.text(i.Title)}}
	for _, d := range b.project.Dimensions {
		name := ""
		if key := cell.By.Category(d.Key); key != "" {
			name = b.category(results.Part{Dimension: d.Key, Category: key})
		}
		cells = append(cells, plainCell(name))
	}
	count := func(f results.Figure) Cell {
		n, ok := f.Number()
		if !ok {
			return plainCell("")
		}
		return Cell{Text: Plain(b.decimal(n)), Number: &Number{Decimal: n.String()}}
	}
	return Row{Cells: append(cells, b.cellFigure(i, cell.Value), b.cellFigure(i, cell.Cumulative), count(cell.Numerator), count(cell.Denominator))}
}

// pageOf is the address of an activity's page, or empty.
func (b *builder) pageOf(a logged) string {
	if b.options.Address == "" {
		return ""
	}
	return b.options.Address + "/projects/" + url.PathEscape(string(b.project.Code)) + "/activities/" + url.PathEscape(a.Ref)
}

func (b *builder) activitiesSheet(s Section) []Block {
	t := table(b, activityColumns, s.Columns, nil)
	reference := slices.Index(s.Columns, "reference")
	for _, a := range b.logged {
		r := b.activityRow(s, a)
		if reference >= 0 {
			r.Cells[reference].Text = Text{{Text: a.Ref, URL: b.pageOf(a)}}
		}
		t.Rows = append(t.Rows, r)
	}
	return []Block{t}
}

func (b *builder) publicationsSheet(s Section) []Block {
	return []Block{table(b, publicationColumns, s.Columns, b.editions())}
}
