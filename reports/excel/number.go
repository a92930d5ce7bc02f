package excel

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"tulos/reports"
)

const (
	dayFormat     = "yyyy-mm-dd"
	mostDecimals  = 15
	longestNumber = 30 // digits that a cell shows before it turns to powers of ten
)

var numeral = regexp.MustCompile("[0-9]+([ \u00a0\u2009\u202f'’.,][0-9]+)*")

// float is the number as a workbook stores it: the float nearest to the
// decimal.
func float(n reports.Number) (float64, error) {
	if !isDecimal(n.Decimal) {
		return 0, fmt.Errorf("%q is not a plain decimal", n.Decimal)
	}
	f, err := strconv.ParseFloat(n.Decimal, 64)
	if err != nil {
		return 0, fmt.Errorf("%q is too large for a cell", n.Decimal)
	}
	return f, nil
}

// isDecimal says whether s is digits, perhaps with a minus, a point and more digits.
func isDecimal(s string) bool {
	whole, fraction, hasPoint := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	return areDigits(whole) && (!hasPoint || areDigits(fraction))
}

func areDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// stored is f as excelize writes it without cutting digits off: whole numbers
// as such, others to the 15 digits that workbooks calculate with.
func stored(f float64) any {
	if f == math.Trunc(f) && math.Abs(f) < math.MaxInt64 {
		return int64(f)
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'e', 14, 64), 64)
	if err != nil {
		return f
	}
	return rounded
}

// numberFormat shows a number's decimals, the grouping of the reader's own
// settings, and its unit.
func numberFormat(n reports.Number, unit string) string {
	if len(integerDigits(n)) > longestNumber {
		return "0.00E+00"
	}
	format := "#,##0"
	if k := min(n.Decimals, mostDecimals); k > 0 {
		format += "." + strings.Repeat("0", k)
	}
	if unit != "" {
		format += `" ` + unit + `"`
	}
	return format
}

// unit is what a cell's text says behind its figure: "people" of "1 200
// people", "of 40" of "12 of 40". A percentage has at least its sign.
func unit(n reports.Number, text string) string {
	var figure []int
	if text != "" {
		figure = numeral.FindStringIndex(text)
	}
	rest := ""
	if figure != nil {
		rest = strings.TrimSpace(strings.ReplaceAll(text[figure[1]:], "\u00a0", " "))
	}
	if len(rest) > 40 || strings.HasPrefix(rest, ")") || strings.ContainsAny(rest, "\"\\\n") {
		rest = ""
	}
	if n.Percent && !strings.Contains(rest, "%") {
		return strings.TrimSpace("% " + rest)
	}
	return rest
}

// shown is about what a number looks like, for its width only.
func shown(n reports.Number, unit string) string {
	digits := integerDigits(n)
	if len(digits) > longestNumber {
		return "-0.00E+000"
	}
	var b strings.Builder
	if strings.HasPrefix(n.Decimal, "-") {
		b.WriteByte('-')
	}
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(' ')
		}
		b.WriteByte('0')
	}
	if k := min(n.Decimals, mostDecimals); k > 0 {
		b.WriteString("." + strings.Repeat("0", k))
	}
	if unit != "" {
		b.WriteString(" " + unit)
	}
	return b.String()
}

func integerDigits(n reports.Number) string {
	digits, _, _ := strings.Cut(strings.TrimPrefix(n.Decimal, "-"), ".")
	return digits
}

// serial is a day as workbooks count it. Days before March 1900, which Excel
// counts wrongly, days after 9999 and those that no calendar has are not ok.
func serial(d reports.Day) (days int, ok bool) {
	t := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC)
	first := time.Date(1900, time.March, 1, 0, 0, 0, 0, time.UTC)
	if t.Year() != d.Year || int(t.Month()) != d.Month || t.Day() != d.Day || t.Before(first) || d.Year > 9999 {
		return 0, false
	}
	zero := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	return int(t.Sub(zero) / (24 * time.Hour)), true
}

// isoDay is a day in figures, for one that has no serial.
func isoDay(d reports.Day) string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }
