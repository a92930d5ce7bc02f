package web

import (
	"regexp"
	"strings"
	"unicode"

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

// The numbers of languages that put a comma, or a point, between thousands.
var (
	groupedByComma = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d*)?$`)
	groupedByPoint = regexp.MustCompile(`^-?\d{1,3}(\.\d{3})+(,\d*)?$`)
)

// parseNumber reads a number as people type it: "1 284", "12,5", "12.5", and in
// English "1,284". Nothing typed is nil; else it is results.ErrNotDecimal.
func parseNumber(words *i18n.Localizer, typed string) (*results.Number, error) {
	plain := strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c), c == '\'', c == '’':
			return -1
		case c == '−':
			return '-'
		}
		return c
	}, typed)
	if plain == "" {
		return nil, nil //nolint:nilnil // nothing was typed
	}
	switch mark := strings.Trim(words.Number("1111111", 0), "1"); {
	case strings.HasPrefix(mark, ",") && groupedByComma.MatchString(plain):
		plain = strings.ReplaceAll(plain, ",", "")
	case strings.HasPrefix(mark, ".") && groupedByPoint.MatchString(plain):
		plain = strings.ReplaceAll(plain, ".", "")
	}
	plain = strings.TrimSuffix(strings.Replace(plain, ",", ".", 1), ".")
	digits, isNegative := strings.CutPrefix(plain, "-")
	if strings.HasPrefix(digits, ".") {
		digits = "0" + digits
	}
	if isNegative {
		digits = "-" + digits
	}
	n, err := results.ParseNumber(digits)
	if err != nil {
		return nil, err
	}
	return &n, nil
}
