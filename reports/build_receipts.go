package reports

import (
	"strings"

	"tulos/internal/partnership"
)

var receiptColumns = map[string]column[partnership.Receipt]{
	"date": {"receipt.date", 2, Start, func(b *builder, r partnership.Receipt) Cell { return b.dateCell(r.Date) }},
	"kind": {"receipt.kind", 3, Start, func(b *builder, r partnership.Receipt) Cell {
		return plainCell(b.Text("receipt.kind-"+string(r.Kind), nil))
	}},
	"payer":     {"receipt.payer", 4, Start, func(_ *builder, r partnership.Receipt) Cell { return plainCell(r.Payer) }},
	"reference": {"receipt.reference", 3, Start, func(_ *builder, r partnership.Receipt) Cell { return plainCell(r.Reference) }},
	"amount":    {"money.amount", 2.2, End, func(b *builder, r partnership.Receipt) Cell { return b.money(*r.Amount) }},
}

// Columns of what is left: those of the statement, and of what was received.
const (
	receivedColumn = "received"
	balanceColumn  = "balance"
	forecastColumn = "forecast"
)

// received tells what the project received by the end of the period, what was spent, what
// is left of it, and what is expected in the next period.
func (b *builder) received(s Section) []Block {
	if s.Optional && b.isUnfunded() {
		return nil
	}
	tables := b.receiptTables(s)
	for n, block := range tables {
		if t, ok := block.(Table); ok {
			t.Anchor = "table-" + strings.ToLower(t.Name)
			tables[n] = t
		}
	}
	return append(b.opened(s), tables...)
}

// isUnfunded says whether nothing is known of what was received, or of what is expected.
func (b *builder) isUnfunded() bool {
	m := &b.options.Money
	return len(b.project.BudgetLines) == 0 || len(m.Receipts)+len(m.Forecasts) == 0
}

// receiptTables are receipts by date, what is left by partner, and what was spent by line;
// a sentence where nothing is known.
func (b *builder) receiptTables(s Section) []Block {
	if b.isUnfunded() {
		return []Block{Paragraph{Text: Plain(b.Text("receipt.none", nil))}}
	}
	st := b.statement()
	return []Block{b.receiptTable(s), b.balanceTable(st), b.expenditureTable(st)}
}

// receiptTable has a row for each receipt of the project, and their total.
func (b *builder) receiptTable(s Section) Table {
	var all []partnership.Receipt
	total := partnership.Receipt{Amount: &b.statement().Total.Received}
	for _, r := range b.project.ReceivedBy(b.options.To, b.options.Money.Receipts) {
		if r.Partner == "" {
			all = append(all, r)
		}
	}
	t := table(b, receiptColumns, s.Columns, all)
	t.Name, t.Caption = "Receipts", Plain(b.Text("receipt.title", nil))
	sum := Row{Total: true, Cells: make([]Cell, len(s.Columns))}
	sum.Cells[0] = plainCell(b.Text("report.total", nil))
	for n, name := range s.Columns {
		if name == "amount" {
			sum.Cells[n] = receiptColumns[name].cell(b, total)
		}
	}
	t.Rows = append(t.Rows, b.addedUp(sum, len(all)))
	return t
}

// balanceTable has a row for each partner, and the project's.
func (b *builder) balanceTable(st *partnership.Statement) Table {
	var partners []spent
	for _, p := range st.Partners {
		partners = append(partners, spent{Plain(b.organisation(p.Partner)), p})
	}
	names := []string{lineColumn, receivedColumn, "spent", balanceColumn}
	if st.IsForeseen {
		names = append(names, forecastColumn)
	}
	t := b.spendingTable(names, "Balance", partners, st.Total)
	t.Columns[0] = b.headed("report.partner", t.Columns[0].Width, Start)
	for n := range t.Rows {
		t.Rows[n].Cells[3].Book = &InBook{Formula: &Formula{Column: 1, Less: 2}}
	}
	t.Caption = Plain(b.Text("receipt.balance-title", nil))
	t.Notes = []Text{Plain(b.Text("receipt.balance-text", nil))}
	return t
}

// expenditureTable has a row for each line of the budget.
func (b *builder) expenditureTable(st *partnership.Statement) Table {
	names := []string{lineColumn, "spent", "remaining"}
	if st.IsForeseen {
		names = append(names, forecastColumn)
	}
	t := b.spendingTable(names, "Expenditure", b.lines(st), st.Total)
	t.Caption = Plain(b.Text("money.by-line", nil))
	return t
}
