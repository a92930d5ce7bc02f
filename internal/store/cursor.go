package store

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// Cursor is a place in an ordered search: opaque, and safe in a URL. It holds
// the place itself, so it stays good while documents come and go around it.
type Cursor string

// Place is what a cursor stands for: the order key's value (nil, string or
// int64) and the id of the last document seen.
type Place struct {
	Value any
	ID    string
}

type cursorForm struct {
	Key        string  `json:"k,omitempty"`
	Descending bool    `json:"d,omitempty"`
	String     *string `json:"s,omitempty"`
	Int        *int64  `json:"n,omitempty"`
	ID         string  `json:"i"`
}

// CursorAt returns the place just after d, a result of Find with this order.
func CursorAt(o Order, d Document) (Cursor, error) {
	p := Place{ID: d.ID}
	if o.Key != "" {
		raw, err := lookup(d.Body, o.Key)
		if err != nil {
			return "", err
		}
		if s, ok := raw.StringValueOK(); ok {
			p.Value = s
		} else if n, ok := raw.AsInt64OK(); ok {
			p.Value = n
		}
	}
	return p.Cursor(o)
}

// Cursor returns the cursor of the place in that order. It serves every collection
// that has the key: so several can be read side by side, as one list.
func (p Place) Cursor(o Order) (Cursor, error) {
	form := cursorForm{Key: o.Key, Descending: o.Descending, ID: p.ID}
	switch v := p.Value.(type) {
	case string:
		form.String = &v
	case int64:
		form.Int = &v
	}
	text, err := json.Marshal(form)
	if err != nil {
		return "", fmt.Errorf("make a cursor: %w", err)
	}
	return Cursor(base64.RawURLEncoding.EncodeToString(text)), nil
}

// place decodes the cursor for an order by that key (zero = by id).
func (c Cursor) place(o Order, by Key) (*Place, error) {
	if c == "" {
		return nil, nil //nolint:nilnil // no cursor, no place
	}
	text, err := base64.RawURLEncoding.DecodeString(string(c))
	if err != nil {
		return nil, ErrCursor
	}
	var form cursorForm
	if err := json.Unmarshal(text, &form); err != nil {
		return nil, ErrCursor
	}
	p := &Place{ID: form.ID}
	switch {
	case form.String != nil && form.Int != nil:
		return nil, ErrCursor
	case form.String != nil:
		p.Value = *form.String
	case form.Int != nil:
		p.Value = *form.Int
	}
	if form.Key != o.Key || form.Descending != o.Descending || checkID(p.ID) != nil ||
		o.Key == "" && p.Value != nil || o.Key != "" && by.checkValue(p.Value) != nil {
		return nil, ErrCursor
	}
	return p, nil
}

// Page reads one page of q, which must have a limit, and returns the cursor of
// the next page: empty on the last.
func Page(ctx context.Context, r Reader, q Query) ([]Document, Cursor, error) {
	size := q.Limit
	if size < 1 {
		return nil, "", invalid("a page needs a limit")
	}
	q.Limit++ // one more shows whether there is a next page
	var page []Document
	for d, err := range r.Find(ctx, q) {
		if err != nil {
			return nil, "", err
		}
		if len(page) < size {
			page = append(page, d)
			continue
		}
		next, err := CursorAt(q.Order, page[size-1])
		return page, next, err
	}
	return page, "", nil
}
