package mongo

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tulos/internal/store"
)

// reader reads the database as it is, or within the session of a snapshot.
type reader struct {
	catalogue *store.Catalogue
	db        *mongo.Database
	session   *mongo.Session // nil outside snapshots
	closed    *atomic.Bool
}

// enter returns the context to read with.
func (r *reader) enter(ctx context.Context) (context.Context, error) {
	if r.closed.Load() {
		return nil, store.ErrClosed
	}
	if r.session == nil {
		return ctx, nil
	}
	return mongo.NewSessionContext(ctx, r.session), nil
}

// Get implements store.Reader.
func (r *reader) Get(ctx context.Context, collection, id string) (store.Document, error) {
	d, err := r.get(ctx, collection, id)
	if errors.Is(err, mongo.ErrNoDocuments) {
		return store.Document{}, &store.DocumentError{Collection: collection, ID: id, Kind: store.ErrNotFound}
	}
	if err != nil {
		return store.Document{}, fmt.Errorf("get %s %s: %w", collection, id, kind(ctx, err))
	}
	return d, nil
}

func (r *reader) get(ctx context.Context, collection, id string) (store.Document, error) {
	in, err := r.catalogue.Collection(collection)
	if err != nil {
		return store.Document{}, err
	}
	if ctx, err = r.enter(ctx); err != nil {
		return store.Document{}, err
	}
	raw, err := r.db.Collection(in.Name).FindOne(ctx, bson.D{{Key: "_id", Value: id}}).Raw()
	if err != nil {
		return store.Document{}, err
	}
	return document(raw)
}

// document reads the stored form of a document; its body is part of raw.
func document(raw bson.Raw) (store.Document, error) {
	id, okID := raw.Lookup("_id").StringValueOK()
	rev, okRev := raw.Lookup("rev").AsInt64OK()
	body, okBody := raw.Lookup("doc").DocumentOK()
	if !okID || !okRev || !okBody {
		return store.Document{}, fmt.Errorf("%w: a document lacks its id, revision or body", store.ErrCorrupt)
	}
	return store.Document{ID: id, Rev: rev, Body: body}, nil
}

// Count implements store.Reader.
func (r *reader) Count(ctx context.Context, q store.Query) (int64, error) {
	n, err := r.count(ctx, q)
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", q.Collection, kind(ctx, err))
	}
	return n, nil
}

func (r *reader) count(ctx context.Context, q store.Query) (int64, error) {
	q.After = ""
	checked, err := r.catalogue.CheckQuery(q)
	if err != nil {
		return 0, err
	}
	if ctx, err = r.enter(ctx); err != nil {
		return 0, err
	}
	return r.db.Collection(checked.In.Name).CountDocuments(ctx, filter(checked))
}

// Find implements store.Reader.
func (r *reader) Find(ctx context.Context, q store.Query) iter.Seq2[store.Document, error] {
	return func(yield func(store.Document, error) bool) {
		if err := r.find(ctx, q, yield); err != nil {
			yield(store.Document{}, fmt.Errorf("find %s: %w", q.Collection, kind(ctx, err)))
		}
	}
}

// find yields documents until yield has enough.
func (r *reader) find(ctx context.Context, q store.Query, yield func(store.Document, error) bool) error {
	checked, err := r.catalogue.CheckQuery(q)
	if err != nil {
		return err
	}
	if ctx, err = r.enter(ctx); err != nil {
		return err
	}
	cursor, err := r.db.Collection(checked.In.Name).Find(ctx, filter(checked),
		options.Find().SetSort(sorting(checked.Order)).SetLimit(int64(q.Limit)))
	if err != nil {
		return err
	}
	defer cursor.Close(context.WithoutCancel(ctx))
	for cursor.Next(ctx) {
		// The cursor's bytes are its own until the next document.
		d, err := document(append(bson.Raw(nil), cursor.Current...))
		if err != nil {
			return err
		}
		if !yield(d, nil) {
			return nil
		}
		if err := ctx.Err(); err != nil { // the batch at hand would go on
			return err
		}
	}
	return cursor.Err()
}
