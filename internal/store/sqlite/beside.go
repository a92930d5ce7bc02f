package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"tulos/internal/store"
)

// ErrOlder says that the data are of an older version of the program. An Engine
// would bring them up to date; a Reader cannot.
var ErrOlder = errors.New("the stored data are of an older version of the program")

// Reader reads a folder, also while an Engine of this or another process has it
// open. As long as it is open the bytes of deleted files stay in the folder.
type Reader struct {
	access
	held    []io.Closer
	closing sync.Once
	fault   error
}

var _ store.Reader = (*Reader)(nil)

// OpenReader opens a folder for reading and changes none of its data. A folder
// without data is ErrNotFound; data of another version of the program are
// ErrOlder or ErrNewer; a folder that cannot be written to is ErrReadOnly unless
// an Engine has it open, since SQLite keeps two files beside the database for
// those who read and write at once.
func OpenReader(ctx context.Context, dir string, schema store.Schema) (*Reader, error) {
	r, err := openReader(ctx, dir, schema)
	if err != nil {
		return nil, fmt.Errorf("open storage in %s for reading: %w", dir, err)
	}
	return r, nil
}

func openReader(ctx context.Context, dir string, schema store.Schema) (_ *Reader, err error) {
	catalogue, err := store.NewCatalogue(schema)
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	file := filepath.Join(dir, databaseName)
	if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: there is no %s", store.ErrNotFound, databaseName)
	} else if err != nil {
		return nil, kind(err)
	}
	r := &Reader{}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.release())
		}
	}()
	reading, err := joinReaders(dir)
	if err != nil {
		return nil, kind(err)
	}
	r.held = append(r.held, reading)
	if r.reads, err = sql.Open("sqlite", source(file, "&mode=ro"+readOptions)); err != nil {
		return nil, err
	}
	r.held = append(r.held, r.reads)
	r.pool = newStatements(r.reads)
	r.reader = reader{catalogue: catalogue, blobs: &blobs{dir: filepath.Join(dir, filesName)}, rows: r.pool}
	conn, err := r.reads.Conn(ctx)
	if err != nil {
		return nil, unshared(err)
	}
	if err := r.identify(ctx, conn); err != nil {
		return nil, errors.Join(unshared(err), conn.Close())
	}
	return r, conn.Close()
}

// joinReaders tells writers that this process reads, until the returned file is
// closed.
func joinReaders(dir string) (*os.File, error) {
	path := filepath.Join(dir, readingName)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		f, err = os.OpenFile(path, os.O_RDONLY|os.O_CREATE, 0o600)
	}
	if err != nil {
		return nil, err
	}
	if err := lockShared(f); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), f.Close())
	}
	return f, nil
}

// identify compares what the connection sees with the schema.
func (r *Reader) identify(ctx context.Context, conn *sql.Conn) error {
	m := &migration{ctx, conn, r.catalogue}
	fresh, err := m.identify()
	if err != nil {
		return err
	}
	if fresh {
		return fmt.Errorf("%w: %s is empty", store.ErrNotFound, databaseName)
	}
	in, err := m.installed()
	if err != nil {
		return err
	}
	pending, _, err := r.catalogue.Upgrade(in)
	if err == nil && pending {
		err = ErrOlder
	}
	return err
}

// unshared explains the errors of SQLite where it cannot make or open the file
// that readers and writers share.
func unshared(err error) error {
	var fault *sqlite.Error
	if errors.As(err, &fault) && fault.Code()&0xff == sqlite3.SQLITE_CANTOPEN {
		return fmt.Errorf("%w: a reader has to make a file beside the database: %w", store.ErrReadOnly, err)
	}
	return kind(err)
}

// Snapshot shows everything as it is at one moment between the call and its
// return. Data that a newer program has changed meanwhile are ErrNewer.
func (r *Reader) Snapshot(ctx context.Context) (store.Snapshot, error) {
	s, err := r.snapshot(ctx)
	if err == nil {
		if err = r.identify(ctx, s.conn); err == nil {
			return s, nil
		}
		err = errors.Join(err, s.Close())
	}
	return nil, fmt.Errorf("take a snapshot: %w", readError(ctx, err))
}

// Close ends reading. Searches and snapshots that are still open fail.
func (r *Reader) Close() error {
	r.closing.Do(func() {
		r.pool.closed.Store(true)
		r.fault = r.release()
	})
	return r.fault
}

func (r *Reader) release() error { return closeAll(r.held) }
