package logbook

import (
	"testing"

	"tulos/internal/i18n"
	"tulos/internal/results"
	"tulos/pkg/workbook"
)

// FuzzParseDay holds that a day as people write it is one day, also when it is written as
// the product does.
func FuzzParseDay(f *testing.F) {
	for _, s := range []string{"2026-10-01", "1.10.2026", "1. 10. 2026.", "31/2/2026", "2026.1.2", "2026/1/2.", "2026-10-01 00:00:00", "1-1-0000", "٣.1.2026", "99.99.9999", " "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := parseDay(s)
		if err != nil {
			return
		}
		if again, err := parseDay(d.String()); err != nil || again != d {
			t.Errorf("%q is %s, then %s: %v", s, d, again, err)
		}
	})
}

// FuzzPlainNumber holds that a number as people of each language type it is the same
// number when it is written in that language.
func FuzzPlainNumber(f *testing.F) {
	for _, s := range []string{"1 284,5", "1,284.5", "1.284,50", "-3", "−3", "1'000", "1,2,3", "NaN", "1e9", "٣", "12 %", "\u00a012", ",5", "--1"} {
		f.Add(s)
	}
	var all []*i18n.Localizer
	for _, l := range i18n.Shipped() {
		words, err := i18n.For(l)
		if err != nil {
			f.Fatal(err)
		}
		all = append(all, words)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, words := range all {
			n, err := results.ParseNumber(plainNumber(workbook.Cell{Kind: workbook.Text, Text: s}, words))
			if err != nil {
				continue
			}
			written := words.PlainNumber(n.String())
			again, err := results.ParseNumber(plainNumber(workbook.Cell{Kind: workbook.Text, Text: written}, words))
			if err != nil || !again.Equal(n) {
				t.Errorf("%s: %q is %s, written %q is %s: %v", words.Language(), s, n, written, again, err)
			}
		}
	})
}
