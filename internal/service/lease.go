package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// leaseTime is for how long others leave a job to the process that has it, after that
// process last said so; it says so four times as often.
const leaseTime = time.Minute

// ErrLostLease says that another process has the job by now: nothing was written.
var ErrLostLease = errors.New("another process has taken the job")

// A lease is the sole right of this process to do a job, for as long as nobody else takes
// it. Each write under it replaces the job's document too, at the revision that this
// process knows: once another process has taken the job, that revision is gone, and
// nothing of the write is applied. So what was paused for long, or has a wrong clock, can
// write nothing afterwards.
type lease struct {
	engine store.Engine
	now    func() time.Time

	mu       sync.Mutex
	held     Stored[archive.Job] // as it was last written
	isUnsure bool                // whether the last write was applied is not known
	isLost   bool
}

// renew says that this process still has the job, or answers ErrLostLease.
func (l *lease) renew(ctx context.Context) error { return l.commit(ctx, nil) }

// commit applies the unit while this process has the job.
func (l *lease) commit(ctx context.Context, u store.Unit) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	next, err := l.settled(ctx)
	if err != nil {
		return err
	}
	next.Renewed = l.now()
	return l.write(ctx, next, u)
}

// end gives the job back with what came of it.
func (l *lease) end(ctx context.Context, came func(*archive.Job)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	next, err := l.settled(ctx)
	if err != nil {
		return err
	}
	next.Holder = ""
	came(&next)
	return l.write(ctx, next, nil)
}

// settled is the job's document, read again where the outcome of the last write is open:
// nobody else writes it under this token.
func (l *lease) settled(ctx context.Context) (archive.Job, error) {
	if l.isUnsure && !l.isLost {
		now, err := archive.Jobs.Get(ctx, l.engine, l.held.ID)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return archive.Job{}, err
		}
		l.isUnsure = false
		l.isLost = now.Value.Token != l.held.Value.Token || now.Value.Holder != l.held.Value.Holder
		l.held = now
	}
	if l.isLost {
		return archive.Job{}, ErrLostLease
	}
	return l.held.Value, nil
}

// write replaces the job's document, before the rest of the unit: where there are no
// transactions, nothing after it is applied then.
func (l *lease) write(ctx context.Context, next archive.Job, u store.Unit) error {
	w, err := archive.Jobs.Replace(l.held, next)
	if err != nil {
		return err
	}
	err = l.engine.Commit(ctx, append(store.Unit{w.Write}, u...))
	var at *store.DocumentError
	switch {
	case err == nil:
		l.held.Rev, l.held.Hash, l.held.Value = l.held.Rev+1, w.Change.After, next
	case errors.As(err, &at) && at.Collection == archive.Jobs.Collection() && at.ID == l.held.ID:
		l.isLost = true
		return fmt.Errorf("%s: %w", l.held.ID, ErrLostLease)
	case errors.Is(err, store.ErrConflict), errors.Is(err, store.ErrDuplicate), errors.Is(err, store.ErrInvalid):
	default:
		l.isUnsure = true
	}
	return err
}

// keep renews the lease until ctx ends, and ends the work where it is lost.
func (l *lease) keep(ctx context.Context, renewed func(), lost context.CancelCauseFunc) {
	ticker := time.NewTicker(leaseTime / 4)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		switch err := l.renew(ctx); {
		case err == nil:
			renewed()
		case errors.Is(err, ErrLostLease):
			lost(err)
			return
		}
	}
}

// A leasedEngine writes only while its lease holds. Files, which cannot be written in one
// with a document, it does not write.
type leasedEngine struct {
	store.Engine
	lease *lease
}

func (e leasedEngine) Commit(ctx context.Context, u store.Unit) error { return e.lease.commit(ctx, u) }

func (leasedEngine) PutFile(context.Context, string, io.Reader) (store.FileInfo, error) {
	return store.FileInfo{}, errFileUnderLease
}

func (leasedEngine) DeleteFile(context.Context, string) error { return errFileUnderLease }

var errFileUnderLease = fmt.Errorf("%w: a file under a lease", store.ErrInvalid)
