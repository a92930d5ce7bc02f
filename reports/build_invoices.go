package reports

import (
	"cmp"
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// An invoice is an expense that was accepted in the report's periods, with how it was
// converted; nil where it is in the project's currency, or there is no rate.
type invoice struct {
	*partnership.Expense
	conversion *partnership.Conversion
	value      *results.Number // in the project's currency; nil where there is no rate
}

var invoiceColumns = map[string]column[invoice]{
	"expense":     {"money.expense", 1.6, Start, func(_ *builder, i invoice) Cell { return plainCell(i.Ref) }},
	"partner":     {"report.partner", 3, Start, func(b *builder, i invoice) Cell { return plainCell(b.organisation(i.Partner)) }},
	"line":        {"money.line", 3, Start, (*builder).lineOf},
	"line-code":   {"money.line", 1.4, Start, func(_ *builder, i invoice) Cell { return plainCell(i.Line) }},
	"date":        {"money.date", 2, Start, func(b *builder, i invoice) Cell { return b.dateCell(i.Date) }},
	"paid":        {"money.paid", 2, Start, func(b *builder, i invoice) Cell { return b.dateCell(i.Paid) }},
	"invoice":     {"money.invoice", 2, Start, func(_ *builder, i invoice) Cell { return plainCell(i.Invoice) }},
	"reference":   {"money.reference", 2, Start, func(_ *builder, i invoice) Cell { return plainCell(i.Reference) }},
	"description": {"money.description", 5, Start, func(b *builder, i invoice) Cell { return Cell{Text: b.text(i.Description)} }},
	"amount":      {"money.amount", 2, End, func(b *builder, i invoice) Cell { return b.money(*i.Amount) }},
	"currency":    {"rates.currency", 1.4, Start, func(_ *builder, i invoice) Cell { return plainCell(i.Currency) }},
	"original": {"money.amount", 2.4, End, func(b *builder, i invoice) Cell {
		return plainCell(b.amount(*i.Amount) + "\u00a0" + i.Currency)
	}},
	"rate": {"rates.rate", 1.8, End, (*builder).rateOf},
	"rate-of": {"money.rate-of", 2, Start, func(_ *builder, i invoice) Cell {
		return plainCell(i.told(func(c *partnership.Conversion) string { return c.Of }))
	}},
	"source": {"report.source", 2.4, Start, func(_ *builder, i invoice) Cell {
		return plainCell(i.told(func(c *partnership.Conversion) string { return c.Source }))
	}},
	"rule": {"setup.rate-rule", 3, Start, func(b *builder, i invoice) Cell {
		return plainCell(i.told(func(c *partnership.Conversion) string { return b.Text("setup.rate-"+string(c.Rule), nil) }))
	}},
	"conversion": {"rates.rate", 3, Start, func(b *builder, i invoice) Cell {
		return plainCell(i.told(func(c *partnership.Conversion) string {
			return joined(b.rateOf(i).Text.String(), c.Of, c.Source)
		}))
	}},
	"value": {"money.value", 2.2, End, func(b *builder, i invoice) Cell {
		if i.value == nil {
			return plainCell(none)
		}
		return b.money(*i.value)
	}},
}

// told is what is told of the conversion; nothing where there is none.
func (i invoice) told(tell func(*partnership.Conversion) string) string {
	if i.conversion == nil {
		return ""
	}
	return tell(i.conversion)
}

func (b *builder) lineOf(i invoice) Cell {
	for _, l := range b.project.BudgetLines {
		if l.Code == i.Line {
			return Cell{Text: append(Text{{Text: l.Code + " "}}, b.text(l.Title)...)}
		}
	}
	return plainCell(i.Line)
}

// rateOf is the rate with all its digits.
func (b *builder) rateOf(i invoice) Cell {
	if i.conversion == nil {
		return plainCell("")
	}
	s := strings.TrimRight(strings.TrimRight(i.conversion.PerUnit.Fixed(partnership.RateDecimals), "0"), ".")
	_, fraction, _ := strings.Cut(s, ".")
	return Cell{Text: Plain(b.Number(s, len(fraction))), Number: &Number{Decimal: s, Decimals: len(fraction)}}
}

// invoices are the expenses that the statement counts in the report's periods, by partner,
// budget line and date. What is in none of its rows is not among them.
func (b *builder) invoices() []invoice {
	x := partnership.NewExchange(b.project, b.dossier.Rates)
	partners, lines := map[results.PartnerID]int{}, map[string]int{}
	for n, p := range b.project.Partners {
		partners[p.Organisation] = n
	}
	for n, l := range b.project.BudgetLines {
		lines[l.Code] = n
	}
	var all []invoice
	for n := range b.dossier.Expenditure {
		e := &b.dossier.Expenditure[n]
		_, isPartner := partners[e.Partner]
		_, isLine := lines[e.Line]
		k := b.frame.PeriodOf(e.Date)
		if !e.Status.IsSpent() || e.Amount == nil || !isPartner || !isLine || k < b.options.From || b.options.To < k {
			continue
		}
		i := invoice{Expense: e}
		if c, err := x.Conversion(e); err == nil {
			i.conversion, i.value = c, e.Amount
			if c != nil {
				i.value = &c.Amount
			}
		}
		all = append(all, i)
	}
	slices.SortStableFunc(all, func(a, c invoice) int {
		return cmp.Or(
			cmp.Compare(partners[a.Partner], partners[c.Partner]), cmp.Compare(lines[a.Line], lines[c.Line]),
			a.Date.Compare(c.Date), cmp.Compare(a.Ref, c.Ref))
	})
	return all
}

// invoicesOf are the expenses to be listed, or what stands in place of the list.
// Descriptions of expenses may name people, and amounts tell salaries: whoever may not
// read what partners spend does not get it.
func (b *builder) invoicesOf() (all []invoice, instead []Block) {
	if b.options.Audience != Partnership {
		return nil, []Block{Paragraph{Text: Plain(b.Text("invoices.within", nil))}}
	}
	if all = b.invoices(); len(all) == 0 {
		return nil, []Block{Paragraph{Text: Plain(b.Text("invoices.none", nil))}}
	}
	return all, nil
}

// listed is the list of invoices, partner by partner, each with its total.
func (b *builder) listed(s Section) []Block {
	if len(b.project.BudgetLines) == 0 && s.Optional {
		return nil
	}
	all, instead := b.invoicesOf()
	if len(all) == 0 {
		return append(b.opened(s), instead...)
	}
	t := table(b, invoiceColumns, s.Columns, nil)
	t.Anchor = "table-invoices"
	partners := 0
	for left := all; len(left) > 0; partners++ {
		n := slices.IndexFunc(left, func(i invoice) bool { return i.Partner != left[0].Partner })
		if n < 0 {
			n = len(left)
		}
		t.Rows = append(t.Rows, Row{Group: true, Cells: []Cell{plainCell(b.organisation(left[0].Partner))}})
		for _, i := range left[:n] {
			t.Rows = append(t.Rows, row(b, invoiceColumns, s.Columns, i))
		}
		t.Rows = append(t.Rows, b.invoiceTotal(s, "report.total", left[:n]))
		left = left[n:]
	}
	if partners > 1 {
		t.Rows = append(t.Rows, b.invoiceTotal(s, "receipt.project", all))
	}
	return append(b.opened(s), t)
}

// invoiceTotal is the total of some invoices, under the message that says of which.
func (b *builder) invoiceTotal(s Section, name string, all []invoice) Row {
	var sum results.Number
	for _, i := range all {
		if i.value != nil {
			sum = sum.Add(*i.value)
		}
	}
	total := Row{Total: true, Cells: make([]Cell, len(s.Columns))}
	total.Cells[0] = plainCell(b.Text(name, nil))
	if n := slices.Index(s.Columns, "value"); n >= 0 {
		total.Cells[n] = b.money(sum)
	}
	return total
}

// invoicesSheet is the list of invoices with a row for each, made one by one, and their
// total.
func (b *builder) invoicesSheet(s Section) []Block {
	all, instead := b.invoicesOf()
	if len(all) == 0 {
		return instead
	}
	t := table(b, invoiceColumns, s.Columns, nil)
	t.More = func(yield func(Row, error) bool) {
		for _, i := range all {
			if !yield(row(b, invoiceColumns, s.Columns, i), nil) {
				return
			}
		}
		yield(b.addedUp(b.invoiceTotal(s, "report.total", all), len(all)), nil)
	}
	return []Block{t}
}
