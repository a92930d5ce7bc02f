// Package sqlite keeps an installation in one folder on one machine:
//
//	tulos.db       the documents and the records of files
//	files/         the bytes of files, under names made by this package
//	tulos.lock     held by the process that has the folder open
//	tulos.reading  held, together, by other processes that read meanwhile
//
// A collection is a table of id, rev and doc with a column and an index for
// each key. One goroutine writes; what waits for it meanwhile shares the next
// transaction and its sync to the disk. Readers run beside it and beside each
// other.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"tulos/internal/store"
)

// idleReaders is how many connections for reading stay open.
const idleReaders = 16

// Engine is a store.Engine on a folder.
type Engine struct {
	access
	held    []io.Closer
	writes  *sql.DB
	writer  *writer
	open    sync.RWMutex // read-locked while a file comes in
	closing sync.Once
	fault   error
}

var _ store.Engine = (*Engine)(nil)

// Open opens the folder, which it makes if need be, and brings its data up to
// the schema. A folder that another process has open is ErrInUse, one of a
// newer program ErrNewer, one that cannot be written to ErrReadOnly.
func Open(ctx context.Context, dir string, schema store.Schema) (*Engine, error) {
	e, err := openFolder(ctx, dir, schema)
	if err != nil {
		return nil, fmt.Errorf("open storage in %s: %w", dir, err)
	}
	return e, nil
}

func openFolder(ctx context.Context, dir string, schema store.Schema) (_ *Engine, err error) {
	catalogue, err := store.NewCatalogue(schema)
	if err != nil {
		return nil, err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	if err := makeFolder(dir); err != nil {
		return nil, kind(err)
	}
	e := &Engine{}
	defer func() {
		if err != nil {
			err = errors.Join(err, e.release())
		}
	}()
	lock, err := takeFolder(dir)
	if err != nil {
		return nil, err
	}
	e.held = append(e.held, lock)
	reading, err := os.OpenFile(filepath.Join(dir, readingName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, kind(err)
	}
	e.held = append(e.held, reading)
	if err := e.connect(filepath.Join(dir, databaseName)); err != nil {
		return nil, err
	}
	conn, err := e.writes.Conn(ctx)
	if err != nil {
		return nil, kind(err)
	}
	if err := migrate(ctx, conn, catalogue); err != nil {
		return nil, errors.Join(kind(err), conn.Close())
	}
	blobs, err := openBlobs(ctx, filepath.Join(dir, filesName), e.reads, reading)
	if err == nil {
		err = syncFolder(dir)
	}
	if err != nil {
		return nil, errors.Join(kind(err), conn.Close())
	}
	e.pool = newStatements(e.reads)
	e.reader = reader{catalogue: catalogue, blobs: blobs, rows: e.pool}
	e.writer = startWriter(conn)
	return e, nil
}

const readOptions = "&_pragma=query_only(1)&_pragma=cache_size(-16384)"

// patience is how long is waited for whoever else holds the database, in milliseconds:
// what cannot be written by then is ErrInUse, and people are told so.
const patience = 2000

// source names the database file, with options, to the driver.
func source(file, options string) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(file)}
	return fmt.Sprintf("%s?_dqs=0&_defensive=1&_error_rc=1&_pragma=busy_timeout(%d)%s", u.String(), patience, options)
}

// connect opens the pools: one connection that writes, any number that read,
// so that a read within the loop of another never waits for it.
func (e *Engine) connect(file string) error {
	var err error
	// A longer log than usual (32 MB): pages that are often written go back
	// into the database less often.
	e.writes, err = sql.Open("sqlite", source(file,
		"&_pragma=synchronous(full)&_pragma=wal_autocheckpoint(8000)&_pragma=cache_size(-16384)"))
	if err != nil {
		return err
	}
	e.held = append(e.held, e.writes)
	e.writes.SetMaxOpenConns(1)
	e.reads, err = sql.Open("sqlite", source(file, readOptions))
	if err != nil {
		return err
	}
	e.held = append(e.held, e.reads)
	e.reads.SetMaxIdleConns(idleReaders)
	return nil
}

// Close implements store.Engine. Searches, files and snapshots that are still
// open fail.
func (e *Engine) Close() error {
	e.closing.Do(func() {
		e.open.Lock()
		e.pool.closed.Store(true)
		e.open.Unlock()
		e.writer.close()
		e.fault = e.release()
	})
	return e.fault
}

func (e *Engine) release() error { return closeAll(e.held) }

// closeAll closes what is held, the last first.
func closeAll(held []io.Closer) error {
	var faults []error
	for _, c := range slices.Backward(held) {
		faults = append(faults, c.Close())
	}
	if err := errors.Join(faults...); err != nil {
		return fmt.Errorf("close storage: %w", err)
	}
	return nil
}
