package service

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// seats keep what was worked out of some projects, each at one end of its audit
// chain. Each change of a project moves the end of its chain, so that what was worked
// out at the same end is right, whichever process made the change.
type seats[T any] struct {
	most  int // of how many projects something is kept
	mutex sync.Mutex
	used  int // counts how often any was asked for
	of    map[partnership.ProjectCode]*seat[T]
}

// A seat holds what is known of a project; whoever works it out has the turn.
type seat[T any] struct {
	now  atomic.Pointer[T]
	turn chan struct{}
	used int
}

func newSeats[T any](most int) *seats[T] {
	return &seats[T]{most: most, of: map[partnership.ProjectCode]*seat[T]{}}
}

// at returns what is kept of a project, if it is right; else it is worked out, by one
// at a time, from what was there before, which may be nil. It must not be changed.
func (s *seats[T]) at(ctx context.Context, project partnership.ProjectCode, isRight func(*T) bool, work func(before *T) (*T, error)) (*T, error) {
	p := s.seat(project)
	if now := p.now.Load(); now != nil && isRight(now) {
		return now, nil
	}
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	now, err := work(p.now.Load())
	if err != nil {
		return nil, err
	}
	p.now.Store(now)
	return now, nil
}

// follow puts something in place of what is kept of a project, which may be nil, unless
// that is being worked out now, or there is nothing to put.
func (s *seats[T]) follow(project partnership.ProjectCode, work func(before *T) *T) {
	p := s.seat(project)
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	default:
		return
	}
	if now := work(p.now.Load()); now != nil {
		p.now.Store(now)
	}
}

// latest returns what is kept of a project, or nil.
func (s *seats[T]) latest(project partnership.ProjectCode) *T { return s.seat(project).now.Load() }

// A making is how something is worked out of a project at an end of its audit chain.
type making[T any] struct {
	end func(*T) mark
	// follow makes it of what it was and of what was done since, or answers nil where that
	// does not do.
	follow func(before *T, acts []act, end mark) (*T, error)
	// read makes it of what is stored, and of what it was, which may be nil.
	read func(snapshot store.Reader, chain partnership.Chain, before *T) (*T, error)
}

// atEnd returns what is kept of a project at the end of its audit chain, as it is now or a
// moment later.
func atEnd[T any](ctx context.Context, s *Service, kept *seats[T], project partnership.ProjectCode, m making[T]) (*T, error) {
	t, err := s.trail(ctx, s.Engine, project)
	if err != nil {
		return nil, err
	}
	latest := func() *trail { return cmp.Or(s.trails.latest(project), t) }
	isRight := func(now *T) bool { return m.end(now) == t.end() || m.end(now) == latest().end() }
	return kept.at(ctx, project, isRight, func(before *T) (*T, error) {
		if before != nil && isRight(before) {
			return before, nil
		}
		if before != nil {
			t := latest()
			if acts, ok := t.since(m.end(before)); ok {
				if now, err := m.follow(before, acts, t.end()); now != nil || err != nil {
					return now, err
				}
			}
		}
		snapshot, err := s.Engine.Snapshot(ctx)
		if err != nil {
			return nil, err
		}
		defer snapshot.Close()
		chain, err := chainOf(ctx, snapshot, project)
		if err != nil || before != nil && m.end(before) == endOf(chain) {
			return before, err
		}
		return m.read(snapshot, chain, before)
	})
}

// chainOf reads the end of a project's audit chain; that of the installation may not have
// begun.
func chainOf(ctx context.Context, r store.Reader, project partnership.ProjectCode) (partnership.Chain, error) {
	chain, err := archive.Chains.Get(ctx, r, string(project))
	if project == partnership.Installation && errors.Is(err, store.ErrNotFound) {
		return partnership.Chain{Project: project}, nil
	}
	return chain.Value, orNotFound(err, "error.no-such-project", "Project", string(project))
}

// seat finds the seat of a project; the one unused for longest makes room.
func (s *seats[T]) seat(project partnership.ProjectCode) *seat[T] {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.used++
	p := s.of[project]
	if p == nil {
		if len(s.of) >= s.most {
			delete(s.of, s.unused())
		}
		p = &seat[T]{turn: make(chan struct{}, 1)}
		s.of[project] = p
	}
	p.used = s.used
	return p
}

func (s *seats[T]) unused() partnership.ProjectCode {
	var longest partnership.ProjectCode
	since := s.used + 1
	for project, p := range s.of {
		if p.used < since {
			longest, since = project, p.used
		}
	}
	return longest
}
