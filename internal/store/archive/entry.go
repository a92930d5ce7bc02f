package archive

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/results"
)

// packed is the entries of a tally: small documents one after another, each with
// its reference first, so that those of a reference are found without decoding
// the others.
type packed []byte

type entryDocument struct {
	Ref          string               `bson:"ref"`
	Date         string               `bson:"date,omitempty"`
	Contribution contributionDocument `bson:",inline"`
}

func pack(entries []results.Entry) (packed, error) {
	var p packed
	for n := range entries {
		e := &entries[n]
		d, err := bson.Marshal(entryDocument{e.Ref, newDate(e.Date), newContributionDocument(&e.Contribution)})
		if err != nil {
			return nil, err
		}
		p = append(p, d...)
	}
	return p, nil
}

const entriesField = "entries"

// embed returns the body with p and more as its last field, a binary; where there
// are none, without.
func (p packed) embed(body bson.Raw, more packed) bson.Raw {
	size := len(p) + len(more)
	if size == 0 {
		return body
	}
	end := len(body) - 1
	whole := make(bson.Raw, 0, end+size+len(entriesField)+8)
	whole = append(append(whole, body[:end]...), byte(bson.TypeBinary))
	whole = append(append(whole, entriesField...), 0)
	whole = append(binary.LittleEndian.AppendUint32(whole, uint32(size)), bson.TypeBinaryGeneric)
	whole = append(append(append(whole, p...), more...), 0)
	binary.LittleEndian.PutUint32(whole, uint32(len(whole)))
	return whole
}

// packedIn returns the packed entries of a body, as a part of it.
func packedIn(body bson.Raw) (packed, error) {
	v := body.Lookup(entriesField)
	if v.Type == 0 {
		return nil, nil
	}
	_, p, ok := v.BinaryOK()
	if !ok {
		return nil, fmt.Errorf("%s are %s, not binary", entriesField, v.Type)
	}
	return p, nil
}

var errPacked = errors.New("the entries cannot be told apart")

// documents yields the entries one by one. An error is yielded last.
func (p packed) documents() iter.Seq2[bson.Raw, error] {
	return func(yield func(bson.Raw, error) bool) {
		for rest := p; len(rest) > 0; {
			if len(rest) < 5 {
				yield(nil, errPacked)
				return
			}
			size := int64(binary.LittleEndian.Uint32(rest))
			if size < 5 || size > int64(len(rest)) {
				yield(nil, errPacked)
				return
			}
			if !yield(bson.Raw(rest[:size]), nil) {
				return
			}
			rest = rest[size:]
		}
	}
}

// split counts all entries and takes those with a reference out of the others.
func (p packed) split(ref string) (count int, mine, others packed, err error) {
	first := append([]byte{byte(bson.TypeString)}, "ref\x00"...)
	first = binary.LittleEndian.AppendUint32(first, uint32(len(ref)+1))
	first = append(first, ref...)
	at, kept := 0, 0
	for d, err := range p.documents() {
		if err != nil {
			return 0, nil, nil, err
		}
		count++
		if bytes.HasPrefix(d[4:], first) {
			mine = append(mine, d...)
			others = append(others, p[kept:at]...)
			kept = at + len(d)
		}
		at += len(d)
	}
	if mine == nil {
		return count, nil, p, nil
	}
	return count, mine, append(others, p[kept:]...), nil
}

// entries decodes packed entries and puts them in order.
func (r *reading) entries(p packed) []results.Entry {
	var entries []results.Entry
	for raw, err := range p.documents() {
		var d entryDocument
		if err == nil {
			err = bson.Unmarshal(raw, &d)
		}
		if err != nil {
			r.fail(err)
			return nil
		}
		entries = append(entries, results.Entry{
			Date: r.date(d.Date), Ref: d.Ref, Contribution: r.contribution(&d.Contribution),
		})
	}
	slices.SortFunc(entries, func(a, b results.Entry) int {
		return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Ref, b.Ref))
	})
	return entries
}
