package i18n_test

import (
	"testing"

	"tulos/internal/i18n"
)

// TestNumbersInFiles: a value with a decimal sign is never parted by it.
func TestNumbersInFiles(t *testing.T) {
	t.Parallel()
	for _, l := range i18n.Shipped() {
		words, err := i18n.For(l)
		if err != nil {
			t.Fatal(err)
		}
		want, separator := "-1234,5", ';'
		if l == i18n.English {
			want, separator = "-1234.5", ','
		}
		if got := words.PlainNumber("-1234.5"); got != want || words.ListSeparator() != separator {
			t.Errorf("%s: %q parted by %q", l, got, words.ListSeparator())
		}
		if got := words.PlainNumber("12"); got != "12" {
			t.Errorf("%s: 12 is %q", l, got)
		}
	}
}
