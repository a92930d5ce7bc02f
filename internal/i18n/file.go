package i18n

import "strings"

// ListSeparator parts the values of a line in CSV, as office programs expect it where
// the language is spoken: a semicolon where numbers have a decimal comma.
func (f Format) ListSeparator() rune {
	if f.locale.decimal == "," {
		return ';'
	}
	return ','
}

// PlainNumber is a plain decimal as office programs read it in CSV: with the decimal
// sign of the language, and nothing between groups of digits.
func (f Format) PlainNumber(decimal string) string {
	return strings.Replace(decimal, ".", f.locale.decimal, 1)
}
