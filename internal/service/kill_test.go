package service_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/internal/store/sqlite"
)

// childFolder is the folder in which this binary, run once more, logs activities
// until it is killed; childPeople are its staff and its lead.
const (
	childFolder = "TULOS_TEST_CHILD_FOLDER"
	childPeople = "TULOS_TEST_CHILD_PEOPLE"
)

func TestMain(m *testing.M) {
	folder := os.Getenv(childFolder)
	if folder == "" {
		os.Exit(m.Run())
	}
	if err := logForever(context.Background(), folder); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// logForever logs, submits and accepts activities from 16 clients and prints each
// status once it is acknowledged.
func logForever(ctx context.Context, folder string) error {
	e, err := sqlite.Open(ctx, folder, archive.Schema())
	if err != nil {
		return err
	}
	staff, lead, _ := strings.Cut(os.Getenv(childPeople), " ")
	s := newService(e)
	var wg sync.WaitGroup
	faults := make([]error, 16)
	for n := range faults {
		wg.Go(func() {
			for faults[n] == nil {
				faults[n] = logOne(ctx, s, service.By{User: partnership.UserID(staff)}, service.By{User: partnership.UserID(lead)})
			}
		})
	}
	wg.Wait()
	return errors.Join(faults...)
}

func logOne(ctx context.Context, s *service.Service, staff, lead service.By) error {
	ref, err := s.LogActivity(ctx, staff, baltic, draft())
	if err != nil {
		return err
	}
	fmt.Println(ref, partnership.Draft)
	for n, step := range []partnership.Step{partnership.Submit, partnership.Accept} {
		by := []service.By{staff, lead}[n]
		if err := s.MoveActivity(ctx, by, baltic, ref, service.Move{Seen: int64(n + 1), Step: step}); err != nil {
			return err
		}
		fmt.Println(ref, []partnership.Status{partnership.Submitted, partnership.Accepted}[n])
	}
	return nil
}

// TestKilled kills a process in the middle of its work, ten times over. What it
// has acknowledged is there each time, and Verify finds nothing wrong.
func TestKilled(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	folder := t.TempDir()
	people := peopleIn(t, folder)
	acknowledged := map[string]int{}
	for round := range 10 {
		// Differently long, so that it is killed in different moments.
		killAfter(t, folder, people, 100+random.IntN(400), acknowledged)
		e, err := sqlite.Open(t.Context(), folder, archive.Schema())
		if err != nil {
			t.Fatalf("after round %d: %v", round, err)
		}
		verified(t, e)
		lost(t, e, acknowledged)
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// peopleIn installs the demo in a folder and returns its staff and its lead.
func peopleIn(t *testing.T, folder string) string {
	t.Helper()
	e, err := sqlite.Open(t.Context(), folder, archive.Schema())
	if err != nil {
		t.Fatal(err)
	}
	in := install(t, e)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return string(in.by("staff").User + " " + in.by("lead").User)
}

// ranks are the statuses in the order in which an activity goes through them.
var ranks = map[string]int{string(partnership.Draft): 1, string(partnership.Submitted): 2, string(partnership.Accepted): 3}

// killAfter runs a process until it has acknowledged so many steps and notes how
// far each activity came.
func killAfter(t *testing.T, folder, people string, steps int, acknowledged map[string]int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childFolder+"="+folder, childPeople+"="+people)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		if n == steps {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		// What it printed before it was killed counts as well.
		if ref, status, ok := strings.Cut(lines.Text(), " "); ok && ranks[status] > 0 {
			acknowledged[ref] = max(acknowledged[ref], ranks[status])
		}
	}
	if err := cmd.Wait(); err == nil || cmd.ProcessState.Exited() {
		t.Fatalf("the process was not killed: %v", err)
	}
}

// lost finds acknowledged steps that are not there.
func lost(t *testing.T, e store.Engine, acknowledged map[string]int) {
	t.Helper()
	is := map[string]int{}
	for a, err := range archive.Activities.Find(t.Context(), e, everything) {
		if err != nil {
			t.Fatal(err)
		}
		is[a.Value.Value.Ref] = ranks[string(a.Value.Value.Status)]
	}
	for ref, rank := range acknowledged {
		if is[ref] < rank {
			t.Errorf("%s was acknowledged at %d, is at %d", ref, rank, is[ref])
		}
	}
}
