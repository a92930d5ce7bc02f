package archive

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/results"
)

// Dates are stored as YYYY-MM-DD, numbers as results.Number.Exact writes them, and
// times as milliseconds since 1970. What there is none of is left out.

func newDate(d results.Date) string { return d.String() }

func newNumber(n *results.Number) string {
	if n == nil {
		return ""
	}
	return n.Exact()
}

func newMoment(t time.Time) int64 { return t.UnixMilli() }

func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

// newMomentOrNone is 0, which is left out, for no time.
func newMomentOrNone(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return newMoment(t)
}

func momentOrNone(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return moment(ms)
}

// A reading turns documents into values. It keeps the first error.
type reading struct{ err error }

func (r *reading) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *reading) date(s string) results.Date {
	if s == "" {
		return results.Date{}
	}
	d, err := results.ParseDate(s)
	if err != nil {
		r.fail(fmt.Errorf("%.20q: %w", s, err))
	}
	return d
}

func (r *reading) number(s string) *results.Number {
	if s == "" {
		return nil
	}
	n := r.sum(s)
	return &n
}

// newSum writes a number of which there is always one: none is 0.
func newSum(n results.Number) string {
	if n.Sign() == 0 {
		return ""
	}
	return n.Exact()
}

func (r *reading) sum(s string) results.Number {
	if s == "" {
		return results.Number{}
	}
	n, err := results.ParseExact(s)
	if err != nil {
		r.fail(fmt.Errorf("%.20q: %w", s, err))
	}
	return n
}

// listed maps a list item by item; an empty one becomes nil.
func listed[A, B any](items []A, f func(*A) B) []B {
	if len(items) == 0 {
		return nil
	}
	list := make([]B, len(items))
	for n := range items {
		list[n] = f(&items[n])
	}
	return list
}

type (
	// text is stored as a document of strings by language, sorted.
	text results.Text
	// by is stored as a document: the category by dimension, in its order.
	by results.By
)

// IsZero says that there is nothing to be stored. An empty text is something.
func (t text) IsZero() bool { return t == nil }

// MarshalBSONValue implements bson.ValueMarshaler.
func (t text) MarshalBSONValue() (typ byte, data []byte, err error) {
	f := beginFields()
	for _, language := range slices.Sorted(maps.Keys(t)) {
		f.add(language, t[language])
	}
	return f.end()
}

// UnmarshalBSONValue implements bson.ValueUnmarshaler.
func (t *text) UnmarshalBSONValue(typ byte, data []byte) error {
	*t = text{}
	return readFields(typ, data, func(language, s string) { (*t)[language] = s })
}

// IsZero says that there is nothing to be stored. An empty list is something.
func (b by) IsZero() bool { return b == nil }

// MarshalBSONValue implements bson.ValueMarshaler.
func (b by) MarshalBSONValue() (typ byte, data []byte, err error) {
	f := beginFields()
	for _, p := range b {
		f.add(string(p.Dimension), string(p.Category))
	}
	return f.end()
}

// UnmarshalBSONValue implements bson.ValueUnmarshaler.
func (b *by) UnmarshalBSONValue(typ byte, data []byte) error {
	*b = by{}
	return readFields(typ, data, func(dimension, category string) {
		*b = append(*b, results.Part{Dimension: results.DimensionKey(dimension), Category: results.CategoryKey(category)})
	})
}

// fields is a document of strings being written.
type fields struct {
	data []byte
	err  error
}

func beginFields() *fields { return &fields{data: make([]byte, 4, 64)} }

var errZeroByte = errors.New("a language or dimension has a zero byte")

func (f *fields) add(name, s string) {
	if strings.IndexByte(name, 0) >= 0 {
		f.err = errZeroByte
	}
	f.data = append(f.data, byte(bson.TypeString))
	f.data = append(append(f.data, name...), 0)
	f.data = binary.LittleEndian.AppendUint32(f.data, uint32(len(s)+1))
	f.data = append(append(f.data, s...), 0)
}

func (f *fields) end() (typ byte, data []byte, err error) {
	f.data = append(f.data, 0)
	binary.LittleEndian.PutUint32(f.data, uint32(len(f.data)))
	return byte(bson.TypeEmbeddedDocument), f.data, f.err
}

// readFields reads a document of strings.
func readFields(typ byte, data []byte, add func(name, s string)) error {
	d, ok := bson.RawValue{Type: bson.Type(typ), Value: data}.DocumentOK()
	if !ok {
		return fmt.Errorf("%s in place of a document of strings", bson.Type(typ))
	}
	elements, err := d.Elements()
	if err != nil {
		return err
	}
	for _, e := range elements {
		s, ok := e.Value().StringValueOK()
		if !ok {
			return fmt.Errorf("%s is not a string but %s", e.Key(), e.Value().Type)
		}
		add(e.Key(), s)
	}
	return nil
}
