// Package storebench has what storage is measured by: documents, what is done with them,
// and the same done by the database of an engine alone.
package storebench

import (
	"context"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
)

const (
	collection = "activities"
	onPage     = "project-07"
)

// What documents there are.
const (
	Projects = 20 // over which they are spread
	PageSize = 50 // the most that a page has
)

// keys are the fields of a document that can be searched for.
var keys = [...]string{"project", "status", "date", "indicator"}

// Schema is one collection with four keys.
func Schema() store.Schema {
	return store.Schema{Collections: []store.Collection{{
		Name:  collection,
		Shard: keys[0],
		Keys: []store.Key{
			{Field: keys[0], Kind: store.String},
			{Field: keys[1], Kind: store.String},
			{Field: keys[2], Kind: store.Date},
			{Field: keys[3], Kind: store.String},
		},
	}}}
}

// A Document is about 1 KB.
type Document struct {
	ID   string
	body bson.Raw
	keys [len(keys)]string
}

// ID is that of the n-th document; neighbours are far apart.
func ID(n int) string { return fmt.Sprintf("%08x-%d", uint32(n)*2654435761, n) }

// NewDocument makes the n-th document; they are spread over 20 projects and three years.
func NewDocument(n int) (Document, error) {
	d := Document{ID: ID(n), keys: [...]string{
		fmt.Sprintf("project-%02d", n%Projects),
		[]string{"draft", "submitted", "accepted"}[n%3],
		fmt.Sprintf("%d-%02d-%02d", 2024+n%3, 1+n*7%12, 1+n*11%28),
		fmt.Sprintf("OC%d", n%40),
	}}
	fields := bson.D{}
	for k, value := range d.keys {
		fields = append(fields, bson.E{Key: keys[k], Value: value})
	}
	var err error
	d.body, err = bson.Marshal(append(fields, bson.E{Key: "narrative", Value: fmt.Sprintf("%0900d", n)}))
	return d, err
}

// A Subject is what is measured.
type Subject interface {
	// Commit inserts documents durably, all or none.
	Commit(ctx context.Context, all []Document) error
	// Read reads a document.
	Read(ctx context.Context, id string) error
	// Page reads the newest documents of a project, PageSize at most, and tells how many.
	Page(ctx context.Context) (int, error)
}

// Engine measures an engine, opened on Schema.
type Engine struct{ Of store.Engine }

// Commit implements Subject.
func (e Engine) Commit(ctx context.Context, all []Document) error {
	unit := make(store.Unit, len(all))
	for n, d := range all {
		unit[n] = store.Insert(collection, d.ID, d.body)
	}
	return e.Of.Commit(ctx, unit)
}

// Read implements Subject.
func (e Engine) Read(ctx context.Context, id string) error {
	_, err := e.Of.Get(ctx, collection, id)
	return err
}

// Page implements Subject.
func (e Engine) Page(ctx context.Context) (int, error) {
	page := store.Query{
		Collection: collection, Where: []store.Condition{store.Equal(keys[0], onPage)},
		Order: store.Descending(keys[2]), Limit: PageSize,
	}
	count := 0
	for _, err := range e.Of.Find(ctx, page) {
		if err != nil {
			return count, err
		}
		count++
	}
	return count, nil
}
