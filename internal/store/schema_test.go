package store_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
)

func keys() []store.Key {
	return []store.Key{{Field: "project", Kind: store.String}, {Field: "date", Kind: store.Date}, {Field: "rank", Kind: store.Int}}
}

func TestCatalogue(t *testing.T) {
	t.Parallel()
	of := func(change func(c *store.Collection)) []store.Collection {
		c := store.Collection{Name: "activities", Shard: "project", Keys: keys()}
		change(&c)
		return []store.Collection{c}
	}
	for _, c := range []struct {
		name        string
		collections []store.Collection
		valid       bool
	}{
		{"nothing", nil, true},
		{"as usual", of(func(*store.Collection) {}), true},
		{"no shard, no keys", []store.Collection{{Name: "a"}}, true},
		{"nested key", of(func(c *store.Collection) { c.Keys[1].Field = "period.start" }), true},
		{"unique and index", of(func(c *store.Collection) {
			c.Unique, c.Indexes = [][]string{{"project", "rank"}}, [][]string{{"project", "rank", "date"}}
		}), true},
		{"two of a name", append(of(func(*store.Collection) {}), of(func(*store.Collection) {})...), false},
		{"no name", of(func(c *store.Collection) { c.Name = "" }), false},
		{"name of an engine", of(func(c *store.Collection) { c.Name = "_schema" }), false},
		{"name with a quotation mark", of(func(c *store.Collection) { c.Name = `a"b` }), false},
		{"key with a quotation mark", of(func(c *store.Collection) { c.Keys[1].Field = `a"b` }), false},
		{"key with an empty part", of(func(c *store.Collection) { c.Keys[1].Field = "a..b" }), false},
		{"key with a dollar", of(func(c *store.Collection) { c.Keys[1].Field = "$a" }), false},
		{"reserved key", of(func(c *store.Collection) { c.Keys[1].Field = "Rev" }), false},
		{"two keys but for case", of(func(c *store.Collection) { c.Keys[1].Field = "Rank" }), false},
		{"unknown kind", of(func(c *store.Collection) { c.Keys[1].Kind = "float" }), false},
		{"shard undeclared", of(func(c *store.Collection) { c.Shard = "tenant" }), false},
		{"shard not a string", of(func(c *store.Collection) { c.Shard = "rank" }), false},
		{"unique without shard", of(func(c *store.Collection) { c.Unique = [][]string{{"rank"}} }), false},
		{"unique before shard", of(func(c *store.Collection) { c.Unique = [][]string{{"rank", "project"}} }), false},
		{"index without shard", of(func(c *store.Collection) { c.Indexes = [][]string{{"rank"}} }), false},
		{"index of an undeclared key", of(func(c *store.Collection) { c.Indexes = [][]string{{"project", "x"}} }), false},
		{"index with a key twice", of(func(c *store.Collection) { c.Indexes = [][]string{{"project", "rank", "rank"}} }), false},
		{"empty index", of(func(c *store.Collection) { c.Indexes = [][]string{{}} }), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := store.NewCatalogue(store.Schema{Collections: c.collections})
			if c.valid && err != nil || !c.valid && !errors.Is(err, store.ErrInvalid) {
				t.Errorf("error %v, valid: %v", err, c.valid)
			}
		})
	}
}

func TestAllIndexes(t *testing.T) {
	t.Parallel()
	c := store.Collection{
		Shard:   "project",
		Keys:    keys(),
		Unique:  [][]string{{"project", "rank"}},
		Indexes: [][]string{{"project", "rank", "date"}, {"project", "date"}},
	}
	want := []store.Index{
		{Name: "unique project rank", Fields: []string{"project", "rank"}, Unique: true},
		{Name: "key project rank date", Fields: []string{"project", "rank", "date"}},
		{Name: "key project date", Fields: []string{"project", "date"}},
		{Name: "key project", Fields: []string{"project"}},
		{Name: "key project rank", Fields: []string{"project", "rank"}},
	}
	if diff := cmp.Diff(want, c.AllIndexes()); diff != "" {
		t.Error(diff)
	}
	c = store.Collection{Keys: keys()[:2]}
	want = []store.Index{{Name: "key project", Fields: []string{"project"}}, {Name: "key date", Fields: []string{"date"}}}
	if diff := cmp.Diff(want, c.AllIndexes()); diff != "" {
		t.Error(diff)
	}
}

func TestUpgrade(t *testing.T) {
	t.Parallel()
	same := func(body bson.Raw) (bson.Raw, error) { return body, nil }
	steps := []store.Migration{{Name: "one"}, {Name: "two", Collection: "a", Rewrite: same}, {Name: "three"}}
	a, b := store.Collection{Name: "a", Keys: keys()}, store.Collection{Name: "b", Keys: keys()}
	fewer := store.Collection{Name: "b", Keys: keys()[:2]}
	for _, c := range []struct {
		name    string
		in      store.Installed
		pending bool
		renewed []string
		err     error
	}{
		{"up to date", store.Installed{Collections: []store.Collection{a, b}, Steps: []string{"one", "two", "three"}}, false, nil, nil},
		{"one step behind", store.Installed{Collections: []store.Collection{a, b}, Steps: []string{"one", "two"}}, true, nil, nil},
		{"rewriting to do", store.Installed{Collections: []store.Collection{a, b}, Steps: []string{"one"}}, true, []string{"a"}, nil},
		{"key to add", store.Installed{Collections: []store.Collection{a, fewer}, Steps: []string{"one", "two"}}, true, []string{"b"}, nil},
		{"collection to add", store.Installed{Collections: []store.Collection{a}, Steps: []string{"one", "two"}}, true, nil, nil},
		{"newer", store.Installed{Steps: []string{"one", "two", "three", "four"}}, false, nil, store.ErrNewer},
		{"other steps", store.Installed{Steps: []string{"one", "zwei"}}, false, nil, store.ErrInvalid},
		{"changed in silence", store.Installed{Collections: []store.Collection{a, fewer}, Steps: []string{"one", "two", "three"}}, false, nil, store.ErrInvalid},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			catalogue, err := store.NewCatalogue(store.Schema{Collections: []store.Collection{a, b}, Migrations: steps})
			if err != nil {
				t.Fatal(err)
			}
			pending, renewals, err := catalogue.Upgrade(c.in)
			if !errors.Is(err, c.err) || pending != c.pending {
				t.Fatalf("pending %v, error %v; want %v, %v", pending, err, c.pending, c.err)
			}
			var renewed []string
			for _, r := range renewals {
				renewed = append(renewed, r.In.Name)
			}
			if diff := cmp.Diff(c.renewed, renewed); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestInstalledSurvives(t *testing.T) {
	t.Parallel()
	want := store.Installed{
		Collections: []store.Collection{{
			Name: "a", Shard: "project", Keys: keys(), Unique: [][]string{{"project", "rank"}}, Indexes: [][]string{{"project", "date"}},
		}},
		Steps: []string{"one"},
	}
	text, err := want.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	got, err := store.ParseInstalled(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := store.ParseInstalled("{"); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("error %v, want %q", err, store.ErrCorrupt)
	}
}
