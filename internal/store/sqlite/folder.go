package sqlite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// The names in the folder.
const (
	databaseName = "tulos.db"
	filesName    = "files"
	lockName     = "tulos.lock"
	readingName  = "tulos.reading"
)

// makeFolder makes the folder, and those above it that are missing, so that a
// crash does not lose them.
func makeFolder(dir string) error {
	var changed []string
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		changed = append(changed, filepath.Dir(d))
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, d := range changed {
		// A folder that may be written and not read cannot be synced.
		if err := syncFolder(d); err != nil && !errors.Is(err, fs.ErrPermission) {
			return err
		}
	}
	return nil
}
