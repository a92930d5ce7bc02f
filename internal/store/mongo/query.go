package mongo

import (
	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
)

// field is where a key lies in the stored form of a document.
func field(key string) string { return "doc." + key }

// filter returns the conditions of q. MongoDB compares values of one type
// only, so no bound takes in what lacks the key; null selects just that.
func filter(q store.CheckedQuery) bson.D {
	operators := map[store.Op]string{
		store.Same: "$eq", store.Less: "$lt", store.LessEqual: "$lte", store.More: "$gt", store.MoreEqual: "$gte",
	}
	var terms bson.A
	for _, c := range q.Where {
		terms = append(terms, compare(field(c.Key), operators[c.Op], c.Value))
	}
	if q.Place != nil {
		terms = append(terms, after(q.Order, *q.Place))
	}
	if len(terms) == 0 {
		return bson.D{}
	}
	return bson.D{{Key: "$and", Value: terms}}
}

func compare(path, operator string, v any) bson.D {
	return bson.D{{Key: path, Value: bson.D{{Key: operator, Value: v}}}}
}

// after selects what follows the place: the same key and a later id, or a
// later key. What lacks the key is first of all, or last.
func after(o store.Order, p store.Place) bson.D {
	operator := "$gt"
	if o.Descending {
		operator = "$lt"
	}
	laterID := bson.E{Key: "_id", Value: bson.D{{Key: operator, Value: p.ID}}}
	if o.Key == "" {
		return bson.D{laterID}
	}
	key := field(o.Key)
	next := bson.A{bson.D{{Key: key, Value: p.Value}, laterID}}
	switch {
	case p.Value == nil && !o.Descending:
		next = append(next, compare(key, "$ne", nil))
	case p.Value != nil:
		next = append(next, compare(key, operator, p.Value))
		if o.Descending {
			next = append(next, compare(key, "$eq", nil))
		}
	}
	return bson.D{{Key: "$or", Value: next}}
}

func sorting(o store.Order) bson.D {
	direction := 1
	if o.Descending {
		direction = -1
	}
	byID := bson.E{Key: "_id", Value: direction}
	if o.Key == "" {
		return bson.D{byID}
	}
	return bson.D{{Key: field(o.Key), Value: direction}, byID}
}
