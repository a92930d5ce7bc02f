package web_test

import (
	"context"
	"iter"
	"net/http"
	"sync/atomic"
	"testing"

	"tulos/internal/store"
)

// A counted engine counts how often it is asked for something.
type counted struct {
	store.Engine
	asked *atomic.Int64
}

func (c counted) Get(ctx context.Context, collection, id string) (store.Document, error) {
	c.asked.Add(1)
	return c.Engine.Get(ctx, collection, id)
}

func (c counted) Find(ctx context.Context, q store.Query) iter.Seq2[store.Document, error] {
	c.asked.Add(1)
	return c.Engine.Find(ctx, q)
}

func (c counted) Count(ctx context.Context, q store.Query) (int64, error) {
	c.asked.Add(1)
	return c.Engine.Count(ctx, q)
}

func (c counted) Commit(ctx context.Context, u store.Unit) error {
	c.asked.Add(1)
	return c.Engine.Commit(ctx, u)
}

func (c counted) Snapshot(ctx context.Context) (store.Snapshot, error) {
	c.asked.Add(1)
	return c.Engine.Snapshot(ctx)
}

// TestQuestionsOfAPage holds pages to how often they ask the storage: over a network each
// costs a way there and back.
func TestQuestionsOfAPage(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	s := newSiteOn(t, func(e store.Engine) store.Engine { return counted{e, &asked} })
	b := s.as("manager")
	costs := func(what string, most int64, do func()) {
		asked.Store(0)
		do()
		if n := asked.Load(); n > most {
			t.Errorf("%s asks the storage %d times, %d are enough", what, n, most)
		}
	}
	for path, most := range map[string]int64{
		"/dashboard": 3, "/activities": 4, "/activities/new?planned=A1.1": 3, "/indicators/OP1.1": 6, "/reports": 3, "/work": 10,
	} {
		b.page(home + path) // reads what is kept for all
		costs(path, most, func() { b.page(home + path) })
	}
	form := b.newForm()
	form.Set("do", "submit")
	costs("logging", 15, func() { b.post(activities, form).wants(t, http.StatusSeeOther) })
	costs("the dashboard after it", 4, func() { b.page(home + "/dashboard") })
}
