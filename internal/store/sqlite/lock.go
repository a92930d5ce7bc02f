package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"tulos/internal/store"
)

// takeFolder makes this process the only one in the folder until the returned
// file is closed: ErrInUse, with the other's number, if there is another.
func takeFolder(dir string) (*os.File, error) {
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
	return f, nil
}

func noteOwner(f *os.File) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	return err
}
