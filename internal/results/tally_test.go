package results_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"tulos/internal/results"

	"github.com/google/go-cmp/cmp"
)

// indicators are one for each measure and set of rules that go together.
func indicators() []results.Indicator {
	rules := []results.Rule{results.Sum, results.Latest, results.Average, results.Max, results.Min}
	target := results.Goal{Value: number(20)}
	var all []results.Indicator
	for _, within := range rules {
		for _, time := range rules {
			for _, partners := range []results.Rule{results.Sum, results.Average, results.Max, results.Min} {
				i := results.Indicator{
					Measure: results.MeasureNumber, WithinPeriod: within, AcrossPeriods: time, AcrossPartners: partners, Target: &target,
				}
				if i.MayBreakDown() {
					i.Breakdown = []results.DimensionKey{"sex"}
				}
				all = append(all, i)
			}
		}
	}
	all = append(all, results.Indicator{Measure: results.MeasureNumber, Unique: true, Breakdown: []results.DimensionKey{"sex"}},
		results.Indicator{Measure: results.MeasureText})
	for _, within := range []results.Rule{results.Sum, results.Latest} {
		for _, time := range []results.Rule{results.Sum, results.Latest} {
			for _, measure := range []results.Measure{results.Percentage, results.Ratio} {
				all = append(all, results.Indicator{
					Measure: measure, WithinPeriod: within, AcrossPeriods: time, Breakdown: []results.DimensionKey{"sex"},
				})
			}
		}
	}
	for _, partners := range []results.Rule{results.Min, results.Max} {
		all = append(all, results.Indicator{
			Measure: results.MeasureStage, AcrossPartners: partners, Stages: []results.Stage{{Key: "one"}, {Key: "two"}, {Key: "three"}},
		})
	}
	for n := range all {
		all[n].Code = results.IndicatorCode(fmt.Sprintf("%d %s %s %s %s", n, all[n].Measure, all[n].Within(), all[n].Time(), all[n].Partners()))
	}
	return all
}

func number(n int) *results.Number {
	v := results.Int(n)
	return &v
}

func frame(all []results.Indicator) *results.Frame {
	return &results.Frame{
		Start: results.DateOf(2026, 1, 1), End: results.DateOf(2026, 12, 31),
		Periods: []results.Period{
			{Start: results.DateOf(2026, 1, 1), End: results.DateOf(2026, 4, 30)},
			{Start: results.DateOf(2026, 5, 1), End: results.DateOf(2026, 8, 31)},
			{Start: results.DateOf(2026, 9, 1), End: results.DateOf(2026, 12, 30)},
		},
		Members: []results.Member{{Partner: "a"}, {Partner: "b", Left: results.DateOf(2026, 7, 1)}},
		Results: []results.Result{{Code: "R", Indicators: all}},
	}
}

// logged is an entry with its partner.
type logged struct {
	partner results.PartnerID
	entry   results.Entry
}

func randomEntry(r *rand.Rand, i *results.Indicator, n int) logged {
	c := results.Contribution{Indicator: i.Code, NotApplicable: r.IntN(8) == 0}
	if !c.NotApplicable {
		fill(r, i, &c)
	}
	day := results.DateOf(2026, 1+r.IntN(12), 1+r.IntN(31)%28)
	if r.IntN(20) == 0 {
		day = results.DateOf(2026, 12, 31) // outside
	}
	return logged{[]results.PartnerID{"a", "b"}[r.IntN(2)], results.Entry{Date: day, Ref: fmt.Sprintf("A-%d", n), Contribution: c}}
}

func fill(r *rand.Rand, i *results.Indicator, c *results.Contribution) {
	value := r.IntN(10)
	switch {
	case i.IsPair():
		c.Numerator, c.Denominator = number(value/2), number(value)
	case i.Measure == results.MeasureStage:
		c.Stage = i.Stages[r.IntN(len(i.Stages))].Key
	case i.Measure == results.MeasureText:
		c.Text = results.Text{"en": fmt.Sprint(value)}
	default:
		c.Value = number(value)
	}
	if i.Unique {
		c.AlreadyCounted = number(r.IntN(value + 1))
	}
	if len(i.Breakdown) > 0 && r.IntN(2) == 0 {
		cell := results.Cell{By: results.By{{Dimension: "sex", Category: results.CategoryKey("fmx"[r.IntN(3)])}}}
		cell.Value, cell.Numerator, cell.Denominator = c.Value, c.Numerator, c.Denominator
		c.Cells = []results.Cell{cell}
	}
}

// TestTalliesKeepUp adds and takes away contributions in a random order, and
// compares the tallies with some made from scratch.
func TestTalliesKeepUp(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	all := indicators()
	f := frame(all)
	kept, scratch := results.Tallies{}, results.Tallies{}
	for n := range all {
		i := &all[n]
		var there []logged
		for k := range 60 {
			if len(there) > 0 && r.IntN(5) < 2 {
				at := r.IntN(len(there))
				if err := kept.Remove(f, i, there[at].partner, there[at].entry); err != nil {
					t.Fatalf("%s: %v", i.Code, err)
				}
				there = slices.Delete(there, at, at+1)
				continue
			}
			l := randomEntry(r, i, k)
			kept.Add(f, i, l.partner, l.entry)
			there = append(there, l)
		}
		r.Shuffle(len(there), func(a, b int) { there[a], there[b] = there[b], there[a] })
		for _, l := range there {
			scratch.Add(f, i, l.partner, l.entry)
		}
	}
	options := cmp.AllowUnexported(results.Date{})
	if diff := cmp.Diff(normal(scratch), normal(kept), options); diff != "" {
		t.Errorf("tallies (-from scratch +kept):\n%s", diff)
	}
	if diff := cmp.Diff(f.Figures(scratch), f.Figures(kept), options); diff != "" {
		t.Errorf("figures (-from scratch +kept):\n%s", diff)
	}
}

// normal is tallies without the difference of an empty list and none.
func normal(t results.Tallies) map[results.TallyKey]results.Tally {
	all := map[results.TallyKey]results.Tally{}
	for key, tally := range t {
		copied := *tally
		if len(copied.Cells) == 0 {
			copied.Cells = nil
		}
		if len(copied.Entries) == 0 {
			copied.Entries = nil
		}
		all[key] = copied
	}
	return all
}

func TestRemoveWhatWasNeverCounted(t *testing.T) {
	all := indicators()
	f := frame(all)
	for n := range all {
		i := &all[n]
		tallies := results.Tallies{}
		r := rand.New(rand.NewPCG(1, 2))
		l := randomEntry(r, i, 0)
		l.entry.Date = results.DateOf(2026, 2, 1)
		if err := tallies.Remove(f, i, l.partner, l.entry); err == nil {
			t.Errorf("%s: removed from nothing without an error", i.Code)
		}
		tallies.Add(f, i, l.partner, l.entry)
		if err := tallies.Remove(f, i, l.partner, l.entry); err != nil || len(tallies) != 0 {
			t.Errorf("%s: %d tallies are left, error %v", i.Code, len(tallies), err)
		}
	}
}
