package service

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// pending are the activities and measurements of a project that wait for somebody, at
// one end of its audit chain: those that were submitted, and those that were returned.
type pending struct {
	at     mark
	counts map[countKey]int
	// of is which entry waits for whom; only whoever has the turn looks at it.
	of map[place]countKey
}

type countKey struct {
	status  partnership.Status
	partner results.PartnerID // empty: of all
}

// pending returns what waits in a project as it is now.
func (s *Service) pending(ctx context.Context, project partnership.ProjectCode) (*pending, error) {
	return atEnd(ctx, s, s.pendingOf, project, making[pending]{
		end: func(p *pending) mark { return p.at },
		follow: func(before *pending, acts []act, end mark) (*pending, error) {
			changed := changedBy(acts, archive.Activities.Collection(), archive.Measurements.Collection())
			if len(changed) > mostRenewed {
				return nil, nil
			}
			return before.renewed(ctx, s.Engine, end, changed)
		},
		read: func(snapshot store.Reader, chain partnership.Chain, _ *pending) (*pending, error) {
			return readPending(ctx, snapshot, chain)
		},
	})
}

func readPending(ctx context.Context, r store.Reader, chain partnership.Chain) (*pending, error) {
	now := &pending{at: endOf(chain), counts: map[countKey]int{}, of: map[place]countKey{}}
	for _, status := range []partnership.Status{partnership.Submitted, partnership.Returned} {
		q := ofProject(chain.Project)
		q.Where = append(q.Where, store.Equal("status", status))
		for a, err := range archive.Activities.Find(ctx, r, q) {
			if err != nil {
				return nil, fmt.Errorf("read what waits in %s: %w", chain.Project, err)
			}
			now.put(place{archive.Activities.Collection(), a.ID}, countKey{status, a.Value.Value.Partner})
		}
		for m, err := range archive.Measurements.Find(ctx, r, q) {
			if err != nil {
				return nil, fmt.Errorf("read what waits in %s: %w", chain.Project, err)
			}
			now.put(place{archive.Measurements.Collection(), m.ID}, countKey{status, m.Value.Value.Partner})
		}
	}
	return now, nil
}

// renewed is what waits at an end of the chain, where those documents have changed.
func (p *pending) renewed(ctx context.Context, r store.Reader, end mark, changed map[place]bool) (*pending, error) {
	now := map[place]countKey{}
	for at := range changed {
		key, err := waitsFor(ctx, r, at)
		if err != nil && !errors.Is(err, store.ErrNotFound) { // it has gone
			return nil, fmt.Errorf("read whether %s waits: %w", at.id, err)
		}
		now[at] = key
	}
	next := &pending{at: end, counts: maps.Clone(p.counts), of: p.of}
	for at, key := range now {
		next.put(at, key)
	}
	return next, nil
}

// waitsFor reads the status of an entry, and whose it is.
func waitsFor(ctx context.Context, r store.Reader, at place) (countKey, error) {
	if at.collection == archive.Measurements.Collection() {
		m, err := archive.Measurements.Get(ctx, r, at.id)
		return countKey{m.Value.Value.Status, m.Value.Value.Partner}, err
	}
	a, err := archive.Activities.Get(ctx, r, at.id)
	return countKey{a.Value.Value.Status, a.Value.Value.Partner}, err
}

// put notes the status of an entry.
func (p *pending) put(at place, now countKey) {
	if was, isThere := p.of[at]; isThere {
		p.count(was, -1)
		delete(p.of, at)
	}
	if now.status == partnership.Submitted || now.status == partnership.Returned {
		p.count(now, 1)
		p.of[at] = now
	}
}

func (p *pending) count(key countKey, n int) {
	p.counts[key] += n
	p.counts[countKey{status: key.status}] += n
}
