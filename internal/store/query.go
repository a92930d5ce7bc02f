package store

import "reflect"

// Query describes documents of a collection: those that fulfil all conditions,
// in an order, after a cursor, at most so many.
type Query struct {
	Collection string
	Where      []Condition
	Order      Order
	After      Cursor // empty = from the beginning
	Limit      int    // 0 = all
}

// Order names the key to order by; documents with equal keys come in the same
// direction by id. The zero Order is ascending by id.
type Order struct {
	Key        string
	Descending bool
}

// Ascending orders by a key, smallest first.
func Ascending(key string) Order { return Order{key, false} }

// Descending orders by a key, largest first and what lacks it last.
func Descending(key string) Order { return Order{key, true} }

// Condition compares a key with a value: nil (missing or null, for Same
// alone), string or int64.
type Condition struct {
	Key   string
	Op    Op
	Value any
}

// Op is a comparison.
type Op string

// The comparisons. Only Same takes documents that lack the key.
const (
	Same      Op = "="
	Less      Op = "<"
	LessEqual Op = "<="
	More      Op = ">"
	MoreEqual Op = ">="
)

// Scalar is what a key can be compared with.
type Scalar interface {
	~string | ~int | ~int32 | ~int64
}

// Equal takes documents whose key is v.
func Equal[V Scalar](key string, v V) Condition { return Condition{key, Same, scalar(v)} }

// Missing takes documents that lack the key or have null there.
func Missing(key string) Condition { return Condition{key, Same, nil} }

// Below takes documents whose key is less than v.
func Below[V Scalar](key string, v V) Condition { return Condition{key, Less, scalar(v)} }

// AtMost takes documents whose key is v or less.
func AtMost[V Scalar](key string, v V) Condition { return Condition{key, LessEqual, scalar(v)} }

// Above takes documents whose key is more than v.
func Above[V Scalar](key string, v V) Condition { return Condition{key, More, scalar(v)} }

// AtLeast takes documents whose key is v or more.
func AtLeast[V Scalar](key string, v V) Condition { return Condition{key, MoreEqual, scalar(v)} }

func scalar[V Scalar](v V) any {
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.String {
		return r.String()
	}
	return r.Int()
}

// CheckedQuery is a query with its collection and the place of its cursor.
type CheckedQuery struct {
	Query
	In    *Collection
	Place *Place // nil = from the beginning
}

// CheckQuery checks q against the declarations: ErrInvalid or ErrCursor.
func (c *Catalogue) CheckQuery(q Query) (CheckedQuery, error) {
	in, err := c.Collection(q.Collection)
	if err != nil {
		return CheckedQuery{}, err
	}
	for _, condition := range q.Where {
		k, ok := in.key(condition.Key)
		if !ok {
			return CheckedQuery{}, invalid("%s has no key %q", in.Name, condition.Key)
		}
		if err := k.checkValue(condition.Value); err != nil {
			return CheckedQuery{}, err
		}
		switch condition.Op {
		case Same:
		case Less, LessEqual, More, MoreEqual:
			if condition.Value == nil {
				return CheckedQuery{}, invalid("key %s: nothing is %s missing", k.Field, condition.Op)
			}
		default:
			return CheckedQuery{}, invalid("key %s: no comparison %q", k.Field, condition.Op)
		}
	}
	if q.Limit < 0 {
		return CheckedQuery{}, invalid("limit %d", q.Limit)
	}
	checked := CheckedQuery{Query: q, In: in}
	var by Key
	if q.Order.Key != "" {
		var ok bool
		if by, ok = in.key(q.Order.Key); !ok {
			return CheckedQuery{}, invalid("%s has no key %q to order by", in.Name, q.Order.Key)
		}
	}
	checked.Place, err = q.After.place(q.Order, by)
	return checked, err
}
