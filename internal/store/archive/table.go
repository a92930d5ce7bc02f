package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/partnership"
	"tulos/internal/store"
)

// A Table keeps values of one type in a collection.
type Table[T any] struct {
	declared store.Collection
	id       func(*T) string
	encode   func(*T) (bson.Raw, error)
	decode   func(bson.Raw) (T, error)
}

// newTable makes the table of a collection whose values are kept as documents of
// type D.
func newTable[T, D any](c store.Collection, id func(*T) string, write func(*T) D, read func(*reading, *D) T) Table[T] {
	return Table[T]{
		declared: c,
		id:       id,
		encode: func(v *T) (bson.Raw, error) {
			d := write(v)
			return bson.Marshal(&d)
		},
		decode: func(body bson.Raw) (T, error) {
			var d D
			if err := bson.Unmarshal(body, &d); err != nil {
				var none T
				return none, err
			}
			var r reading
			v := read(&r, &d)
			return v, r.err
		},
	}
}

// Stored is a value with the revision at which it was read.
type Stored[T any] struct {
	ID    string
	Rev   int64
	Hash  string // SHA-256 of the stored body: 64 hexadecimal digits
	Value T
}

// A Write is a write of a unit with what it does to the document's hash.
type Write struct {
	store.Write
	Change partnership.Change // Before and After are the SHA-256 of the bodies, empty where there is none
}

// Pack returns v as it is stored, for Unpack.
func (t Table[T]) Pack(v T) ([]byte, error) { return t.body(t.id(&v), &v) }

// Unpack returns what Pack was given, with the id and the hash that it has where it is
// stored, or store.ErrCorrupt.
func (t Table[T]) Unpack(packed []byte) (Stored[T], error) {
	v, err := t.decode(packed)
	if err != nil {
		return Stored[T]{}, fmt.Errorf("%w: unpack of %s: %w", store.ErrCorrupt, t.Collection(), err)
	}
	return Stored[T]{ID: t.id(&v), Hash: hashOf(packed), Value: v}, nil
}

// Collection returns the name of the table's collection.
func (t Table[T]) Collection() string { return t.declared.Name }

// ID returns the id that v is kept under.
func (t Table[T]) ID(v T) string { return t.id(&v) }

// Get reads the document with that id, or answers store.ErrNotFound.
func (t Table[T]) Get(ctx context.Context, r store.Reader, id string) (Stored[T], error) {
	d, err := r.Get(ctx, t.Collection(), id)
	if err != nil {
		return Stored[T]{}, err
	}
	return t.stored(d)
}

// Find yields what q describes, in its order; q.Collection is filled in. An error
// is yielded last.
func (t Table[T]) Find(ctx context.Context, r store.Reader, q store.Query) iter.Seq2[Stored[T], error] {
	q.Collection = t.Collection()
	return func(yield func(Stored[T], error) bool) {
		for d, err := range r.Find(ctx, q) {
			if err != nil {
				yield(Stored[T]{}, err)
				return
			}
			s, err := t.stored(d)
			if !yield(s, err) || err != nil {
				return
			}
		}
	}
}

// Page reads one page of q, which must have a limit, and returns the cursor of the
// next page: empty on the last. q.Collection is filled in.
func (t Table[T]) Page(ctx context.Context, r store.Reader, q store.Query) ([]Stored[T], store.Cursor, error) {
	q.Collection = t.Collection()
	documents, next, err := store.Page(ctx, r, q)
	if err != nil {
		return nil, "", err
	}
	page := make([]Stored[T], len(documents))
	for n, d := range documents {
		if page[n], err = t.stored(d); err != nil {
			return nil, "", err
		}
	}
	return page, next, nil
}

// First reads the first document, by id, that fulfils the conditions, or answers
// store.ErrNotFound.
func (t Table[T]) First(ctx context.Context, r store.Reader, conditions ...store.Condition) (Stored[T], error) {
	for s, err := range t.Find(ctx, r, store.Query{Where: conditions, Limit: 1}) {
		return s, err
	}
	return Stored[T]{}, fmt.Errorf("first of %s: %w", t.Collection(), store.ErrNotFound)
}

// Count returns how many documents fulfil the conditions.
func (t Table[T]) Count(ctx context.Context, r store.Reader, conditions ...store.Condition) (int64, error) {
	return r.Count(ctx, store.Query{Collection: t.Collection(), Where: conditions})
}

// Insert returns the write that adds v, or store.ErrInvalid for a text whose
// language has a zero byte.
func (t Table[T]) Insert(v T) (Write, error) {
	id := t.id(&v)
	body, err := t.body(id, &v)
	if err != nil {
		return Write{}, err
	}
	return t.write(store.Insert(t.Collection(), id, body), ""), nil
}

// Replace returns the write that puts v in place of old, or store.ErrInvalid where
// the id would change, or as Insert does.
func (t Table[T]) Replace(old Stored[T], v T) (Write, error) {
	id := t.id(&v)
	if id != old.ID {
		return Write{}, fmt.Errorf("%s %s: %w: the id cannot become %s", t.Collection(), old.ID, store.ErrInvalid, id)
	}
	body, err := t.body(id, &v)
	if err != nil {
		return Write{}, err
	}
	return t.write(store.Replace(t.Collection(), id, old.Rev, body), old.Hash), nil
}

// Delete returns the write that removes old.
func (t Table[T]) Delete(old Stored[T]) Write {
	return t.write(store.Delete(t.Collection(), old.ID, old.Rev), old.Hash)
}

func (t Table[T]) body(id string, v *T) (bson.Raw, error) {
	body, err := t.encode(v)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w: %w", t.Collection(), id, store.ErrInvalid, err)
	}
	return body, nil
}

func (t Table[T]) write(w store.Write, before string) Write {
	change := partnership.Change{Collection: w.Collection, ID: w.ID, Before: before}
	if w.Body != nil {
		change.After = hashOf(w.Body)
	}
	return Write{w, change}
}

func hashOf(body bson.Raw) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}

func (t Table[T]) stored(d store.Document) (Stored[T], error) {
	v, err := t.value(d)
	if err != nil {
		return Stored[T]{}, err
	}
	return Stored[T]{d.ID, d.Rev, hashOf(d.Body), v}, nil
}

var errMisplaced = errors.New("the document belongs under another id")

// value decodes a document: store.ErrCorrupt where it is not what was stored.
func (t Table[T]) value(d store.Document) (T, error) {
	v, err := t.decode(d.Body)
	if err == nil && t.id(&v) != d.ID {
		err = errMisplaced
	}
	if err != nil {
		var none T
		return none, fmt.Errorf("%w: %s %s: %w", store.ErrCorrupt, t.Collection(), d.ID, err)
	}
	return v, nil
}
