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
//
// A blob that a reader may still need is not removed: neither while a snapshot of
// this process is open, nor while another process holds tulos.reading. It stays
// doomed until the next removal or the next start that finds no reader. Whoever
// begins to read after its record is gone cannot come to need it.
type blobs struct {
	dir     string
	reading *os.File // nil where nothing is ever removed
	mu      sync.Mutex
	holds   int // snapshots of this process
	doomed  []string
}

const incoming = "incoming"

func openBlobs(ctx context.Context, dir string, reads *sql.DB, reading *os.File) (*blobs, error) {
	b := &blobs{dir: dir, reading: reading}
	if err := os.RemoveAll(filepath.Join(dir, incoming)); err != nil {
		return nil, fmt.Errorf("clear unfinished files: %w", err)
	}
	if err := os.MkdirAll(filepath.Join(dir, incoming), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of files: %w", err)
	}
	if err := syncFolder(dir); err != nil {
		return nil, fmt.Errorf("sync the folder of files: %w", err)
	}
	if b.hasReaders() {
		return b, nil
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
		return os.Remove(path) //nolint:gosec // nobody else writes in the folder
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

// hasReaders says whether another process reads, or may do so.
func (b *blobs) hasReaders() bool {
	alone, err := tryLock(b.reading)
	return err != nil || !alone || unlock(b.reading) != nil
}

// discard removes a blob whose record is gone. Where that fails the next start
// does it.
func (b *blobs) discard(blob string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.doomed = append(b.doomed, blob)
	b.removeDoomed()
}

func (b *blobs) removeDoomed() {
	if len(b.doomed) == 0 || b.holds > 0 || b.hasReaders() {
		return
	}
	for _, blob := range b.doomed {
		_ = os.Remove(b.path(blob))
	}
	b.doomed = nil
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
	b.holds--
	b.removeDoomed()
}
