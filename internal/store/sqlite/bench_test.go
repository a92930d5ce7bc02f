package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"tulos/internal/store"
	"tulos/internal/store/sqlite"
	"tulos/internal/store/storetest"
)

func openBench(b *testing.B, dir string) *sqlite.Engine {
	b.Helper()
	e, err := sqlite.Open(b.Context(), dir, storetest.BenchSchema())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := e.Close(); err != nil {
			b.Error(err)
		}
	})
	return e
}

func BenchmarkEngine(b *testing.B) {
	storetest.Bench(b, func(b *testing.B) store.Engine {
		b.Helper()
		return openBench(b, b.TempDir())
	}, 100_000)
}

// BenchmarkRaw inserts what the engine's load does, into the same tables by
// plain SQL, 2,000 to a transaction: the baseline of the engine itself.
func BenchmarkRaw(b *testing.B) {
	dir := b.TempDir()
	if err := openBench(b, dir).Close(); err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "tulos.db")+"?_pragma=synchronous(full)")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	b.ResetTimer()
	for i := 0; i < b.N; i += 2000 {
		if err := insertRaw(b, db, i, min(i+2000, b.N)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "inserts/s")
}

func insertRaw(b *testing.B, db *sql.DB, from, to int) error {
	b.Helper()
	tx, err := db.BeginTx(b.Context(), nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	insert, err := tx.PrepareContext(b.Context(),
		"INSERT INTO activities (id, rev, doc, project, status, date, indicator) VALUES (?, 1, ?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	for i := from; i < to; i++ {
		w := storetest.BenchWrite(b, i)
		args := []any{w.ID, []byte(w.Body)}
		for _, key := range []string{"project", "status", "date", "indicator"} {
			args = append(args, w.Body.Lookup(key).StringValue())
		}
		if _, err := insert.ExecContext(b.Context(), args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}
