package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"tulos/internal/store"
)

// A folderLock is held as long as this process is the only one in a folder.
type folderLock struct{ file *os.File }

// Close lets others in. The lock is given back first: a program that was just started has
// the file too, until it runs.
func (l folderLock) Close() error { return errors.Join(unlock(l.file), l.file.Close()) }

// takeFolder makes this process the only one in the folder until what is returned is
// closed: ErrInUse, with the other's number, if there is another.
func takeFolder(dir string) (io.Closer, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open lock file: %w", kind(err))
	}
	locked, err := tryLock(f)
	switch {
	case err != nil:
		return nil, errors.Join(fmt.Errorf("lock %s: %w", f.Name(), err), f.Close())
	case !locked:
		owner := make([]byte, 20)
		n, _ := f.ReadAt(owner, 0)
		return nil, errors.Join(fmt.Errorf("folder %s: %w (process %s)",
			dir, store.ErrInUse, bytes.TrimSpace(owner[:n])), f.Close())
	}
	if err := noteOwner(f); err != nil {
		return nil, errors.Join(fmt.Errorf("write lock file: %w", kind(err)), f.Close())
	}
	return folderLock{f}, nil
}

func noteOwner(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}
