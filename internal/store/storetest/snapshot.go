package storetest

import (
	"fmt"
	"io"

	"tulos/internal/store"
)

func snapshotTests() []test {
	return []test{
		{"snapshot shows one moment", (*run).snapshotMoment},
		{"snapshot closed", (*run).snapshotClosed},
	}
}

func (r *run) snapshotMoment() {
	for i := range 20 {
		r.activity(fmt.Sprintf("a%02d", i), "rank", i)
	}
	r.put("kept", "kept")
	r.put("deleted", "content")
	r.put("replaced", "old")
	s, err := r.Snapshot(r.ctx)
	r.ok(err)
	defer func() { r.ok(s.Close()) }()

	if !r.caps.Snapshots {
		r.unproven("a snapshot does not show what is written after it")
		d, err := s.Get(r.ctx, "activities", "a00")
		r.ok(err)
		r.equal(int64(1), d.Rev)
		return
	}
	r.commit(store.Insert("activities", "a20", r.body("project", "baltic", "rank", 20)),
		store.Replace("activities", "a00", 1, r.body("project", "baltic", "rank", 100)),
		store.Delete("activities", "a01", 1))
	r.put("new", "new")
	r.put("replaced", "new content")
	r.ok(r.DeleteFile(r.ctx, "deleted"))

	n, err := s.Count(r.ctx, inBaltic(store.Order{}))
	r.ok(err)
	r.equal(int64(20), n)
	i := 0
	for d, err := range s.Find(r.ctx, inBaltic(store.Ascending("rank"))) {
		r.ok(err)
		r.equal(store.Document{ID: fmt.Sprintf("a%02d", i), Rev: 1, Body: r.body("project", "baltic", "rank", i)}, d)
		i++
	}
	r.equal(20, i)
	_, err = s.Get(r.ctx, "activities", "a20")
	r.is(err, store.ErrNotFound)
	content := map[string]string{}
	for info, err := range s.ListFiles(r.ctx, "") {
		r.ok(err)
		f, err := s.OpenFile(r.ctx, info.Name)
		r.ok(err)
		b, err := io.ReadAll(f)
		r.ok(err)
		r.ok(f.Close())
		content[info.Name] = string(b)
	}
	r.equal(map[string]string{"kept": "kept", "deleted": "content", "replaced": "old"}, content)

	r.has("activities", "a20", 1)
	r.equal("new content", r.file("replaced"))
}

func (r *run) snapshotClosed() {
	s, err := r.Snapshot(r.ctx)
	r.ok(err)
	r.ok(s.Close())
	r.ok(s.Close())
	_, err = s.Get(r.ctx, "activities", "a1")
	r.is(err, store.ErrClosed)
	for _, err := range s.Find(r.ctx, inBaltic(store.Order{})) {
		r.is(err, store.ErrClosed)
	}
	r.activity("a1")
}
