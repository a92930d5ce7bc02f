package rates_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/pkg/rates"
)

// read is what a file says: a line for each rate.
func read(t *testing.T, text string, o rates.Options) ([]string, error) {
	t.Helper()
	var lines []string
	err := rates.Read(strings.NewReader(text), o, func(r rates.Rate) error {
		when := r.Month
		if !r.IsOfMonth() {
			when = r.Day.Format("2006-01-02")
		}
		lines = append(lines, fmt.Sprintf("%s/%s %s %s %s", r.Currency, r.Base, when, strings.TrimRight(r.PerUnit.FloatString(6), "0"), r.Source))
		return nil
	})
	return lines, err
}

func file(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestFilesOfThePublishers(t *testing.T) {
	tests := []struct {
		file  string
		month string
		count int
		some  []string
	}{
		{"eurofxref-hist.csv", "", 32 + 32, []string{
			"USD/EUR 2021-12-01 1.1314 ECB", "HRK/EUR 2021-12-01 7.5185 ECB", "RUB/EUR 2019-04-10 72.86 ECB", "ZAR/EUR 2019-04-10 15.7391 ECB",
		}},
		{"eurofxref-daily.csv", "", 15, []string{"USD/EUR 2025-11-27 1.1594 ECB", "SEK/EUR 2025-11-27 11.009 ECB", "AUD/EUR 2025-11-27 1.7736 ECB"}},
		{"inforeuro-month.json", "2022-01", 3, []string{"GBP/EUR 2022-01 0.85718 InforEuro", "ZMW/EUR 2022-01 22.2019 InforEuro"}},
		{"inforeuro-currency.json", "", 2, []string{"GBP/EUR 2023-10 0.86333 InforEuro", "GBP/EUR 2023-09 0.8592 InforEuro"}},
		{"plain.csv", "", 2, []string{"UAH/ 2025-10 48.51 National Bank of Ukraine", "UAH/ 2025-11-03 48.4312 National Bank of Ukraine"}},
	}
	for _, test := range tests {
		t.Run(test.file, func(t *testing.T) {
			got, err := read(t, file(t, test.file), rates.Options{Month: test.month})
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != test.count {
				t.Errorf("%d rates, want %d: %q", len(got), test.count, got)
			}
			all := "\n" + strings.Join(got, "\n") + "\n"
			for _, want := range test.some {
				if !strings.Contains(all, "\n"+want+"\n") {
					t.Errorf("no %q in %q", want, got)
				}
			}
			if strings.Contains(all, "EEK") || strings.Contains(all, "TRL") {
				t.Errorf("rates of currencies without any (N/A): %q", got)
			}
		})
	}
}

// A currency that several countries share stands in a monthly list once for each.
func TestSharedCurrencies(t *testing.T) {
	const list = `[{"isoA3Code":"EUR","value":1},{"isoA3Code":"XOF","value":655.957},{"isoA3Code":"XOF","value":655.957}]`
	got, err := read(t, list, rates.Options{Month: "2025-03"})
	if diff := cmp.Diff([]string{"XOF/EUR 2025-03 655.957 InforEuro"}, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

func TestFaults(t *testing.T) {
	const ecb = "Date,USD,SEK,\n"
	const plain = "currency,month,date,perUnit,base,source\n"
	tests := []struct {
		name, text string
		month      string
		want       rates.FaultError
	}{
		{"nothing", "", "", rates.FaultError{Reason: rates.Empty}},
		{"white space", " \n\t", "", rates.FaultError{Reason: rates.Empty}},
		{"no rates", ecb, "", rates.FaultError{Reason: rates.Empty}},
		{"an empty list", "[]", "2025-01", rates.FaultError{Reason: rates.Empty}},
		{"a letter", "Dear all,\nhere are the rates.\n", "", rates.FaultError{Reason: rates.Unknown}},
		{"no currency as head", "Date,USD,Krona,\n2025-01-02,1,2,\n", "", rates.FaultError{Reason: rates.BadCurrency, Line: 1, Column: 3, Value: "Krona"}},
		{"a currency twice", "Date,USD,USD,\n", "", rates.FaultError{Reason: rates.ColumnAgain, Line: 1, Column: 3, Value: "USD"}},
		{"no day", ecb + "2025-02-29,1,2,\n", "", rates.FaultError{Reason: rates.BadDate, Line: 2, Column: 1, Value: "2025-02-29"}},
		{"a decimal comma", ecb + "2025-01-02,1.1,\"11,5\",\n", "", rates.FaultError{Reason: rates.BadRate, Line: 2, Column: 3, Value: "11,5"}},
		{"a rate of 0", ecb + "2025-01-02,0,2,\n", "", rates.FaultError{Reason: rates.BadRate, Line: 2, Column: 2, Value: "0"}},
		{"an exponent", ecb + "2025-01-02,1e3,2,\n", "", rates.FaultError{Reason: rates.BadRate, Line: 2, Column: 2, Value: "1e3"}},
		{"a day twice", ecb + "2025-01-02,1,2,\n2025-01-02,1,2,\n", "", rates.FaultError{Reason: rates.Repeated, Line: 3, Column: 2, Value: "USD 2025-01-02"}},
		{"a short row", ecb + "2025-01-02,1\n", "", rates.FaultError{Reason: rates.NotCSV, Line: 2, Column: 2}},
		{"a long row", ecb + "2025-01-02,1,2,,5\n", "", rates.FaultError{Reason: rates.NotCSV, Line: 2, Column: 5}},
		{"an open quote", ecb + "2025-01-02,\"1,2\n", "", rates.FaultError{Reason: rates.NotCSV, Line: 2, Column: 17}},
		{"another encoding", "Date,USD,\n2025-01-02,\xff,\n", "", rates.FaultError{Reason: rates.NotUTF8, Line: 2, Column: 2}},
		{"a long value", "Date,USD,\n" + strings.Repeat("9", 300) + ",1,\n", "", rates.FaultError{Reason: rates.TooLong, Line: 2, Column: 1}},
		{"a month that is not told", `[{"isoA3Code":"SEK","value":11}]`, "", rates.FaultError{Reason: rates.NeedsMonth, Line: 1}},
		{"a month that is none", `[{"isoA3Code":"SEK","value":11}]`, "2025-13", rates.FaultError{Reason: rates.BadDate, Value: "2025-13"}},
		{"half a month", `[{"currencyIso":"GBP","refCurrencyIso":"EUR","amount":0.8,"dateStart":"01/10/2023","dateEnd":"15/10/2023"}]`, "", rates.FaultError{Reason: rates.BadDate, Line: 1, Value: "01/10/2023–15/10/2023"}},
		{"a text for a rate", `[{"isoA3Code":"SEK","value":11},{"isoA3Code":"NOK","value":"x"}]`, "2025-01", rates.FaultError{Reason: rates.NotJSON, Line: 2}},
		{"a negative rate", `[{"isoA3Code":"SEK","value":-11}]`, "2025-01", rates.FaultError{Reason: rates.BadRate, Line: 1, Value: "-11"}},
		{"two rates of one currency", `[{"isoA3Code":"XOF","value":655},{"isoA3Code":"XOF","value":656}]`, "2025-01", rates.FaultError{Reason: rates.Repeated, Line: 2, Value: "XOF 2025-01"}},
		{"an object", `{"isoA3Code":"SEK"}`, "2025-01", rates.FaultError{Reason: rates.NotJSON}},
		{"a list cut off", `[{"isoA3Code":"SEK","value":11}`, "2025-01", rates.FaultError{Reason: rates.NotJSON, Line: 1}},
		{"something after the list", `[{"isoA3Code":"SEK","value":11}] 5`, "2025-01", rates.FaultError{Reason: rates.NotJSON, Line: 1}},
		{"no source", "currency,month,perUnit\nSEK,2025-01,11\n", "", rates.FaultError{Reason: rates.NoColumn, Line: 1, Value: "source"}},
		{"neither month nor date", "currency,perUnit,source\nSEK,11,x\n", "", rates.FaultError{Reason: rates.NoColumn, Line: 1, Value: "month"}},
		{"both month and date", plain + "SEK,2025-01,2025-01-02,11,EUR,x\n", "", rates.FaultError{Reason: rates.MonthOrDay, Line: 2, Column: 1}},
		{"an empty source", plain + "SEK,2025-01,,11,EUR,\n", "", rates.FaultError{Reason: rates.MissingField, Line: 2, Column: 6}},
		{"a small currency", plain + "sek,2025-01,,11,EUR,x\n", "", rates.FaultError{Reason: rates.BadCurrency, Line: 2, Column: 1, Value: "sek"}},
		{"against itself", plain + "SEK,2025-01,,11,SEK,x\n", "", rates.FaultError{Reason: rates.BadCurrency, Line: 2, Column: 5, Value: "SEK"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := read(t, test.text, rates.Options{Month: test.month})
			var got *rates.FaultError
			if !errors.As(err, &got) {
				t.Fatalf("%v, want a fault", err)
			}
			found := *got
			found.Cause = nil
			if diff := cmp.Diff(test.want, found); diff != "" {
				t.Errorf("%v\n%s", err, diff)
			}
		})
	}
}

// Whatever is read, the reader ends with rates that are whole, or with a fault.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"eurofxref-hist.csv", "eurofxref-daily.csv", "inforeuro-month.json", "inforeuro-currency.json", "plain.csv"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data), "2022-01")
	}
	f.Add("\uFEFF[{}]", "")
	f.Fuzz(func(t *testing.T, text, month string) {
		count := 0
		err := rates.Read(strings.NewReader(text), rates.Options{Month: month}, func(r rates.Rate) error {
			count++
			if len(r.Currency) != 3 || r.PerUnit.Sign() <= 0 || r.Source == "" || r.IsOfMonth() != r.Day.IsZero() {
				t.Errorf("a rate that is not whole: %+v", r)
			}
			return nil
		})
		if fault := (*rates.FaultError)(nil); err != nil && !errors.As(err, &fault) {
			t.Errorf("%v is no fault", err)
		}
		if err == nil && count == 0 {
			t.Error("neither rates nor a fault")
		}
	})
}
