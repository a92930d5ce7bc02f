package mongo_test

import (
	"testing"

	"tulos/internal/store"
	"tulos/internal/store/mongo"
	"tulos/internal/store/mongo/mongotest"
	"tulos/internal/store/storetest"
)

func BenchmarkEngine(b *testing.B) {
	s := mongotest.Find(b)
	storetest.Bench(b, func(b *testing.B) store.Engine {
		b.Helper()
		e, err := mongo.Open(b.Context(), s.Config(b), storetest.BenchSchema())
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() {
			if err := e.Close(); err != nil {
				b.Error(err)
			}
		})
		return e
	}, 10_000)
}
