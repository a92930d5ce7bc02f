package i18n

import (
	"regexp"
	"strings"
	"unicode"
)

// The numbers of languages that put a comma, or a point, between thousands.
var (
	groupedByComma = regexp.MustCompile(`^-?\d{1,3}(,\d{3})+(\.\d*)?$`)
	groupedByPoint = regexp.MustCompile(`^-?\d{1,3}(\.\d{3})+(,\d*)?$`)
)

// Typed makes a plain decimal of a number as people type it: "1 284", "12,5",
// "12.5", and in English "1,284". What is no number does not become one.
func (f Format) Typed(text string) string {
	plain := strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c), c == '\'', c == '’':
			return -1
		case c == '−':
			return '-'
		}
		return c
	}, text)
	switch {
	case f.locale.group == "," && groupedByComma.MatchString(plain):
		plain = strings.ReplaceAll(plain, ",", "")
	case f.locale.group == "." && groupedByPoint.MatchString(plain):
		plain = strings.ReplaceAll(plain, ".", "")
	}
	plain = strings.Replace(plain, ",", ".", 1)
	if len(plain) > 1 {
		plain = strings.TrimSuffix(plain, ".")
	}
	digits, isNegative := strings.CutPrefix(plain, "-")
	if strings.HasPrefix(digits, ".") {
		digits = "0" + digits
	}
	if isNegative {
		digits = "-" + digits
	}
	return digits
}
