package service

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"tulos/internal/store"
	"tulos/internal/store/archive"
)

const (
	// readyFor is how long it stands whether the storage can be written to, so that
	// whoever asks often does not write often.
	readyFor = 5 * time.Second
	// readyTime is how long the storage may take to answer.
	readyTime = 3 * time.Second
	// aliveTime is how long a job may not be looked after, which is done each LookEvery.
	aliveTime = 5 * LookEvery
	// processTime is for how long it is known that a process was there.
	processTime = 24 * time.Hour
)

// A Fitness says whether a process can serve.
type Fitness struct {
	Storage error    // why it cannot be written to; nil: it can
	Jobs    []string // names of those that this process does not look after any more
}

// IsGood says whether nothing is wrong.
func (f Fitness) IsGood() bool { return f.Storage == nil && len(f.Jobs) == 0 }

// Ready finds out whether this process can serve: it notes in the storage that it is
// there, at most every few seconds, and looks at its jobs.
func (s *Service) Ready(ctx context.Context) Fitness {
	return Fitness{Storage: s.trial.write(ctx, s), Jobs: s.jobs.stale(s.Now())}
}

// stale are the jobs that have not been looked after for too long, by name.
func (r *jobRoom) stale(now time.Time) []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var names []string
	for name, at := range r.alive {
		if now.Sub(at) > aliveTime {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// A trial is the last try to write, and the document of the process that is written.
type trial struct {
	mu   sync.Mutex
	at   time.Time // zero: not tried yet
	came error
	rev  int64 // of the document; 0: it is not there
	is   archive.Process
}

// write tries to write, or answers what came of it a moment ago.
func (t *trial) write(ctx context.Context, s *Service) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := s.Now()
	if !t.at.IsZero() && now.Sub(t.at).Abs() < readyFor {
		return t.came
	}
	if t.at.IsZero() {
		t.is = archive.Process{ID: s.process, Host: s.Host, Version: s.Version, Since: now}
	}
	t.is.Seen = now
	// The answer is for all who ask, whether the first one waits for it or not.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readyTime)
	defer cancel()
	t.at, t.came = now, t.put(ctx, s.Engine)
	return t.came
}

// put writes the document, in place of what is there: after a write whose outcome is not
// known, or when it was swept, that is not what it was.
func (t *trial) put(ctx context.Context, e store.Engine) error {
	err := t.putAt(ctx, e)
	if !errors.Is(err, store.ErrConflict) {
		return err
	}
	now, err := archive.Processes.Get(ctx, e, t.is.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	t.rev = now.Rev
	return t.putAt(ctx, e)
}

// putAt writes the document at its revision.
func (t *trial) putAt(ctx context.Context, e store.Engine) error {
	w, err := archive.Processes.Insert(t.is)
	if t.rev > 0 {
		w, err = archive.Processes.Replace(Stored[archive.Process]{ID: t.is.ID, Rev: t.rev}, t.is)
	}
	if err == nil {
		err = e.Commit(ctx, store.Unit{w.Write})
	}
	if err == nil {
		t.rev++
	}
	return err
}
