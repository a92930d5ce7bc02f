package service

import (
	"context"
	"fmt"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A trail is what was done in a project lately, up to one end of its audit chain, by which
// what was worked out of the project learns what has changed since. Trails share their
// acts: these are never changed.
type trail struct {
	from mark
	acts []act // after from, in their order
}

// A mark is a place in an audit chain: a number, and the hash of the entry that has it.
type mark struct {
	no   int
	hash string
}

func endOf(chain partnership.Chain) mark { return mark{chain.No, chain.Hash} }

// An act is an entry of the chain.
type act struct {
	mark
	*partnership.Audit
}

// mostActs is how many changes a trail remembers, at the least: up to twice as many.
const mostActs = 2000

func (t *trail) end() mark {
	if len(t.acts) == 0 {
		return t.from
	}
	return t.acts[len(t.acts)-1].mark
}

// since returns what was done after a mark; ok is false where the trail does not know.
func (t *trail) since(m mark) (acts []act, ok bool) {
	if m == t.from {
		return t.acts, true
	}
	at := m.no - t.from.no
	if at < 1 || at > len(t.acts) || t.acts[at-1].mark != m {
		return nil, false
	}
	return t.acts[at:], true
}

// trail returns what was done in a project up to the end of its chain, as it is now or a
// moment later.
func (m *memory) trail(ctx context.Context, r store.Reader, project partnership.ProjectCode) (*trail, error) {
	chain, err := chainOf(ctx, r, project)
	if err != nil {
		return nil, err
	}
	reaches := func(t *trail) bool {
		_, ok := t.since(endOf(chain))
		return ok
	}
	return m.trails.at(ctx, project, reaches, func(before *trail) (*trail, error) {
		if before == nil || before.end().no > chain.No {
			return &trail{from: endOf(chain)}, nil
		}
		return before.followed(ctx, r, chain)
	})
}

// went notes what this process has done after a mark, which need not be read then.
func (m *memory) went(project partnership.ProjectCode, after mark, audits []partnership.Audit) {
	m.trails.follow(project, func(before *trail) *trail {
		if before == nil || before.end() != after {
			return nil // it has more to read
		}
		now := &trail{before.from, slices.Clip(before.acts)}
		for _, a := range audits {
			now.acts = append(now.acts, act{mark{a.No, a.Hash}, &a})
		}
		return now.shortened()
	})
}

// followed is the trail up to the end of a chain. It begins there where the chain is
// another than that of the trail.
func (t *trail) followed(ctx context.Context, r store.Reader, chain partnership.Chain) (*trail, error) {
	now := &trail{t.from, slices.Clip(t.acts)}
	q := store.Query{
		Where: []store.Condition{store.Equal("project", chain.Project), store.Above("no", t.end().no), store.AtMost("no", chain.No)},
		Order: store.Ascending("no"), Limit: mostActs,
	}
	for a, err := range archive.Audits.Find(ctx, r, q) {
		if err != nil {
			return nil, fmt.Errorf("read what changed in %s: %w", chain.Project, err)
		}
		if a.Value.Previous != now.end().hash {
			break
		}
		now.acts = append(now.acts, act{mark{a.Value.No, a.Value.Hash}, &a.Value})
	}
	if now.end() != endOf(chain) {
		return &trail{from: endOf(chain)}, nil
	}
	return now.shortened(), nil
}

// shortened is the trail with the latest of its acts, where they are many.
func (t *trail) shortened() *trail {
	changes := 0
	for _, a := range t.acts {
		changes += 1 + len(a.Changes)
	}
	if changes <= 2*mostActs {
		return t
	}
	first := len(t.acts)
	for left := mostActs; first > 0; first-- {
		if left -= 1 + len(t.acts[first-1].Changes); left < 0 {
			break
		}
	}
	from := t.from
	if first > 0 {
		from = t.acts[first-1].mark
	}
	return &trail{from, slices.Clone(t.acts[first:])}
}

// changedBy are the documents that acts have changed, of those collections and of the sets
// that stand in place of one.
func changedBy(acts []act, in ...string) map[place]bool {
	all := map[place]bool{}
	for _, a := range acts {
		for _, c := range a.Changes {
			if slices.Contains(in, c.Collection) {
				all[place{c.Collection, c.ID}] = true
			}
		}
	}
	return all
}
