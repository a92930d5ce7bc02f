package archive

import (
	"context"
	"errors"
	"maps"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// RenewTallies returns the tallies of a project that were read before, with those of the
// ids as they are now: others, new ones, or none any more. What was read before stays as
// it is. changed has the indicators of these tallies.
func RenewTallies(ctx context.Context, r store.Reader, project partnership.ProjectCode, before results.Tallies, ids []string) (
	now results.Tallies, changed map[results.IndicatorCode]bool, err error,
) {
	changed = map[results.IndicatorCode]bool{}
	if len(ids) == 0 {
		return before, changed, nil
	}
	renewed := map[string]bool{}
	for _, id := range ids {
		renewed[id] = true
	}
	now = maps.Clone(before)
	for key := range before {
		if renewed[tallyID(&Tally{Project: project, Key: key})] {
			delete(now, key)
			changed[key.Indicator] = true
		}
	}
	for id := range renewed {
		t, err := TallyTable.Get(ctx, r, id)
		switch {
		case errors.Is(err, store.ErrNotFound):
			continue
		case err != nil:
			return nil, nil, err
		}
		now[t.Value.Key] = t.Value.Tally
		changed[t.Value.Key.Indicator] = true
	}
	return now, changed, nil
}
