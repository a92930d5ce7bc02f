package mongo_test

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
	"tulos/internal/store/storetest"
)

// server is the MongoDB server of the tests.
type server struct {
	uri          string
	client       *driver.Client
	transactions bool
}

// testServer connects to the replica set that TULOS_TEST_MONGODB names, else
// to the stand-in that .ci/mongo-server started.
func testServer(tb testing.TB) server {
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
	tb.Cleanup(func() { client.Disconnect(context.Background()) })
	var hello struct {
		SetName string `bson:"setName"`
		Msg     string `bson:"msg"`
	}
	err = client.Database("admin").RunCommand(tb.Context(), bson.D{{Key: "hello", Value: 1}}).Decode(&hello)
	if err != nil {
		tb.Fatal(err)
	}
	return server{uri, client, hello.SetName != "" || hello.Msg == "isdbgrid"}
}

// database returns the name of a database that is dropped after the test.
func (s server) database(tb testing.TB) string {
	tb.Helper()
	name := "tulos_test_" + strings.ToLower(rand.Text())
	tb.Cleanup(func() {
		if err := s.client.Database(name).Drop(context.Background()); err != nil {
			tb.Errorf("drop %s: %v", name, err)
		}
	})
	return name
}

func (s server) config(tb testing.TB) mongo.Config {
	tb.Helper()
	return mongo.Config{URI: s.uri, Database: s.database(tb), WithoutTransactions: !s.transactions}
}

func TestEngine(t *testing.T) {
	t.Parallel()
	s := testServer(t)
	storetest.Run(t, func(t *testing.T) storetest.Place {
		t.Helper()
		config := s.config(t)
		return func(ctx context.Context, schema store.Schema) (store.Engine, error) {
			return mongo.Open(ctx, config, schema)
		}
	}, storetest.Caps{Transactions: s.transactions, Snapshots: s.transactions})
}
