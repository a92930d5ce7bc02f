package rates_test

import (
	"errors"
	"math/big"
	"testing"
	"time"

	"tulos/pkg/rates"
)

func on(text string) time.Time {
	day, err := time.Parse("2006-01-02", text)
	if err != nil {
		panic(err)
	}
	return day
}

func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(text)
	}
	return r
}

// rate is one of a month or of a day, against the euro.
func rate(currency, when, perUnit, source string) rates.Rate {
	r := rates.Rate{Currency: currency, Base: rates.Euro, PerUnit: rat(perUnit), Source: source}
	if len(when) == len("2006-01") {
		r.Month = when
	} else {
		r.Day = on(when)
	}
	return r
}

func published() *rates.Table {
	const e, i = rates.ECB, rates.InforEuro
	return rates.NewTable([]rates.Rate{
		rate("SEK", "2026-02", "11.4", i), rate("SEK", "2026-03", "11.5", i), rate("PLN", "2026-02", "4.25", i),
		rate("ISK", "2026-02", "150", i), rate("UAH", "2026-02", "50", i), rate("UAH", "2026-03", "52", i),
		// Thursday, Friday, Monday, Tuesday: no rates on the weekend between them.
		rate("SEK", "2026-02-05", "11", e), rate("SEK", "2026-02-06", "11.2", e), rate("SEK", "2026-02-09", "11.3", e), rate("SEK", "2026-02-10", "11.5", e),
		rate("PLN", "2026-02-05", "4", e), rate("PLN", "2026-02-06", "4.2", e), rate("PLN", "2026-02-09", "4.1", e), rate("PLN", "2026-02-10", "4.3", e),
		// The kuna left for the euro, the rouble left the list on 2 March 2022.
		rate("HRK", "2022-12-28", "7.535", e), rate("HRK", "2022-12-29", "7.537", e), rate("HRK", "2022-12-30", "7.5365", e),
		rate("RUB", "2022-02-25", "92.8", e), rate("RUB", "2022-02-28", "115.4842", e), rate("RUB", "2022-03-01", "117.201", e),
	})
}

func TestMonthlyRates(t *testing.T) {
	tests := []struct {
		name, from, to, month string
		perUnit, source       string
	}{
		{"to euro", "SEK", "EUR", "2026-02", "11.4", "InforEuro"},
		{"the same currency", "EUR", "EUR", "1999-01", "1", ""},
		{"from euro", "EUR", "PLN", "2026-02", "100/425", "InforEuro"},
		{"across the euro", "SEK", "PLN", "2026-02", "1140/425", "InforEuro"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := published().OfMonth(test.from, test.to, test.month)
			if err != nil || got.PerUnit.Cmp(rat(test.perUnit)) != 0 || got.Source != test.source {
				t.Errorf("%v %q, %v; want %s %q", got.PerUnit, got.Source, err, test.perUnit, test.source)
			}
		})
	}
}

func TestAverages(t *testing.T) {
	tests := []struct {
		name, from, to, first, last string
		perUnit                     string
	}{
		{"over a weekend", "SEK", "EUR", "2026-02-05", "2026-02-10", "11.25"}, // (11 + 11.2 + 11.3 + 11.5) / 4
		{"from a Saturday", "SEK", "EUR", "2026-02-07", "2026-02-10", "11.4"},
		{"to a Sunday", "SEK", "EUR", "2026-02-05", "2026-02-08", "11.1"},
		{"of one day", "SEK", "EUR", "2026-02-06", "2026-02-06", "11.2"},
		// The mean of what a zloty was worth on each day: 11/4, 11.2/4.2, 11.3/4.1, 11.5/4.3.
		{"across the euro", "SEK", "PLN", "2026-02-05", "2026-02-10", "229483/84624"},
		{"from the euro", "EUR", "PLN", "2026-02-05", "2026-02-06", "41/168"}, // (1/4 + 1/4.2) / 2
		{"until a currency left", "HRK", "EUR", "2022-12-28", "2023-01-05", "45217/6000"},
		{"of a currency without daily rates", "UAH", "EUR", "2026-02-01", "2026-03-31", "51"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := published().Average(test.from, test.to, on(test.first), on(test.last))
			if err != nil || got.PerUnit.Cmp(rat(test.perUnit)) != 0 {
				t.Errorf("%v, %v; want %s", got.PerUnit, err, test.perUnit)
			}
		})
	}
}

func TestMissingRates(t *testing.T) {
	average := func(from, to, first, last string) func(*rates.Table) error {
		return func(table *rates.Table) error {
			_, err := table.Average(from, to, on(first), on(last))
			return err
		}
	}
	month := func(from, to, month string) func(*rates.Table) error {
		return func(table *rates.Table) error {
			_, err := table.OfMonth(from, to, month)
			return err
		}
	}
	tests := []struct {
		name string
		ask  func(*rates.Table) error
		want rates.MissingError
	}{
		{"a month without a rate", month("SEK", "EUR", "2026-04"), rates.MissingError{Currency: "SEK", Month: "2026-04"}},
		{"a currency without rates", month("GEL", "EUR", "2026-02"), rates.MissingError{Currency: "GEL", Month: "2026-02"}},
		{"the other side", month("SEK", "GEL", "2026-02"), rates.MissingError{Currency: "GEL", Month: "2026-02"}},
		{"from the euro", month("EUR", "PLN", "2026-03"), rates.MissingError{Currency: "PLN", Month: "2026-03"}},
		{"the rouble after March 2022", average("RUB", "EUR", "2022-02-25", "2022-06-30"), rates.MissingError{Currency: "RUB", Month: "2022-03"}},
		{"the kuna in 2023", average("HRK", "EUR", "2022-12-28", "2023-02-28"), rates.MissingError{Currency: "HRK", Month: "2023-01"}},
		{"a beginning without rates", average("SEK", "EUR", "2026-01-01", "2026-02-10"), rates.MissingError{Currency: "SEK", Month: "2026-01"}},
		{"no daily rates, and not all monthly ones", average("UAH", "EUR", "2026-02-01", "2026-04-30"), rates.MissingError{Currency: "UAH", Month: "2026-04"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got *rates.MissingError
			if err := test.ask(published()); !errors.As(err, &got) || *got != test.want {
				t.Errorf("%v, want %v", err, &test.want)
			}
		})
	}
}

func TestConvert(t *testing.T) {
	tests := []struct {
		name, amount, perUnit string
		decimals              int
		want                  string
	}{
		{"divides", "1000", "11.4", 2, "87.72"}, // 87.7192…
		{"half a cent goes away from zero", "1.005", "1", 2, "1.01"},
		{"and so does a negative one", "-1.005", "1", 2, "-1.01"},
		{"less than half does not", "1.0049", "1", 2, "1"},
		{"across the euro", "11400", "1140/425", 2, "4250"},
		{"into crowns without cents", "10", "1/150", 0, "1500"},
		{"rounded once", "0.0149999", "1", 2, "0.01"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := rates.Convert(rat(test.amount), rat(test.perUnit), test.decimals); got.Cmp(rat(test.want)) != 0 {
				t.Errorf("%s, want %s", got.FloatString(6), test.want)
			}
		})
	}
}
