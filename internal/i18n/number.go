package i18n

import (
	"strconv"
	"strings"
)

// Number writes a plain decimal ("-1234567.891234") rounded half away from zero
// to so many decimals and fixed to that many. What rounds to zero has no sign.
func (f Format) Number(decimal string, decimals int) string {
	n, ok := parseDecimal(decimal)
	if !ok {
		return visible(decimal)
	}
	n = n.rounded(max(decimals, 0))
	var b strings.Builder
	if n.negative {
		b.WriteString(f.locale.minus)
	}
	f.writeGrouped(&b, n.whole)
	if n.fraction != "" {
		b.WriteString(f.locale.decimal)
		b.WriteString(n.fraction)
	}
	return b.String()
}

// Percent writes a plain decimal that is in percent ("70.720721") as Number
// does, with the percent sign.
func (f Format) Percent(decimal string, decimals int) string {
	if _, ok := parseDecimal(decimal); !ok {
		return visible(decimal)
	}
	return f.Number(decimal, decimals) + f.locale.percent
}

// Integer writes a whole number.
func (f Format) Integer(n int) string { return f.Number(strconv.Itoa(n), 0) }

// writeGrouped writes digits in groups of three from the right.
func (f Format) writeGrouped(b *strings.Builder, digits string) {
	if len(digits) < 3+f.locale.groupFrom {
		b.WriteString(digits)
		return
	}
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(f.locale.group)
		}
		b.WriteByte(digits[i])
	}
}

// A decimal is a plain decimal, taken apart: whole has no leading zeros but "0",
// fraction may be empty.
type decimal struct {
	negative        bool
	whole, fraction string
}

// parseDecimal takes "-?digits" with optionally a point and more digits.
func parseDecimal(s string) (d decimal, ok bool) {
	s, d.negative = strings.CutPrefix(s, "-")
	whole, fraction, point := strings.Cut(s, ".")
	if !areDigits(whole) || point && !areDigits(fraction) {
		return decimal{}, false
	}
	d.whole, d.fraction = trimZeros(whole), fraction
	return d, true
}

// rounded returns d with exactly so many digits of fraction, half away from
// zero.
func (d decimal) rounded(decimals int) decimal {
	if missing := decimals - len(d.fraction); missing >= 0 {
		d.fraction += strings.Repeat("0", missing)
	} else {
		digits, rest := d.whole+d.fraction[:decimals], d.fraction[decimals:]
		if rest[0] >= '5' {
			digits = increment(digits)
		}
		split := len(digits) - decimals
		d.whole, d.fraction = trimZeros(digits[:split]), digits[split:]
	}
	if strings.Trim(d.whole+d.fraction, "0") == "" {
		d.negative = false
	}
	return d
}

// increment adds one to a string of digits.
func increment(digits string) string {
	sum := []byte(digits)
	for i := len(sum) - 1; i >= 0; i-- {
		if sum[i] != '9' {
			sum[i]++
			return string(sum)
		}
		sum[i] = '0'
	}
	return "1" + string(sum)
}

func areDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func trimZeros(digits string) string {
	if trimmed := strings.TrimLeft(digits, "0"); trimmed != "" {
		return trimmed
	}
	return "0"
}
