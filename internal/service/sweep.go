package service

import (
	"context"
	"errors"
	"time"

	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// sweptAtOnce is how much of what is over each new session takes away, at most.
const sweptAtOnce = 100

// requestsKept is for how long a form that is sent again is known: longer than any
// window stays open, and any draft waits for a connection.
const requestsKept = 180 * 24 * time.Hour

// sweep takes away some of the sessions and of the memory of forms that are over.
func (s *Service) sweep(ctx context.Context) error {
	return errors.Join(
		sweepTable(ctx, s, archive.Sessions, "until", s.Now()),
		sweepTable(ctx, s, archive.Requests, "at", s.Now().Add(-requestsKept)),
	)
}

// sweepTable takes away some documents whose key is a time not after the given one.
func sweepTable[T any](ctx context.Context, s *Service, table archive.Table[T], key string, until time.Time) error {
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
	if err := s.Engine.Commit(ctx, unit); err != nil && !errors.Is(err, store.ErrConflict) { // another one sweeps
		return err
	}
	return nil
}
