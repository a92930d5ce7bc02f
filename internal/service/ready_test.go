package service_test

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"testing"
	"time"

	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A countingEngine counts what is written, and refuses it where it is told to.
type countingEngine struct {
	store.Engine
	commits int
	refuse  error
}

func (e *countingEngine) Commit(ctx context.Context, u store.Unit) error {
	e.commits++
	if e.refuse != nil {
		return e.refuse
	}
	return e.Engine.Commit(ctx, u)
}

// TestReady: a process can serve while it can write, which it does every few seconds at
// most, and while it looks after its jobs.
func TestReady(t *testing.T) {
	each(t, func(in *installation) {
		c, e, ctx := clockAt(noon()), &countingEngine{Engine: in.Engine}, in.Context()
		uses := service.New(service.Config{Engine: e, Now: c.now, Random: rand.Reader, Host: "one", Version: "1"})
		for n, step := range []struct {
			later   time.Duration
			refuse  error
			commits int
			isGood  bool
		}{
			{0, nil, 1, true},
			{4 * time.Second, store.ErrReadOnly, 1, true},
			{time.Second, store.ErrReadOnly, 2, false},
			{4 * time.Second, nil, 2, false},
			{time.Second, nil, 3, true},
		} {
			c.advance(step.later)
			e.refuse = step.refuse
			if got := uses.Ready(ctx); got.IsGood() != step.isGood || e.commits != step.commits || !step.isGood && !errors.Is(got.Storage, store.ErrReadOnly) {
				in.Errorf("step %d: %+v after %d writes", n, got, e.commits)
			}
		}

		in.ok(uses.Do(ctx, trial(func(context.Context, *service.Service) error { return nil })))
		c.advance(5 * service.LookEvery)
		if got := uses.Ready(ctx); !got.IsGood() {
			in.Errorf("a job that was looked after: %+v", got)
		}
		c.advance(time.Second)
		if got := uses.Ready(ctx); got.IsGood() || !slices.Equal(got.Jobs, []string{"trial"}) {
			in.Errorf("a job that is not looked after: %+v", got)
		}

		c.advance(23 * time.Hour)
		in.ok(uses.Sweep(ctx))
		if n, err := archive.Processes.Count(ctx, in.Engine); err != nil || n != 1 {
			in.Errorf("%d processes after a day: %v", n, err)
		}
		c.advance(2 * time.Hour)
		in.ok(uses.Sweep(ctx))
		if n, err := archive.Processes.Count(ctx, in.Engine); err != nil || n != 0 {
			in.Errorf("%d processes after another: %v", n, err)
		}
		if got := uses.Ready(ctx); got.Storage != nil { // although it was swept
			in.Errorf("after that: %+v", got)
		}
	})
}

// TestNotReadyOnceClosed: a storage that is gone is told.
func TestNotReadyOnceClosed(t *testing.T) {
	t.Parallel()
	e := openSQLite(t, t.TempDir())
	uses := newService(e)
	if got := uses.Ready(t.Context()); !got.IsGood() {
		t.Errorf("open: %+v", got)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	if got := newService(e).Ready(t.Context()); !errors.Is(got.Storage, store.ErrClosed) {
		t.Errorf("closed: %+v", got)
	}
}
