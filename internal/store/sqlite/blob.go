package sqlite

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// blobs is the folder of files' bytes. A blob has a name of its own, made here
// by chance, and never changes; the record of a file says which blob it is. So
// a record appears after its bytes and they go after it, and what a stopped
// process left without a record is removed at the next start.
type blobs struct {
	dir    string
	mu     sync.Mutex
	holds  int      // snapshots that may still need a blob
	doomed []string // to be removed after the last of them
}

const incoming = "incoming"

func openBlobs(ctx context.Context, dir string, reads *sql.DB) (*blobs, error) {
	b := &blobs{dir: dir}
	if err := os.RemoveAll(filepath.Join(dir, incoming)); err != nil {
		return nil, fmt.Errorf("clear unfinished files: %w", err)
	}
	if err := os.MkdirAll(filepath.Join(dir, incoming), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of files: %w", err)
	}
	if err := b.sweep(ctx, reads); err != nil {
		return nil, fmt.Errorf("remove files without a record: %w", err)
	}
	return b, nil
}

// sweep removes the blobs that no record names.
func (b *blobs) sweep(ctx context.Context, reads *sql.DB) error {
	return filepath.WalkDir(b.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		var known bool
		row := reads.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM _files WHERE blob = ?)", entry.Name())
		if err := row.Scan(&known); err != nil || known {
			return err
		}
		return os.Remove(path)
	})
}

func (b *blobs) path(blob string) string { return filepath.Join(b.dir, blob[:2], blob) }

// write stores what r gives as a new blob, whole and synced, or nothing.
func (b *blobs) write(r io.Reader) (blob string, err error) {
	blob = strings.ToLower(rand.Text())
	f, err := os.OpenFile(filepath.Join(b.dir, incoming, blob), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = io.Copy(f, r)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	return blob, b.moveIn(f.Name(), blob)
}

func (b *blobs) moveIn(from, blob string) error {
	path := b.path(blob)
	folder := filepath.Dir(path)
	switch err := os.Mkdir(folder, 0o700); {
	case err == nil:
		if err := syncFolder(b.dir); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrExist):
		return err
	}
	if err := os.Rename(from, path); err != nil {
		return err
	}
	return syncFolder(folder)
}

// discard removes a blob whose record is gone. Where that fails the next start
// does it.
func (b *blobs) discard(blob string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.holds > 0 {
		b.doomed = append(b.doomed, blob)
		return
	}
	_ = os.Remove(b.path(blob))
}

// hold keeps all blobs until release.
func (b *blobs) hold() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.holds++
}

func (b *blobs) release() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.holds--; b.holds > 0 {
		return
	}
	for _, blob := range b.doomed {
		_ = os.Remove(b.path(blob))
	}
	b.doomed = nil
}
