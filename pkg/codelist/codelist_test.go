package codelist_test

import (
	"testing"

	"tulos/pkg/codelist"
)

func TestLists(t *testing.T) {
	tests := []struct {
		name    string
		has     func(string) bool
		known   []string
		unknown []string
	}{
		{
			name:    "country",
			has:     codelist.Country,
			known:   []string{"FI", "LV", "RU", "SE", "AX", "SS", "GB"},
			unknown: []string{"", "fi", "FIN", "XK", "AN", "EU", "UK", "SU", "ZZ", "XX", "AA", "#", " FI"},
		},
		{
			name:    "currency",
			has:     codelist.Currency,
			known:   []string{"EUR", "RUB", "SEK", "PLN", "ISK", "UAH", "BYN"},
			unknown: []string{"", "eur", "EU", "EEK", "LTL", "LVL", "BYR", "XBT", "ABC", "€"},
		},
		{
			name:    "sector",
			has:     codelist.Sector,
			known:   []string{"16010", "15160", "11110"},
			unknown: []string{"", "160", "16010 ", "99999", "00000", "1601O"},
		},
		{
			name: "language",
			has:  codelist.Language,
			known: []string{
				"en", "fi", "nb", "uk", "se", "smn", "sms", "ltg", "vro", "fkv", "krl",
				"sv-FI", "en-GB", "es-419", "sr-Latn", "zh-Hant-TW", "de-1996", "de-CH-1996", "sl-rozaj-biske",
			},
			unknown: []string{
				"", "-", "EN", "xx", "eng", "fin", "english", "suomi", "en_GB", "en-gb", "en-GBR", "sr-latn",
				"en-", "-en", "en--GB", "en-GB-Latn", "und", "mul", "qaa", "bat", "x-klingon", "en-x-a",
				"en-u-ca-iso8601", "de-1996-1996", "de-abcdefghi", "fi-ÄÄ", "ru-99", "i-default",
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for _, code := range test.known {
				if !test.has(code) {
					t.Errorf("%q is not in the list, want it to be", code)
				}
			}
			for _, code := range test.unknown {
				if test.has(code) {
					t.Errorf("%q is in the list, want it not to be", code)
				}
			}
		})
	}
}
