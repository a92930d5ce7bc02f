package mongo_test

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
	"tulos/internal/store/mongo/mongotest"
)

// TestSourceTimesOut: what a file is read from fails, and not the storage.
func TestSourceTimesOut(t *testing.T) {
	t.Parallel()
	e := open(t, mongotest.Find(t).Config(t))
	_, err := e.PutFile(t.Context(), "photo", iotest.ErrReader(os.ErrDeadlineExceeded))
	if !errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, store.ErrUnavailable) {
		t.Errorf("error %v, want %q", err, os.ErrDeadlineExceeded)
	}
}

// TestServerGoesWhileReading: the file is open, its bytes do not come.
func TestServerGoesWhileReading(t *testing.T) {
	t.Parallel()
	p, c, ok := startProxy(t)
	if !ok {
		return
	}
	e := open(t, c)
	_, err := e.PutFile(t.Context(), "photo", strings.NewReader("photo"))
	check(t, err)
	p.answer("find", func(n int) bson.D {
		if n < 2 { // the records of the file, ours and that of GridFS
			return nil
		}
		return bson.D{{Key: "ok", Value: 1}, {Key: "cursor", Value: bson.D{
			{Key: "id", Value: int64(1)}, {Key: "ns", Value: c.Database + "._grid.chunks"}, {Key: "firstBatch", Value: bson.A{}},
		}}}
	})
	p.answer("getMore", func(int) bson.D { return fault(11600, "shutting down") })
	f, err := e.OpenFile(t.Context(), "photo")
	check(t, err)
	defer f.Close()
	_, err = io.Copy(io.Discard, f)
	if !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("error %v, want %q", err, store.ErrUnavailable)
	}
}
