package storebench

import (
	"context"
	"errors"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
)

// Mongo measures MongoDB's driver on the database of an engine, with the same concerns:
// each commit is a transaction, where the server has them.
type Mongo struct {
	client       *mongo.Client
	db           *mongo.Database
	transactions bool
}

// OpenMongo connects to a database that an engine has made.
func OpenMongo(ctx context.Context, uri, database string) (*Mongo, error) {
	client, err := mongo.Connect(options.Client().ApplyURI(uri).
		SetReadPreference(readpref.Primary()).
		SetReadConcern(readconcern.Majority()).
		SetWriteConcern(writeconcern.Majority()))
	if err != nil {
		return nil, err
	}
	var hello struct {
		SetName string `bson:"setName"`
		Msg     string `bson:"msg"`
	}
	if err := client.Database("admin").RunCommand(ctx, bson.D{{Key: "hello", Value: 1}}).Decode(&hello); err != nil {
		return nil, errors.Join(err, client.Disconnect(ctx))
	}
	return &Mongo{client, client.Database(database), hello.SetName != "" || hello.Msg == "isdbgrid"}, nil
}

// HasTransactions says whether the server has transactions.
func (m *Mongo) HasTransactions() bool { return m.transactions }

// Drop removes the database and ends the connection.
func (m *Mongo) Drop(ctx context.Context) error {
	return errors.Join(m.db.Drop(ctx), m.client.Disconnect(ctx))
}

// Commit implements Subject.
func (m *Mongo) Commit(ctx context.Context, all []Document) error {
	rows := make([]bson.D, len(all))
	for n, d := range all {
		rows[n] = bson.D{{Key: "_id", Value: d.ID}, {Key: "rev", Value: int64(1)}, {Key: "doc", Value: d.body}}
	}
	if !m.transactions {
		_, err := m.db.Collection(collection).InsertMany(ctx, rows)
		return err
	}
	session, err := m.client.StartSession(options.Session().SetDefaultTransactionOptions(
		options.Transaction().SetReadConcern(readconcern.Snapshot()).SetWriteConcern(writeconcern.Majority())))
	if err != nil {
		return err
	}
	defer session.EndSession(context.WithoutCancel(ctx))
	_, err = session.WithTransaction(ctx, func(ctx context.Context) (any, error) {
		return m.db.Collection(collection).InsertMany(ctx, rows)
	})
	return err
}

// Read implements Subject.
func (m *Mongo) Read(ctx context.Context, id string) error {
	return m.db.Collection(collection).FindOne(ctx, bson.D{{Key: "_id", Value: id}}).Err()
}

// Page implements Subject.
func (m *Mongo) Page(ctx context.Context) (int, error) {
	newest := options.Find().SetSort(bson.D{{Key: "doc." + keys[2], Value: -1}, {Key: "_id", Value: -1}}).SetLimit(PageSize)
	cursor, err := m.db.Collection(collection).Find(ctx, bson.D{{Key: "doc." + keys[0], Value: onPage}}, newest)
	if err != nil {
		return 0, err
	}
	var all []bson.Raw
	err = cursor.All(ctx, &all)
	return len(all), err
}
