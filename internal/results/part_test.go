package results_test

import (
	"testing"

	"tulos/internal/results"
)

// TestPart: parts of a sum add up to the whole before deductions, and a level is
// that of the part's own partners.
func TestPart(t *testing.T) {
	t.Parallel()
	number := func(n int) *results.Number { v := results.Int(n); return &v }
	people := results.Indicator{Code: "people", Measure: results.MeasureNumber, Unique: true}
	level := results.Indicator{Code: "level", Measure: results.MeasureNumber, AcrossPartners: results.Max}
	f := &results.Frame{
		Start: results.DateOf(2026, 1, 1), End: results.DateOf(2026, 12, 31),
		Periods:    []results.Period{{Start: results.DateOf(2026, 1, 1), End: results.DateOf(2026, 12, 31)}},
		Members:    []results.Member{{Partner: "a"}, {Partner: "b"}, {Partner: "c"}},
		Deductions: []results.Deduction{{Indicator: "people", Period: 1, Value: number(5)}},
	}
	tallies := results.Tallies{}
	for partner, n := range map[results.PartnerID]int{"a": 10, "b": 20, "c": 40} {
		for _, i := range []*results.Indicator{&people, &level} {
			tallies.Add(f, i, partner, results.Entry{
				Ref: string(partner), Date: results.DateOf(2026, 3, 1),
				Contribution: results.Contribution{Indicator: i.Code, Value: number(n)},
			})
		}
	}
	for name, c := range map[string]struct {
		frame         *results.Frame
		people, level string
		due           int
	}{
		"whole":   {f, "65", "40", 3},
		"a and b": {f.Part(func(p results.PartnerID) bool { return p != "c" }), "30", "20", 2},
		"c":       {f.Part(func(p results.PartnerID) bool { return p == "c" }), "40", "40", 1},
	} {
		p, l := c.frame.Span(tallies, &people, 1, 1), c.frame.Span(tallies, &level, 1, 1)
		got, _ := p.Cumulative.Number()
		most, _ := l.Cumulative.Number()
		if got.String() != c.people || most.String() != c.level || p.DueFrom != c.due {
			t.Errorf("%s: %s people, level %s, due from %d; want %s, %s, %d", name, got, most, p.DueFrom, c.people, c.level, c.due)
		}
	}
	nobody := f.Part(func(results.PartnerID) bool { return false }).Span(tallies, &people, 1, 1)
	if nobody.Cumulative.IsKnown() {
		t.Error("nobody has a figure")
	}
}
