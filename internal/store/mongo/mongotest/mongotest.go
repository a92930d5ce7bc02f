// Package mongotest finds the MongoDB server that tests use: that of
// TULOS_TEST_MONGODB, a replica set or a cluster, else the stand-in of
// TULOS_TEST_MONGO_STANDIN, which has no transactions.
package mongotest

import (
	"context"
	"crypto/rand"
	"os"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tulos/internal/store"
	"tulos/internal/store/mongo"
)

// A Server is the server under test.
type Server struct {
	URI          string
	Client       *driver.Client
	Transactions bool
}

// Find connects to the server. Without one the test is skipped, in CI it fails.
func Find(tb testing.TB) Server {
	tb.Helper()
	uri := os.Getenv("TULOS_TEST_MONGODB")
	if uri == "" {
		uri = os.Getenv("TULOS_TEST_MONGO_STANDIN")
	}
	if uri == "" {
		const how = "no MongoDB server: set TULOS_TEST_MONGODB, or TULOS_TEST_MONGO_STANDIN=$(.ci/mongo-server start)"
		if os.Getenv("CI") == "true" {
			tb.Fatal(how)
		}
		tb.Skip("SKIPPED: " + how)
	}
	client, err := driver.Connect(options.Client().ApplyURI(uri))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = client.Disconnect(context.Background()) })
	var hello struct {
		SetName string `bson:"setName"`
		Msg     string `bson:"msg"`
	}
	err = client.Database("admin").RunCommand(tb.Context(), bson.D{{Key: "hello", Value: 1}}).Decode(&hello)
	if err != nil {
		tb.Fatal(err)
	}
	return Server{uri, client, hello.SetName != "" || hello.Msg == "isdbgrid"}
}

// Database names a database that is dropped after the test.
func (s Server) Database(tb testing.TB) string {
	tb.Helper()
	name := "tulos_test_" + strings.ToLower(rand.Text())
	tb.Cleanup(func() {
		if err := s.Client.Database(name).Drop(context.Background()); err != nil {
			tb.Errorf("drop %s: %v", name, err)
		}
	})
	return name
}

// Config is that of a database of its own, which is dropped after the test.
func (s Server) Config(tb testing.TB) mongo.Config {
	tb.Helper()
	return mongo.Config{URI: s.URI, Database: s.Database(tb), WithoutTransactions: !s.Transactions}
}

// Open opens an empty engine, which is closed and dropped after the test.
func Open(tb testing.TB, schema store.Schema) store.Engine {
	tb.Helper()
	e, err := mongo.Open(tb.Context(), Find(tb).Config(tb), schema)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := e.Close(); err != nil {
			tb.Error(err)
		}
	})
	return e
}
