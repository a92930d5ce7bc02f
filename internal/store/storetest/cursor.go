package storetest

import (
	"fmt"
	"slices"
	"sync"

	"tulos/internal/store"
)

func cursorTests() []test {
	return []test{
		{"pages are the whole", (*run).pagesWhole},
		{"pages within bounds", (*run).pagesBounded},
		{"pages while others write", (*run).pagesConcurrent},
		{"pages after the last seen is gone", (*run).pagesGone},
		{"invalid cursors", (*run).invalidCursors},
	}
}

// pages walks q page by page.
func (r *run) pages(q store.Query) []store.Document {
	r.Helper()
	var all []store.Document
	for {
		page, next, err := store.Page(r.ctx, r.Engine, q)
		r.ok(err)
		all = append(all, page...)
		if next == "" {
			return all
		}
		r.equal(q.Limit, len(page))
		q.After = next
	}
}

func (r *run) pagesWhole() {
	for i := range 23 {
		fields := []any{"rank", i / 4}
		if i%3 != 0 {
			fields = append(fields, "date", fmt.Sprintf("2026-01-%02d", 1+i%4), "status", []string{"B", "ä", "a", ""}[i%4])
		}
		r.activity(fmt.Sprintf("a%02d", i*5%23), fields...)
	}
	for _, key := range []string{"", "rank", "date", "status", "code", "period.start", "project"} {
		for _, o := range []store.Order{store.Ascending(key), store.Descending(key)} {
			whole := r.ids(inBaltic(o))
			r.equal(23, len(whole))
			for _, size := range []int{1, 2, 3, 7, 22, 23, 24} {
				r.each(fmt.Sprintf("%s %v by %d", key, o.Descending, size), func(r *run) {
					q := inBaltic(o)
					q.Limit = size
					r.equal(whole, ids(r.pages(q)))
				})
			}
		}
	}
}

func (r *run) pagesBounded() {
	for i := range 40 {
		r.activity(fmt.Sprintf("a%02d", i), "rank", i/2, "date", fmt.Sprintf("2026-01-%02d", 1+i/4))
	}
	r.activity("none")
	for _, c := range []struct {
		name  string
		where []store.Condition
	}{
		{"equal", []store.Condition{store.Equal("rank", 7)}},
		{"below", []store.Condition{store.Below("rank", 7)}},
		{"at most", []store.Condition{store.AtMost("rank", 7)}},
		{"above", []store.Condition{store.Above("rank", 7)}},
		{"at least", []store.Condition{store.AtLeast("rank", 7)}},
		{"between", []store.Condition{store.Above("rank", 3), store.AtMost("rank", 12)}},
		{"bounds of another key", []store.Condition{store.AtLeast("date", "2026-01-03"), store.Below("date", "2026-01-08")}},
		{"missing", []store.Condition{store.Missing("rank")}},
	} {
		for _, o := range []store.Order{store.Ascending("rank"), store.Descending("rank")} {
			r.each(fmt.Sprintf("%s %v", c.name, o.Descending), func(r *run) {
				q := inBaltic(o, c.where...)
				whole := r.ids(q)
				if len(whole) == 0 {
					r.Fatal("nothing to page through")
				}
				q.Limit = 3
				r.equal(whole, ids(r.pages(q)))
			})
		}
	}
}

// pagesConcurrent pages while others insert and delete all over the order:
// what was there before and stays comes once each.
func (r *run) pagesConcurrent() {
	var stay []string
	for i := range 60 {
		id := fmt.Sprintf("stay%02d", i)
		stay = append(stay, id)
		r.activity(id, "rank", i*10, "status", "stays")
	}
	stop := make(chan struct{})
	var writers sync.WaitGroup
	for w := range 4 {
		writers.Go(func() { r.churn(w, stop) })
	}
	defer writers.Wait()
	defer close(stop)
	for _, o := range []store.Order{store.Ascending("rank"), store.Descending("rank")} {
		q := inBaltic(o)
		q.Limit = 5
		var seen []string
		for _, d := range r.pages(q) {
			if status, ok := d.Body.Lookup("status").StringValueOK(); ok && status == "stays" {
				seen = append(seen, d.ID)
			}
		}
		if o.Descending {
			slices.Reverse(seen)
		}
		r.equal(stay, seen)
	}
}

// churn inserts activities here and there, and deletes every other, until stop.
func (r *run) churn(writer int, stop <-chan struct{}) {
	for i := 0; ; i++ {
		select {
		case <-stop:
			return
		default:
		}
		id := fmt.Sprintf("w%d-%04d", writer, i)
		body := r.body("project", "baltic", "rank", (i*37+writer*11)%600)
		err := r.Commit(r.ctx, store.Unit{store.Insert("activities", id, body)})
		if err == nil && i%2 == 0 {
			err = r.Commit(r.ctx, store.Unit{store.Delete("activities", id, 1)})
		}
		if err != nil {
			r.Errorf("write: %v", err)
			return
		}
	}
}

func (r *run) pagesGone() {
	for i := range 6 {
		r.activity(fmt.Sprint("a", i), "rank", i)
	}
	q := inBaltic(store.Ascending("rank"))
	q.Limit = 3
	_, next, err := store.Page(r.ctx, r.Engine, q)
	r.ok(err)
	r.commit(store.Delete("activities", "a2", 1), store.Delete("activities", "a3", 1))
	q.After = next
	r.equal([]string{"a4", "a5"}, ids(r.pages(q)))
}

func (r *run) invalidCursors() {
	r.activity("a1", "rank", 1, "date", "2026-01-01")
	at := func(o store.Order) store.Cursor {
		r.Helper()
		c, err := store.CursorAt(o, r.find(inBaltic(o))[0])
		r.ok(err)
		return c
	}
	for _, c := range []struct {
		name   string
		order  store.Order
		cursor store.Cursor
	}{
		{"nonsense", store.Ascending("rank"), "nonsense!"},
		{"not JSON", store.Ascending("rank"), "bm8"},
		{"other direction", store.Ascending("rank"), at(store.Descending("rank"))},
		{"other key", store.Ascending("rank"), at(store.Ascending("date"))},
		{"by id", store.Ascending("rank"), at(store.Order{})},
		{"for id", store.Order{}, at(store.Ascending("rank"))},
		{"other kind", store.Ascending("rank"), "eyJrIjoicmFuayIsInMiOiJ4IiwiaSI6ImExIn0"}, // {"k":"rank","s":"x","i":"a1"}
		{"no id", store.Ascending("rank"), "eyJrIjoicmFuayIsIm4iOjF9"},                     // {"k":"rank","n":1}
	} {
		r.each(c.name, func(r *run) {
			q := inBaltic(c.order)
			q.After, q.Limit = c.cursor, 1
			_, _, err := store.Page(r.ctx, r.Engine, q)
			r.is(err, store.ErrCursor)
		})
	}
	_, _, err := store.Page(r.ctx, r.Engine, inBaltic(store.Order{}))
	r.is(err, store.ErrInvalid)
}
