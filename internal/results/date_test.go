package results_test

import (
	"testing"

	"tulos/internal/results"
)

func TestParseDate(t *testing.T) {
	tests := map[string]bool{
		"2026-02-28": true, "2024-02-29": true, "2000-02-29": true, "0001-01-01": true, "9999-12-31": true,
		"2026-02-29": false, "1900-02-29": false, "2026-02-30": false, "2026-04-31": false, "2026-13-01": false, "2026-00-10": false,
		"2026-01-00": false, "0000-01-01": false, "2026-1-1": false, "26-01-01": false, "2026/01/01": false, "2026-01-01 ": false,
		"2026-01-01T00:00:00Z": false, "": false, "+2026-01-01": false, "10000-01-01": false, "-001-01-01": false,
	}
	for in, ok := range tests {
		t.Run(in, func(t *testing.T) {
			d, err := results.ParseDate(in)
			if (err == nil) != ok {
				t.Fatalf("error %v, want none: %t", err, ok)
			}
			if ok && d.String() != in {
				t.Errorf("written %s", d)
			}
		})
	}
}

func TestDaysSince(t *testing.T) {
	tests := []struct {
		from, to string
		want     int
	}{
		{"2026-01-01", "2026-01-01", 0},
		{"2026-01-01", "2026-12-31", 364},
		{"2024-01-01", "2025-01-01", 366},
		{"2026-03-01", "2026-02-28", -1},
		{"0001-01-01", "9999-12-31", 3652058},
	}
	for _, test := range tests {
		from, _ := results.ParseDate(test.from)
		to, _ := results.ParseDate(test.to)
		if got := to.DaysSince(from); got != test.want {
			t.Errorf("%s to %s: %d days, want %d", test.from, test.to, got, test.want)
		}
		if test.want > 0 && (!from.Before(to) || to.Before(from)) {
			t.Errorf("%s is not before %s", test.from, test.to)
		}
	}
}

func TestDateOf(t *testing.T) {
	d := results.DateOf(2026, 2, 28)
	if year, month, day := d.Parts(); year != 2026 || month != 2 || day != 28 || d.String() != "2026-02-28" {
		t.Errorf("%d %d %d, %s", year, month, day, d)
	}
	if none := (results.Date{}); !none.IsZero() || none.String() != "" || !none.Before(d) {
		t.Errorf("the zero Date is %q", none)
	}
}
