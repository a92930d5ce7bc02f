package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"sync"

	"tulos/internal/store"
)

// access is how an open folder is read.
type access struct {
	reader
	reads *sql.DB
	pool  *statements // on reads
}

// Snapshot implements store.Engine: a read transaction. While it is open the
// write-ahead log grows and the bytes of deleted files stay.
func (a *access) Snapshot(ctx context.Context) (store.Snapshot, error) {
	s, err := a.snapshot(ctx)
	if err != nil {
		return nil, fmt.Errorf("take a snapshot: %w", readError(ctx, err))
	}
	return s, nil
}

func (a *access) snapshot(ctx context.Context) (*snapshot, error) {
	if a.pool.closed.Load() {
		return nil, store.ErrClosed
	}
	conn, err := a.reads.Conn(ctx)
	if err != nil {
		return nil, err
	}
	s := &snapshot{conn: conn, reader: reader{catalogue: a.catalogue, blobs: a.blobs, rows: conn}}
	a.blobs.hold()
	if err := s.begin(ctx); err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

type snapshot struct {
	reader
	conn  *sql.Conn
	once  sync.Once
	fault error
}

// begin fixes the moment: SQLite does so at the first read.
func (s *snapshot) begin(ctx context.Context) error {
	if _, err := s.conn.ExecContext(ctx, "BEGIN"); err != nil {
		return err
	}
	var id int
	return s.conn.QueryRowContext(ctx, "SELECT id FROM _schema").Scan(&id)
}

// Close implements store.Snapshot.
func (s *snapshot) Close() error {
	s.once.Do(func() {
		_, err := s.conn.ExecContext(context.Background(), "ROLLBACK")
		if closing := s.conn.Close(); err == nil {
			err = closing
		}
		s.blobs.release()
		if err != nil {
			s.fault = fmt.Errorf("close snapshot: %w", kind(err))
		}
	})
	return s.fault
}
