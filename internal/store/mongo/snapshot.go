package mongo

import (
	"context"
	"fmt"
	"sync/atomic"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tulos/internal/store"
)

// Snapshot implements store.Engine: a session with snapshot reads.
func (e *Engine) Snapshot(ctx context.Context) (store.Snapshot, error) {
	s, err := e.snapshot(ctx)
	if err != nil {
		return nil, fmt.Errorf("take a snapshot: %w", kind(ctx, err))
	}
	return s, nil
}

func (e *Engine) snapshot(ctx context.Context) (*snapshot, error) {
	if e.closed.Load() {
		return nil, store.ErrClosed
	}
	session, err := e.client.StartSession(options.Session().SetSnapshot(true))
	if err != nil {
		return nil, err
	}
	s := &snapshot{reader{catalogue: e.catalogue, db: e.db, session: session, closed: &atomic.Bool{}}}
	// The first read fixes the moment.
	err = e.db.Collection(schemaCollection).FindOne(mongo.NewSessionContext(ctx, session), bson.D{}).Err()
	if err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

type snapshot struct{ reader }

// Close implements store.Snapshot.
func (s *snapshot) Close() error {
	if !s.closed.Swap(true) {
		s.session.EndSession(context.Background())
	}
	return nil
}
