package service

import (
	"context"
	"errors"
	"time"

	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// sweptAtOnce is how much of what is over is taken away in one.
const sweptAtOnce = 100

// Sweep takes away what is not to be kept any longer; of people and tokens, some.
func (s *Service) Sweep(ctx context.Context) error {
	var faults []error
	for _, r := range s.Retentions() {
		if r.sweep != nil {
			faults = append(faults, r.sweep(ctx, s))
		}
	}
	faults = append(faults, sweepTable(ctx, s, archive.Processes, "seen", s.Now().Add(-processTime)))
	return errors.Join(faults...)
}

// sweepTable takes away the documents whose key is a time not after the given one.
func sweepTable[T any](ctx context.Context, s *Service, table archive.Table[T], key string, until time.Time) error {
	for {
		old, err := collect(table.Find(ctx, s.Engine, store.Query{
			Where: []store.Condition{store.AtMost(key, until.UnixMilli())},
			Order: store.Ascending(key), Limit: sweptAtOnce,
		}))
		if err != nil || len(old) == 0 {
			return err
		}
		unit := make(store.Unit, 0, len(old))
		for _, one := range old {
			unit = append(unit, table.Delete(one).Write)
		}
		err = s.Engine.Commit(ctx, unit)
		if errors.Is(err, store.ErrConflict) { // one of them is used, or swept by another
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// sweepLeavers erases a few people who were shut out long enough ago. The last who
// leads a project stays.
func sweepLeavers(ctx context.Context, s *Service) error {
	q := store.Query{
		Where: []store.Condition{store.AtMost("shutOut", s.daysAgo(s.Retention.Leavers).UnixMilli())},
		Order: store.Ascending("shutOut"), Limit: sweptAtOnce,
	}
	leavers, err := collect(archive.Users.Find(ctx, s.Engine, q))
	if err != nil {
		return err
	}
	for _, u := range leavers {
		_, err := s.EraseUser(ctx, Operator(), u.Value.ID)
		if err != nil && !IsKind(err, NotPossible) && !IsKind(err, NotFound) { // another one sweeps
			return err
		}
	}
	return nil
}
