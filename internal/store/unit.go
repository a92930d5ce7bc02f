package store

import (
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Unit is what is written together, in this order. A document may occur once.
type Unit []Write

// Write is one write of a unit, made by Insert, Replace or Delete.
type Write struct {
	Collection string
	ID         string
	Rev        int64    // expected: 0 = not there
	Body       bson.Raw // nil = delete
	First      int64    // the revision that an insert begins at: 0 = 1
}

// Insert adds a document that must not be there; it gets revision 1.
func Insert(collection, id string, body bson.Raw) Write {
	return Write{Collection: collection, ID: id, Body: body}
}

// InsertAt adds a document that must not be there, at a revision that it had
// elsewhere.
func InsertAt(collection, id string, rev int64, body bson.Raw) Write {
	return Write{Collection: collection, ID: id, Body: body, First: rev}
}

// Replace puts a new body in place of revision rev, which becomes rev+1.
func Replace(collection, id string, rev int64, body bson.Raw) Write {
	return Write{Collection: collection, ID: id, Rev: rev, Body: body}
}

// Delete removes a document that must be at revision rev.
func Delete(collection, id string, rev int64) Write {
	return Write{Collection: collection, ID: id, Rev: rev}
}

// CheckedWrite is a write with its collection and the values of its keys in
// the order of Keys; a deletion has none.
type CheckedWrite struct {
	Write
	In     *Collection
	Values []any
}

// Becomes returns the revision of the document after the write.
func (w CheckedWrite) Becomes() int64 {
	if w.Rev == 0 && w.First > 0 {
		return w.First
	}
	return w.Rev + 1
}

// Shard returns the value of the collection's shard, or nil.
func (w CheckedWrite) Shard() any {
	for i, v := range w.Values {
		if w.In.Keys[i].Field == w.In.Shard {
			return v
		}
	}
	return nil
}

// Conflict returns the error of a write whose revision does not fit.
func (w CheckedWrite) Conflict() error {
	return &DocumentError{Collection: w.Collection, ID: w.ID, Kind: ErrConflict}
}

// Moved returns the error of a replacement that would change the shard.
func (w CheckedWrite) Moved() error {
	return invalid("%s %s: the shard %s cannot change", w.Collection, w.ID, w.In.Shard)
}

// Duplicate returns the error of a write whose unique key is taken.
func (w CheckedWrite) Duplicate(fields []string) error {
	return &DocumentError{Collection: w.Collection, ID: w.ID, Unique: fields, Kind: ErrDuplicate}
}

// CheckUnit checks what can be checked without the stored data: ErrInvalid.
func (c *Catalogue) CheckUnit(u Unit) ([]CheckedWrite, error) {
	type document struct{ collection, id string }
	seen := make(map[document]bool, len(u))
	checked := make([]CheckedWrite, len(u))
	for i, w := range u {
		d := document{w.Collection, w.ID}
		if seen[d] {
			return nil, invalid("%s %s occurs twice in one unit", w.Collection, w.ID)
		}
		seen[d] = true
		var err error
		if checked[i], err = c.checkWrite(w); err != nil {
			return nil, fmt.Errorf("%s %s: %w", w.Collection, w.ID, err)
		}
	}
	return checked, nil
}

func (c *Catalogue) checkWrite(w Write) (CheckedWrite, error) {
	in, err := c.Collection(w.Collection)
	if err != nil {
		return CheckedWrite{}, err
	}
	if err := checkID(w.ID); err != nil {
		return CheckedWrite{}, err
	}
	checked := CheckedWrite{Write: w, In: in}
	switch {
	case w.Rev < 0 || w.Rev == 0 && w.Body == nil:
		return CheckedWrite{}, invalid("neither a body nor a revision")
	case w.First < 0 || w.First > 0 && w.Rev > 0:
		return CheckedWrite{}, invalid("a first revision that is none")
	case w.Body == nil:
		return checked, nil
	case len(w.Body) > MaxBody:
		return CheckedWrite{}, invalid("the body is larger than %d bytes", MaxBody)
	}
	if err := w.Body.Validate(); err != nil {
		return CheckedWrite{}, invalid("the body is not BSON: %v", err)
	}
	checked.Values, err = in.Values(w.Body)
	return checked, err
}
