package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/store"
	"tulos/internal/store/sqlite"
)

// readOnRequest is the job of a child: it takes a snapshot of the folder and
// prints the content of each file that is named on its input.
func readOnRequest(ctx context.Context, folder string) error {
	r, err := sqlite.OpenReader(ctx, folder, testSchema())
	if err != nil {
		return err
	}
	s, err := r.Snapshot(ctx)
	if err != nil {
		return err
	}
	fmt.Println("open")
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		f, err := s.OpenFile(ctx, in.Text())
		if err != nil {
			fmt.Println(err)
			continue
		}
		content, err := io.ReadAll(f)
		if err := errors.Join(err, f.Close()); err != nil {
			return err
		}
		fmt.Println(string(content))
	}
	return errors.Join(s.Close(), r.Close())
}

// childReader is a child that does readOnRequest.
type childReader struct {
	*testing.T
	in   io.WriteCloser
	out  *bufio.Scanner
	wait func() error
}

func startReader(t *testing.T, folder string) childReader {
	t.Helper()
	cmd, in, out := startChild(t, "read", folder)
	if !out.Scan() {
		t.Fatal("the child did not open the folder")
	}
	return childReader{t, in, out, cmd.Wait}
}

func (c childReader) reads(name, want string) {
	c.Helper()
	fmt.Fprintln(c.in, name)
	if !c.out.Scan() || c.out.Text() != want {
		c.Fatalf("the child read %q in %s, want %q", c.out.Text(), name, want)
	}
}

func (c childReader) stop() {
	c.Helper()
	check(c.T, c.in.Close())
	check(c.T, c.wait())
}

func openReader(t *testing.T, dir string) *sqlite.Reader {
	t.Helper()
	r, err := sqlite.OpenReader(t.Context(), dir, testSchema())
	check(t, err)
	t.Cleanup(func() { check(t, r.Close()) })
	return r
}

// TestReader reads beside an engine: the present, and one moment.
func TestReader(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := open(t, dir)
	commit := func(id string) {
		t.Helper()
		check(t, e.Commit(t.Context(), store.Unit{store.Insert("activities", id, body(t))}))
	}
	commit("a1")
	putFile(t, e, "photo", "first")
	r := openReader(t, dir)
	s, err := r.Snapshot(t.Context())
	check(t, err)
	commit("a2")
	putFile(t, e, "photo", "second")

	for name, c := range map[string]struct {
		from  store.Reader
		count int64
		photo string
	}{"present": {r, 2, "second"}, "snapshot": {s, 1, "first"}} {
		n, err := c.from.Count(t.Context(), store.Query{Collection: "activities"})
		check(t, err)
		if photo := readFile(t, c.from, "photo"); n != c.count || photo != c.photo {
			t.Errorf("%s: %d activities, photo %q; want %d, %q", name, n, photo, c.count, c.photo)
		}
	}
	check(t, s.Close())
	check(t, r.Close())
	_, err = r.Get(t.Context(), "activities", "a1")
	is(t, err, store.ErrClosed)
	_, err = r.Snapshot(t.Context())
	is(t, err, store.ErrClosed)
}

// TestReaderAfterKill reads what a killed process had acknowledged, before any
// engine mends the folder.
func TestReaderAfterKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cmd, _, out := startChild(t, "write", dir)
	var acknowledged []string
	for out.Scan() {
		if acknowledged = append(acknowledged, out.Text()); len(acknowledged) == 500 {
			check(t, cmd.Process.Kill())
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the child ended by itself")
	}
	before := contents(t, dir)["tulos.db"]
	r := openReader(t, dir)
	for _, id := range acknowledged {
		if _, err := r.Get(t.Context(), "activities", id); err != nil {
			t.Errorf("acknowledged, and now: %v", err)
		}
	}
	check(t, r.Close())
	if contents(t, dir)["tulos.db"] != before {
		t.Error("the reader wrote to the database")
	}
}

// TestReaderKeepsFiles: what another process may still read stays on the disk,
// also when the folder is closed and opened again, and goes later.
func TestReaderKeepsFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := open(t, dir)
	for _, name := range []string{"deleted", "replaced", "kept"} {
		putFile(t, e, name, "old "+name)
	}
	child := startReader(t, dir)
	check(t, e.DeleteFile(t.Context(), "deleted"))
	putFile(t, e, "replaced", "new")
	child.reads("deleted", "old deleted")
	check(t, e.Close())
	e = open(t, dir)
	child.reads("replaced", "old replaced")
	putFile(t, e, "kept", "new")
	child.reads("kept", "old kept")
	child.reads("deleted", "old deleted")
	if files := blobs(t, dir); len(files) != 5 {
		t.Errorf("files %v, want five", files)
	}
	child.stop()

	putFile(t, e, "kept", "newer") // takes with it what this engine could not remove before
	if files := blobs(t, dir); len(files) != 4 {
		t.Errorf("files %v, want four", files)
	}
	check(t, e.Close())
	e = open(t, dir)
	if files := blobs(t, dir); len(files) != 2 {
		t.Errorf("files %v, want two", files)
	}
	if got := readFile(t, e, "replaced") + readFile(t, e, "kept"); got != "newnewer" {
		t.Errorf("the files are %q", got)
	}
}

// TestKilledReader: one that is gone keeps nothing.
func TestKilledReader(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e := open(t, dir)
	putFile(t, e, "photo", "content")
	cmd, _, out := startChild(t, "read", dir)
	if !out.Scan() {
		t.Fatal("the child did not open the folder")
	}
	check(t, cmd.Process.Kill())
	if err := cmd.Wait(); err == nil {
		t.Fatal("the child ended by itself")
	}
	check(t, e.DeleteFile(t.Context(), "photo"))
	if files := blobs(t, dir); len(files) != 0 {
		t.Errorf("files %v, want none", files)
	}
}

func TestReaderRefuses(t *testing.T) {
	t.Parallel()
	newer := testSchema()
	newer.Migrations = []store.Migration{{Name: "of the future"}}
	for _, c := range []struct {
		name  string
		spoil func(t *testing.T, dir string)
		want  error
	}{
		{"no folder", func(t *testing.T, dir string) { t.Helper(); check(t, os.Remove(dir)) }, store.ErrNotFound},
		{"empty folder", func(*testing.T, string) {}, store.ErrNotFound},
		{"folder without database", func(t *testing.T, dir string) {
			t.Helper()
			check(t, os.WriteFile(filepath.Join(dir, "notes"), []byte("notes"), 0o600))
		}, store.ErrNotFound},
		{"database not begun", func(t *testing.T, dir string) {
			t.Helper()
			check(t, os.WriteFile(filepath.Join(dir, "tulos.db"), nil, 0o600))
		}, store.ErrNotFound},
		{"newer layout", func(t *testing.T, dir string) {
			t.Helper()
			check(t, open(t, dir).Close())
			onDatabase(t, dir, "PRAGMA user_version = 2")
		}, store.ErrNewer},
		{"newer schema", func(t *testing.T, dir string) {
			t.Helper()
			e, err := sqlite.Open(t.Context(), dir, newer)
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
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "data")
			check(t, os.Mkdir(dir, 0o700))
			c.spoil(t, dir)
			before := contents(t, dir)
			_, err := sqlite.OpenReader(t.Context(), dir, testSchema())
			is(t, err, c.want)
			if !strings.Contains(err.Error(), dir) {
				t.Errorf("error %q does not name the folder", err)
			}
			after := contents(t, dir)
			if errors.Is(err, store.ErrNotFound) {
				if diff := cmp.Diff(before, after); diff != "" && before["tulos.db"] != "" {
					t.Errorf("the folder was changed: %s", diff)
				}
			}
			if before["tulos.db"] != after["tulos.db"] {
				t.Error("the database was changed")
			}
		})
	}
}

// TestReaderOfOlderData: they are left as they are, and an engine mends it.
func TestReaderOfOlderData(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	check(t, open(t, dir).Close())
	newer := testSchema()
	newer.Migrations = []store.Migration{{Name: "next"}}
	_, err := sqlite.OpenReader(t.Context(), dir, newer)
	is(t, err, sqlite.ErrOlder)

	old := openReader(t, dir)
	e, err := sqlite.Open(t.Context(), dir, newer)
	check(t, err)
	defer func() { check(t, e.Close()) }()
	r, err := sqlite.OpenReader(t.Context(), dir, newer)
	check(t, err)
	check(t, r.Close())
	_, err = old.Snapshot(t.Context()) // opened before the data were brought up to date
	is(t, err, store.ErrNewer)
}

// contents returns the files below a folder with their contents.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		found[strings.TrimPrefix(path, dir+"/")] = string(content)
		return err
	})
	if !errors.Is(err, fs.ErrNotExist) {
		check(t, err)
	}
	return found
}
