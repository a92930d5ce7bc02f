package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A knowing engine answers requests from memory where the audit says that nothing has
// changed since: who people are, what they may do, and how projects are set up is read
// for each page, and seldom changes; what was just logged is read by all that follows the
// audit. Others than requests read what is stored.
type knowing struct {
	store.Engine
	memory *memory
}

// Get implements store.Reader.
func (k *knowing) Get(ctx context.Context, collection, id string) (store.Document, error) {
	chain, ok := chainOfDocument(collection, id)
	if !ok {
		return k.Engine.Get(ctx, collection, id)
	}
	known, err := k.ask(ctx, chain, question{collection: collection, id: id}, func() ([]store.Document, error) {
		d, err := k.Engine.Get(ctx, collection, id)
		if errors.Is(err, store.ErrNotFound) {
			return nil, nil
		}
		return []store.Document{d}, err
	})
	switch {
	case err != nil:
		return store.Document{}, err
	case len(known) == 0:
		return store.Document{}, &store.DocumentError{Collection: collection, ID: id, Kind: store.ErrNotFound}
	}
	return known[0], nil
}

// chainOfDocument is the chain that tells when a document changes; ok is false for one that
// is not kept in mind.
func chainOfDocument(collection, id string) (chain partnership.ProjectCode, ok bool) {
	switch collection {
	case archive.Users.Collection(), archive.Memberships.Collection():
		return partnership.Installation, true
	case archive.Projects.Collection(), archive.Policies.Collection():
		return partnership.ProjectCode(id), true
	case archive.Activities.Collection(), archive.Measurements.Collection():
		return archive.ProjectOf(id)
	}
	return "", false
}

// Find implements store.Reader.
func (k *knowing) Find(ctx context.Context, q store.Query) iter.Seq2[store.Document, error] {
	chain, ok := chainOfSearch(q)
	if !ok {
		return k.Engine.Find(ctx, q)
	}
	return func(yield func(store.Document, error) bool) {
		where := question{collection: q.Collection, search: fmt.Sprintf("%#v", []any{q.Where, q.Order, q.After, q.Limit})}
		known, err := k.ask(ctx, chain, where, func() (all []store.Document, err error) {
			for d, err := range k.Engine.Find(ctx, q) {
				if err != nil {
					return nil, err
				}
				all = append(all, d)
			}
			return all, nil
		})
		for _, d := range known {
			if !yield(d, nil) {
				return
			}
		}
		if err != nil {
			yield(store.Document{}, err)
		}
	}
}

// chainOfSearch is the chain that tells when the answer to a search changes: where a user
// has places, and which reports of partners a project has.
func chainOfSearch(q store.Query) (partnership.ProjectCode, bool) {
	for _, c := range q.Where {
		value, isText := c.Value.(string)
		switch {
		case c.Op != store.Same || !isText:
		case q.Collection == archive.Memberships.Collection() && c.Key == "user":
			return partnership.Installation, true
		case q.Collection == archive.PartnerReports.Collection() && c.Key == "project":
			return partnership.ProjectCode(value), true
		}
	}
	return "", false
}

// ask answers a question, by what is known up to the end of a chain or by reading.
func (k *knowing) ask(ctx context.Context, chain partnership.ProjectCode, q question, read func() ([]store.Document, error)) ([]store.Document, error) {
	if !store.IsRemembering(ctx) {
		return read()
	}
	t, err := k.memory.trail(ctx, k.Engine, chain)
	if err != nil {
		if IsKind(err, NotFound) { // it is being made
			return read()
		}
		return nil, err
	}
	now, err := k.memory.known.at(ctx, chain, func(*knowledge) bool { return true }, func(*knowledge) (*knowledge, error) {
		return &knowledge{of: map[question][]store.Document{}}, nil
	})
	if err != nil {
		return nil, err
	}
	at := now.follow(cmp.Or(k.memory.trails.latest(chain), t))
	if answer, isKnown := now.look(q); isKnown {
		return answer, nil
	}
	answer, err := read()
	if err == nil {
		now.keep(q, answer, at)
	}
	return answer, err
}

// wrote notes what this process has written in a unit that ends a chain there, so that it
// need not be read.
func (m *memory) wrote(project partnership.ProjectCode, end mark, u store.Unit) {
	now, t := m.known.latest(project), m.trails.latest(project)
	if now == nil || t == nil {
		return
	}
	now.follow(t)
	for _, w := range u {
		if chain, ok := chainOfDocument(w.Collection, w.ID); !ok || chain != project || w.First != 0 {
			continue
		}
		var answer []store.Document
		if w.Body != nil {
			answer = []store.Document{{ID: w.ID, Rev: w.Rev + 1, Body: w.Body}}
		}
		now.keep(question{collection: w.Collection, id: w.ID}, answer, end)
	}
}

// knowledge are answers to questions that hang on one audit chain, up to one of its ends.
// Documents in them are never changed.
type knowledge struct {
	mutex sync.Mutex
	at    mark
	of    map[question][]store.Document
}

// A question is for one document, or it is a search.
type question struct{ collection, id, search string }

// mostKnown is how many answers are kept for a chain.
const mostKnown = 4096

// look answers the question, if that is known.
func (n *knowledge) look(q question) (answer []store.Document, isKnown bool) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	answer, isKnown = n.of[q]
	return answer, isKnown
}

// follow forgets what a trail says has changed, and returns its end.
func (n *knowledge) follow(t *trail) mark {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if acts, ok := t.since(n.at); ok {
		n.forget(acts)
	} else {
		clear(n.of)
	}
	n.at = t.end()
	return n.at
}

// forget drops the answers that acts have changed.
func (n *knowledge) forget(acts []act) {
	var searches []string
	for _, a := range acts {
		for _, c := range a.Changes {
			delete(n.of, question{collection: c.Collection, id: c.ID})
			searches = append(searches, c.Collection)
		}
	}
	for q := range n.of {
		if len(searches) == 0 {
			return
		}
		if q.search != "" && slices.Contains(searches, q.collection) {
			delete(n.of, q)
		}
	}
}

// keep keeps an answer that was read when at was the end, or later: if it still is.
func (n *knowledge) keep(q question, answer []store.Document, at mark) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if n.at != at {
		return
	}
	for other := range n.of {
		if len(n.of) < mostKnown {
			break
		}
		delete(n.of, other)
	}
	n.of[q] = answer
}
