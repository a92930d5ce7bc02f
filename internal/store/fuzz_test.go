package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// FuzzCursor holds that a cursor from outside is a place that there can be, which makes a
// cursor again, or is refused.
func FuzzCursor(f *testing.F) {
	f.Add("", "", false)
	for _, p := range []Place{{ID: "a1"}, {Value: "2026-11-28", ID: "a1"}, {Value: int64(7), ID: "a1"}, {Value: nil, ID: "ä"}} {
		for _, key := range []string{"", "date", "rank"} {
			c, err := p.Cursor(Order{Key: key})
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(c), key, false)
			f.Add(string(c), key, true)
		}
	}
	f.Add("eyJpIjp7IiRuZSI6bnVsbH19", "date", false) // {"i":{"$ne":null}}
	known := []Key{{Field: "date", Kind: Date}, {Field: "rank", Kind: Int}, {Field: "project", Kind: String}}
	f.Fuzz(func(t *testing.T, text, key string, descending bool) {
		o, by := Order{Key: key, Descending: descending}, Key{}
		if at := slices.IndexFunc(known, func(k Key) bool { return k.Field == key }); at >= 0 {
			by = known[at]
		} else {
			o.Key = ""
		}
		p, err := Cursor(text).place(o, by)
		if err != nil {
			if !errors.Is(err, ErrCursor) {
				t.Error(err)
			}
			return
		}
		if p == nil {
			return
		}
		again, err := p.Cursor(o)
		if err != nil {
			t.Fatal(err)
		}
		if q, err := again.place(o, by); err != nil || *q != *p {
			t.Errorf("%q is %+v, then %+v: %v", text, p, q, err)
		}
	})
}

// FuzzReadBackup holds that no backup of whoever can compute hashes does more than be
// refused, for a reason.
func FuzzReadBackup(f *testing.F) {
	right := newForgery(f)
	text, err := json.Marshal(right.manifest)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text, right.documents, "first")
	f.Add([]byte(`{"format":1}`), []byte{4, 0, 0, 0}, "")
	f.Add([]byte(`{"files":[{"name":"../a","size":-1}]}`), record(f, "a1", int64(-1), bson.D{{Key: "project", Value: 1}}), "../a")
	f.Fuzz(func(t *testing.T, manifest, documents []byte, file string) {
		made := &forgery{text: string(manifest), documents: documents, files: []string{file, "second"}, method: right.method}
		if made.text == "" {
			made.text = "{}"
		}
		refusedOrNot(t, made.seal(t))
		refusedOrNot(t, manifest) // as it is, without an archive around it
	})
}

func refusedOrNot(t *testing.T, data []byte) {
	t.Helper()
	_, err := ReadBackup(t.Context(), bytes.NewReader(data), int64(len(data)), forgedSchema())
	if err != nil && !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrInvalid) && !errors.Is(err, ErrNewer) {
		t.Error(err)
	}
}
