package archive_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// indicators are one of each measure and rule within a period, and people.
func indicators() []results.Indicator {
	all := []results.Indicator{{Measure: results.MeasureNumber, Unique: true, Breakdown: []results.DimensionKey{"sex"}}}
	for _, measure := range []results.Measure{
		results.MeasureNumber, results.Percentage, results.Ratio, results.MeasureStage, results.MeasureText,
	} {
		for _, rule := range []results.Rule{results.Sum, results.Latest, results.Average, results.Max, results.Min} {
			i := results.Indicator{Measure: measure, WithinPeriod: rule, Stages: []results.Stage{{Key: "one"}, {Key: "two"}}}
			if i.MayBreakDown() {
				i.Breakdown = []results.DimensionKey{"sex", "age"}
			}
			all = append(all, i)
		}
	}
	for n := range all {
		all[n].Code = results.IndicatorCode(fmt.Sprintf("%d/%s", n, all[n].Measure))
	}
	return all
}

// decimal is a number that may be very large, very exact, or 0.
func decimal(r *rand.Rand) *results.Number {
	n, err := results.ParseNumber([]string{
		"0", fmt.Sprint(r.IntN(100)), fmt.Sprintf("%d.%06d", r.IntN(10), r.IntN(1_000_000)), "999999999999999999.999999", "-0.5",
	}[r.IntN(5)])
	if err != nil {
		panic(err)
	}
	return &n
}

func contribution(r *rand.Rand, i *results.Indicator) results.Contribution {
	c := results.Contribution{Indicator: i.Code}
	if r.IntN(8) == 0 {
		c.NotApplicable, c.Note = true, "no school was open"
		return c
	}
	switch {
	case i.IsPair():
		c.Numerator, c.Denominator = decimal(r), decimal(r)
	case i.Measure == results.MeasureStage:
		c.Stage = i.Stages[r.IntN(2)].Key
	case i.Measure == results.MeasureText:
		c.Text = results.Text{"lv": fmt.Sprintf("rīt %d", r.IntN(9)), "en": ""}
	default:
		c.Value = decimal(r)
	}
	if i.Unique {
		c.AlreadyCounted = decimal(r)
	}
	for n, sex := range []results.CategoryKey{"f", "m"} {
		if len(i.Breakdown) > 0 && r.IntN(2) == 0 {
			by := map[results.DimensionKey]results.CategoryKey{"sex": sex, "age": results.CategoryKey(fmt.Sprint(n))}
			c.Cells = append(c.Cells, results.Cell{
				By: results.NewBy(by), Value: c.Value, Numerator: c.Numerator, Denominator: c.Denominator,
			})
		}
	}
	return c
}

// TestTalliesKeepUp counts contributions in and out through the storage in a random
// order, and compares what is kept with tallies made of those that remain.
func TestTalliesKeepUp(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t)
			r := rand.New(rand.NewPCG(seed, 0))
			all := indicators()
			want := results.Tallies{}
			for n := range all {
				key := results.TallyKey{Indicator: all[n].Code, Partner: "p/1", Period: results.PeriodNo(1 + r.IntN(3))}
				scratch := results.Tally{}
				for _, entry := range countInAndOut(t, e, r, key, &all[n]) {
					scratch.Add(&all[n], entry)
				}
				if !scratch.IsEmpty() {
					want[key] = &scratch
				}
			}
			other := filledTally(t)
			commitTally(t, e, other)
			got, err := archive.Tallies(t.Context(), e, "P")
			check(t, err)
			if diff := cmp.Diff(want, got, dates); diff != "" {
				t.Errorf("tallies (-from scratch +kept):\n%s", diff)
			}
			for key := range want { // kept whole, they are the same
				check(t, e.Commit(t.Context(), store.Unit{deleteTally(t, e, key)}))
				w, err := archive.TallyTable.Insert(archive.Tally{Project: "P", Key: key, Tally: want[key]})
				check(t, err)
				check(t, e.Commit(t.Context(), store.Unit{w.Write}))
			}
			for found, err := range archive.FindTallies(t.Context(), e, "P") {
				check(t, err)
				if diff := cmp.Diff(want[found.Key], found.Tally, dates); diff != "" || found.Project != "P" {
					t.Errorf("%v of %s (-from scratch +kept):\n%s", found.Key, found.Project, diff)
				}
				delete(want, found.Key)
			}
			if len(want) > 0 {
				t.Errorf("%d tallies are missing", len(want))
			}
		})
	}
}

// countInAndOut changes a tally at random and returns the entries that remain.
func countInAndOut(t *testing.T, e store.Engine, r *rand.Rand, key results.TallyKey, i *results.Indicator) []results.Entry {
	t.Helper()
	var there []results.Entry
	for n := range 25 {
		if len(there) > 0 && r.IntN(5) < 2 {
			at := r.IntN(len(there))
			change(t, e, key, there[at].Ref, func(tally *results.Tally) error { return tally.Remove(i, there[at]) })
			there = slices.Delete(there, at, at+1)
			continue
		}
		ref := fmt.Sprintf("A-%d", n)
		if r.IntN(3) == 0 && len(there) > 0 {
			ref = there[0].Ref + "0" // begins like another
		}
		entry := results.Entry{Date: results.DateOf(2026, 1+r.IntN(12), 1+n%28), Ref: ref, Contribution: contribution(r, i)}
		if slices.ContainsFunc(there, func(o results.Entry) bool { return o.Ref == ref }) {
			continue
		}
		change(t, e, key, ref, func(tally *results.Tally) error { tally.Add(i, entry); return nil })
		there = append(there, entry)
	}
	if r.IntN(6) == 0 { // all of them go
		for _, entry := range there {
			change(t, e, key, entry.Ref, func(tally *results.Tally) error { return tally.Remove(i, entry) })
		}
		return nil
	}
	return there
}

// change opens a tally, changes and keeps it.
func change(t *testing.T, e store.Engine, key results.TallyKey, ref string, f func(*results.Tally) error) {
	t.Helper()
	open, err := archive.TallyFor(t.Context(), e, "P", key, ref)
	check(t, err)
	check(t, f(open.Tally))
	w, ok, err := open.Write()
	check(t, err)
	if ok {
		check(t, e.Commit(t.Context(), store.Unit{w}))
	}
}

func commitTally(t *testing.T, e store.Engine, tally archive.Tally) {
	t.Helper()
	w, err := archive.TallyTable.Insert(tally)
	check(t, err)
	check(t, e.Commit(t.Context(), store.Unit{w.Write}))
}

func deleteTally(t *testing.T, e store.Engine, key results.TallyKey) store.Write {
	t.Helper()
	found, err := archive.TallyTable.Get(t.Context(), e, archive.TallyTable.ID(archive.Tally{Project: "P", Key: key}))
	check(t, err)
	return archive.TallyTable.Delete(found).Write
}

// TestOpenTally: only the entries of the reference are there.
func TestOpenTally(t *testing.T) {
	t.Parallel()
	e := openSQLite(t)
	i := &results.Indicator{Code: "I", Measure: results.MeasureText}
	key := results.TallyKey{Indicator: "I", Partner: "p", Period: 1}
	none, err := archive.TallyFor(t.Context(), e, "P", key, "A-1")
	check(t, err)
	if w, ok, err := none.Write(); ok || err != nil || !none.Tally.IsEmpty() {
		t.Errorf("what is not there: write %v %v, error %v", w, ok, err)
	}
	var tally results.Tally
	for n, ref := range []string{"A-1", "A-10", "A-1", "A-2"} {
		tally.Add(i, results.Entry{Ref: ref, Date: results.DateOf(2026, 1, 9-n), Contribution: results.Contribution{Indicator: "I"}})
	}
	commitTally(t, e, archive.Tally{Project: "P", Key: key, Tally: &tally})
	for ref, want := range map[string]int{"A-1": 2, "A-10": 1, "A-2": 1, "A-": 0, "": 0} {
		open, err := archive.TallyFor(t.Context(), e, "P", key, ref)
		check(t, err)
		if len(open.Tally.Entries) != want || open.Tally.Count != 4 {
			t.Errorf("%q: %d entries of %d, want %d of 4", ref, len(open.Tally.Entries), open.Tally.Count, want)
		}
	}
	twice := tally.Entries[1] // one of two with the reference
	change(t, e, key, "A-1", func(open *results.Tally) error { return open.Remove(i, twice) })
	check(t, tally.Remove(i, twice))
	kept, err := archive.Tallies(t.Context(), e, "P")
	check(t, err)
	if diff := cmp.Diff(results.Tallies{key: &tally}, kept, dates); diff != "" {
		t.Errorf("one of two taken out (-want +kept):\n%s", diff)
	}

	other := key
	other.Period = 2
	open, err := archive.TallyFor(t.Context(), e, "P", other, "A-1")
	if err != nil || !open.Tally.IsEmpty() {
		t.Errorf("another period: %v, error %v", open.Tally, err)
	}
}

// TestTallyCollides: of two who count into the same tally the second is told.
func TestTallyCollides(t *testing.T) {
	t.Parallel()
	i := &results.Indicator{Code: "I", Measure: results.MeasureNumber}
	key := results.TallyKey{Indicator: "I", Partner: "p", Period: 1}
	one := results.Int(1)
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t)
			for _, state := range []string{"new", "there"} {
				writes := make([]store.Write, 2)
				for n := range writes {
					open, err := archive.TallyFor(t.Context(), e, "P", key, fmt.Sprint(n))
					check(t, err)
					open.Tally.Add(i, results.Entry{Ref: fmt.Sprint(n), Contribution: results.Contribution{Value: &one}})
					w, ok, err := open.Write()
					check(t, err)
					if !ok {
						t.Fatal("there is nothing to be done")
					}
					writes[n] = w
				}
				check(t, e.Commit(t.Context(), writes[:1]))
				isKind(t, e.Commit(t.Context(), writes[1:]), store.ErrConflict, state)
			}
		})
	}
}
