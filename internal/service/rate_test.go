package service_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// euroRates are of the days round a month's end, with one from before the demo begins.
const euroRates = `Date,USD,SEK,RUB,
2026-03-02,1.08,11.25,90.5,
2026-02-27,1.07,11.20,90,
2025-12-31,1.06,11.10,N/A,
`

// TestTakeRates: rates of the chosen currencies are kept, once; what changed is
// replaced; nothing is kept of a file that is wrong.
func TestTakeRates(t *testing.T) {
	each(t, func(in *installation) {
		ctx, lead := in.Context(), in.by("lead")
		file := service.RatesFile{Data: []byte(euroRates), Currencies: []string{"SEK", "USD"}}
		taken, err := in.TakeRates(ctx, lead, baltic, file)
		in.ok(err)
		want := service.RatesTaken{Currencies: []string{"SEK", "USD"}, First: "2026-02", Last: "2026-03", New: 4, Before: 2}
		if diff := cmp.Diff(want, taken); diff != "" {
			in.Errorf("taken (-want +got):\n%s", diff)
		}
		file.Data = []byte(strings.Replace(euroRates, "11.25", "11.26", 1))
		taken, err = in.TakeRates(ctx, in.by("administrator"), baltic, file)
		in.ok(err)
		if taken.New != 0 || taken.Changed != 1 || taken.Same != 3 {
			in.Errorf("the same with one other rate: %+v", taken)
		}
		file.Data = []byte(euroRates + "2026-03-03,oops,11,90,\n")
		_, err = in.TakeRates(ctx, lead, baltic, file)
		in.refused(err, service.Invalid)
		for _, name := range []string{"staff", "manager", "funder", "auditor"} {
			_, err := in.TakeRates(ctx, in.by(name), baltic, file)
			in.refused(err, service.Forbidden)
		}
		all, err := in.Rates(ctx, in.by("funder"), baltic, "SEK", "")
		in.ok(err)
		var shown []string
		for _, r := range all.Chosen {
			shown = append(shown, r.Date.String()+" "+r.PerUnit.String()+" "+r.Source)
		}
		if diff := cmp.Diff([]string{"2026-03-02 11.26 ECB", "2026-02-27 11.2 ECB"}, shown[:2]); diff != "" {
			in.Errorf("rates of SEK (-want +got):\n%s", diff)
		}
		in.sound()
	})
}

// TestRatesOfAProjectInCrowns: what is quoted against the euro is kept as it is, with
// the rate of the project's own currency, so that nothing is lost.
func TestRatesOfAProjectInCrowns(t *testing.T) {
	each(t, func(in *installation) {
		ctx, lead := in.Context(), in.by("lead")
		setup, err := in.Setup(ctx, lead, baltic)
		in.ok(err)
		next := setup.Value
		next.Project.Currency = "SEK"
		in.ok(in.ChangeSetup(ctx, lead, baltic, setup.Rev, next))
		_, err = in.TakeRates(ctx, lead, baltic, service.RatesFile{Data: []byte(euroRates), Currencies: []string{"RUB"}})
		in.ok(err)
		kept := map[string]string{}
		for _, code := range []string{"SEK", "RUB"} {
			all, err := in.Rates(ctx, lead, baltic, code, "2026")
			in.ok(err)
			for _, r := range all.Chosen {
				if r.Source == "ECB" && r.Date.String() == "2026-03-02" {
					kept[code] = r.PerUnit.String() + " for 1 " + r.Base
				}
			}
		}
		if diff := cmp.Diff(map[string]string{"SEK": "11.25 for 1 EUR", "RUB": "90.5 for 1 EUR"}, kept); diff != "" {
			in.Errorf("kept (-want +got):\n%s", diff)
		}
	})
}

// TestRatesThatAreRefused: each reason has its message, and the place.
func TestRatesThatAreRefused(t *testing.T) {
	t.Parallel()
	in := install(t, openSQLite(t, t.TempDir()))
	tests := []struct {
		name string
		file service.RatesFile
		want string
	}{
		{"no rates file", service.RatesFile{Data: []byte("hello")}, "rates.unknown"},
		{"an empty one", service.RatesFile{Data: []byte(" ")}, "rates.empty"},
		{"a wrong rate", service.RatesFile{Data: []byte("Date,SEK,\n2026-03-02,x,\n")}, "rates.bad-rate"},
		{"a month that nobody tells", service.RatesFile{Data: []byte(`[{"isoA3Code":"SEK","value":11}]`)}, "rates.needs-month"},
		{"an open quote", service.RatesFile{Data: []byte("Date,SEK,\n\"2026")}, "rates.damaged"},
		{"none of the chosen", service.RatesFile{Data: []byte(euroRates), Currencies: []string{"NOK"}}, "rates.none-chosen"},
		{"no currency", service.RatesFile{Data: []byte(euroRates), Currencies: []string{"KRONA"}}, "rates.no-such-currency"},
	}
	before, err := in.Rates(t.Context(), in.by("lead"), baltic, "", "")
	in.ok(err)
	for _, test := range tests {
		_, err := in.TakeRates(t.Context(), in.by("lead"), baltic, test.file)
		in.refused(err, service.Invalid)
		if !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", test.name, err, test.want)
		}
	}
	after, err := in.Rates(t.Context(), in.by("lead"), baltic, "", "")
	in.ok(err)
	if diff := cmp.Diff(before.Currencies, after.Currencies); diff != "" {
		t.Errorf("something of them was kept:\n%s", diff)
	}
	if before.Rule != partnership.MonthSubmitted {
		t.Errorf("rule %q", before.Rule)
	}
}
