package archive_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// TestRenewTallies renews tallies while they come, change and go: they are always those
// that there are, and what has not changed is taken over.
func TestRenewTallies(t *testing.T) {
	t.Parallel()
	one := results.Int(1)
	add := func(code results.IndicatorCode) func(*results.Tally) error {
		i := &results.Indicator{Code: code, Measure: results.MeasureNumber}
		return func(tally *results.Tally) error {
			tally.Add(i, results.Entry{Ref: "A-1", Contribution: results.Contribution{Indicator: code, Value: &one}})
			return nil
		}
	}
	key := func(code results.IndicatorCode) results.TallyKey {
		return results.TallyKey{Indicator: code, Partner: "p", Period: 1}
	}
	for name, open := range engines() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := open(t)
			before := results.Tallies{}
			for _, c := range []struct {
				name    string
				do      func()
				changed []results.IndicatorCode
			}{
				{"nothing there", func() {}, nil},
				{"two come", func() {
					change(t, e, key("A"), "A-1", add("A"))
					change(t, e, key("B"), "A-1", add("B"))
				}, []results.IndicatorCode{"A", "B"}},
				{"nothing changes", func() {}, nil},
				{"one changes", func() { change(t, e, key("A"), "A-1", add("A")) }, []results.IndicatorCode{"A"}},
				{"one is another at the same revision", func() {
					check(t, e.Commit(t.Context(), store.Unit{deleteTally(t, e, key("B"))}))
					tally := results.Tally{Marks: 3}
					commitTally(t, e, archive.Tally{Project: "P", Key: key("B"), Tally: &tally})
				}, []results.IndicatorCode{"B"}},
				{"one goes", func() {
					check(t, e.Commit(t.Context(), store.Unit{deleteTally(t, e, key("A"))}))
				}, []results.IndicatorCode{"A"}},
			} {
				c.do()
				var ids []string
				for _, code := range c.changed {
					ids = append(ids, archive.TallyTable.ID(archive.Tally{Project: "P", Key: key(code)}))
				}
				now, changed, err := archive.RenewTallies(t.Context(), e, "P", before, ids)
				check(t, err)
				want, err := archive.Tallies(t.Context(), e, "P")
				check(t, err)
				if diff := cmp.Diff(want, now, dates); diff != "" {
					t.Errorf("%s: tallies (-there +read):\n%s", c.name, diff)
				}
				if got := slices.Sorted(maps.Keys(changed)); !slices.Equal(got, c.changed) {
					t.Errorf("%s: %v have changed, want %v", c.name, got, c.changed)
				}
				for k, tally := range now {
					if !changed[k.Indicator] && before[k] != tally {
						t.Errorf("%s: %v was decoded anew", c.name, k)
					}
				}
				before = now
			}
		})
	}
}
