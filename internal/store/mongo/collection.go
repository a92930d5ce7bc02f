package mongo

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tulos/internal/store"
)

// The collections of the GridFS bucket.
const (
	gridFiles  = gridBucket + ".files"
	gridChunks = gridBucket + ".chunks"
)

// createCollections creates what is not among have. A collection must be there
// before the first transaction writes to it: one that comes into being within
// several transactions at once makes them fail.
func (e *Engine) createCollections(ctx context.Context, have []string) error {
	names := []string{fileCollection, looseCollection, gridFiles, gridChunks}
	for _, c := range e.catalogue.Collections() {
		names = append(names, c.Name)
	}
	for _, name := range names {
		if slices.Contains(have, name) {
			continue
		}
		err := e.again(ctx, func() error { return e.db.CreateCollection(ctx, name) })
		if err != nil && !hasCode(err, namespaceExists) { // else another process was first
			return fmt.Errorf("create collection %s: %w", name, err)
		}
	}
	return nil
}

// createIndexes makes up for what is missing, also for an index that another
// process was stopped at.
func (e *Engine) createIndexes(ctx context.Context) error {
	models := gridIndexes()
	for _, c := range e.catalogue.Collections() {
		for _, i := range c.AllIndexes() {
			models[c.Name] = append(models[c.Name], indexModel(&c, i))
		}
	}
	for name, models := range models {
		err := e.again(ctx, func() error {
			_, err := e.db.Collection(name).Indexes().CreateMany(ctx, models)
			return err
		})
		if err != nil {
			return fmt.Errorf("index %s: %w", name, err)
		}
	}
	return nil
}

// gridIndexes are those that the driver would create with the first file, by
// the specification of GridFS.
func gridIndexes() map[string][]mongo.IndexModel {
	return map[string][]mongo.IndexModel{
		gridFiles: {{Keys: bson.D{{Key: "filename", Value: 1}, {Key: "uploadDate", Value: 1}}}},
		gridChunks: {{
			Keys:    bson.D{{Key: "files_id", Value: 1}, {Key: "n", Value: 1}},
			Options: options.Index().SetUnique(true),
		}},
	}
}

func indexModel(c *store.Collection, i store.Index) mongo.IndexModel {
	keys := bson.D{}
	for _, f := range i.Fields {
		keys = append(keys, bson.E{Key: field(f), Value: 1})
	}
	o := options.Index().SetName(i.Name)
	if i.Unique {
		o.SetUnique(true).SetPartialFilterExpression(present(c, i.Fields))
	} else {
		keys = append(keys, bson.E{Key: "_id", Value: 1})
	}
	return mongo.IndexModel{Keys: keys, Options: o}
}

// present selects the documents that have all of the keys: to a unique index
// of MongoDB missing is a value like any other.
func present(c *store.Collection, fields []string) bson.D {
	filter := bson.D{}
	for _, k := range c.Keys {
		if !slices.Contains(fields, k.Field) {
			continue
		}
		bsonType := "string"
		if k.Kind == store.Int {
			bsonType = "number"
		}
		filter = append(filter, compare(field(k.Field), "$type", bsonType)...)
	}
	return filter
}

// dropIndexes removes those of ours that are no longer declared.
func (e *Engine) dropIndexes(ctx context.Context) error {
	for _, c := range e.catalogue.Collections() {
		view := e.db.Collection(c.Name).Indexes()
		have, err := view.ListSpecifications(ctx)
		if err != nil {
			return err
		}
		wanted := map[string]bool{}
		for _, i := range c.AllIndexes() {
			wanted[i.Name] = true
		}
		for _, index := range have {
			ours := strings.HasPrefix(index.Name, "key ") || strings.HasPrefix(index.Name, "unique ")
			if !ours || wanted[index.Name] {
				continue
			}
			err := e.again(ctx, func() error { return view.DropOne(ctx, index.Name) })
			if err != nil && !hasCode(err, indexNotFound) { // else another process was first
				return fmt.Errorf("drop index %q of %s: %w", index.Name, c.Name, err)
			}
		}
	}
	return nil
}
