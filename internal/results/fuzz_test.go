package results_test

import (
	"testing"

	"tulos/internal/results"
)

// FuzzParseNumber holds that what is taken for a number is written as the same number.
func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"0", "-0.50", "007", "1e309", "NaN", "999999999999999999.999999", "٣", "1/3", "+1", " 1", "0x1F", "--1", ".5", "5."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if n, err := results.ParseExact(s); err == nil && n.String() == "" {
			t.Errorf("%q is nothing", s)
		}
		for _, parse := range []func(string) (results.Number, error){results.ParseNumber, results.ParseAmount} {
			n, err := parse(s)
			if err != nil {
				continue
			}
			again, err := parse(n.String())
			if err != nil || !again.Equal(n) {
				t.Errorf("%q is %s, then %s: %v", s, n, again, err)
			}
		}
	})
}

// FuzzParseDate holds that a day is written as it was read.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-02-28", "2026-02-30", "0000-00-00", "9999-12-31", "10000-01-01", "2026-1-1", "٢٠٢٦-01-01", "2026-01-01T00:00:00Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := results.ParseDate(s); err == nil && d.String() != s {
			t.Errorf("%q is %s", s, d)
		}
	})
}
