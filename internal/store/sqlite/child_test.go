package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
	"tulos/internal/store/sqlite"
)

// A test can run this binary once more as a child that does one of these jobs
// on a folder.
const (
	childJob    = "TULOS_TEST_CHILD"
	childFolder = "TULOS_TEST_CHILD_FOLDER"
)

func TestMain(m *testing.M) {
	var err error
	ctx, folder := context.Background(), os.Getenv(childFolder)
	switch os.Getenv(childJob) {
	case "":
		os.Exit(m.Run())
	case "hold":
		err = withFolder(ctx, folder, hold)
	case "write":
		err = withFolder(ctx, folder, writeForever)
	case "read":
		err = readOnRequest(ctx, folder)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func withFolder(ctx context.Context, folder string, job func(context.Context, *sqlite.Engine) error) error {
	e, err := sqlite.Open(ctx, folder, testSchema())
	if err != nil {
		return err
	}
	return errors.Join(job(ctx, e), e.Close())
}

// hold has the folder open until its input ends.
func hold(context.Context, *sqlite.Engine) error {
	fmt.Println("open")
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

// writeForever commits units of two documents, and files, from 16 goroutines
// and prints the id of each once it is acknowledged.
func writeForever(ctx context.Context, e *sqlite.Engine) error {
	var wg sync.WaitGroup
	faults := make([]error, 16)
	for g := range faults {
		wg.Go(func() {
			for i := 0; faults[g] == nil; i++ {
				id := fmt.Sprintf("%d-%d-%d", os.Getpid(), g, i)
				faults[g] = writeOnce(ctx, e, id, i%20 == 0)
				fmt.Println(id)
			}
		})
	}
	wg.Wait()
	return errors.Join(faults...)
}

func writeOnce(ctx context.Context, e *sqlite.Engine, id string, file bool) error {
	if file {
		if _, err := e.PutFile(ctx, id, strings.NewReader(fileOf(id))); err != nil {
			return err
		}
	}
	body, err := bson.Marshal(bson.D{{Key: "project", Value: "baltic"}, {Key: "code", Value: id}, {Key: "file", Value: file}})
	if err != nil {
		return err
	}
	return e.Commit(ctx, store.Unit{store.Insert("activities", id, body), store.Insert("entries", id, body)})
}

func fileOf(id string) string { return strings.Repeat(id+"\n", 1000) }

func testSchema() store.Schema {
	return store.Schema{Collections: []store.Collection{
		{
			Name:   "activities",
			Shard:  "project",
			Keys:   []store.Key{{Field: "project", Kind: store.String}, {Field: "code", Kind: store.String}},
			Unique: [][]string{{"project", "code"}},
		},
		{Name: "entries"},
	}}
}

// startChild runs the job in a process of its own until the test ends, and
// returns its input and output.
func startChild(t *testing.T, job, folder string) (*exec.Cmd, io.WriteCloser, *bufio.Scanner) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childJob+"="+job, childFolder+"="+folder)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, in, bufio.NewScanner(out)
}

func TestSecondProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cmd, in, out := startChild(t, "hold", dir)
	if !out.Scan() {
		t.Fatal("the child did not open the folder")
	}
	_, err := sqlite.Open(t.Context(), dir, testSchema())
	if !errors.Is(err, store.ErrInUse) {
		t.Fatalf("error %v, want %q", err, store.ErrInUse)
	}
	if want := fmt.Sprintf("process %d", cmd.Process.Pid); !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), dir) {
		t.Errorf("error %q names neither %q nor the folder", err, want)
	}
	in.Close()
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	e := open(t, dir)
	if _, err := sqlite.Open(t.Context(), dir, testSchema()); !errors.Is(err, store.ErrInUse) {
		t.Fatalf("opened twice in one process: error %v, want %q", err, store.ErrInUse)
	}
	check(t, e.Close())
	open(t, dir)
}

// TestKill kills a writing process ten times: what it had acknowledged is
// there, whole, and nothing is there in part.
func TestKill(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	acknowledged := map[string]bool{}
	for round := range 10 {
		cmd, _, out := startChild(t, "write", dir)
		before := len(acknowledged)
		for out.Scan() {
			acknowledged[out.Text()] = true
			if len(acknowledged) == before+200+50*round {
				check(t, cmd.Process.Kill()) // what it still had printed is read to the end
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the child ended by itself")
		}
		if len(acknowledged) == before {
			t.Fatal("the child wrote nothing")
		}
		checkSurvivors(t, dir, acknowledged)
	}
	t.Logf("%d acknowledged writes in 10 rounds", len(acknowledged))
}

func checkSurvivors(t *testing.T, dir string, acknowledged map[string]bool) {
	t.Helper()
	e := open(t, dir)
	defer func() { check(t, e.Close()) }()
	found := map[string]bool{}
	for d, err := range e.Find(t.Context(), store.Query{Collection: "activities"}) {
		check(t, err)
		found[d.ID] = true
		if _, err := e.Get(t.Context(), "entries", d.ID); err != nil {
			t.Errorf("half of a unit: %v", err)
		}
		if d.Body.Lookup("file").Boolean() && readFile(t, e, d.ID) != fileOf(d.ID) {
			t.Errorf("file %s is not what was put", d.ID)
		}
	}
	for id := range acknowledged {
		if !found[id] {
			t.Errorf("%s was acknowledged and is gone", id)
		}
	}
	n, err := e.Count(t.Context(), store.Query{Collection: "entries"})
	check(t, err)
	if n != int64(len(found)) {
		t.Errorf("%d entries for %d activities", n, len(found))
	}
}
