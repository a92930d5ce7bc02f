package service

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// LookEvery is how often a process looks whether a job is to be done.
const LookEvery = time.Minute

// A Job is done again and again, by one of the processes that serve the storage at a time.
type Job struct {
	Name    string
	Every   time.Duration // 0: each time that a process looks
	Longest time.Duration // after which it is broken off
	// Do does it with a service that can write while this process has the job.
	Do func(ctx context.Context, s *Service) error
}

// Jobs are those of the installation.
func (s *Service) Jobs() []Job {
	all := []Job{{"sweep", time.Hour, time.Hour, func(ctx context.Context, s *Service) error { return s.Sweep(ctx) }}}
	if s.Mail != nil {
		// Each letter is claimed by itself, and what came of it is to be noted also by a
		// process that has lost the job meanwhile: the server has the letter.
		all = append(all, Job{"letters", 0, time.Hour, func(ctx context.Context, _ *Service) error { return s.SendLetters(ctx) }})
	}
	return all
}

// isDue says whether a job that nobody has is to be done. A last time in the future is
// that of a wrong clock.
func (j Job) isDue(last archive.Job, now time.Time) bool {
	return last.Began.IsZero() || last.Holder != "" || now.Sub(last.Began).Abs() >= j.Every
}

// jobRoom is what a process knows of jobs: by it, never by a clock of another machine,
// the process tells whether the one that has a job is still there.
type jobRoom struct {
	mu    sync.Mutex
	under map[string]bool      // way here
	heard map[string]heard     // of each job
	alive map[string]time.Time // when this process last looked after it
}

// heard is the revision of a job's document, and since when this process knows it.
type heard struct {
	rev   int64
	since time.Time
}

func newJobRoom() *jobRoom {
	return &jobRoom{under: map[string]bool{}, heard: map[string]heard{}, alive: map[string]time.Time{}}
}

// begin is false where the job is under way in this process.
func (r *jobRoom) begin(name string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.under[name] {
		return false
	}
	r.under[name] = true
	return true
}

func (r *jobRoom) end(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.under, name)
}

func (r *jobRoom) live(name string, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.alive[name] = now
}

// isLapsed says whether the holder of a job has said nothing for its term, by the clock
// of this process alone.
func (r *jobRoom) isLapsed(job Stored[archive.Job], now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.heard[job.ID]
	if h.rev != job.Rev {
		h = heard{job.Rev, now}
		r.heard[job.ID] = h
	}
	return now.Sub(h.since) >= job.Value.Term
}

// Do does the job where it is due and no other process has it, and notes how it went. It
// returns the job's own error, or ErrLostLease where another process took it meanwhile.
func (s *Service) Do(ctx context.Context, j Job) error {
	if !s.jobs.begin(j.Name) {
		return nil
	}
	defer s.jobs.end(j.Name)
	s.jobs.live(j.Name, s.Now())
	defer func() { s.jobs.live(j.Name, s.Now()) }()
	l, err := s.takeJob(ctx, j)
	if l == nil || err != nil {
		return err
	}
	began := l.held.Value.Began
	err = s.doUnder(ctx, j, l)
	if errors.Is(err, ErrLostLease) {
		return err
	}
	noting, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaseTime/4)
	defer cancel()
	return errors.Join(err, l.end(noting, func(job *archive.Job) {
		job.Ended = s.Now()
		switch {
		case err == nil:
			job.Good, job.Fault, job.Faults = began, "", 0
		case ctx.Err() != nil: // this process stops
			job.Began = time.Time{}
		default:
			job.Fault, job.Faults = results.Excerpt(err.Error()), job.Faults+1
		}
	}))
}

// doUnder does the job under its lease, which is renewed meanwhile.
func (s *Service) doUnder(ctx context.Context, j Job, l *lease) error {
	work, cancel := context.WithTimeoutCause(ctx, j.Longest, fmt.Errorf("it took longer than %v", j.Longest))
	defer cancel()
	work, lose := context.WithCancelCause(work)
	var renewing sync.WaitGroup
	renewing.Go(func() { l.keep(work, func() { s.jobs.live(j.Name, s.Now()) }, lose) })
	err := j.Do(work, s.under(l))
	if cause := context.Cause(work); err != nil && cause != nil {
		err = fmt.Errorf("%w: %w", cause, err)
	}
	lose(nil)
	renewing.Wait()
	return err
}

// under is the service, with the same memory, whose writes a lease holds.
func (s *Service) under(l *lease) *Service {
	config := s.Config
	config.Engine = leasedEngine{s.Engine, l}
	return &Service{config, s.memory}
}

// takeJob takes the job for this process; nil where it is not due, or another has it.
func (s *Service) takeJob(ctx context.Context, j Job) (*lease, error) {
	old, err := archive.Jobs.Get(ctx, s.Engine, j.Name)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("job %s: %w", j.Name, err)
	}
	now := s.Now()
	if old.Value.Holder != "" && old.Value.Holder != s.process && !s.jobs.isLapsed(old, now) || !j.isDue(old.Value, now) {
		return nil, nil //nolint:nilnil // nothing to do
	}
	next := old.Value
	next.Name, next.Holder, next.Token, next.Renewed, next.Term, next.Began = j.Name, s.process, next.Token+1, now, leaseTime, now
	w, err := archive.Jobs.Insert(next)
	if old.Rev > 0 {
		w, err = archive.Jobs.Replace(old, next)
	}
	if err == nil {
		err = s.Engine.Commit(ctx, store.Unit{w.Write})
	}
	switch {
	case errors.Is(err, store.ErrConflict): // another was quicker
		return nil, nil //nolint:nilnil // nothing to do
	case err != nil:
		return nil, fmt.Errorf("take job %s: %w", j.Name, err)
	}
	held := Stored[archive.Job]{ID: j.Name, Rev: old.Rev + 1, Hash: w.Change.After, Value: next}
	return &lease{engine: s.Engine, now: s.Now, held: held}, nil
}
