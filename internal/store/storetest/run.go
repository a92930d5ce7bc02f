// Package storetest holds every store.Engine to the same behaviour: one suite,
// run by the tests of each engine on real storage.
package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
)

// Unproven begins the log line of a part of a test that the server at hand
// cannot show. Searching the output for it tells what remains to be run on a
// real replica set.
const Unproven = "UNPROVEN: "

// Caps is what the storage under test can do.
type Caps struct {
	Transactions bool // a unit that fails is undone
	Snapshots    bool // a snapshot stays at its moment
}

// Place opens an engine on data of its own: empty at first, the same at every
// later call.
type Place func(ctx context.Context, schema store.Schema) (store.Engine, error)

// Run runs the suite. It asks for a new place for every test; the place is to
// clean up with t.
func Run(t *testing.T, newPlace func(t *testing.T) Place, caps Caps) {
	t.Helper()
	for _, test := range slices.Concat(documentTests(), findTests(), cursorTests(), unitTests(),
		concurrencyTests(), fileTests(), snapshotTests(), schemaTests(), backupTests()) {
		t.Run(test.name, func(t *testing.T) {
			r := &run{T: t, ctx: t.Context(), caps: caps, place: newPlace(t), newPlace: newPlace}
			r.Engine = r.open(schema())
			test.run(r)
		})
	}
}

type test struct {
	name string
	run  func(r *run)
}

// run is one test on one place.
type run struct {
	*testing.T
	store.Engine
	ctx      context.Context
	caps     Caps
	place    Place
	newPlace func(t *testing.T) Place
}

// each runs one case of a table.
func (r *run) each(name string, f func(r *run)) {
	r.Helper()
	r.Run(name, func(t *testing.T) {
		c := *r
		c.T = t
		f(&c)
	})
}

// open opens the place; the engine is closed with the test.
func (r *run) open(s store.Schema) store.Engine {
	r.Helper()
	e, err := r.place(r.ctx, s)
	if err != nil {
		r.Fatalf("open: %v", err)
	}
	r.Cleanup(func() { r.ok(e.Close()) })
	return e
}

func (r *run) reopen(s store.Schema) {
	r.Helper()
	r.ok(r.Close())
	r.Engine = r.open(s)
}

// elsewhere returns the test on another place, which is empty.
func (r *run) elsewhere(s store.Schema) *run {
	r.Helper()
	other := *r
	other.place = r.newPlace(r.T)
	other.Engine = other.open(s)
	return &other
}

// unproven says what the storage at hand cannot show.
func (r *run) unproven(what string) {
	r.Helper()
	r.Log(Unproven + what)
}

// schema has a collection with a shard and one without.
func schema() store.Schema {
	return store.Schema{Collections: []store.Collection{
		{
			Name:  "activities",
			Shard: "project",
			Keys: []store.Key{
				{Field: "project", Kind: store.String},
				{Field: "code", Kind: store.String},
				{Field: "status", Kind: store.String},
				{Field: "date", Kind: store.Date},
				{Field: "rank", Kind: store.Int},
				{Field: "period.start", Kind: store.Date},
			},
			Unique:  [][]string{{"project", "code"}},
			Indexes: [][]string{{"project", "status", "date"}},
		},
		{
			Name:   "people",
			Keys:   []store.Key{{Field: "name", Kind: store.String}, {Field: "team", Kind: store.String}},
			Unique: [][]string{{"name"}},
		},
	}}
}

// body encodes fields, which alternate with their values.
func (r *run) body(fields ...any) bson.Raw {
	r.Helper()
	d := bson.D{}
	for i := 0; i < len(fields); i += 2 {
		name, ok := fields[i].(string)
		if !ok {
			r.Fatalf("field %v is not a name", fields[i])
		}
		d = append(d, bson.E{Key: name, Value: fields[i+1]})
	}
	raw, err := bson.Marshal(d)
	r.ok(err)
	return raw
}

// activity inserts an activity of project "baltic".
func (r *run) activity(id string, fields ...any) {
	r.Helper()
	r.commit(store.Insert("activities", id, r.body(append([]any{"project", "baltic"}, fields...)...)))
}

func (r *run) commit(u ...store.Write) {
	r.Helper()
	r.ok(r.Commit(r.ctx, u))
}

func (r *run) ok(err error) {
	r.Helper()
	if err != nil {
		r.Fatalf("unexpected error: %v", err)
	}
}

// is checks that err is of that kind and explains itself.
func (r *run) is(err, kind error) {
	r.Helper()
	if !errors.Is(err, kind) {
		r.Fatalf("error %v, want %q", err, kind)
	}
}

// about checks that err is of that kind and names the document.
func (r *run) about(err, kind error, collection, id string) {
	r.Helper()
	r.is(err, kind)
	var named *store.DocumentError
	if !errors.As(err, &named) || named.Collection != collection || named.ID != id {
		r.Fatalf("error %v does not name %s %s", err, collection, id)
	}
}

func (r *run) equal(want, got any) {
	r.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		r.Fatalf("want -, got +:\n%s", diff)
	}
}

// find returns the documents of q.
func (r *run) find(q store.Query) []store.Document {
	r.Helper()
	var found []store.Document
	for d, err := range r.Find(r.ctx, q) {
		r.ok(err)
		found = append(found, d)
	}
	return found
}

// ids returns the ids of the documents of q.
func (r *run) ids(q store.Query) []string { r.Helper(); return ids(r.find(q)) }

func ids(documents []store.Document) []string {
	out := []string{}
	for _, d := range documents {
		out = append(out, d.ID)
	}
	return out
}

// has checks that the document is there at that revision; 0 = that it is not.
func (r *run) has(collection, id string, rev int64) {
	r.Helper()
	d, err := r.Get(r.ctx, collection, id)
	if rev == 0 {
		r.about(err, store.ErrNotFound, collection, id)
		return
	}
	r.ok(err)
	r.equal(rev, d.Rev)
}
