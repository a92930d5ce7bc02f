package mongo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tulos/internal/store"
)

// Commit implements store.Engine.
func (e *Engine) Commit(ctx context.Context, u store.Unit) error {
	if e.closed.Load() {
		return fmt.Errorf("commit: %w", store.ErrClosed)
	}
	writes, err := e.catalogue.CheckUnit(u)
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	switch len(writes) {
	case 0:
		return nil
	case 1:
		err = e.again(ctx, func() error { return e.writeOne(ctx, writes[0]) })
	default:
		err = e.together(ctx, func(ctx context.Context) error { return e.writeAll(ctx, writes) })
	}
	if err != nil {
		return fmt.Errorf("commit: %w", kind(ctx, err))
	}
	return nil
}

// stored is the form of a document in its collection.
type stored struct {
	ID  string   `bson:"_id"`
	Rev int64    `bson:"rev"`
	Doc bson.Raw `bson:"doc"`
}

func newStored(w store.CheckedWrite) stored { return stored{w.ID, w.Becomes(), w.Body} }

// expected selects the document at the revision that the write names, with
// the shard key so that a router knows where to look.
func expected(w store.CheckedWrite) bson.D {
	filter := bson.D{{Key: "_id", Value: w.ID}, {Key: "rev", Value: w.Rev}}
	if shard := w.Shard(); shard != nil {
		filter = append(filter, bson.E{Key: field(w.In.Shard), Value: shard})
	}
	return filter
}

// writeOne applies a unit of one write, which needs no transaction.
func (e *Engine) writeOne(ctx context.Context, w store.CheckedWrite) error {
	var (
		c       = e.db.Collection(w.Collection)
		applied int64
		err     error
	)
	switch {
	case w.Body == nil:
		var result *mongo.DeleteResult
		if result, err = c.DeleteOne(ctx, expected(w)); err == nil {
			applied = result.DeletedCount
		}
	case w.Rev == 0:
		_, err = c.InsertOne(ctx, newStored(w))
		applied = 1
	default:
		var result *mongo.UpdateResult
		if result, err = c.ReplaceOne(ctx, expected(w), newStored(w)); err == nil {
			applied = result.MatchedCount
		}
	}
	switch {
	case mongo.IsDuplicateKeyError(err):
		return violation(w, err.Error())
	case err != nil:
		return err
	case applied == 0:
		if err := e.checkRevisions(ctx, []store.CheckedWrite{w}); err != nil {
			return err
		}
		return w.Conflict() // gone by while we looked
	}
	return nil
}

// writeAll applies the writes in their order.
func (e *Engine) writeAll(ctx context.Context, writes []store.CheckedWrite) error {
	if err := e.checkRevisions(ctx, writes); err != nil {
		return err
	}
	for len(writes) > 0 {
		n := 1
		for n < len(writes) && writes[n].Collection == writes[0].Collection {
			n++
		}
		if err := e.writeRun(ctx, writes[:n]); err != nil {
			return err
		}
		writes = writes[n:]
	}
	return nil
}

// writeRun applies writes of one collection.
func (e *Engine) writeRun(ctx context.Context, writes []store.CheckedWrite) error {
	models := make([]mongo.WriteModel, len(writes))
	for i, w := range writes {
		switch {
		case w.Body == nil:
			models[i] = mongo.NewDeleteOneModel().SetFilter(expected(w))
		case w.Rev == 0:
			models[i] = mongo.NewInsertOneModel().SetDocument(newStored(w))
		default:
			models[i] = mongo.NewReplaceOneModel().SetFilter(expected(w)).SetReplacement(newStored(w))
		}
	}
	result, err := e.db.Collection(writes[0].Collection).BulkWrite(ctx, models)
	var fault mongo.BulkWriteException
	if errors.As(err, &fault) && len(fault.WriteErrors) > 0 {
		if first := fault.WriteErrors[0]; mongo.IsDuplicateKeyError(first) {
			return violation(writes[first.Index], first.Message)
		}
	}
	if err != nil {
		return err
	}
	if applied := result.InsertedCount + result.MatchedCount + result.DeletedCount; applied != int64(len(writes)) {
		// Within a transaction the server reports this as a write conflict.
		return fmt.Errorf("%d of %d writes found their revision: %w", applied, len(writes), store.ErrConflict)
	}
	return nil
}

// checkRevisions names the first write whose document is not as expected. It
// leaves inserts to the unique index of identifiers.
func (e *Engine) checkRevisions(ctx context.Context, writes []store.CheckedWrite) error {
	ids := map[string][]string{}
	for _, w := range writes {
		if w.Rev > 0 {
			ids[w.Collection] = append(ids[w.Collection], w.ID)
		}
	}
	found := map[string]map[string]bson.Raw{}
	for collection, ids := range ids {
		var err error
		if found[collection], err = e.heads(ctx, collection, ids); err != nil {
			return err
		}
	}
	for _, w := range writes {
		if w.Rev == 0 {
			continue
		}
		head, ok := found[w.Collection][w.ID]
		if rev, isInt := head.Lookup("rev").AsInt64OK(); !ok || !isInt || rev != w.Rev {
			return w.Conflict()
		}
		if shard := w.Shard(); shard != nil {
			if was, _ := head.Lookup(strings.Split(field(w.In.Shard), ".")...).StringValueOK(); was != shard {
				return w.Moved()
			}
		}
	}
	return nil
}

// heads returns revision and shard of the documents that are there, by id.
func (e *Engine) heads(ctx context.Context, collection string, ids []string) (map[string]bson.Raw, error) {
	in, err := e.catalogue.Collection(collection)
	if err != nil {
		return nil, err
	}
	show := bson.D{{Key: "rev", Value: 1}}
	if in.Shard != "" {
		show = append(show, bson.E{Key: field(in.Shard), Value: 1})
	}
	cursor, err := e.db.Collection(collection).Find(ctx,
		bson.D{{Key: "_id", Value: bson.D{{Key: "$in", Value: ids}}}}, options.Find().SetProjection(show))
	if err != nil {
		return nil, err
	}
	defer cursor.Close(context.WithoutCancel(ctx))
	heads := map[string]bson.Raw{}
	for cursor.Next(ctx) {
		id, _ := cursor.Current.Lookup("_id").StringValueOK()
		heads[id] = append(bson.Raw(nil), cursor.Current...)
	}
	return heads, cursor.Err()
}
