package results_test

import (
	"errors"
	"testing"

	"tulos/internal/results"
)

func TestParseNumber(t *testing.T) {
	tests := []struct {
		in, want string // want is "" for an error
	}{
		{"0", "0"},
		{"-0", "0"},
		{"-0.000000", "0"},
		{"007", "7"},
		{"12.50", "12.5"},
		{"-12.345678", "-12.345678"},
		{"999999999999999999.999999", "999999999999999999.999999"},
		{"1000000000000000000", ""},
		{"1.0000001", ""},
		{"", ""},
		{"-", ""},
		{".", ""},
		{"1.", ""},
		{".1", ""},
		{"+1", ""},
		{"--1", ""},
		{"1e3", ""},
		{"1e1000000000", ""},
		{"0x10", ""},
		{"1/3", ""},
		{"1_000", ""},
		{"1 000", ""},
		{" 1", ""},
		{"1,5", ""},
		{"Inf", ""},
		{"NaN", ""},
		{"١", ""},
	}
	for _, test := range tests {
		t.Run(test.in, func(t *testing.T) {
			n, err := results.ParseNumber(test.in)
			if test.want == "" {
				if !errors.Is(err, results.ErrNotDecimal) {
					t.Errorf("read %s with error %v, want ErrNotDecimal", n, err)
				}
				return
			}
			if err != nil || n.String() != test.want {
				t.Errorf("read %s with error %v, want %s", n, err, test.want)
			}
		})
	}
}

func TestParseAmount(t *testing.T) {
	for in, ok := range map[string]bool{"1": true, "1.5": true, "-1.55": true, "1.555": false, "1.": false} {
		if _, err := results.ParseAmount(in); (err == nil) != ok {
			t.Errorf("%s: error %v, want none: %t", in, err, ok)
		}
	}
}

func TestFixed(t *testing.T) {
	tests := []struct {
		numerator, denominator, decimals int
		want                             string
	}{
		{1, 2, 0, "1"},
		{-1, 2, 0, "-1"},
		{1, 3, 0, "0"},
		{-1, 3, 0, "0"},
		{-1, 3, 1, "-0.3"},
		{5, 2, 0, "3"},
		{7, 3, 6, "2.333333"},
		{2, 3, 6, "0.666667"},
		{12, 1, 2, "12.00"},
	}
	for _, test := range tests {
		n := results.Int(test.numerator).Div(results.Int(test.denominator))
		if got := n.Fixed(test.decimals); got != test.want {
			t.Errorf("%d/%d to %d decimals is %s, want %s", test.numerator, test.denominator, test.decimals, got, test.want)
		}
	}
}

func TestNumbersAreValues(t *testing.T) {
	a, b := results.Int(2), results.Int(3)
	for _, n := range []results.Number{a.Add(b), a.Sub(b), a.Mul(b), a.Div(b), b.Add(results.Number{}), (results.Number{}).Sub(a)} {
		_ = n.Add(results.Int(1))
	}
	if a.String() != "2" || b.String() != "3" {
		t.Errorf("they are now %s and %s, want 2 and 3", a, b)
	}
	if zero := (results.Number{}); zero.String() != "0" || !zero.Equal(results.Int(0)) || zero.Sign() != 0 {
		t.Errorf("the zero Number is %s, want 0", zero)
	}
}

func TestExact(t *testing.T) {
	t.Parallel()
	seventh := results.Int(1).Div(results.Int(7))
	huge := results.Int(1)
	for range 30 {
		huge = huge.Mul(results.Int(1_000_003))
	}
	tests := []struct {
		name string
		n    results.Number
		want string // "" where it is enough that it comes back
	}{
		{"zero value", results.Number{}, "0"},
		{"zero", results.Int(5).Sub(results.Int(5)), "0"},
		{"whole", results.Int(-12), "-12"},
		{"decimal", results.Int(-25).Div(results.Int(2)), "-12.5"},
		{"many decimals", results.Int(1).Div(results.Int(1 << 30)), ""},
		{"fraction", seventh.Mul(results.Int(-2)), "-2/7"},
		{"huge", huge, ""},
		{"huge and small", huge.Add(results.Int(1).Div(results.Int(1000))), ""},
		{"huge fraction", seventh.Div(huge), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			text := test.n.Exact()
			if text != test.want && test.want != "" {
				t.Errorf("written as %s, want %s", text, test.want)
			}
			if n, err := results.ParseExact(text); err != nil || !n.Equal(test.n) {
				t.Errorf("%s comes back as %s with error %v", text, n.Exact(), err)
			}
		})
	}
}

func TestParseExactRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "-", "+1", "1.", ".5", "1e9", "1/0", "0/000", "1/-2", "1/2/3", "1.5/2", "0x1", "1_0", " 1", "NaN"} {
		if n, err := results.ParseExact(text); !errors.Is(err, results.ErrNotExact) {
			t.Errorf("%q is read as %s with error %v, want ErrNotExact", text, n.Exact(), err)
		}
	}
}
