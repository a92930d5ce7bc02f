// Package mongo keeps an installation in a MongoDB database, on a replica set
// or, behind a router, on a sharded cluster. Several processes may use it.
//
// A document is stored as {_id, rev, doc}, doc being its body; an index on a
// key is on doc.<key>. The files' records are in _files and their bytes in the
// GridFS bucket _grid; _schema says what the data look like. To split a
// collection over a cluster, shard it by doc.<its shard key>.
//
// Everything is read from the primary and written with majority concern. A
// snapshot lasts as long as the server keeps history: five minutes unless
// minSnapshotHistoryWindowInSeconds says more.
package mongo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"

	"tulos/internal/store"
)

// Config says where the data are.
type Config struct {
	URI      string // may hold a password: it appears in no error
	Database string

	// WithoutTransactions accepts a server that has none: a unit that fails
	// or breaks off is then applied in part. For tests alone.
	WithoutTransactions bool
}

// patience is how long a server may take to be found.
const patience = 5 * time.Second

// Engine is a store.Engine on a database.
type Engine struct {
	reader
	client       *mongo.Client
	transactions bool
}

var _ store.Engine = (*Engine)(nil)

// Open connects and brings the data up to the schema. A server that cannot be
// reached is ErrUnavailable within seconds; one without transactions is an
// error unless the configuration allows it; data of a newer program are
// ErrNewer.
func Open(ctx context.Context, config Config, schema store.Schema) (*Engine, error) {
	e, err := open(ctx, config, schema)
	if err != nil {
		return nil, fmt.Errorf("open MongoDB storage: %w", err)
	}
	return e, nil
}

func open(ctx context.Context, config Config, schema store.Schema) (*Engine, error) {
	catalogue, err := store.NewCatalogue(schema)
	if err != nil {
		return nil, err
	}
	if config.Database == "" {
		return nil, fmt.Errorf("%w: no name of a database", store.ErrInvalid)
	}
	client, err := connect(config.URI)
	if err != nil {
		return nil, err
	}
	e := &Engine{client: client}
	e.reader = reader{
		catalogue: catalogue,
		db:        client.Database(config.Database),
		closed:    &atomic.Bool{},
	}
	if err := e.prepare(ctx, config.WithoutTransactions); err != nil {
		return nil, errors.Join(kind(ctx, err), e.Close())
	}
	return e, nil
}

// connect returns a client; what is wrong with the URI is told without its
// text, which may hold a password.
func connect(uri string) (*mongo.Client, error) {
	o := options.Client().ApplyURI(uri)
	if err := o.Validate(); err != nil {
		var lookup *net.DNSError
		if errors.As(err, &lookup) {
			return nil, fmt.Errorf("%w: %w", store.ErrUnavailable, lookup)
		}
		return nil, fmt.Errorf("%w: the connection string is not of the form mongodb://host:port/?options", store.ErrInvalid)
	}
	if o.ServerSelectionTimeout == nil {
		o.SetServerSelectionTimeout(patience)
	}
	if o.ConnectTimeout == nil {
		o.SetConnectTimeout(patience)
	}
	o.SetAppName("tulos").
		SetReadPreference(readpref.Primary()).
		SetReadConcern(readconcern.Majority()).
		SetWriteConcern(writeconcern.Majority())
	client, err := mongo.Connect(o)
	if err != nil {
		return nil, fmt.Errorf("%w: the options of the connection string do not go together", store.ErrInvalid)
	}
	return client, nil
}

func (e *Engine) prepare(ctx context.Context, withoutTransactions bool) error {
	hello, err := sayHello(ctx, e.client)
	if err != nil {
		return err
	}
	e.transactions = hello.transactions()
	if !e.transactions && !withoutTransactions {
		return fmt.Errorf("%w: the MongoDB server is neither a member of a replica set nor a router, so it has no transactions",
			store.ErrInvalid)
	}
	if err := e.migrate(ctx); err != nil {
		return fmt.Errorf("bring the schema up to date: %w", err)
	}
	if err := e.sweep(ctx, hello.LocalTime); err != nil {
		return fmt.Errorf("remove files without a record: %w", err)
	}
	return nil
}

type hello struct {
	SetName   string    `bson:"setName"`
	Msg       string    `bson:"msg"`
	LocalTime time.Time `bson:"localTime"`
}

func sayHello(ctx context.Context, client *mongo.Client) (hello, error) {
	var h hello
	err := client.Database("admin").RunCommand(ctx, bson.D{{Key: "hello", Value: 1}}).Decode(&h)
	return h, err
}

// transactions: a member of a replica set has them, and a router.
func (h hello) transactions() bool { return h.SetName != "" || h.Msg == "isdbgrid" }

// Close implements store.Engine. It waits for a moment for calls under way.
func (e *Engine) Close() error {
	if e.closed.Swap(true) {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := e.client.Disconnect(ctx); err != nil {
		return fmt.Errorf("close MongoDB storage: %w", err)
	}
	return nil
}
