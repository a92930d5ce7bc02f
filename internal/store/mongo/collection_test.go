package mongo_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
	"tulos/internal/store/mongo"
	"tulos/internal/store/mongo/mongotest"
)

// manyCollections has also one without keys.
func manyCollections() store.Schema {
	schema := testSchema()
	schema.Collections = append(schema.Collections, store.Collection{Name: "sessions"})
	for i := range 5 {
		c := testSchema().Collections[0]
		c.Name = fmt.Sprint("more", i)
		schema.Collections = append(schema.Collections, c)
	}
	return schema
}

// layoutOf returns the names of all collections, each with those of its indexes.
func layoutOf(t *testing.T, s mongotest.Server, database string) map[string][]string {
	t.Helper()
	db := s.Client.Database(database)
	names, err := db.ListCollectionNames(t.Context(), bson.D{})
	check(t, err)
	layout := map[string][]string{}
	for _, name := range names {
		if strings.HasPrefix(name, "system.") {
			continue
		}
		indexes, err := db.Collection(name).Indexes().ListSpecifications(t.Context())
		check(t, err)
		layout[name] = []string{}
		for _, i := range indexes {
			layout[name] = append(layout[name], i.Name)
		}
		slices.Sort(layout[name])
	}
	return layout
}

// TestCollectionsAreThere: no write creates a collection or an index, since
// that is what transactions that run at once cannot do.
func TestCollectionsAreThere(t *testing.T) {
	t.Parallel()
	s := mongotest.Find(t)
	c := s.Config(t)
	e, err := mongo.Open(t.Context(), c, manyCollections())
	check(t, err)
	t.Cleanup(func() { check(t, e.Close()) })
	before := layoutOf(t, s, c.Database)

	session, err := bson.Marshal(bson.D{})
	check(t, err)
	unit := store.Unit{store.Insert("sessions", "s1", session)}
	for _, c := range manyCollections().Collections {
		if c.Name != "sessions" {
			w := activity(t, "a1")
			w.Collection = c.Name
			unit = append(unit, w)
		}
	}
	check(t, e.Commit(t.Context(), unit))
	for _, content := range []string{"one", "two"} { // the second replaces
		_, err := e.PutFile(t.Context(), "photo", strings.NewReader(content))
		check(t, err)
	}
	check(t, e.DeleteFile(t.Context(), "photo"))
	if diff := cmp.Diff(before, layoutOf(t, s, c.Database)); diff != "" {
		t.Errorf("writing changed the collections (-before +after):\n%s", diff)
	}
}

// TestOpenTogether: processes that start at once in an empty database all do.
func TestOpenTogether(t *testing.T) {
	t.Parallel()
	s := mongotest.Find(t)
	c := s.Config(t)
	errs := make([]error, 8)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			e, err := mongo.Open(t.Context(), c, manyCollections())
			if err == nil {
				err = e.Commit(t.Context(), store.Unit{activity(t, fmt.Sprint(i))})
				err = errors.Join(err, e.Close())
			}
			errs[i] = err
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	alone := s.Config(t)
	e, err := mongo.Open(t.Context(), alone, manyCollections())
	check(t, err)
	check(t, e.Close())
	if diff := cmp.Diff(layoutOf(t, s, alone.Database), layoutOf(t, s, c.Database)); diff != "" {
		t.Errorf("opened together (-alone +together):\n%s", diff)
	}
}

// TestOpenOvertaken: another process opens from beginning to end before one of
// the first's commands.
func TestOpenOvertaken(t *testing.T) {
	t.Parallel()
	for _, command := range []string{"listCollections", "find", "insert", "create", "createIndexes"} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			p, c, ok := startProxy(t)
			if !ok {
				return
			}
			direct := c
			direct.URI, direct.WithoutTransactions = mongotest.Find(t).URI, true
			p.answer(command, func(n int) bson.D {
				if n == 0 {
					e, err := mongo.Open(t.Context(), direct, manyCollections())
					if err != nil || e.Close() != nil {
						t.Errorf("the other process: %v", err)
					}
				}
				return nil
			})
			e, err := mongo.Open(t.Context(), c, manyCollections())
			check(t, err)
			check(t, e.Close())
			if p.count(command) == 0 {
				t.Errorf("no %s: nothing was overtaken", command)
			}
		})
	}
}

// TestCollectionExists: older servers say so of a collection that is there.
func TestCollectionExists(t *testing.T) {
	t.Parallel()
	p, c, ok := startProxy(t)
	if !ok {
		return
	}
	p.answer("create", func(int) bson.D { return fault(48, "a collection already exists") })
	open(t, c)
}

// TestMissingIsMadeUpFor: a process that was stopped while it opened leaves
// collections and indexes out.
func TestMissingIsMadeUpFor(t *testing.T) {
	t.Parallel()
	s := mongotest.Find(t)
	c := s.Config(t)
	check(t, open(t, c).Close())
	want := layoutOf(t, s, c.Database)
	db := s.Client.Database(c.Database)
	check(t, db.Collection("activities").Drop(t.Context()))
	check(t, db.Collection("_grid.chunks").Drop(t.Context()))
	check(t, db.Collection("_loose").Drop(t.Context()))

	check(t, open(t, c).Close())
	if diff := cmp.Diff(want, layoutOf(t, s, c.Database)); diff != "" {
		t.Errorf("opened again (-want +got):\n%s", diff)
	}
}
