package sqlite

import (
	"cmp"
	"strings"

	"tulos/internal/store"
)

// statement is a query with its arguments.
type statement struct {
	text string
	args []any
}

// findSQL returns the searches whose results, one after the other, are those
// of q; each lacks the argument of its limit. SQL puts what lacks a key before
// all values but compares it with none, so a cursor in one of the two parts is
// followed by the other part.
func findSQL(q store.CheckedQuery) []statement {
	if q.Place == nil {
		return []statement{segment(q, q.Where, "")}
	}
	after := ">"
	if q.Order.Descending {
		after = "<"
	}
	if q.Order.Key == "" {
		return []statement{segment(q, q.Where, "id "+after+" ?", q.Place.ID)}
	}
	key := quote(q.Order.Key)
	if q.Place.Value == nil {
		missing := segment(q, q.Where, key+" IS NULL AND id "+after+" ?", q.Place.ID)
		if q.Order.Descending {
			return []statement{missing}
		}
		return []statement{missing, segment(q, q.Where, key+" IS NOT NULL")}
	}
	present := segment(q, tighten(q), "("+key+", id) "+after+" (?, ?)", q.Place.Value, q.Place.ID)
	if q.Order.Descending {
		return []statement{present, segment(q, q.Where, key+" IS NULL")}
	}
	return []statement{present}
}

func segment(q store.CheckedQuery, where []store.Condition, place string, placeArgs ...any) statement {
	var b strings.Builder
	b.WriteString("SELECT id, rev, doc FROM " + quote(q.In.Name))
	terms, args := conditions(where)
	if place != "" {
		terms = append(terms, place)
	}
	writeWhere(&b, terms)
	direction := ""
	if q.Order.Descending {
		direction = " DESC"
	}
	b.WriteString(" ORDER BY ")
	if q.Order.Key != "" {
		b.WriteString(quote(q.Order.Key) + direction + ", ")
	}
	b.WriteString("id" + direction + " LIMIT ?")
	return statement{b.String(), append(args, placeArgs...)}
}

func countSQL(q store.CheckedQuery) statement {
	var b strings.Builder
	b.WriteString("SELECT count(*) FROM " + quote(q.In.Name))
	terms, args := conditions(q.Where)
	writeWhere(&b, terms)
	return statement{b.String(), args}
}

func conditions(where []store.Condition) (terms []string, args []any) {
	for _, c := range where {
		if c.Value == nil {
			terms = append(terms, quote(c.Key)+" IS NULL")
			continue
		}
		terms = append(terms, quote(c.Key)+" "+string(c.Op)+" ?")
		args = append(args, c.Value)
	}
	return terms, args
}

func writeWhere(b *strings.Builder, terms []string) {
	if len(terms) > 0 {
		b.WriteString(" WHERE " + strings.Join(terms, " AND "))
	}
}

// tighten leaves out the bounds that the cursor makes needless: SQLite would
// enter the index by one of them and skip all pages before the cursor.
func tighten(q store.CheckedQuery) []store.Condition {
	var kept []store.Condition
	for _, c := range q.Where {
		if c.Key != q.Order.Key || !implied(c, q.Place.Value, q.Order.Descending) {
			kept = append(kept, c)
		}
	}
	return kept
}

// implied says whether all keys at and after the place fulfil the condition.
func implied(c store.Condition, place any, descending bool) bool {
	order := compare(place, c.Value)
	switch c.Op {
	case store.Less:
		return descending && order < 0
	case store.LessEqual:
		return descending && order <= 0
	case store.More:
		return !descending && order > 0
	case store.MoreEqual:
		return !descending && order >= 0
	case store.Same:
	}
	return false
}

// compare compares two values of one key, neither missing.
func compare(a, b any) int {
	if a, ok := a.(int64); ok {
		b, _ := b.(int64)
		return cmp.Compare(a, b)
	}
	x, _ := a.(string)
	y, _ := b.(string)
	return strings.Compare(x, y)
}
