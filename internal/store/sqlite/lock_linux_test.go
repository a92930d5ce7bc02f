package sqlite_test

import (
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"tulos/internal/store/sqlite"
)

// TestFolderIsFreeOnceClosed: also while a program that was started before has the lock file
// yet, as each has until it runs.
func TestFolderIsFreeOnceClosed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	e, err := sqlite.Open(t.Context(), dir, testSchema())
	check(t, err)
	held := duplicate(t, filepath.Join(dir, "tulos.lock"))
	check(t, e.Close())
	again, err := sqlite.Open(t.Context(), dir, testSchema())
	check(t, err)
	check(t, again.Close())
	check(t, syscall.Close(held))
}

// duplicate is another descriptor of a file that this process has open, as a fork has it.
func duplicate(t *testing.T, path string) int {
	t.Helper()
	const all = "/proc/self/fd"
	open, err := os.ReadDir(all)
	check(t, err)
	for _, d := range open {
		if is, err := os.Readlink(filepath.Join(all, d.Name())); err != nil || is != path {
			continue
		}
		n, err := strconv.Atoi(d.Name())
		check(t, err)
		held, err := syscall.Dup(n)
		check(t, err)
		return held
	}
	t.Fatalf("%s is not open", path)
	return 0
}
