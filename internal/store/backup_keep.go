package store

import (
	"fmt"
	"slices"
	"time"
)

// BackupKeeping says which backups are kept: the last of each of so many days, weeks and
// months that have any, and none older than Days.
type BackupKeeping struct {
	Daily, Weekly, Monthly int
	Days                   int // 0: however old
}

// allFor is how long every backup is kept.
const allFor = 48 * time.Hour

// Thin returns those of the backups, by when they were made, that are kept no longer. The
// newest always is, and so is each of the last two days; days are those of UTC, weeks
// those of ISO 8601.
func (k BackupKeeping) Thin(made []time.Time, now time.Time) []time.Time {
	latest := slices.SortedFunc(slices.Values(made), func(a, b time.Time) int { return b.Compare(a) })
	rounds := []struct {
		most int
		name func(time.Time) string
		seen map[string]bool
	}{
		{k.Daily, func(t time.Time) string { return t.Format(time.DateOnly) }, map[string]bool{}},
		{k.Weekly, func(t time.Time) string { y, w := t.ISOWeek(); return fmt.Sprint(y, " ", w) }, map[string]bool{}},
		{k.Monthly, func(t time.Time) string { return t.Format("2006-01") }, map[string]bool{}},
	}
	var gone []time.Time
	for n, at := range latest {
		isKept := n == 0 || now.Sub(at) < allFor
		for _, r := range rounds {
			if name := r.name(at.UTC()); !r.seen[name] && len(r.seen) < r.most {
				r.seen[name], isKept = true, true
			}
		}
		isOver := n > 0 && k.Days > 0 && now.Sub(at) > time.Duration(k.Days)*24*time.Hour
		if !isKept || isOver {
			gone = append(gone, at)
		}
	}
	return gone
}
