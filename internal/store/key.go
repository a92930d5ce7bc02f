package store

import (
	"fmt"
	"strings"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
)

// Values returns the values of the collection's keys in a body, in the order
// of Keys: nil (missing or null), string or int64. A field of another type, a
// date that is none and a missing shard are ErrInvalid.
func (c *Collection) Values(body bson.Raw) ([]any, error) {
	values := make([]any, len(c.Keys))
	for i, k := range c.Keys {
		v, err := k.value(body)
		if err != nil {
			return nil, err
		}
		if v == nil && k.Field == c.Shard {
			return nil, invalid("the shard %s is missing", c.Shard)
		}
		values[i] = v
	}
	return values, nil
}

func (k Key) value(body bson.Raw) (any, error) {
	raw, err := lookup(body, k.Field)
	if err != nil {
		return nil, err
	}
	switch {
	case raw.Type == bson.TypeNull || raw.Type == 0:
		return nil, nil //nolint:nilnil // nil is the value of a key that is missing
	case k.Kind == Int && (raw.Type == bson.TypeInt32 || raw.Type == bson.TypeInt64):
		return raw.AsInt64(), nil
	case k.Kind == Int || raw.Type != bson.TypeString:
		return nil, invalid("key %s is of kind %s, not %s", k.Field, k.Kind, raw.Type)
	}
	s := raw.StringValue()
	return s, k.checkString(s)
}

// lookup walks the path; a zero value says that the field is not there.
func lookup(body bson.Raw, path string) (bson.RawValue, error) {
	field, rest, nested := strings.Cut(path, ".")
	v, err := body.LookupErr(field)
	if err != nil {
		return bson.RawValue{}, nil //nolint:nilerr // the body was validated: the field is not there
	}
	if !nested || v.Type == bson.TypeNull {
		return v, nil
	}
	if v.Type != bson.TypeEmbeddedDocument {
		return bson.RawValue{}, invalid("field %s is no document but %s", field, v.Type)
	}
	return lookup(v.Document(), rest)
}

func (k Key) checkString(s string) error {
	if k.Kind == Date {
		if _, err := time.Parse(time.DateOnly, s); err != nil {
			return invalid("key %s: %.20q is not a date", k.Field, s)
		}
		return nil
	}
	return checkText("key "+k.Field, s, MaxKey)
}

// checkValue checks a value that is to be compared with the key.
func (k Key) checkValue(v any) error {
	switch v := v.(type) {
	case nil:
		return nil
	case int64:
		if k.Kind == Int {
			return nil
		}
	case string:
		if k.Kind != Int {
			return k.checkString(v)
		}
	}
	return invalid("key %s is of kind %s and cannot be compared with %s", k.Field, k.Kind, fmt.Sprintf("%T", v))
}
