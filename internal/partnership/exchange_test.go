package partnership_test

import (
	"errors"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

func number(t *testing.T, s string) results.Number {
	t.Helper()
	n, err := results.ParseExact(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// rate is of a month where day has the length of one, else of a day.
func rate(t *testing.T, currency, day, perUnit string) partnership.Rate {
	t.Helper()
	n := number(t, perUnit)
	r := partnership.Rate{Currency: currency, PerUnit: &n, Source: "ECB"}
	if len(day) == len("2026-01") {
		r.Month = day
		return r
	}
	d, err := results.ParseDate(day)
	if err != nil {
		t.Fatal(err)
	}
	r.Date = d
	return r
}

// TestExchange holds conversions against amounts worked out by hand.
func TestExchange(t *testing.T) {
	t.Parallel()
	rates := []partnership.Rate{
		rate(t, "SEK", "2026-02", "11.25"), rate(t, "SEK", "2026-03", "10.9"), rate(t, "RUB", "2026-02", "90.1900"),
		rate(t, "HRK", "2026-02", "7.5345"), // has left the list since
		// 2026-02-07 and -08 are a weekend.
		rate(t, "SEK", "2026-02-09", "11.30"), rate(t, "SEK", "2026-02-05", "11.10"), rate(t, "SEK", "2026-02-06", "11.20"),
		rate(t, "SEK", "2026-03-02", "99"), // of another period
	}
	for _, c := range []struct {
		name              string
		rule              partnership.RateRule
		currency, amount  string
		date, submitted   string
		want, of, perUnit string // want "" is a missing rate
	}{
		{"month submitted", partnership.MonthSubmitted, "SEK", "1000", "2026-02-14", "2026-03-02", "91.74", "2026-03", "10.9"},
		{"no rule is the usual", "", "SEK", "1000", "2026-02-14", "2026-03-02", "91.74", "2026-03", "10.9"},
		{"month of expense", partnership.MonthOfExpense, "SEK", "1000", "2026-02-14", "2026-03-02", "88.89", "2026-02", "11.25"},
		{"half a cent goes up", partnership.MonthOfExpense, "SEK", "0.05625", "2026-02-14", "2026-03-02", "0.01", "2026-02", "11.25"},
		{"and away from zero below it", partnership.MonthOfExpense, "SEK", "-0.05625", "2026-02-14", "2026-03-02", "-0.01", "2026-02", "11.25"},
		{"a refund", partnership.MonthOfExpense, "RUB", "-181690.91", "2026-02-14", "2026-03-02", "-2014.53", "2026-02", "90.19"},
		// (11.10 + 11.20 + 11.30) / 3 = 11.20; 1000 / 11.20 = 89.2857
		{"average of the days that have a rate", partnership.PeriodAverage, "SEK", "1000", "2026-02-14", "2026-03-02", "89.29", "2026-02-01/2026-02-28", "11.2"},
		{"a day outside of all periods has the average of its month", partnership.PeriodAverage, "SEK", "990", "2026-03-09", "2026-03-10", "10.00", "2026-03-01/2026-03-31", "99"},
		{"too long after the last rate", partnership.PeriodAverage, "SEK", "1000", "2026-02-20", "2026-03-02", "", "2026-02-01/2026-02-28", ""},
		{"months are no days", partnership.PeriodAverage, "RUB", "1000", "2026-02-14", "2026-03-02", "", "2026-02-01/2026-02-28", ""},
		{"before it left the list", partnership.MonthOfExpense, "HRK", "753.45", "2026-02-14", "2026-03-02", "100.00", "2026-02", "7.5345"},
		{"a currency that has left the list", partnership.MonthSubmitted, "HRK", "753.45", "2026-02-14", "2026-03-02", "", "2026-03", ""},
		{"days are no month", partnership.MonthOfExpense, "SEK", "1000", "2026-04-14", "2026-04-15", "", "2026-04", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := partnership.Project{
				Currency: "EUR", RateRule: c.rule, Start: results.DateOf(2026, 2, 1), End: results.DateOf(2026, 2, 28),
				Periods: []partnership.Period{{Start: results.DateOf(2026, 2, 1), End: results.DateOf(2026, 2, 28)}},
			}
			amount := number(t, c.amount)
			date, _ := results.ParseDate(c.date)
			submitted, _ := results.ParseDate(c.submitted)
			got, err := partnership.NewExchange(&p, rates).Convert(&partnership.Expense{Currency: c.currency, Amount: &amount, Date: date}, submitted)
			if c.want == "" {
				var missing *partnership.MissingRateError
				if !errors.As(err, &missing) || missing.Currency != c.currency || missing.Of != c.of {
					t.Fatalf("error %v, want a missing rate of %s for %s", err, c.currency, c.of)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got.Amount.Fixed(2) != c.want || got.Of != c.of || got.PerUnit.String() != c.perUnit || got.Source != "ECB" {
				t.Errorf("converted to %s by %s of %s (%s)", got.Amount.Fixed(2), got.PerUnit, got.Of, got.Source)
			}
		})
	}
}

// TestExchangeOfAnotherCurrency: a project in SEK, whose rates are units for 1 SEK.
func TestExchangeOfAnotherCurrency(t *testing.T) {
	t.Parallel()
	p := partnership.Project{Currency: "SEK", RateRule: partnership.MonthOfExpense}
	quoted := []partnership.Rate{
		rate(t, "SEK", "2026-02", "11.25"), rate(t, "DKK", "2026-02", "7.46"), // for 1 EUR
		rate(t, "SEK", "2026-03", "11"),
	}
	for n := range quoted {
		quoted[n].Base = "EUR"
	}
	x := partnership.NewExchange(&p, append(quoted, rate(t, "NOK", "2026-02", "1.05"))) // for 1 SEK
	// 1000 DKK / (7.46 / 11.25) = 1508.0429; 1000 NOK / 1.05 = 952.3810
	for currency, want := range map[string]string{"DKK": "1508.04", "EUR": "11250.00", "SEK": "1000.00", "NOK": "952.38"} {
		amount := results.Int(1000)
		got, ok := x.Value(&partnership.Expense{Currency: currency, Amount: &amount, Date: results.DateOf(2026, 2, 3)})
		if !ok || got.Fixed(2) != want {
			t.Errorf("1000 %s are %s SEK, want %s", currency, got.Fixed(2), want)
		}
	}
	amount := results.Int(1000)
	if got, ok := x.Value(&partnership.Expense{Currency: "DKK", Amount: &amount, Date: results.DateOf(2026, 3, 3)}); ok {
		t.Errorf("without a rate of DKK there are %s SEK", got)
	}
}
