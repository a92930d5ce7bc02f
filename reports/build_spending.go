package reports

import (
	"slices"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A spent is a row of the statement of spending: of a budget line, of a partner, or the
// total.
type spent struct {
	name Text
	partnership.StatementLine
}

// lineColumn is the column that tells whose row it is: in the table by partner, the
// partner.
const lineColumn = "line"

var spendingColumns = map[string]column[spent]{
	lineColumn:     {"money.line", 5, Start, func(_ *builder, s spent) Cell { return Cell{Text: s.name} }},
	"budget":       {"money.budget", 2.2, End, func(b *builder, s spent) Cell { return b.money(s.Budget) }},
	"previously":   {"report.previously", 2.2, End, func(b *builder, s spent) Cell { return b.money(s.Before) }},
	"this-period":  {"report.this-period", 2.2, End, func(b *builder, s spent) Cell { return b.money(s.Now) }},
	"spent":        {"money.spent", 2.2, End, func(b *builder, s spent) Cell { return b.money(s.Spent()) }},
	"used":         {"money.used", 1.8, End, func(b *builder, s spent) Cell { return b.share(s.Used()) }},
	receivedColumn: {"receipt.received", 2.2, End, func(b *builder, s spent) Cell { return b.money(s.Received) }},
	balanceColumn:  {"receipt.balance", 2.2, End, func(b *builder, s spent) Cell { return b.money(s.Balance()) }},
	forecastColumn: {"setup.kind-forecast", 2.2, End, func(b *builder, s spent) Cell { return b.money(s.Forecast) }},
	"remaining":    {"money.remaining", 2.2, End, func(b *builder, s spent) Cell { return b.money(s.Remaining()) }},
}

// money is the cell of an amount in the project's currency.
func (b *builder) money(n results.Number) Cell {
	return Cell{Text: Plain(b.amount(n)), Number: &Number{Decimal: n.String(), Decimals: 2}}
}

func (b *builder) amount(n results.Number) string { return b.Number(n.Fixed(2), 2) }

// statement is what was accepted of the spending in the report's periods, against the
// budget.
func (b *builder) statement() *partnership.Statement {
	m := b.options.Money
	if m.Spending == nil {
		if b.spending == nil {
			b.spending = b.dossier.Spending()
		}
		m.Spending = b.spending
	}
	m.Spending = m.Spending.Accepted()
	return b.project.StatementOver(m, b.options.From, b.options.To, "")
}

// spent holds what was spent against the budget, by line, and where there are several
// partners, by partner.
func (b *builder) spent(s Section) []Block {
	if len(b.project.BudgetLines) == 0 && s.Optional {
		return nil
	}
	tables := b.spendingTables(s)
	for n, block := range tables {
		if t, ok := block.(Table); ok {
			t.Anchor = "table-" + strings.ToLower(t.Name)
			tables[n] = t
		}
	}
	if s.Charts && len(b.project.BudgetLines) > 0 {
		tables = append(tables, b.spendingChart())
	}
	return append(b.opened(s), tables...)
}

// spendingTables are the statement's tables, or a sentence where there is no budget.
func (b *builder) spendingTables(s Section) []Block {
	if len(b.project.BudgetLines) == 0 {
		return []Block{Paragraph{Text: Plain(b.Text("spending.none", nil))}}
	}
	st := b.statement()
	byLine := b.spendingTable(s.Columns, "Spending", b.lines(st), st.Total)
	byLine.Caption = Plain(b.Text("money.by-line", nil))
	byLine.Notes = b.spendingNotes(st)
	if len(st.Partners) < 2 {
		return []Block{byLine}
	}
	var partners []spent
	for _, p := range st.Partners {
		partners = append(partners, spent{Plain(b.organisation(p.Partner)), p})
	}
	byPartner := b.spendingTable(s.Columns, "SpendingByPartner", partners, st.Total)
	byPartner.Caption = Plain(b.Text("money.by-partner", nil))
	if n := slices.Index(s.Columns, lineColumn); n >= 0 {
		byPartner.Columns[n] = b.headed("report.partner", byPartner.Columns[n].Width, Start)
	}
	return []Block{byLine, byPartner}
}

func (b *builder) lines(st *partnership.Statement) []spent {
	all := make([]spent, len(st.Lines))
	for n, l := range st.Lines {
		all[n] = spent{append(Text{{Text: l.Line + " ", Strong: true}}, b.text(b.project.BudgetLines[n].Title)...), l}
	}
	return all
}

// spendingTable has a row for each of all, and their total, which a workbook adds up.
func (b *builder) spendingTable(columns []string, name string, all []spent, total partnership.StatementLine) Table {
	t := table(b, spendingColumns, columns, all)
	t.Name = name
	sum := row(b, spendingColumns, columns, spent{Plain(b.Text("report.total", nil)), total})
	sum.Total = true
	t.Rows = append(t.Rows, b.addedUp(sum, len(all)))
	return t
}

// addedUp is a row of totals whose amounts a workbook adds up from so many rows above it.
func (b *builder) addedUp(total Row, above int) Row {
	for n := range total.Cells {
		if c := &total.Cells[n]; c.Number != nil && !c.Number.Percent {
			c.Book = &InBook{Formula: &Formula{Column: n, Above: above}}
		}
	}
	return total
}

// spendingNotes tell what the amounts are, and what is not in them.
func (b *builder) spendingNotes(st *partnership.Statement) []Text {
	notes := []Text{Plain(b.Text("spending.about", i18n.Args{"Currency": b.project.Currency}))}
	if n := st.Outside.Count; n > 0 {
		notes = append(notes, Plain(b.Text("money.outside", i18n.Args{
			"Count": n, "Amount": b.amount(st.Outside.Amount) + "\u00a0" + b.project.Currency,
		})))
	}
	if n := st.Total.Unconverted; n > 0 {
		notes = append(notes, Plain(b.Text("money.unconverted", i18n.Args{"Count": n})))
	}
	return notes
}

// spendingChart shows what was spent of each budget line beside its budget.
func (b *builder) spendingChart() Chart {
	c := Chart{
		Kind: Bars, Anchor: "chart-spending", Title: b.Text("spending.chart", nil), Axis: b.project.Currency,
	}
	used := Series{Name: b.Text("money.spent", nil)}
	budget := Series{Name: b.Text("money.budget", nil), Marker: true}
	var told []string
	for n, l := range b.statement().Lines {
		name, spent, planned := l.Line+" "+b.plain(b.project.BudgetLines[n].Title), l.Spent(), b.amount(l.Budget)
		c.Categories = append(c.Categories, name)
		used.Points = append(used.Points, Point{Known: true, Value: spent.Float(), Label: b.amount(spent)})
		budget.Points = append(budget.Points, Point{Known: true, Value: l.Budget.Float(), Label: planned})
		told = append(told, name+": "+b.amount(spent)+" ("+budget.Name+": "+planned+")")
	}
	c.Series = []Series{used, budget}
	c.Description = c.Title + ". " + strings.Join(told, "; ") + "."
	return c
}
