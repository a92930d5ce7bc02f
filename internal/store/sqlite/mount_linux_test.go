package sqlite_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/store"
	"tulos/internal/store/sqlite"
)

const insideMounts = "TULOS_TEST_INSIDE_MOUNTS"

// withMounts runs the test once more in a process that can mount, unseen by
// others, and returns true there.
func withMounts(t *testing.T) bool {
	t.Helper()
	if os.Getenv(insideMounts) != "" {
		return true
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.count=1")
	cmd.Env = append(os.Environ(), insideMounts+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	if os.Geteuid() != 0 {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}}
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Start()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		if os.Getenv("CI") == "true" {
			t.Fatalf("cannot mount: %v", err)
		}
		t.Skipf("SKIPPED: cannot mount: %v", err)
	}
	check(t, err)
	if err := cmd.Wait(); err != nil || !strings.Contains(out.String(), "--- PASS: "+t.Name()) {
		t.Errorf("%v\n%s", err, out.Bytes())
	}
	return false
}

func mount(t *testing.T, source, target, fstype string, flags uintptr, data string) {
	t.Helper()
	check(t, os.NewSyscallError("mount", syscall.Mount(source, target, fstype, flags, data)))
}

func unmount(t *testing.T, target string) {
	t.Helper()
	check(t, os.NewSyscallError("umount", syscall.Unmount(target, 0)))
}

func TestReadOnlyFolder(t *testing.T) {
	t.Parallel()
	if !withMounts(t) {
		return
	}
	empty, used := t.TempDir(), t.TempDir()
	e := open(t, used)
	check(t, e.Commit(t.Context(), store.Unit{store.Insert("activities", "a1", body(t))}))
	putFile(t, e, "photo", "content")
	check(t, e.Close())
	for _, dir := range []string{empty, used} {
		before := tree(t, dir)
		mount(t, dir, dir, "", syscall.MS_BIND, "")
		mount(t, "", dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, "")
		_, err := sqlite.Open(t.Context(), dir, testSchema())
		is(t, err, store.ErrReadOnly)
		_, err = sqlite.Open(t.Context(), filepath.Join(dir, "new"), testSchema())
		is(t, err, store.ErrReadOnly)
		unmount(t, dir)
		if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
			t.Error(diff)
		}
	}
	e = open(t, used)
	if got := readFile(t, e, "photo"); got != "content" {
		t.Errorf("photo is %q", got)
	}
}

// TestReaderOfReadOnlyFolder: it can be read while an engine has it open.
func TestReaderOfReadOnlyFolder(t *testing.T) {
	t.Parallel()
	if !withMounts(t) {
		return
	}
	dir := t.TempDir()
	e := open(t, dir)
	putFile(t, e, "photo", "content")
	readOnly := func() {
		mount(t, dir, dir, "", syscall.MS_BIND, "")
		mount(t, "", dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, "")
	}
	readOnly()
	child := startReader(t, dir)
	child.reads("photo", "content")
	child.stop()
	unmount(t, dir)
	check(t, e.Close())

	before := tree(t, dir)
	readOnly()
	_, err := sqlite.OpenReader(t.Context(), dir, testSchema())
	is(t, err, store.ErrReadOnly)
	unmount(t, dir)
	if diff := cmp.Diff(before, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
}

// tree returns what is in a folder, with sizes.
func tree(t *testing.T, dir string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "find", dir, "-printf", "%P %s\n").Output()
	check(t, err)
	return strings.Split(string(out), "\n")
}

func TestDiskFull(t *testing.T) {
	t.Parallel()
	if !withMounts(t) {
		return
	}
	dir := t.TempDir()
	mount(t, "tmpfs", dir, "tmpfs", 0, "size=12m")
	t.Cleanup(func() { unmount(t, dir) })
	ballast := filepath.Join(dir, "ballast")
	check(t, os.WriteFile(ballast, make([]byte, 4<<20), 0o600))
	e := open(t, dir)
	putFile(t, e, "photo", "content")

	acknowledged := fillUp(t, e)
	files := blobs(t, dir)
	_, err := e.PutFile(t.Context(), "film", bytes.NewReader(make([]byte, 20<<20)))
	is(t, err, store.ErrNoSpace)
	if diff := cmp.Diff(files, blobs(t, dir)); diff != "" {
		t.Errorf("a file was left half-written: %s", diff)
	}
	checkOnly(t, e, acknowledged)

	check(t, os.Remove(ballast))
	for i := range 10 {
		id := fmt.Sprint("again", i)
		check(t, e.Commit(t.Context(), store.Unit{store.Insert("activities", id, body(t))}))
		acknowledged = append(acknowledged, id)
	}
	putFile(t, e, "photo", "new content")
	checkOnly(t, e, acknowledged)
	check(t, e.Close())
	e = open(t, dir)
	checkOnly(t, e, acknowledged)
	if got := readFile(t, e, "photo"); got != "new content" {
		t.Errorf("photo is %q", got)
	}
}

// fillUp writes from 16 goroutines until each was refused three times, and
// returns the ids of what was acknowledged.
func fillUp(t *testing.T, e *sqlite.Engine) []string {
	t.Helper()
	var (
		wg           sync.WaitGroup
		mu           sync.Mutex
		acknowledged []string
	)
	big := body(t, bson.E{Key: "text", Value: strings.Repeat("text", 5000)})
	for g := range 16 {
		wg.Go(func() {
			refused := 0
			for i := 0; refused < 3; i++ {
				id := fmt.Sprintf("%d-%d", g, i)
				err := e.Commit(t.Context(), store.Unit{store.Insert("activities", id, big)})
				switch {
				case err == nil:
					mu.Lock()
					acknowledged = append(acknowledged, id)
					mu.Unlock()
				case errors.Is(err, store.ErrNoSpace):
					refused++
				default:
					t.Errorf("commit: %v", err)
					return
				}
			}
		})
	}
	wg.Wait()
	if len(acknowledged) < 16 {
		t.Fatalf("only %d writes went in", len(acknowledged))
	}
	return acknowledged
}

// checkOnly checks that these documents are there, and no others.
func checkOnly(t *testing.T, e *sqlite.Engine, ids []string) {
	t.Helper()
	want, got := map[string]bool{}, map[string]bool{}
	for _, id := range ids {
		want[id] = true
	}
	for d, err := range e.Find(t.Context(), store.Query{Collection: "activities"}) {
		check(t, err)
		got[d.ID] = true
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("acknowledged -, stored +:\n%s", diff)
	}
}
