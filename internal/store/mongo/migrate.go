package mongo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tulos/internal/store"
)

// schemaCollection holds one record.
const schemaCollection = "_schema"

// layout is how this package lays out its own collections.
const layout = 1

type schemaRecord struct {
	ID        string `bson:"_id"`
	Layout    int    `bson:"layout"`
	Installed string `bson:"installed"`
}

// migrate brings the database up to the catalogue. Processes that start
// together do the same work twice, without harm; documents change one by one,
// and the record last.
func (e *Engine) migrate(ctx context.Context) error {
	want, err := e.catalogue.Installed().Marshal()
	if err != nil {
		return err
	}
	now := schemaRecord{"schema", layout, want}
	// The names before the record: what another process creates after its
	// record is then not taken for foreign.
	names, err := e.db.ListCollectionNames(ctx, bson.D{})
	if err != nil {
		return err
	}
	was, err := e.record(ctx, now, names)
	if err != nil {
		return err
	}
	if was.Layout > layout {
		return fmt.Errorf("%w: layout %d, this program knows %d", store.ErrNewer, was.Layout, layout)
	}
	in, err := store.ParseInstalled(was.Installed)
	if err != nil {
		return err
	}
	pending, renewals, err := e.catalogue.Upgrade(in)
	if err != nil {
		return err
	}
	if pending {
		if err := e.renewAll(ctx, renewals); err != nil {
			return err
		}
		if err := e.checkUnique(ctx); err != nil {
			return err
		}
	}
	if err := e.createCollections(ctx, names); err != nil {
		return err
	}
	if err := e.createIndexes(ctx); err != nil {
		return err
	}
	if !pending {
		return nil
	}
	if err := e.dropIndexes(ctx); err != nil {
		return err
	}
	_, err = e.db.Collection(schemaCollection).ReplaceOne(ctx, was, now)
	return err
}

// record returns the schema's record, which it makes in a database without
// collections of others; names are those that there were just before.
func (e *Engine) record(ctx context.Context, now schemaRecord, names []string) (was schemaRecord, err error) {
	c := e.db.Collection(schemaCollection)
	err = c.FindOne(ctx, bson.D{}).Decode(&was)
	if !errors.Is(err, mongo.ErrNoDocuments) {
		return was, err
	}
	if slices.ContainsFunc(names, foreign) {
		return was, fmt.Errorf("%w: database %s belongs to another program", store.ErrInvalid, e.db.Name())
	}
	if _, err = c.InsertOne(ctx, now); mongo.IsDuplicateKeyError(err) {
		err = c.FindOne(ctx, bson.D{}).Decode(&was) // another process was first
		return was, err
	}
	return now, err
}

func foreign(name string) bool {
	return name != schemaCollection && !strings.HasPrefix(name, "system.")
}

// checkUnique looks for duplicates that would make a unique index fail.
func (e *Engine) checkUnique(ctx context.Context) error {
	for _, c := range e.catalogue.Collections() {
		for _, fields := range c.Unique {
			group := bson.D{}
			for n, f := range fields {
				group = append(group, bson.E{Key: fmt.Sprintf("k%d", n), Value: "$" + field(f)})
			}
			cursor, err := e.db.Collection(c.Name).Aggregate(ctx, mongo.Pipeline{
				{{Key: "$match", Value: present(&c, fields)}},
				{{Key: "$group", Value: bson.D{{Key: "_id", Value: group}, {Key: "n", Value: bson.D{{Key: "$sum", Value: 1}}}}}},
				{{Key: "$match", Value: compare("n", "$gt", 1)}},
				{{Key: "$limit", Value: 1}},
			}, options.Aggregate().SetAllowDiskUse(true))
			if err != nil {
				return err
			}
			duplicate := cursor.Next(ctx)
			if err := errors.Join(cursor.Err(), cursor.Close(ctx)); err != nil {
				return err
			}
			if duplicate {
				return fmt.Errorf("%s: two documents have the same %s: %w",
					c.Name, strings.Join(fields, " and "), store.ErrDuplicate)
			}
		}
	}
	return nil
}

// renewAll brings the documents up to date: first in thought, since what has
// been written here cannot be undone, then in deed.
func (e *Engine) renewAll(ctx context.Context, renewals []store.Renewal) error {
	for _, deed := range []bool{false, true} {
		for _, r := range renewals {
			if err := e.renew(ctx, r, deed); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *Engine) renew(ctx context.Context, r store.Renewal, deed bool) error {
	c := e.db.Collection(r.In.Name)
	cursor, err := c.Find(ctx, bson.D{}, options.Find().SetSort(bson.D{{Key: "_id", Value: 1}}))
	if err != nil {
		return err
	}
	defer cursor.Close(context.WithoutCancel(ctx))
	for cursor.Next(ctx) {
		d, err := document(append(bson.Raw(nil), cursor.Current...))
		if err != nil {
			return err
		}
		if err := e.renewDocument(ctx, r, d, deed); err != nil {
			return err
		}
	}
	return cursor.Err()
}

// renewDocument renews a document; one that changes meanwhile, it looks at
// again.
func (e *Engine) renewDocument(ctx context.Context, r store.Renewal, d store.Document, deed bool) error {
	c := e.db.Collection(r.In.Name)
	for {
		body, _, err := r.Body(d.ID, d.Body)
		if err != nil || !deed || bytes.Equal(body, d.Body) {
			return err
		}
		at := bson.D{{Key: "_id", Value: d.ID}, {Key: "rev", Value: d.Rev}}
		result, err := c.ReplaceOne(ctx, at, stored{d.ID, d.Rev + 1, body})
		if err != nil || result.MatchedCount == 1 {
			return err
		}
		raw, err := c.FindOne(ctx, at[:1]).Raw()
		if errors.Is(err, mongo.ErrNoDocuments) {
			return nil
		}
		if err != nil {
			return err
		}
		if d, err = document(raw); err != nil {
			return err
		}
	}
}
