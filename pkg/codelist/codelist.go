// Package codelist says which codes of countries, currencies, languages and
// sectors there are. Its lists are the text files beside it; each names its
// source.
package codelist

import (
	_ "embed" // the lists
	"strings"
	"sync"
)

var (
	//go:embed country.txt
	countryList string
	//go:embed currency.txt
	currencyList string
	//go:embed sector.txt
	sectorList string
	//go:embed language.txt
	languageList string
)

var (
	countries  = parsed(&countryList)
	currencies = parsed(&currencyList)
	sectors    = parsed(&sectorList)
	languages  = parsed(&languageList)
)

// Country reports whether code is an officially assigned country of ISO 3166-1
// alpha-2, in capital letters.
func Country(code string) bool { return countries()[code] }

// Currency reports whether code is a current currency of ISO 4217, in capital
// letters.
func Currency(code string) bool { return currencies()[code] }

// Sector reports whether code is an OECD DAC five-digit purpose code, active or
// withdrawn: older projects keep the codes they were granted under.
func Sector(code string) bool { return sectors()[code] }

// parsed returns a function that reads a list on its first call: one code a
// line, lines that start with # are comments.
func parsed(list *string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		codes := make(map[string]bool, strings.Count(*list, "\n"))
		for line := range strings.Lines(*list) {
			if code := strings.TrimSpace(line); !strings.HasPrefix(code, "#") {
				codes[code] = true
			}
		}
		return codes
	})
}
