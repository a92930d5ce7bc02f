package web

import (
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/results"
)

// typedNumber writes a number as people would type it: with the decimal mark of
// their language, without marks between thousands; none is empty.
func typedNumber(words *i18n.Localizer, n *results.Number) string {
	if n == nil {
		return ""
	}
	mark := strings.Trim(words.Number("0.5", 1), "05")
	return strings.Replace(n.String(), ".", mark, 1)
}

// parseNumber reads a number as people type it. Nothing typed is nil; else it is
// results.ErrNotDecimal.
func parseNumber(words *i18n.Localizer, typed string) (*results.Number, error) {
	plain := words.Typed(typed)
	if plain == "" {
		return nil, nil //nolint:nilnil // nothing was typed
	}
	n, err := results.ParseNumber(plain)
	if err != nil {
		return nil, err
	}
	return &n, nil
}
