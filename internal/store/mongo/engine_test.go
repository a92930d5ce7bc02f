package mongo_test

import (
	"context"
	"testing"

	"tulos/internal/store"
	"tulos/internal/store/mongo"
	"tulos/internal/store/mongo/mongotest"
	"tulos/internal/store/storetest"
)

func TestEngine(t *testing.T) {
	t.Parallel()
	s := mongotest.Find(t)
	storetest.Run(t, func(t *testing.T) storetest.Place {
		t.Helper()
		config := s.Config(t)
		return func(ctx context.Context, schema store.Schema) (store.Engine, error) {
			return mongo.Open(ctx, config, schema)
		}
	}, storetest.Caps{Transactions: s.Transactions, Snapshots: s.Transactions})
}
