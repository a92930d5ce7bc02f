package partnership_test

import (
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// forecast is what a partner expects on lines B1 and B2, in cents.
func forecast(partner string, k results.PeriodNo, first, second int) partnership.Forecast {
	a, b := results.Int(first).Div(results.Int(100)), results.Int(second).Div(results.Int(100))
	return partnership.Forecast{Partner: results.PartnerID(partner), Period: k, Lines: []partnership.ForecastLine{
		{Line: "B1", Amount: &a}, {Line: "B2", Amount: &b}, {Line: "B3"},
	}}
}

// TestForecastBesideWhatRemains: it is of the next period, summed up by line and partner,
// and told where it is more than is left.
func TestForecastBesideWhatRemains(t *testing.T) {
	t.Parallel()
	p, spending := budgeted(), partnership.Spending{}
	x := partnership.NewExchange(p, nil)
	e := expense(p, "a", "B2", 1, 30000, partnership.Accepted)
	spending.Add(x, &e)
	money := partnership.Money{Spending: spending, Forecasts: []partnership.Forecast{
		forecast("a", 2, 100000, 20001), forecast("b", 2, 5, 0), forecast("a", 1, 77, 77), forecast("gone", 2, 88, 88),
	}}
	st := p.Statement(money, 1, "")
	for _, c := range []struct {
		name    string
		row     *partnership.StatementLine
		want    string
		exceeds bool
	}{
		{"B1", &st.Lines[0], "1000.05", false}, // of 3,000
		{"B2", &st.Lines[1], "200.01", true},   // of 200
		{"a", &st.Partners[0], "1200.01", true},
		{"b", &st.Partners[1], "0.05", false},
		{"total", &st.Total, "1200.06", false},
	} {
		if got := c.row.Forecast.Fixed(2); got != c.want || c.row.ExceedsRemaining() != c.exceeds {
			t.Errorf("%s: %s, exceeds %v", c.name, got, c.row.ExceedsRemaining())
		}
	}
	if st.Next != 2 || !st.IsForeseen {
		t.Errorf("next %d, foreseen %v", st.Next, st.IsForeseen)
	}
	if last := p.Statement(money, 2, ""); last.Next != 0 || last.IsForeseen || last.Total.Forecast.Sign() != 0 {
		t.Errorf("after the last period there is a forecast of %d", last.Next)
	}
}

// TestForecastsThatAreWrong are told at their fields.
func TestForecastsThatAreWrong(t *testing.T) {
	t.Parallel()
	checker := partnership.NewChecker(&partnership.Dossier{Project: *budgeted()})
	v := forecast("c", 3, -100, 0)
	mills := results.Int(1).Div(results.Int(8))
	v.Lines[1].Line, v.Lines[1].Amount = "B1", &mills
	got := ""
	for _, problem := range checker.Forecast(&v) {
		got += problem.Path + " " + string(problem.Code) + "; "
	}
	want := "partner not-partner; period no-such-period; lines[0].amount negative; lines[1].line repeated; lines[1].amount not-cents; lines[2].line no-such-budget-line; "
	if got != want {
		t.Errorf("got %q", got)
	}
}
