package partnership_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// budgeted is a project of 2 periods of 100 days with 2 partners and 2 lines.
func budgeted() *partnership.Project {
	start := results.DateOf(2026, 1, 1)
	amounts := func(a, b int) []partnership.BudgetAmount {
		first, second := results.Int(a), results.Int(b)
		return []partnership.BudgetAmount{{Partner: "a", Amount: &first}, {Partner: "b", Amount: &second}}
	}
	return &partnership.Project{
		Currency: "EUR", RateRule: partnership.MonthOfExpense, Start: start, End: start.AddDays(199),
		Periods: []partnership.Period{
			{Start: start, End: start.AddDays(99)}, {Start: start.AddDays(100), End: start.AddDays(199)},
		},
		Partners:    []partnership.Partner{{Organisation: "a"}, {Organisation: "b"}},
		BudgetLines: []partnership.BudgetLine{{Code: "B1", Amounts: amounts(1000, 2000)}, {Code: "B2", Amounts: amounts(500, 0)}},
	}
}

func expense(p *partnership.Project, partner, line string, k results.PeriodNo, cents int, status partnership.Status) partnership.Expense {
	amount := results.Int(cents).Div(results.Int(100))
	e := partnership.Expense{
		Partner: results.PartnerID(partner), Line: line, Amount: &amount, Currency: "EUR", Status: status,
		Date: p.End.AddDays(5),
	}
	if k > 0 {
		e.Date = p.Periods[k-1].Start.AddDays(3)
	}
	return e
}

// TestStatement: what was accepted or verified counts, by line and by partner.
func TestStatement(t *testing.T) {
	t.Parallel()
	p, spending := budgeted(), partnership.Spending{}
	x := partnership.NewExchange(p, nil)
	foreign := expense(p, "a", "B1", 2, 100, partnership.Accepted)
	foreign.Currency = "SEK"
	for _, e := range []partnership.Expense{
		expense(p, "a", "B1", 1, 40010, partnership.Accepted),
		expense(p, "a", "B1", 2, 10020, partnership.Verified),
		expense(p, "a", "B2", 1, 60000, partnership.Accepted),
		expense(p, "b", "B1", 2, 5, partnership.Accepted),
		expense(p, "b", "B1", 2, 70000, partnership.Submitted),
		expense(p, "b", "B1", 1, 99999, partnership.Draft),
		expense(p, "b", "B1", 1, 99999, partnership.Returned),
		expense(p, "b", "B1", 0, 100, partnership.Accepted),
		expense(p, "b", "B9", 1, 200, partnership.Accepted),
		foreign,
	} {
		spending.Add(x, &e)
	}
	row := func(l *partnership.StatementLine) string {
		used := "-"
		if n, ok := l.Used().Number(); ok {
			used = n.Fixed(3)
		}
		return fmt.Sprint(l.Line, l.Partner, " ", l.Budget, " ", l.Before.Fixed(2), " ", l.Now.Fixed(2), " ", l.Spent().Fixed(2), " ",
			used, " ", l.Remaining().Fixed(2), " ", l.Waiting.Fixed(2), " ", l.Verified.Fixed(2), " ", l.Unconverted, " ", l.State)
	}
	all := p.Statement(partnership.Money{Spending: spending}, 2, "")
	for n, want := range []string{
		"B1 3000 400.10 100.25 500.35 0.167 2499.65 700.00 100.20 1 very-low",
		"B2 500 600.00 0.00 600.00 1.200 -100.00 0.00 0.00 0 overspent",
	} {
		if got := row(&all.Lines[n]); got != want {
			t.Errorf("line %q\nwant %q", got, want)
		}
	}
	for n, want := range []string{
		"a 1500 1000.10 100.20 1100.30 0.734 399.70 0.00 100.20 1 low",
		"b 2000 0.00 0.05 0.05 0.000 1999.95 700.00 0.00 0 very-low",
	} {
		if got := row(&all.Partners[n]); got != want {
			t.Errorf("partner %q\nwant %q", got, want)
		}
	}
	if got, want := row(&all.Total), " 3500 1000.10 100.25 1100.35 0.314 2399.65 700.00 100.20 1 very-low"; got != want {
		t.Errorf("total %q\nwant %q", got, want)
	}
	if all.Outside.Count != 2 || all.Outside.Amount.Fixed(2) != "3.00" {
		t.Errorf("outside: %+v", all.Outside)
	}
	first := p.Statement(partnership.Money{Spending: spending}, 1, "a")
	if got, want := row(&first.Total), " 1500 0.00 1000.10 1000.10 0.667 499.90 0.00 0.00 0 "; got != want || len(first.Partners) != 1 {
		t.Errorf("of one partner, by the end of the first period: %q\nwant %q", got, want)
	}
	both := p.StatementOver(partnership.Money{Spending: spending.Accepted()}, 1, 2, "")
	if got, want := row(&both.Lines[0]), "B1 3000 0.00 500.35 500.35 0.167 2499.65 0.00 100.20 1 very-low"; got != want {
		t.Errorf("what was accepted in both periods: %q\nwant %q", got, want)
	}
}

// TestSpendingInAnyOrder: sums are those of what is left, whatever came and went, and
// rows add up to the total to the cent.
func TestSpendingInAnyOrder(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	p := budgeted()
	sek := results.Int(11)
	x := partnership.NewExchange(p, []partnership.Rate{{Currency: "SEK", Month: "2026-01", PerUnit: &sek, Source: "s"}})
	pick := func(of ...string) string { return of[random.IntN(len(of))] }
	left, changed := partnership.Spending{}, map[partnership.SpendingKey]*partnership.Spent{}
	for range 500 {
		status := partnership.Status(pick("draft", "submitted", "returned", "accepted", "verified"))
		e := expense(p, pick("a", "b"), pick("B1", "B2"), results.PeriodNo(random.IntN(3)), random.IntN(1e6)-1000, status)
		e.Currency = pick("EUR", "SEK")
		key := x.Key(&e)
		if changed[key] == nil {
			changed[key] = &partnership.Spent{}
		}
		x.Count(changed[key], &e, 1)
		if random.IntN(2) == 0 {
			x.Count(changed[key], &e, -1)
		} else {
			left.Add(x, &e)
		}
	}
	for key, spent := range changed {
		if want := left[key]; want == nil && !spent.IsZero() || want != nil && !spent.Equal(*want) {
			t.Errorf("%v: %+v, want %+v", key, spent, want)
		}
	}
	st := p.Statement(partnership.Money{Spending: left}, 2, "")
	for _, rows := range [][]partnership.StatementLine{st.Lines, st.Partners} {
		var sum results.Number
		for n := range rows {
			sum = sum.Add(rows[n].Spent())
		}
		if !sum.Equal(st.Total.Spent()) {
			t.Errorf("rows come to %s, the total is %s", sum.Fixed(2), st.Total.Spent().Fixed(2))
		}
	}
}
