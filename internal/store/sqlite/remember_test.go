package sqlite_test

import (
	"context"
	"errors"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
	"tulos/internal/store/sqlite"
)

// TestRemembering: a request gets the same document until it writes it, fails to write, or
// forgets; other requests, and collections that are not remembered, get what is there.
func TestRemembering(t *testing.T) {
	ctx := t.Context()
	e, err := sqlite.Open(ctx, t.TempDir(), store.Schema{Collections: []store.Collection{{Name: "people"}, {Name: "news"}}})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	r := store.Remembering(e, "people")
	body := func(v string) bson.Raw {
		raw, err := bson.Marshal(bson.D{{Key: "v", Value: v}})
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	commit := func(ctx context.Context, e store.Engine, w store.Write) {
		t.Helper()
		if err := e.Commit(ctx, store.Unit{w}); err != nil {
			t.Fatal(err)
		}
	}
	gets := func(ctx context.Context, collection, want string) {
		t.Helper()
		got := "none"
		d, err := r.Get(ctx, collection, "x")
		switch {
		case err == nil:
			got, _ = d.Body.Lookup("v").StringValueOK()
		case !errors.Is(err, store.ErrNotFound):
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", collection, got, want)
		}
	}
	one := store.Remember(ctx)
	gets(one, "people", "none")
	gets(one, "news", "none")
	commit(ctx, e, store.Insert("people", "x", body("first")))
	commit(ctx, e, store.Insert("news", "x", body("first")))
	gets(one, "people", "none")
	gets(one, "news", "first")
	gets(ctx, "people", "first")
	store.Forget(one, "people", "x")
	gets(one, "people", "first")
	commit(one, r, store.Replace("people", "x", 1, body("second")))
	gets(one, "people", "second")
	other := store.Remember(ctx)
	gets(other, "people", "second")
	commit(ctx, e, store.Replace("people", "x", 2, body("third")))
	gets(other, "people", "second")
	if err := r.Commit(other, store.Unit{store.Replace("people", "x", 2, body("fourth"))}); !errors.Is(err, store.ErrConflict) {
		t.Errorf("error %v, want %v", err, store.ErrConflict)
	}
	gets(other, "people", "third")
}
