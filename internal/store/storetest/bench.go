package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
)

// BenchSchema is the schema of Bench: a collection with four keys.
func BenchSchema() store.Schema {
	return store.Schema{Collections: []store.Collection{{
		Name:  "activities",
		Shard: "project",
		Keys: []store.Key{
			{Field: "project", Kind: store.String},
			{Field: "status", Kind: store.String},
			{Field: "date", Kind: store.Date},
			{Field: "indicator", Kind: store.String},
		},
	}}}
}

// BenchWrite inserts the i-th document of Bench: about 1 KB; they are spread
// over 20 projects and three years.
func BenchWrite(tb testing.TB, i int) store.Write {
	tb.Helper()
	body, err := bson.Marshal(bson.D{
		{Key: "project", Value: fmt.Sprintf("project-%02d", i%20)},
		{Key: "status", Value: []string{"draft", "submitted", "accepted"}[i%3]},
		{Key: "date", Value: fmt.Sprintf("%d-%02d-%02d", 2024+i%3, 1+i*7%12, 1+i*11%28)},
		{Key: "indicator", Value: fmt.Sprintf("OC%d", i%40)},
		{Key: "narrative", Value: fmt.Sprintf("%0900d", i)},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return store.Insert("activities", fmt.Sprintf("%08x-%d", uint32(i*2654435761), i), body)
}

// Bench measures an engine, opened on BenchSchema: durable inserts one by one
// and by the thousand, and reads among so many documents.
func Bench(b *testing.B, open func(b *testing.B) store.Engine, documents int) {
	b.Helper()
	for _, writers := range []int{1, 16} {
		b.Run(fmt.Sprintf("insert by %d", writers), func(b *testing.B) {
			(&bench{b, open(b)}).insert(writers)
		})
	}
	b.Run("load", func(b *testing.B) {
		e := open(b)
		b.ResetTimer()
		(&bench{b, e}).load(b.N)
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "inserts/s")
	})
	b.Run(fmt.Sprintf("among %d", documents), func(b *testing.B) {
		(&bench{b, open(b)}).read(documents)
	})
}

type bench struct {
	*testing.B
	store.Engine
}

func (b *bench) insert(writers int) {
	units := make([]store.Unit, b.N)
	for i := range units {
		units[i] = store.Unit{BenchWrite(b, i)}
	}
	b.ResetTimer()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
				if err := b.Commit(b.Context(), units[i]); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "inserts/s")
}

func (b *bench) load(n int) {
	_, err := store.Load(b.Context(), b.Engine, func(yield func(store.Write, error) bool) {
		for i := range n {
			if !yield(BenchWrite(b, i), nil) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
}

func (b *bench) read(documents int) {
	b.load(documents)
	ids := make([]string, documents)
	for i := range ids {
		ids[i] = BenchWrite(b, i).ID
	}
	b.Run("by id", func(t *testing.B) {
		for i := 0; t.Loop(); i = (i + 7919) % documents {
			if _, err := b.Get(t.Context(), "activities", ids[i]); err != nil {
				t.Fatal(err)
			}
		}
	})
	newest := store.Query{
		Collection: "activities",
		Where:      []store.Condition{store.Equal("project", "project-07")},
		Order:      store.Descending("date"),
		Limit:      50,
	}
	b.find("newest 50 of a project", newest, 50)

	half := newest
	half.Limit = documents / 20 / 2
	_, cursor, err := store.Page(b.Context(), b.Engine, half)
	if err != nil {
		b.Fatal(err)
	}
	middle := newest
	middle.After = cursor
	b.find("50 in the middle of a project", middle, 50)
	b.find("all", store.Query{Collection: "activities"}, documents)
}

func (b *bench) find(name string, q store.Query, want int) {
	b.Run(name, func(t *testing.B) {
		for t.Loop() {
			n := 0
			for _, err := range b.Find(t.Context(), q) {
				if err != nil {
					t.Fatal(err)
				}
				n++
			}
			if n != want {
				t.Fatalf("%d documents, want %d", n, want)
			}
		}
	})
}
