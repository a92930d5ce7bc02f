package storetest

import (
	"context"
	"errors"
	"fmt"

	"tulos/internal/store"
)

func unitTests() []test {
	return []test{
		{"unit over collections", (*run).unitTogether},
		{"unit with a conflict", (*run).unitConflict},
		{"unit with a duplicate", (*run).unitDuplicate},
		{"unique keys", (*run).uniqueKeys},
		{"unit in order", (*run).unitOrder},
		{"large unit", (*run).unitLarge},
		{"unit cancelled", (*run).unitCancelled},
		{"load", (*run).load},
	}
}

func (r *run) unitTogether() {
	r.commit()
	r.activity("a1")
	r.activity("a2")
	r.commit(
		store.Insert("people", "p1", r.body("name", "Aino")),
		store.Replace("activities", "a1", 1, r.body("project", "baltic", "rank", 5)),
		store.Delete("activities", "a2", 1),
		store.Insert("activities", "a3", r.body("project", "nordic")),
	)
	r.has("people", "p1", 1)
	r.has("activities", "a1", 2)
	r.has("activities", "a2", 0)
	r.has("activities", "a3", 1)
}

// failing commits a unit that must fail as given, with the failing write at
// each place among others, and checks that nothing of it was applied. Where
// the server cannot undo, only the unit that fails at once is tried.
func (r *run) failing(failing store.Write, kind error) {
	r.Helper()
	r.commit(store.Insert("people", "old", r.body("name", "Old")), store.Insert("people", "gone", r.body("name", "Gone")))
	for at := range 4 {
		u := store.Unit{
			store.Insert("people", "new", r.body("name", "New")),
			store.Replace("people", "old", 1, r.body("name", "Older")),
			store.Delete("people", "gone", 1),
		}
		u = append(u[:at:at], append(store.Unit{failing}, u[at:]...)...)
		r.about(r.Commit(r.ctx, u), kind, failing.Collection, failing.ID)
		r.has("people", "new", 0)
		r.has("people", "old", 1)
		r.has("people", "gone", 1)
		if !r.caps.Transactions {
			r.unproven("what was written before the failing write of a unit is undone")
			break
		}
	}
	r.commit(store.Delete("people", "old", 1), store.Delete("people", "gone", 1))
}

func (r *run) unitConflict() {
	r.activity("a1")
	r.commit(store.Replace("activities", "a1", 1, r.body("project", "baltic")))
	body := r.body("project", "baltic", "rank", 9)
	for _, c := range []struct {
		name    string
		failing store.Write
	}{
		{"insert of what is there", store.Insert("activities", "a1", body)},
		{"replacement of an old revision", store.Replace("activities", "a1", 1, body)},
		{"replacement of a coming revision", store.Replace("activities", "a1", 3, body)},
		{"replacement of what is not there", store.Replace("activities", "none", 1, body)},
		{"deletion of an old revision", store.Delete("activities", "a1", 1)},
		{"deletion of what is not there", store.Delete("activities", "none", 1)},
	} {
		r.each(c.name, func(r *run) {
			r.failing(c.failing, store.ErrConflict)
			r.has("activities", "a1", 2)
		})
	}
}

func (r *run) unitDuplicate() {
	r.activity("a1", "code", "x1")
	r.activity("a2", "code", "x2")
	for _, c := range []struct {
		name    string
		failing store.Write
	}{
		{"insert", store.Insert("activities", "a3", r.body("project", "baltic", "code", "x1"))},
		{"replacement", store.Replace("activities", "a2", 1, r.body("project", "baltic", "code", "x1"))},
	} {
		r.each(c.name, func(r *run) {
			r.failing(c.failing, store.ErrDuplicate)
			var named *store.DocumentError
			if errors.As(r.Commit(r.ctx, store.Unit{c.failing}), &named) {
				r.equal([]string{"project", "code"}, named.Unique)
			}
			r.has("activities", "a2", 1)
			r.has("activities", "a3", 0)
		})
	}
}

func (r *run) uniqueKeys() {
	r.activity("a1", "code", "x")
	r.activity("a2", "code", "X")
	r.activity("a3", "code", "")
	r.activity("a4", "code", "ä")
	r.activity("a5", "code", "a\u0308")
	r.commit(store.Insert("activities", "b1", r.body("project", "nordic", "code", "x")))
	for i := range 3 { // those without the key do not compete
		r.activity(fmt.Sprint("missing", i))
		r.activity(fmt.Sprint("null", i), "code", nil)
	}
	err := r.Commit(r.ctx, store.Unit{store.Insert("activities", "a6", r.body("project", "baltic", "code", ""))})
	r.about(err, store.ErrDuplicate, "activities", "a6")

	r.commit(store.Replace("activities", "a1", 1, r.body("project", "baltic", "code", "x", "rank", 1))) // keeps its own
	r.commit(store.Delete("activities", "a1", 2))
	r.activity("a7", "code", "x")
}

// unitOrder frees and takes a unique key within one unit.
func (r *run) unitOrder() {
	r.commit(store.Insert("people", "p1", r.body("name", "Aino")), store.Insert("people", "p2", r.body("name", "Bo")))
	r.commit(store.Delete("people", "p1", 1), store.Insert("people", "p3", r.body("name", "Aino")))
	r.commit(
		store.Replace("people", "p3", 1, r.body("name", "Carl")),
		store.Replace("people", "p2", 1, r.body("name", "Aino")),
		store.Insert("people", "p4", r.body("name", "Bo")),
	)
	q := store.Query{Collection: "people", Order: store.Ascending("name")}
	r.equal([]string{"p2", "p4", "p3"}, r.ids(q))
}

func (r *run) unitLarge() {
	var u store.Unit
	for i := range 3000 {
		u = append(u, store.Insert("activities", fmt.Sprintf("a%04d", i), r.body("project", "baltic", "rank", i)))
	}
	r.commit(u...)
	for i := range u {
		u[i] = store.Replace("activities", u[i].ID, 1, r.body("project", "baltic", "rank", -i))
	}
	r.commit(u...)
	n, err := r.Count(r.ctx, inBaltic(store.Order{}, store.AtMost("rank", 0)))
	r.ok(err)
	r.equal(int64(3000), n)
	u[len(u)-1].Rev = 1
	for i := range u[:len(u)-1] {
		u[i] = store.Delete("activities", u[i].ID, 2)
	}
	if !r.caps.Transactions {
		r.unproven("a large unit that fails at its end is undone")
		return
	}
	r.about(r.Commit(r.ctx, u), store.ErrConflict, "activities", "a2999")
	n, err = r.Count(r.ctx, inBaltic(store.Order{}))
	r.ok(err)
	r.equal(int64(3000), n)
}

func (r *run) unitCancelled() {
	ctx, cancel := context.WithCancel(r.ctx)
	cancel()
	r.is(r.Commit(ctx, store.Unit{store.Insert("people", "p1", r.body("name", "Aino"))}), context.Canceled)
	r.has("people", "p1", 0)
	r.commit(store.Insert("people", "p1", r.body("name", "Aino")))
}

func (r *run) load() {
	fault := errors.New("the file ends in mid-line")
	writes := func(from, to int, end error) func(func(store.Write, error) bool) {
		return func(yield func(store.Write, error) bool) {
			for i := from; i < to; i++ {
				w := store.Insert("activities", fmt.Sprintf("a%05d", i), r.body("project", "baltic", "rank", i))
				if !yield(w, nil) {
					return
				}
			}
			if end != nil {
				yield(store.Write{}, end)
			}
		}
	}
	n, err := store.Load(r.ctx, r.Engine, writes(0, 5000, nil))
	r.ok(err)
	r.equal(5000, n)
	n, err = store.Load(r.ctx, r.Engine, writes(5000, 9500, fault))
	r.is(err, fault)
	if n == 0 || n >= 4500 {
		r.Fatalf("%d writes stored, want some but not the last", n)
	}
	count, err := r.Count(r.ctx, inBaltic(store.Order{}))
	r.ok(err)
	r.equal(int64(5000+n), count)
	n, err = store.Load(r.ctx, r.Engine, writes(0, 10, nil))
	r.about(err, store.ErrConflict, "activities", "a00000")
	r.equal(0, n)
	n, err = store.Load(r.ctx, r.Engine, writes(0, 0, nil))
	r.ok(err)
	r.equal(0, n)
}
