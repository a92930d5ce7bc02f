package archive_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/internal/store/mongo/mongotest"
	"tulos/internal/store/sqlite"
)

// dates lets go-cmp compare dates; numbers compare by their method Equal.
var dates = cmp.AllowUnexported(results.Date{})

func check(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// engines opens an empty engine of each kind.
func engines() map[string]func(testing.TB) store.Engine {
	return map[string]func(testing.TB) store.Engine{"sqlite": openSQLite, "mongo": openMongo}
}

func openSQLite(tb testing.TB) store.Engine {
	tb.Helper()
	e, err := sqlite.Open(tb.Context(), tb.TempDir(), archive.Schema())
	check(tb, err)
	tb.Cleanup(func() { check(tb, e.Close()) })
	return e
}

func openMongo(tb testing.TB) store.Engine {
	tb.Helper()
	return mongotest.Open(tb, archive.Schema())
}
