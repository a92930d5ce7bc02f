package store_test

import (
	"slices"
	"testing"
	"time"

	"tulos/internal/store"
)

// TestThin: of a year of backups, thinned each day, those stay that should.
func TestThin(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		keep store.BackupKeeping
		want []string // month and day, the newest first
	}{
		"days, weeks and months": {
			store.BackupKeeping{Daily: 4, Weekly: 3, Monthly: 3, Days: 90},
			[]string{"11-28", "11-27", "11-26", "11-25", "11-22", "11-15", "10-31", "09-30"},
		},
		"days alone":       {store.BackupKeeping{Daily: 3}, []string{"11-28", "11-27", "11-26"}},
		"none in so long":  {store.BackupKeeping{Monthly: 12, Days: 40}, []string{"11-28", "11-27", "10-31"}},
		"nothing set":      {store.BackupKeeping{}, []string{"11-28", "11-27"}},
		"more than a year": {store.BackupKeeping{Monthly: 3}, []string{"11-28", "11-27", "10-31", "09-30"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var made []time.Time
			last := time.Date(2026, 11, 28, 3, 0, 0, 0, time.UTC)
			for at := last.AddDate(-1, 0, 0); !at.After(last); at = at.AddDate(0, 0, 1) {
				made = append(made, at)
				gone := test.keep.Thin(made, at.Add(time.Hour))
				made = slices.DeleteFunc(made, func(at time.Time) bool { return slices.Contains(gone, at) })
			}
			slices.Reverse(made)
			var got []string
			for _, at := range made {
				got = append(got, at.Format("01-02"))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("kept %v, want %v", got, test.want)
			}
		})
	}
}

// TestThinKeepsTheNewest, however old it is, and all of two days.
func TestThinKeepsTheNewest(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)
	keep := store.BackupKeeping{Daily: 1, Days: 30}
	if gone := keep.Thin([]time.Time{now.AddDate(-2, 0, 0), now.AddDate(-1, 0, 0)}, now); len(gone) != 1 || !gone[0].Equal(now.AddDate(-2, 0, 0)) {
		t.Errorf("gone: %v", gone)
	}
	hourly := []time.Time{now, now.Add(-time.Hour), now.Add(-47 * time.Hour), now.Add(-49 * time.Hour)}
	if gone := keep.Thin(hourly, now); len(gone) != 1 || !gone[0].Equal(hourly[3]) {
		t.Errorf("gone of an hourly one: %v", gone)
	}
}
