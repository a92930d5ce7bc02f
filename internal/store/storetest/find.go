package storetest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"tulos/internal/store"
)

func findTests() []test {
	return []test{
		{"find by equality and range", (*run).findWhere},
		{"find in order", (*run).findOrder},
		{"find at most so many", (*run).findLimit},
		{"find among projects", (*run).findProjects},
		{"find and leave early", (*run).findEarly},
		{"find within find", (*run).findNested},
		{"find until cancelled", (*run).findCancelled},
		{"invalid queries", (*run).invalidQueries},
	}
}

// inBaltic is a query of the activities of project "baltic".
func inBaltic(o store.Order, where ...store.Condition) store.Query {
	return store.Query{
		Collection: "activities",
		Where:      append([]store.Condition{store.Equal("project", "baltic")}, where...),
		Order:      o,
	}
}

func (r *run) findWhere() {
	type code string // typed identifiers can be compared as they are
	r.activity("a1", "code", "x1", "date", "2026-01-31", "rank", int32(1), "status", "draft")
	r.activity("a2", "code", "x2", "date", "2026-02-28", "rank", int64(2), "status", "accepted")
	r.activity("a3", "code", "x3", "date", "2026-03-31", "rank", 3, "status", "accepted")
	r.activity("a4", "code", "X2", "date", nil, "status", "accepted", "period", map[string]string{"start": "2026-01-01"})
	r.activity("a5", "period", nil)
	for _, c := range []struct {
		name  string
		where []store.Condition
		want  []string
	}{
		{"nothing asked", nil, []string{"a1", "a2", "a3", "a4", "a5"}},
		{"equal string", []store.Condition{store.Equal("code", code("x2"))}, []string{"a2"}},
		{"equal int", []store.Condition{store.Equal("rank", 2)}, []string{"a2"}},
		{"equal date", []store.Condition{store.Equal("date", "2026-03-31")}, []string{"a3"}},
		{"equal within a document", []store.Condition{store.Equal("period.start", "2026-01-01")}, []string{"a4"}},
		{"equal nothing", []store.Condition{store.Equal("code", "")}, []string{}},
		{"missing or null", []store.Condition{store.Missing("date")}, []string{"a4", "a5"}},
		{"missing on the path", []store.Condition{store.Missing("period.start")}, []string{"a1", "a2", "a3", "a5"}},
		{"below", []store.Condition{store.Below("date", "2026-02-28")}, []string{"a1"}},
		{"at most", []store.Condition{store.AtMost("date", "2026-02-28")}, []string{"a1", "a2"}},
		{"above", []store.Condition{store.Above("rank", 1)}, []string{"a2", "a3"}},
		{"at least", []store.Condition{store.AtLeast("rank", int64(2))}, []string{"a2", "a3"}},
		{"from and to", []store.Condition{store.AtLeast("date", "2026-02-01"), store.Below("date", "2026-03-01")}, []string{"a2"}},
		{"equal and range", []store.Condition{store.Equal("status", "accepted"), store.Above("date", "2026-03-01")}, []string{"a3"}},
		{"contradiction", []store.Condition{store.Equal("status", "draft"), store.Equal("status", "accepted")}, []string{}},
	} {
		r.each(c.name, func(r *run) {
			q := inBaltic(store.Order{}, c.where...)
			r.equal(c.want, r.ids(q))
			q.Limit, q.After = 1, "no cursor: neither matters to Count"
			n, err := r.Count(r.ctx, q)
			r.ok(err)
			r.equal(int64(len(c.want)), n)
		})
	}
}

// sortedStrings are strings in the order of their bytes.
func sortedStrings() []string {
	return []string{
		"", " ", "!", "10", "9", "A", "B", "Z", "a", "a b", "aa", "ab", "a\u0308", "b", "z",
		"ß", "ä", "ö", "А", "я", "한", "\uFFFD", "\U0001F600", "\U0010FFFF",
	}
}

func (r *run) findOrder() {
	// The number in an id is its place in ascending order; all values of one
	// list go in another order into the store.
	fill := func(key string, values ...any) []string {
		var want []string
		for i := range values {
			want = append(want, fmt.Sprintf("%s-%02d", key, i))
			at := (i*7 + 3) % len(values)

			r.activity(fmt.Sprintf("%s-%02d", key, at), key, values[at], "status", key)
		}
		return want
	}
	codes := []any{nil}
	for _, s := range sortedStrings() {
		codes = append(codes, s)
	}
	want := map[string][]string{
		"code": fill("code", codes...),
		"date": fill("date", nil, "0001-01-01", "1999-12-31", "2025-12-31", "2026-01-01", "2026-01-02", "2026-10-01", "9999-12-31"),
		"rank": fill("rank", nil, int64(math.MinInt64), int32(math.MinInt32), -1, 0, int32(1), int64(2), 10, int64(1)<<53, int64(1)<<53+1, int64(math.MaxInt64)),
	}
	for key, ascending := range want {
		r.each(key, func(r *run) {
			r.equal(ascending, r.ids(inBaltic(store.Ascending(key), store.Equal("status", key))))
			slices.Reverse(ascending)
			r.equal(ascending, r.ids(inBaltic(store.Descending(key), store.Equal("status", key))))
		})
	}
	r.each("equal keys by id", func(r *run) {
		for _, id := range []string{"t2", "t10", "t1", "T1"} {
			r.activity(id, "status", "tie", "date", "2026-01-01")
		}
		r.equal([]string{"T1", "t1", "t10", "t2"}, r.ids(inBaltic(store.Ascending("date"), store.Equal("status", "tie"))))
		r.equal([]string{"t2", "t10", "t1", "T1"}, r.ids(inBaltic(store.Descending("date"), store.Equal("status", "tie"))))
		r.equal([]string{"T1", "t1", "t10", "t2"}, r.ids(inBaltic(store.Order{}, store.Equal("status", "tie"))))
		r.equal([]string{"t2", "t10", "t1", "T1"}, r.ids(inBaltic(store.Descending(""), store.Equal("status", "tie"))))
	})
}

func (r *run) findLimit() {
	for i := range 5 {
		r.activity(fmt.Sprint("a", i), "rank", i)
	}
	for _, c := range []struct {
		limit int
		want  []string
	}{
		{0, []string{"a4", "a3", "a2", "a1", "a0"}},
		{1, []string{"a4"}},
		{5, []string{"a4", "a3", "a2", "a1", "a0"}},
		{6, []string{"a4", "a3", "a2", "a1", "a0"}},
	} {
		q := inBaltic(store.Descending("rank"))
		q.Limit = c.limit
		r.equal(c.want, r.ids(q))
	}
}

func (r *run) findProjects() {
	for _, p := range []string{"baltic", "Baltic", "nordic"} {
		r.commit(store.Insert("activities", "1-"+p, r.body("project", p, "rank", 1, "code", "same")),
			store.Insert("activities", "2-"+p, r.body("project", p, "rank", 2)))
	}
	r.equal([]string{"2-baltic", "1-baltic"}, r.ids(inBaltic(store.Descending("rank"))))
	r.equal([]string{"1-Baltic", "1-baltic", "1-nordic", "2-Baltic", "2-baltic", "2-nordic"},
		r.ids(store.Query{Collection: "activities", Order: store.Ascending("rank")}))
	r.equal([]string{"1-Baltic", "1-baltic", "1-nordic", "2-Baltic", "2-baltic", "2-nordic"},
		r.ids(store.Query{Collection: "activities"}))
	r.equal([]string{"2-Baltic", "2-baltic", "2-nordic"},
		r.ids(store.Query{Collection: "activities", Where: []store.Condition{store.Above("rank", 1)}}))
	r.equal([]string{}, r.ids(store.Query{Collection: "people"}))
}

func (r *run) findEarly() {
	for i := range 300 {
		r.activity(fmt.Sprintf("a%03d", i), "note", strings.Repeat("long", 100))
	}
	for range 300 { // more than there can be connections, if one were kept
		for d, err := range r.Find(r.ctx, inBaltic(store.Order{})) {
			r.ok(err)
			r.equal("a000", d.ID)
			break
		}
	}
	search := r.Find(r.ctx, inBaltic(store.Order{}))
	for range 2 { // a search can be run again
		n := 0
		for _, err := range search {
			r.ok(err)
			n++
		}
		r.equal(300, n)
	}
}

func (r *run) findNested() {
	for i := range 30 {
		r.activity(fmt.Sprintf("a%02d", i), "rank", i)
	}
	seen := 0
	for d, err := range r.Find(r.ctx, inBaltic(store.Order{})) {
		r.ok(err)
		for inner, err := range r.Find(r.ctx, inBaltic(store.Order{})) {
			r.ok(err)
			again, err := r.Get(r.ctx, "activities", inner.ID)
			r.ok(err)
			if inner.ID == d.ID {
				r.equal(d.Body, again.Body)
			}
		}
		r.commit(store.Replace("activities", d.ID, d.Rev, r.body("project", "baltic", "rank", -1)))
		seen++
	}
	r.equal(30, seen)
}

func (r *run) findCancelled() {
	for i := range 300 {
		r.activity(fmt.Sprintf("a%03d", i), "note", strings.Repeat("long", 1000))
	}
	ctx, cancel := context.WithCancel(r.ctx)
	defer cancel()
	seen := 0
	var last error
	for _, err := range r.Find(ctx, inBaltic(store.Order{})) {
		if last = err; err != nil {
			break
		}
		seen++
		cancel()
	}
	r.is(last, context.Canceled)
	if seen == 300 {
		r.Fatal("the search did not stop")
	}
	_, err := r.Get(ctx, "activities", "a000")
	r.is(err, context.Canceled)
	_, err = r.Count(ctx, inBaltic(store.Order{}))
	r.is(err, context.Canceled)
	r.has("activities", "a000", 1)
}

func (r *run) invalidQueries() {
	r.activity("a1")
	for _, c := range []struct {
		name string
		q    store.Query
	}{
		{"undeclared collection", store.Query{Collection: "secrets"}},
		{"undeclared key", inBaltic(store.Order{}, store.Equal("note", "x"))},
		{"part of a key", inBaltic(store.Order{}, store.Equal("period", "x"))},
		{"SQL for a key", inBaltic(store.Order{}, store.Equal(`code" = 'x' OR "code`, "x"))},
		{"number for a string", inBaltic(store.Order{}, store.Equal("code", 1))},
		{"string for a number", inBaltic(store.Order{}, store.Equal("rank", "1"))},
		{"no date", inBaltic(store.Order{}, store.AtLeast("date", "2026"))},
		{"below nothing", inBaltic(store.Order{}, store.Condition{Key: "code", Op: store.Less})},
		{"unknown comparison", inBaltic(store.Order{}, store.Condition{Key: "code", Op: "LIKE", Value: "x"})},
		{"unknown type", inBaltic(store.Order{}, store.Condition{Key: "code", Op: store.Same, Value: true})},
		{"undeclared order", inBaltic(store.Ascending("note"))},
		{"negative limit", store.Query{Collection: "activities", Limit: -1}},
	} {
		r.each(c.name, func(r *run) {
			yielded := 0
			for _, err := range r.Find(r.ctx, c.q) {
				r.is(err, store.ErrInvalid)
				yielded++
			}
			r.equal(1, yielded)
		})
	}
}
