package archive

import (
	"context"
	"hash/maphash"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// A TallySet is the tallies of a project as they were read, with what it takes to
// read them again quickly. It never changes.
type TallySet struct {
	Tallies results.Tallies

	seed maphash.Seed
	read map[string]readTally // by id
}

// A readTally is a tally with the mark of the document that it was decoded from.
type readTally struct {
	rev   int64
	mark  uint64
	tally Tally
}

// ReadTallies reads all tallies of a project. Those whose documents are as they
// were in before, which may be nil, are taken from there and not decoded anew.
// changed has the indicators of all others, and of those that have gone.
func ReadTallies(ctx context.Context, r store.Reader, project partnership.ProjectCode, before *TallySet) (
	now *TallySet, changed map[results.IndicatorCode]bool, err error,
) {
	if before == nil {
		before = &TallySet{seed: maphash.MakeSeed()}
	}
	now = &TallySet{Tallies: results.Tallies{}, seed: before.seed, read: map[string]readTally{}}
	changed = map[results.IndicatorCode]bool{}
	q := store.Query{Collection: TallyTable.Collection(), Where: []store.Condition{store.Equal("project", project)}}
	for d, err := range r.Find(ctx, q) {
		if err != nil {
			return nil, nil, err
		}
		t, isKnown := before.known(d)
		if !isKnown {
			if t.tally, err = TallyTable.value(d); err != nil {
				return nil, nil, err
			}
			changed[t.tally.Key.Indicator] = true
		}
		now.read[d.ID] = t
		now.Tallies[t.tally.Key] = t.tally.Tally
	}
	for id, t := range before.read {
		if _, isThere := now.read[id]; !isThere {
			changed[t.tally.Key.Indicator] = true
		}
	}
	return now, changed, nil
}

// known finds what a document was decoded to before; where it was not, it returns
// the marks alone.
func (s *TallySet) known(d store.Document) (t readTally, isKnown bool) {
	t = readTally{rev: d.Rev, mark: s.mark(d.Body)}
	was, isThere := s.read[d.ID]
	if isThere && was.rev == t.rev && was.mark == t.mark {
		return was, true
	}
	return t, false
}

func (s *TallySet) mark(body bson.Raw) uint64 { return maphash.Bytes(s.seed, body) }
