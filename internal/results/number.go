package results

import (
	"errors"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// A Number is an exact rational number. The zero Number is 0. Numbers are
// values: no method changes its receiver.
type Number struct{ rat *big.Rat }

// The digits that a written decimal may have (docs/bundle.md).
const (
	maxWhole    = 18
	maxFraction = 6
)

// ErrNotDecimal says that a text is not a plain decimal.
var ErrNotDecimal = errors.New("not a plain decimal: an optional minus, up to 18 digits, and up to 6 after a point")

// Int makes a Number of an integer.
func Int(n int) Number { return Number{big.NewRat(int64(n), 1)} }

// ParseNumber reads a plain decimal: an optional minus, up to 18 digits, and
// up to 6 after a point; no exponent, no grouping. Else it is ErrNotDecimal.
func ParseNumber(s string) (Number, error) { return ParseDecimal(s, maxFraction) }

// ParseAmount reads an amount of money: a plain decimal with at most 2 digits
// after the point. Else it is ErrNotDecimal.
func ParseAmount(s string) (Number, error) { return ParseDecimal(s, 2) }

// ParseDecimal reads a plain decimal with at most so many digits after the point. Else it
// is ErrNotDecimal.
func ParseDecimal(s string, fraction int) (Number, error) {
	whole, rest, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if !digits(whole, maxWhole) || point && !digits(rest, fraction) {
		return Number{}, ErrNotDecimal
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return Number{}, ErrNotDecimal
	}
	return Number{r}, nil
}

func digits(s string, most int) bool {
	if s == "" || len(s) > most {
		return false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

var zero = new(big.Rat)

func (n Number) r() *big.Rat {
	if n.rat == nil {
		return zero
	}
	return n.rat
}

// Add is n + m.
func (n Number) Add(m Number) Number {
	switch {
	case n.rat == nil:
		return m
	case m.rat == nil:
		return n
	}
	return Number{new(big.Rat).Add(n.rat, m.rat)}
}

// Sub is n - m.
func (n Number) Sub(m Number) Number {
	if m.rat == nil {
		return n
	}
	return Number{new(big.Rat).Sub(n.r(), m.rat)}
}

// Mul is n × m.
func (n Number) Mul(m Number) Number { return Number{new(big.Rat).Mul(n.r(), m.r())} }

// Div is n / m; m must not be 0.
func (n Number) Div(m Number) Number { return Number{new(big.Rat).Quo(n.r(), m.r())} }

// Cmp is -1, 0 or 1 as n is below, equal to or above m.
func (n Number) Cmp(m Number) int { return n.r().Cmp(m.r()) }

// Equal says whether n and m are the same number.
func (n Number) Equal(m Number) bool { return n.Cmp(m) == 0 }

// Sign is -1, 0 or 1.
func (n Number) Sign() int { return n.r().Sign() }

// Float is the nearest float64, for drawing only.
func (n Number) Float() float64 {
	f, _ := n.r().Float64()
	return f
}

// floor is the largest whole number that is not above n.
func (n Number) floor() Number {
	r := n.r()
	return Number{new(big.Rat).SetInt(new(big.Int).Div(r.Num(), r.Denom()))}
}

// Fixed writes n as a decimal with exactly so many digits after the point,
// rounded half away from zero.
func (n Number) Fixed(decimals int) string {
	s := n.r().FloatString(decimals)
	if strings.HasPrefix(s, "-") && strings.Trim(s, "-0.") == "" {
		return s[1:]
	}
	return s
}

// Round is n rounded half away from zero to so many digits after the point.
func (n Number) Round(decimals int) Number {
	r, _ := new(big.Rat).SetString(n.Fixed(decimals))
	return Number{r}
}

// String writes n rounded half away from zero to 6 decimals, without trailing
// zeros: exact for every number that ParseNumber has read.
func (n Number) String() string {
	s := n.Fixed(maxFraction)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}

// Exact writes n without loss: as a decimal where it is one, else as a fraction
// "a/b" in lowest terms.
func (n Number) Exact() string {
	r := n.r()
	if r.IsInt() {
		return r.Num().String()
	}
	if digits, isDecimal := r.FloatPrec(); isDecimal {
		return r.FloatString(digits)
	}
	return r.String()
}

// ErrNotExact says that a text is not what Exact writes.
var ErrNotExact = errors.New("not an exact number: a decimal, or a fraction a/b")

var exact = regexp.MustCompile(`^-?[0-9]+([./][0-9]+)?$`)

// ParseExact reads what Exact writes, of any length. Else it is ErrNotExact.
func ParseExact(s string) (Number, error) {
	if n, err := strconv.Atoi(s); err == nil && s[0] != '+' {
		return Int(n), nil // most numbers, and quickly
	}
	if !exact.MatchString(s) {
		return Number{}, ErrNotExact
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok { // a/0
		return Number{}, ErrNotExact
	}
	return Number{r}, nil
}

// A Figure is a number, or none: where nobody has reported there is no figure,
// which is not 0. The zero Figure is none. One that its readers do not get has a mark
// in place of its number.
type Figure struct {
	number Number
	known  bool
	mark   string
}

// Known makes a figure of a number.
func Known(n Number) Figure { return Figure{number: n, known: true} }

// Hidden makes a figure that its readers do not get: they see the mark instead.
func Hidden(mark string) Figure { return Figure{mark: mark} }

// MarkLarge stands for a count that would give a small one away.
const MarkLarge = "×"

// MarkSmall stands for a count below a limit.
func MarkSmall(limit int) string { return "<" + strconv.Itoa(limit) }

// IsMark says whether a text is one of the marks.
func IsMark(s string) bool { return s == MarkLarge || strings.HasPrefix(s, "<") }

// Number is the figure's number; ok is false where there is none, or it is hidden.
func (f Figure) Number() (n Number, ok bool) { return f.number, f.known }

// IsKnown says whether there is a figure that its readers get.
func (f Figure) IsKnown() bool { return f.known }

// Mark is what stands in place of a hidden figure; ok is false for any other.
func (f Figure) Mark() (mark string, ok bool) { return f.mark, f.mark != "" }

// Equal says whether both are the same number, both none, or hidden by the same mark.
func (f Figure) Equal(g Figure) bool {
	return f.known == g.known && f.mark == g.mark && f.number.Equal(g.number)
}
