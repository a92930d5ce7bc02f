package results

import (
	"maps"
	"slices"
	"strings"
)

// Text is what people wrote, by language (BCP 47).
type Text map[string]string

// In chooses the text of a language; where it is missing, that of the first of
// the others that there is, else any, by its code. It tells the language it found.
func (t Text) In(language string, others ...string) (text, found string) {
	for _, l := range append([]string{language}, others...) {
		if s, ok := t[l]; ok {
			return s, l
		}
	}
	for _, l := range slices.Sorted(maps.Keys(t)) {
		return t[l], l
	}
	return "", language
}

func isBlank(s string) bool { return strings.TrimSpace(s) == "" }
