package storetest

import (
	"bytes"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
)

func documentTests() []test {
	return []test{
		{"document lives", (*run).documentLives},
		{"document of every BSON type", (*run).documentTypes},
		{"document as large as may be", (*run).documentSize},
		{"invalid writes", (*run).invalidWrites},
		{"unchangeable shard", (*run).unchangeableShard},
		{"reopened", (*run).reopened},
		{"closed", (*run).closed},
	}
}

func (r *run) documentLives() {
	r.has("people", "p1", 0)
	first := r.body("name", "Aino", "langs", bson.A{"fi", "sv"})
	r.commit(store.Insert("people", "p1", first))
	d, err := r.Get(r.ctx, "people", "p1")
	r.ok(err)
	r.equal(store.Document{ID: "p1", Rev: 1, Body: first}, d)

	second := r.body("name", "Aino K", "note", nil)
	r.commit(store.Replace("people", "p1", 1, second))
	d, err = r.Get(r.ctx, "people", "p1")
	r.ok(err)
	r.equal(store.Document{ID: "p1", Rev: 2, Body: second}, d)

	r.commit(store.Delete("people", "p1", 2))
	r.has("people", "p1", 0)
	r.commit(store.Insert("people", "p1", first))
	r.has("people", "p1", 1)
	// It is in its own way, by id and by its unique name: a conflict, no duplicate.
	r.about(r.Commit(r.ctx, store.Unit{store.Insert("people", "p1", first)}), store.ErrConflict, "people", "p1")
}

func (r *run) documentTypes() {
	amount, err := bson.ParseDecimal128("12345678901234567.89")
	r.ok(err)
	body := r.body("text", "ä\U0001F600", "empty", "", "int32", int32(-7), "int64", int64(1)<<40, "float", 0.1,
		"yes", true, "null", nil, "amount", amount, "bytes", bson.Binary{Data: []byte{0, 255}},
		"list", bson.A{"a", int32(1), bson.D{{Key: "x", Value: bson.A{}}}}, "document", bson.D{{Key: "z", Value: "1"}, {Key: "a", Value: "2"}})
	r.commit(store.Insert("people", "p1", body))
	d, err := r.Get(r.ctx, "people", "p1")
	r.ok(err)
	if !bytes.Equal(body, d.Body) {
		r.Fatalf("stored %s, got %s", body, d.Body)
	}
}

func (r *run) documentSize() {
	empty := r.body("data", bson.Binary{Data: []byte{}})
	data := bytes.Repeat([]byte("0123456789abcdef"), store.MaxBody/16)[:store.MaxBody-len(empty)]
	largest := r.body("data", bson.Binary{Data: data})
	r.equal(store.MaxBody, len(largest))
	r.commit(store.Insert("people", "p1", largest))
	d, err := r.Get(r.ctx, "people", "p1")
	r.ok(err)
	if !bytes.Equal(largest, d.Body) {
		r.Fatal("the body came back changed")
	}
	r.is(r.Commit(r.ctx, store.Unit{
		store.Insert("people", "p2", r.body("data", bson.Binary{Data: append(data, 'x')})),
	}), store.ErrInvalid)
}

func (r *run) invalidWrites() {
	good := r.body("project", "baltic")
	activity := func(fields ...any) store.Write {
		return store.Insert("activities", "a1", r.body(append([]any{"project", "baltic"}, fields...)...))
	}
	for _, c := range []struct {
		name string
		unit store.Unit
	}{
		{"undeclared collection", store.Unit{store.Insert("secrets", "a1", good)}},
		{"empty id", store.Unit{store.Insert("activities", "", good)}},
		{"id with a zero byte", store.Unit{store.Insert("activities", "a\x00b", good)}},
		{"id not UTF-8", store.Unit{store.Insert("activities", "a\xffb", good)}},
		{"id too long", store.Unit{store.Insert("activities", strings.Repeat("a", store.MaxID+1), good)}},
		{"no body", store.Unit{store.Insert("activities", "a1", nil)}},
		{"body cut short", store.Unit{store.Insert("activities", "a1", good[:len(good)-3])}},
		{"revision below zero", store.Unit{store.Replace("activities", "a1", -1, good)}},
		{"deletion without revision", store.Unit{store.Delete("activities", "a1", 0)}},
		{"same document twice", store.Unit{activity(), store.Replace("activities", "a1", 1, good)}},
		{"shard missing", store.Unit{store.Insert("activities", "a1", r.body("code", "x"))}},
		{"shard null", store.Unit{store.Insert("activities", "a1", r.body("project", nil))}},
		{"number for a string", store.Unit{activity("code", 7)}},
		{"string for a number", store.Unit{activity("rank", "7")}},
		{"fraction for a number", store.Unit{activity("rank", 7.5)}},
		{"list for a string", store.Unit{activity("code", bson.A{"x"})}},
		{"list on the path", store.Unit{activity("period", bson.A{bson.D{{Key: "start", Value: "2026-01-01"}}})}},
		{"impossible date", store.Unit{activity("date", "2026-02-30")}},
		{"time for a date", store.Unit{activity("date", "2026-02-03T00:00:00Z")}},
		{"key too long", store.Unit{activity("code", strings.Repeat("x", store.MaxKey+1))}},
		{"key with a zero byte", store.Unit{activity("code", "a\x00b")}},
		{"second write invalid", store.Unit{activity(), store.Insert("people", "", good)}},
	} {
		r.each(c.name, func(r *run) {
			r.is(r.Commit(r.ctx, c.unit), store.ErrInvalid)
			r.has("activities", "a1", 0)
		})
	}
}

func (r *run) unchangeableShard() {
	r.activity("a1")
	r.is(r.Commit(r.ctx, store.Unit{store.Replace("activities", "a1", 1, r.body("project", "nordic"))}), store.ErrInvalid)
	r.has("activities", "a1", 1)
	r.about(r.Commit(r.ctx, store.Unit{store.Replace("activities", "a1", 2, r.body("project", "nordic"))}),
		store.ErrConflict, "activities", "a1")
}

func (r *run) reopened() {
	r.activity("a1", "date", "2026-03-31", "code", "x")
	r.activity("a2", "date", "2026-03-30")
	_, err := r.PutFile(r.ctx, "photo", strings.NewReader("jpeg"))
	r.ok(err)
	for range 2 {
		r.reopen(schema())
		r.equal([]string{"a2", "a1"}, r.ids(store.Query{
			Collection: "activities", Where: []store.Condition{store.Equal("project", "baltic")}, Order: store.Ascending("date"),
		}))
		r.equal("jpeg", r.file("photo"))
	}
	r.about(r.Commit(r.ctx, store.Unit{store.Insert("activities", "a3", r.body("project", "baltic", "code", "x"))}),
		store.ErrDuplicate, "activities", "a3")
}

func (r *run) closed() {
	r.activity("a1")
	r.ok(r.Close())
	r.ok(r.Close())
	_, err := r.Get(r.ctx, "activities", "a1")
	r.is(err, store.ErrClosed)
	_, err = r.Count(r.ctx, store.Query{Collection: "activities"})
	r.is(err, store.ErrClosed)
	for _, err := range r.Find(r.ctx, store.Query{Collection: "activities"}) {
		r.is(err, store.ErrClosed)
	}
	r.is(r.Commit(r.ctx, store.Unit{store.Delete("activities", "a1", 1)}), store.ErrClosed)
	_, err = r.PutFile(r.ctx, "photo", strings.NewReader("jpeg"))
	r.is(err, store.ErrClosed)
	r.is(r.DeleteFile(r.ctx, "photo"), store.ErrClosed)
	_, err = r.StatFile(r.ctx, "photo")
	r.is(err, store.ErrClosed)
	_, err = r.OpenFile(r.ctx, "photo")
	r.is(err, store.ErrClosed)
	_, err = r.Snapshot(r.ctx)
	r.is(err, store.ErrClosed)
}
