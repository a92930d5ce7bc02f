package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
	"tulos/internal/store/sqlite"
	"tulos/internal/store/storetest"
)

func TestEngine(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T) storetest.Place {
		t.Helper()
		dir := t.TempDir()
		return func(ctx context.Context, schema store.Schema) (store.Engine, error) {
			return sqlite.Open(ctx, dir, schema)
		}
	}, storetest.Caps{Transactions: true, Snapshots: true})
}

func open(t *testing.T, dir string) *sqlite.Engine {
	t.Helper()
	e, err := sqlite.Open(t.Context(), dir, testSchema())
	check(t, err)
	t.Cleanup(func() { check(t, e.Close()) })
	return e
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func is(t *testing.T, err, kind error) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Fatalf("error %v, want %q", err, kind)
	}
}

func body(t *testing.T, fields ...bson.E) bson.Raw {
	t.Helper()
	raw, err := bson.Marshal(append(bson.D{{Key: "project", Value: "baltic"}}, fields...))
	check(t, err)
	return raw
}

func putFile(t *testing.T, e store.Engine, name, content string) {
	t.Helper()
	_, err := e.PutFile(t.Context(), name, strings.NewReader(content))
	check(t, err)
}

func readFile(t *testing.T, r store.Reader, name string) string {
	t.Helper()
	f, err := r.OpenFile(t.Context(), name)
	check(t, err)
	defer f.Close()
	content, err := io.ReadAll(f)
	check(t, err)
	return string(content)
}

// blobs returns the paths of all files below files/.
func blobs(t *testing.T, dir string) []string {
	t.Helper()
	paths := []string{}
	check(t, filepath.WalkDir(filepath.Join(dir, "files"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			paths = append(paths, path)
		}
		return err
	}))
	return paths
}

// onDatabase runs SQL on the closed database.
func onDatabase(t *testing.T, dir, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "tulos.db"))
	check(t, err)
	_, err = db.ExecContext(t.Context(), query)
	check(t, err)
	check(t, db.Close())
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		spoil func(t *testing.T, dir string)
		want  error // nil = any
	}{
		{"newer layout", func(t *testing.T, dir string) {
			t.Helper()
			check(t, open(t, dir).Close())
			onDatabase(t, dir, "PRAGMA user_version = 2")
		}, store.ErrNewer},
		{"newer schema", func(t *testing.T, dir string) {
			t.Helper()
			s := testSchema()
			s.Migrations = []store.Migration{{Name: "of the future"}}
			e, err := sqlite.Open(t.Context(), dir, s)
			check(t, err)
			check(t, e.Close())
		}, store.ErrNewer},
		{"database of another program", func(t *testing.T, dir string) {
			t.Helper()
			onDatabase(t, dir, "CREATE TABLE notes (text)")
		}, store.ErrInvalid},
		{"no database", func(t *testing.T, dir string) {
			t.Helper()
			check(t, os.WriteFile(filepath.Join(dir, "tulos.db"), []byte(strings.Repeat("no database", 1000)), 0o600))
		}, store.ErrCorrupt},
		{"record of the schema damaged", func(t *testing.T, dir string) {
			t.Helper()
			check(t, open(t, dir).Close())
			onDatabase(t, dir, "UPDATE _schema SET installed = '{'")
		}, store.ErrCorrupt},
		{"file for a folder", func(t *testing.T, dir string) {
			t.Helper()
			check(t, os.Remove(dir))
			check(t, os.WriteFile(dir, nil, 0o600))
		}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "data")
			check(t, os.Mkdir(dir, 0o700))
			c.spoil(t, dir)
			before, err := os.ReadFile(filepath.Join(dir, "tulos.db"))
			if err == nil {
				defer func() {
					after, err := os.ReadFile(filepath.Join(dir, "tulos.db"))
					check(t, err)
					if !slices.Equal(before, after) {
						t.Error("the refused database was changed")
					}
				}()
			}
			_, err = sqlite.Open(t.Context(), dir, testSchema())
			if err == nil || c.want != nil && !errors.Is(err, c.want) {
				t.Fatalf("error %v, want %v", err, c.want)
			}
		})
	}
}

func TestFolderName(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a b", "50% #1 ?x=y&z ä;")
	e := open(t, dir)
	check(t, e.Commit(t.Context(), store.Unit{store.Insert("activities", "a1", body(t))}))
	if _, err := os.Stat(filepath.Join(dir, "tulos.db")); err != nil {
		t.Fatal(err)
	}
}

func TestDamagedFile(t *testing.T) {
	t.Parallel()
	content := strings.Repeat("content", 100_000)
	for _, c := range []struct {
		name   string
		damage func(path string) error
	}{
		{"another byte", func(path string) error { return os.WriteFile(path, []byte("C"+content[1:]), 0o600) }},
		{"shorter", func(path string) error { return os.Truncate(path, 5) }},
		{"longer", func(path string) error { return os.WriteFile(path, []byte(content+"x"), 0o600) }},
		{"empty", func(path string) error { return os.Truncate(path, 0) }},
		{"gone", os.Remove},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			e := open(t, dir)
			putFile(t, e, "photo", content)
			check(t, c.damage(blobs(t, dir)[0]))
			f, err := e.OpenFile(t.Context(), "photo")
			if err == nil {
				defer f.Close()
				_, err = io.Copy(io.Discard, f)
			}
			is(t, err, store.ErrCorrupt)
		})
	}
}

// TestLeftFiles: what a stopped process left beside the files goes at the next
// start, and what was replaced or deleted goes at once.
func TestLeftFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := open(t, dir)
	putFile(t, e, "photo", "first")
	putFile(t, e, "photo", "second")
	putFile(t, e, "other", "other")
	check(t, e.DeleteFile(t.Context(), "other"))
	kept := blobs(t, dir)
	if len(kept) != 1 {
		t.Fatalf("files %v, want one", kept)
	}
	check(t, e.Close())
	check(t, os.WriteFile(filepath.Join(dir, "files", "incoming", "half"), []byte("half"), 0o600))
	check(t, os.WriteFile(filepath.Join(filepath.Dir(kept[0]), "unrecorded"), []byte("whole"), 0o600))
	e = open(t, dir)
	if diff := cmp.Diff(kept, blobs(t, dir)); diff != "" {
		t.Error(diff)
	}
	if got := readFile(t, e, "photo"); got != "second" {
		t.Errorf("photo is %q", got)
	}
}

// TestSnapshotKeepsFiles: bytes that a snapshot may need go when the last one
// is closed.
func TestSnapshotKeepsFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := open(t, dir)
	putFile(t, e, "photo", "content")
	first, err := e.Snapshot(t.Context())
	check(t, err)
	second, err := e.Snapshot(t.Context())
	check(t, err)
	check(t, e.DeleteFile(t.Context(), "photo"))
	check(t, first.Close())
	if got := readFile(t, second, "photo"); got != "content" {
		t.Errorf("photo is %q", got)
	}
	check(t, second.Close())
	if left := blobs(t, dir); len(left) != 0 {
		t.Errorf("files %v, want none", left)
	}
}
