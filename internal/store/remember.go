package store

import (
	"context"
	"errors"
	"maps"
	"sync"
)

// Remembering returns an engine that gets a document of those collections from e once in
// the course of a request, which Remember begins, and answers the same until Forget, or
// until that request writes it, or fails to write. Other requests, searches and snapshots
// take no notice.
func Remembering(e Engine, collections ...string) Engine {
	in := map[string]bool{}
	for _, c := range collections {
		in[c] = true
	}
	return &remembering{e, in}
}

type remembering struct {
	Engine
	in map[string]bool
}

// Remember returns the context of a request.
func Remember(ctx context.Context) context.Context {
	return context.WithValue(ctx, memoryKey{}, &memory{})
}

// IsRemembering says whether the context is that of a request.
func IsRemembering(ctx context.Context) bool { return memoryOf(ctx) != nil }

// Forget has a document read anew in the request of ctx: before a change is worked out.
func Forget(ctx context.Context, collection, id string) {
	if m := memoryOf(ctx); m != nil {
		m.mutex.Lock()
		defer m.mutex.Unlock()
		m.read = maps.Clone(m.read) // what is being read meanwhile is not remembered
		delete(m.read, documentKey{collection, id})
	}
}

// forgetAll has everything read anew: somebody else was quicker.
func forgetAll(ctx context.Context) {
	if m := memoryOf(ctx); m != nil {
		m.mutex.Lock()
		defer m.mutex.Unlock()
		m.read = nil
	}
}

type memoryKey struct{}

func memoryOf(ctx context.Context) *memory {
	m, _ := ctx.Value(memoryKey{}).(*memory)
	return m
}

// A memory is what was read in the course of a request.
type memory struct {
	mutex sync.Mutex
	read  map[documentKey]gotten
}

type documentKey struct{ collection, id string }

// A gotten is how Get answered: a document, or ErrNotFound.
type gotten struct {
	document Document
	err      error
}

// Get implements Reader.
func (r *remembering) Get(ctx context.Context, collection, id string) (Document, error) {
	m := memoryOf(ctx)
	if m == nil || !r.in[collection] {
		return r.Engine.Get(ctx, collection, id)
	}
	key := documentKey{collection, id}
	m.mutex.Lock()
	if m.read == nil {
		m.read = map[documentKey]gotten{}
	}
	read := m.read // what is forgotten meanwhile is not remembered again
	known, isKnown := read[key]
	m.mutex.Unlock()
	if isKnown {
		return known.document, known.err
	}
	d, err := r.Engine.Get(ctx, collection, id)
	if err == nil || errors.Is(err, ErrNotFound) {
		m.mutex.Lock()
		defer m.mutex.Unlock()
		read[key] = gotten{d, err}
	}
	return d, err
}

// Commit implements Engine. What was not applied may be so because of what is remembered.
func (r *remembering) Commit(ctx context.Context, u Unit) error {
	err := r.Engine.Commit(ctx, u)
	if err != nil {
		forgetAll(ctx)
		return err
	}
	if m := memoryOf(ctx); m != nil {
		m.mutex.Lock()
		defer m.mutex.Unlock()
		for _, w := range u {
			delete(m.read, documentKey{w.Collection, w.ID})
		}
	}
	return nil
}
