package storetest

import (
	"errors"
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
)

func schemaTests() []test {
	return []test{
		{"key added later", (*run).keyAdded},
		{"collection and index changed later", (*run).collectionAdded},
		{"unique key added later", (*run).uniqueAdded},
		{"documents rewritten", (*run).rewritten},
		{"rewriting that fails", (*run).rewriteFails},
		{"data of a newer program", (*run).newerData},
		{"unlawful changes", (*run).unlawfulChanges},
	}
}

// migrated returns the schema after the steps, its activities changed.
func migrated(change func(activities *store.Collection), steps ...store.Migration) store.Schema {
	s := schema()
	change(&s.Collections[0])
	s.Migrations = steps
	return s
}

func withPlace(c *store.Collection) {
	c.Keys = append(c.Keys, store.Key{Field: "place.city", Kind: store.String})
}

func (r *run) keyAdded() {
	city := func(name string) bson.D { return bson.D{{Key: "city", Value: name}} }
	r.activity("a1", "place", city("Tartu"))
	r.activity("a2", "place", city("Oslo"))
	r.activity("a3")
	r.reopen(migrated(withPlace, store.Migration{Name: "activities by city"}))
	r.equal([]string{"a3", "a2", "a1"}, r.ids(inBaltic(store.Ascending("place.city"))))
	r.equal([]string{"a1"}, r.ids(inBaltic(store.Order{}, store.Equal("place.city", "Tartu"))))
	r.has("activities", "a1", 1) // its body did not change
	r.commit(store.Replace("activities", "a1", 1, r.body("project", "baltic", "place", city("Aarhus"))))
	r.equal([]string{"a1", "a2"}, r.ids(inBaltic(store.Ascending("place.city"), store.Above("place.city", ""))))
}

func (r *run) collectionAdded() {
	r.activity("a1", "code", "x")
	s := migrated(func(c *store.Collection) { c.Unique, c.Indexes = nil, nil }, store.Migration{Name: "places"})
	s.Collections = append(s.Collections, store.Collection{Name: "places", Keys: []store.Key{{Field: "city", Kind: store.String}}})
	r.reopen(s)
	r.activity("a2", "code", "x") // no longer unique
	r.commit(store.Insert("places", "p1", r.body("city", "Tartu")))
	r.equal([]string{"p1"}, r.ids(store.Query{Collection: "places", Where: []store.Condition{store.Equal("city", "Tartu")}}))
}

func (r *run) uniqueAdded() {
	r.activity("a1", "rank", 1)
	r.activity("a2", "rank", 1)
	r.ok(r.Close())
	unique := migrated(func(c *store.Collection) { c.Unique = append(c.Unique, []string{"project", "rank"}) },
		store.Migration{Name: "one rank each"})
	_, err := r.place(r.ctx, unique)
	r.is(err, store.ErrDuplicate)
	if !strings.Contains(err.Error(), "activities") || !strings.Contains(err.Error(), "rank") {
		r.Fatalf("error %v does not name the key", err)
	}
	r.Engine = r.open(schema()) // as if nothing had been
	r.commit(store.Replace("activities", "a2", 1, r.body("project", "baltic", "rank", 2)))
	r.reopen(unique)
	r.about(r.Commit(r.ctx, store.Unit{store.Insert("activities", "a3", r.body("project", "baltic", "rank", 2))}),
		store.ErrDuplicate, "activities", "a3")
}

// rename moves a field of a body.
func rename(from, to string) func(bson.Raw) (bson.Raw, error) {
	return func(body bson.Raw) (bson.Raw, error) {
		var d bson.D
		if err := bson.Unmarshal(body, &d); err != nil {
			return nil, err
		}
		for i := range d {
			if d[i].Key == from {
				d[i].Key = to
			}
		}
		return bson.Marshal(d)
	}
}

func (r *run) rewritten() {
	const documents = 450 // more than any batch
	var u store.Unit
	for i := range documents {
		u = append(u, store.Insert("activities", fmt.Sprintf("a%03d", i), r.body("project", "baltic", "number", i)))
	}
	r.commit(u...)
	r.activity("other", "rank", -1)
	first := store.Migration{Name: "number is order", Collection: "activities", Rewrite: rename("number", "order")}
	second := store.Migration{Name: "order is rank", Collection: "activities", Rewrite: rename("order", "rank")}
	for range 2 { // the second time there is nothing to do
		r.reopen(migrated(func(*store.Collection) {}, first, second))
		q := inBaltic(store.Ascending("rank"))
		found := r.find(q)
		r.equal(documents+1, len(found))
		r.equal(store.Document{ID: "other", Rev: 1, Body: r.body("project", "baltic", "rank", -1)}, found[0])
		r.equal(store.Document{ID: "a000", Rev: 2, Body: r.body("project", "baltic", "rank", 0)}, found[1])
		r.equal(store.Document{ID: "a449", Rev: 2, Body: r.body("project", "baltic", "rank", 449)}, found[documents])
	}
}

func (r *run) rewriteFails() {
	r.activity("a1", "rank", 1)
	r.activity("a2", "rank", 2, "place", bson.D{{Key: "city", Value: 7}})
	r.ok(r.Close())
	fault := errors.New("no rank")
	_, err := r.place(r.ctx, migrated(func(*store.Collection) {}, store.Migration{
		Name: "ranks", Collection: "activities", Rewrite: func(bson.Raw) (bson.Raw, error) { return nil, fault },
	}))
	r.is(err, fault)
	_, err = r.place(r.ctx, migrated(withPlace, store.Migration{Name: "activities by city"}))
	r.is(err, store.ErrInvalid) // a city that is a number
	if !strings.Contains(err.Error(), "a2") {
		r.Fatalf("error %v does not name the document", err)
	}
	r.Engine = r.open(schema())
	r.equal([]string{"a1", "a2"}, r.ids(inBaltic(store.Ascending("rank"))))
	r.has("activities", "a1", 1)
}

func (r *run) newerData() {
	step := store.Migration{Name: "first"}
	r.reopen(migrated(withPlace, step))
	r.ok(r.Close())
	_, err := r.place(r.ctx, schema())
	r.is(err, store.ErrNewer)
	r.Engine = r.open(migrated(withPlace, step))
}

func (r *run) unlawfulChanges() {
	r.activity("a1", "code", "x")
	step := store.Migration{Name: "first"}
	r.reopen(migrated(withPlace, step))
	r.ok(r.Close())
	second := store.Migration{Name: "second"}
	for _, c := range []struct {
		name string
		s    store.Schema
	}{
		{"no migration", migrated(func(*store.Collection) {}, step)},
		{"migration renamed", migrated(withPlace, store.Migration{Name: "erste"})},
		{"migration put before", migrated(withPlace, second, step)},
		{"migration named twice", migrated(withPlace, step, step)},
		{"migration without name", migrated(withPlace, step, store.Migration{})},
		{"kind of a key", migrated(func(c *store.Collection) { withPlace(c); c.Keys[1].Kind = store.Date }, step, second)},
		{"shard", migrated(func(c *store.Collection) { withPlace(c); c.Shard, c.Unique, c.Indexes = "", nil, nil }, step, second)},
	} {
		r.each(c.name, func(r *run) {
			_, err := r.place(r.ctx, c.s)
			r.is(err, store.ErrInvalid)
		})
	}
	r.Engine = r.open(migrated(withPlace, step))
	r.has("activities", "a1", 1)
}
