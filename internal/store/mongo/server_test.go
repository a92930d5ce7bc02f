package mongo_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tulos/internal/store"
	"tulos/internal/store/mongo"
	"tulos/internal/store/mongo/mongotest"
	"tulos/internal/store/storetest"
)

func testSchema() store.Schema {
	return store.Schema{Collections: []store.Collection{{
		Name:   "activities",
		Shard:  "project",
		Keys:   []store.Key{{Field: "project", Kind: store.String}, {Field: "code", Kind: store.String}},
		Unique: [][]string{{"project", "code"}},
	}}}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, c mongo.Config) *mongo.Engine {
	t.Helper()
	e, err := mongo.Open(t.Context(), c, testSchema())
	check(t, err)
	t.Cleanup(func() { check(t, e.Close()) })
	return e
}

func activity(t *testing.T, id string) store.Write {
	t.Helper()
	body, err := bson.Marshal(bson.D{{Key: "project", Value: "baltic"}, {Key: "code", Value: id}})
	check(t, err)
	return store.Insert("activities", id, body)
}

func TestNeedsTransactions(t *testing.T) {
	t.Parallel()
	s := mongotest.Find(t)
	_, err := mongo.Open(t.Context(), mongo.Config{URI: s.URI, Database: s.Database(t)}, testSchema())
	switch {
	case s.Transactions:
		check(t, err)
	case err == nil || !strings.Contains(err.Error(), "transactions"):
		t.Fatalf("error %v does not say that transactions are missing", err)
	}
}

// TestUnreachable: an error within seconds, without the password.
func TestUnreachable(t *testing.T) {
	t.Parallel()
	closed := freeAddress(t)
	for _, uri := range []string{
		"mongodb://tulos:s3cret@" + closed + "/?authSource=admin",
		"mongodb://tulos:s3cret@" + closed + "/?replicaSet=rs0&tls=true",
	} {
		t.Run(uri, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			_, err := mongo.Open(ctx, mongo.Config{URI: uri, Database: "tulos"}, testSchema())
			if !errors.Is(err, store.ErrUnavailable) || !strings.Contains(err.Error(), closed) {
				t.Errorf("error %v, want %q and the address", err, store.ErrUnavailable)
			}
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("error %v tells the password", err)
			}
		})
	}
}

func TestInvalidConfig(t *testing.T) {
	t.Parallel()
	for _, uri := range []string{
		"",
		"postgres://tulos:s3cret@localhost/",
		"mongodb://tulos:s3cret@/",
		"mongodb://tulos:s3cret@localhost:nonsense/",
		"mongodb://tulos:s3c@s3cret@localhost/",
		"mongodb://tulos:s3cret%zz@localhost/",
		"mongodb://tulos:s3cret/@localhost/",
		"mongodb://tulos:s3cret@localhost/?w=-1",
		"mongodb://tulos:s3cret@localhost/?tls=true&tlsInsecure=s3cret",
		"mongodb://tulos:s3cret@localhost/?authMechanism=s3cret",
		"mongodb://localhost/?directConnection=true&loadBalanced=true&authMechanismProperties=s3cret",
		"mongodb://localhost/?authMechanism=MONGODB-AWS&authMechanismProperties=AWS_SESSION_TOKEN:s3cret",
		"mongodb+srv://tulos:s3cret@localhost:1/",
		"s3cret",
	} {
		t.Run(uri, func(t *testing.T) {
			t.Parallel()
			_, err := mongo.Open(t.Context(), mongo.Config{URI: uri, Database: "tulos"}, testSchema())
			if !errors.Is(err, store.ErrInvalid) || strings.Contains(err.Error(), "s3c") {
				t.Errorf("error %v, want %q and no password", err, store.ErrInvalid)
			}
		})
	}
	_, err := mongo.Open(t.Context(), mongo.Config{URI: "mongodb://localhost"}, testSchema())
	if !errors.Is(err, store.ErrInvalid) {
		t.Errorf("no database: error %v", err)
	}
}

func TestForeignDatabase(t *testing.T) {
	t.Parallel()
	s := mongotest.Find(t)
	c := s.Config(t)
	_, err := s.Client.Database(c.Database).Collection("notes").InsertOne(t.Context(), bson.D{{Key: "_id", Value: 1}})
	check(t, err)
	_, err = mongo.Open(t.Context(), c, testSchema())
	if !errors.Is(err, store.ErrInvalid) {
		t.Fatalf("error %v, want %q", err, store.ErrInvalid)
	}
	names, err := s.Client.Database(c.Database).ListCollectionNames(t.Context(), bson.D{})
	check(t, err)
	if len(names) != 1 {
		t.Errorf("collections %v: the refused database was changed", names)
	}
}

// TestIndexes: the shard leads every index but that of the identifier, so that
// a cluster can be split by it.
func TestIndexes(t *testing.T) {
	t.Parallel()
	s := mongotest.Find(t)
	c := s.Config(t)
	open(t, c)
	indexes, err := s.Client.Database(c.Database).Collection("activities").Indexes().ListSpecifications(t.Context())
	check(t, err)
	if len(indexes) != 4 {
		t.Errorf("%d indexes, want 4", len(indexes))
	}
	for _, i := range indexes {
		first, err := i.KeysDocument.IndexErr(0)
		check(t, err)
		if i.Name != "_id_" && first.Key() != "doc.project" {
			t.Errorf("index %s begins with %s", i.Name, first.Key())
		}
	}
}

// TestLooseFiles: bytes that a stopped process left go after a day.
func TestLooseFiles(t *testing.T) {
	t.Parallel()
	s := mongotest.Find(t)
	c := s.Config(t)
	e := open(t, c)
	_, err := e.PutFile(t.Context(), "photo", strings.NewReader("photo"))
	check(t, err)
	db := s.Client.Database(c.Database)
	bucket := db.GridFSBucket(options.GridFSBucket().SetName("_grid"))
	left := func(age time.Duration) bson.ObjectID {
		t.Helper()
		id := bson.NewObjectIDFromTimestamp(time.Now().Add(-age))
		check(t, bucket.UploadFromStreamWithID(t.Context(), id, "", strings.NewReader("left")))
		_, err := db.Collection("_loose").InsertOne(t.Context(), bson.D{{Key: "_id", Value: id}})
		check(t, err)
		return id
	}
	old, recent := left(25*time.Hour), left(23*time.Hour)
	recorded := left(26 * time.Hour)
	_, err = db.Collection("_files").UpdateOne(t.Context(), bson.D{}, bson.D{{Key: "$set", Value: bson.D{{Key: "grid", Value: recorded}}}})
	check(t, err)

	open(t, c)
	for id, want := range map[bson.ObjectID]bool{old: false, recent: true, recorded: true} {
		_, err := bucket.OpenDownloadStream(t.Context(), id)
		if got := !errors.Is(err, driver.ErrFileNotFound); got != want {
			t.Errorf("%v is there: %v, want %v", id, got, want)
		}
	}
}

// TestFailingWriteIsNamed: of many writes in one call to the server.
func TestFailingWriteIsNamed(t *testing.T) {
	t.Parallel()
	e := open(t, mongotest.Find(t).Config(t))
	taken := activity(t, "taken")
	check(t, e.Commit(t.Context(), store.Unit{taken}))
	for _, c := range []struct {
		name    string
		failing store.Write
		want    error
	}{
		{"id", taken, store.ErrConflict},
		{"unique key", store.Insert("activities", "other", taken.Body), store.ErrDuplicate},
		{"revision", store.Replace("activities", "taken", 2, taken.Body), store.ErrConflict},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			u := store.Unit{}
			for i := range 10 {
				u = append(u, activity(t, fmt.Sprint(c.name, i)))
			}
			u = append(u, c.failing)
			var named *store.DocumentError
			err := e.Commit(t.Context(), u)
			if !errors.Is(err, c.want) || !errors.As(err, &named) || named.ID != c.failing.ID {
				t.Errorf("error %v, want %q about %s", err, c.want, c.failing.ID)
			}
		})
	}
}

// TestServerStops kills the server while 16 clients write and starts it again.
func TestServerStops(t *testing.T) {
	t.Parallel()
	s := mongotest.Find(t)
	if os.Getenv("TULOS_TEST_MONGODB") != "" {
		t.Log(storetest.Unproven + "a server that is killed and started again (it can be done to the stand-in alone)")
		return
	}
	address := freeAddress(t)
	front := startFront(t, address)
	c := s.Config(t)
	c.URI = "mongodb://" + address
	e := open(t, c)

	acknowledged := writeUntilError(t, e, func() { check(t, front.Process.Kill()) })
	front.Wait()
	_, err := e.Get(t.Context(), "activities", acknowledged[0])
	if !errors.Is(err, store.ErrUnavailable) {
		t.Fatalf("read without a server: error %v, want %q", err, store.ErrUnavailable)
	}

	startFront(t, address)
	check(t, e.Commit(t.Context(), store.Unit{activity(t, "again")}))
	for _, id := range append(acknowledged, "again") {
		if _, err := e.Get(t.Context(), "activities", id); err != nil {
			t.Errorf("acknowledged, and now: %v", err)
		}
	}
}

// writeUntilError writes from 16 goroutines until each gets an error, and
// returns the ids of what was acknowledged. It calls stop in the middle.
func writeUntilError(t *testing.T, e *mongo.Engine, stop func()) []string {
	t.Helper()
	var (
		wg           sync.WaitGroup
		mu           sync.Mutex
		acknowledged []string
	)
	for g := range 16 {
		wg.Go(func() {
			for i := 0; ; i++ {
				w := activity(t, fmt.Sprintf("%d-%d", g, i))
				if err := e.Commit(t.Context(), store.Unit{w}); err != nil {
					if !errors.Is(err, store.ErrUnavailable) {
						t.Errorf("error %v, want %q", err, store.ErrUnavailable)
					}
					return
				}
				mu.Lock()
				if acknowledged = append(acknowledged, w.ID); len(acknowledged) == 100 {
					stop()
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return acknowledged
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	check(t, err)
	check(t, l.Close())
	return l.Addr().String()
}

// startFront starts one more front of the stand-in and waits until it serves.
func startFront(t *testing.T, address string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "../../../.ci/mongo-server", "front", address)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	check(t, err)
	check(t, cmd.Start())
	if !bufio.NewScanner(out).Scan() {
		t.Fatal("the server did not start")
	}
	return cmd
}
