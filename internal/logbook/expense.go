package logbook

import (
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/reports/excel"
)

// Expense reads a draft over the expense that it is to become; was is empty for a new one
// but for its partner. What tables do not tell, stays: the description in other languages,
// and evidence.
func (r *Reader) Expense(t *Table, d *Draft, was partnership.Expense) (partnership.Expense, error) {
	f, err := r.fill(t, d)
	if err != nil {
		return was, err
	}
	e := was
	e.Line = f.budgetLine(was.Line)
	e.Date, e.Paid = f.date(Date, was.Date), f.date(Paid, was.Paid)
	e.Invoice, e.Reference = f.plain(Invoice, was.Invoice), f.plain(Account, was.Reference)
	e.Description = f.text(Description, was.Description)
	e.Amount = f.amount(was.Amount)
	e.Currency = strings.ToUpper(f.plain(Currency, was.Currency))
	if len(d.Faults) == 0 {
		f.checkExpense(e)
	}
	f.checkPeriod(Date, e.Date)
	return e, nil
}

// budgetLine reads a line of the budget, by its code or its title.
func (f *filling) budgetLine(was string) string {
	c, row, ok := f.take(BudgetLine)
	if !ok {
		return was
	}
	if c.Text == "" {
		return ""
	}
	for _, text := range []string{coded(c.Text), c.Text} {
		if code, isKnown := f.choices.lines[folded(text)]; isKnown {
			return code
		}
	}
	f.wrong(BudgetLine, row, "logbook.not-in-list", map[string]any{"Value": results.Excerpt(c.Text)})
	return ""
}

// plain is a text of one line that is in no language.
func (f *filling) plain(k Key, was string) string {
	c, _, ok := f.take(k)
	if !ok {
		return was
	}
	return strings.Join(strings.Fields(cleaned(c.Text)), " ")
}

// amount reads an amount of money: nothing smaller than a cent.
func (f *filling) amount(was *results.Number) *results.Number {
	c, row, ok := f.take(Amount)
	if !ok {
		return was
	}
	if c.Text == "" {
		return nil
	}
	n, err := results.ParseAmount(plainNumber(c, f.words))
	if err != nil {
		f.wrong(Amount, row, "money.not-amount", nil)
		return nil
	}
	return &n
}

// checkExpense finds what is wrong with an expense that could be read, as submitting its
// form would, but for a rate that is missing: that is needed only then.
func (f *filling) checkExpense(e partnership.Expense) {
	if e.Ref == "" {
		e.Ref = "-" // is given when it is stored
	}
	if e.Status == "" {
		e.Status = partnership.Draft
	}
	for _, p := range f.checker.Expense(&e) {
		k := Key(strings.SplitN(p.Path, ".", 2)[0])
		if slices.Contains(keys(Expenses, &f.setup.Project), k) { // the form tells of evidence
			f.found(p, k, f.draft.Rows[0], "money.need-"+string(k))
		}
	}
}

// ExpenseKey tells expenses apart whose reference a table does not tell: by all that was
// paid for.
func (t *Table) ExpenseKey(e *partnership.Expense) string {
	amount := ""
	if e.Amount != nil {
		amount = e.Amount.Fixed(2)
	}
	return strings.Join([]string{
		e.Line, e.Date.String(), folded(e.Invoice), folded(e.Reference), amount, e.Currency, folded(e.Description[string(t.Language)]),
	}, "\x00")
}

func (q Request) expenseRows() [][]excel.FormCell {
	var rows [][]excel.FormCell
	for n := range q.Spent {
		rows = append(rows, q.line(q.expense(&q.Spent[n])))
	}
	return rows
}

func (q Request) expense(e *partnership.Expense) map[Key]excel.FormCell {
	p, l := &q.Setup.Project, q.Words.Language()
	cells := map[Key]excel.FormCell{
		Ref: {Text: e.Ref}, BudgetLine: {Text: e.Line}, Date: day(e.Date), Paid: day(e.Paid), Invoice: {Text: e.Invoice},
		Account: {Text: e.Reference}, Description: {Text: e.Description[string(l)]}, Amount: numberOf(e.Amount), Currency: {Text: e.Currency},
	}
	for _, line := range p.BudgetLines {
		if line.Code == e.Line {
			cells[BudgetLine] = excel.FormCell{Text: withTitle(line.Code, textIn(line.Title, l, p))}
		}
	}
	return cells
}

// exampleExpense is an expense as one is filled in.
func (q Request) exampleExpense() partnership.Expense {
	p := &q.Setup.Project
	amount := results.Int(240)
	e := partnership.Expense{
		Date: p.Periods[q.Period-1].Start, Paid: p.Periods[q.Period-1].Start, Invoice: "2026-117", Reference: "4711", Amount: &amount,
		Currency: p.Currency, Description: results.Text{string(q.Words.Language()): q.Words.Text("logbook.example-expense", nil)},
	}
	if len(p.BudgetLines) > 0 {
		e.Line = p.BudgetLines[0].Code
	}
	return e
}
