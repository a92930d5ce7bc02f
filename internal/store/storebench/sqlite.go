package storebench

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"sync"
)

// SQLite measures plain SQL on the database of an engine on a folder, by the same driver
// with the same settings: one prepared statement for each thing to do, and one connection
// that writes, each commit in a transaction of its own.
type SQLite struct {
	reads, writes *sql.DB
	writing       sync.Mutex
	begin, insert *sql.Stmt
	commit, back  *sql.Stmt
	read, page    *sql.Stmt
}

// OpenSQLite opens the database of a folder that an engine has open.
func OpenSQLite(ctx context.Context, folder string) (*SQLite, error) {
	source := "file:" + filepath.ToSlash(filepath.Join(folder, "tulos.db")) +
		"?_dqs=0&_defensive=1&_error_rc=1&_pragma=busy_timeout(10000)&_pragma=cache_size(-16384)"
	s := &SQLite{}
	var err error
	if s.writes, err = sql.Open("sqlite", source+"&_pragma=synchronous(full)&_pragma=wal_autocheckpoint(8000)"); err != nil {
		return nil, err
	}
	s.writes.SetMaxOpenConns(1)
	if s.reads, err = sql.Open("sqlite", source+"&_pragma=query_only(1)"); err != nil {
		return nil, errors.Join(err, s.writes.Close())
	}
	for _, p := range []struct {
		into **sql.Stmt
		by   *sql.DB
		text string
	}{
		{&s.begin, s.writes, "BEGIN IMMEDIATE"},
		{&s.insert, s.writes, "INSERT INTO activities (id, rev, doc, project, status, date, indicator) VALUES (?, 1, ?, ?, ?, ?, ?)"},
		{&s.commit, s.writes, "COMMIT"},
		{&s.back, s.writes, "ROLLBACK"},
		{&s.read, s.reads, "SELECT rev, doc FROM activities WHERE id = ?"},
		{&s.page, s.reads, "SELECT id, rev, doc FROM activities WHERE project = ? ORDER BY date DESC, id DESC LIMIT ?"},
	} {
		if *p.into, err = p.by.PrepareContext(ctx, p.text); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

// Close closes the connections.
func (s *SQLite) Close() error { return errors.Join(s.reads.Close(), s.writes.Close()) }

// Commit implements Subject.
func (s *SQLite) Commit(ctx context.Context, all []Document) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	ctx = context.WithoutCancel(ctx) // as the engine does: watching for the end costs more than the insert
	if _, err := s.begin.ExecContext(ctx); err != nil {
		return err
	}
	err := s.insertAll(ctx, all)
	if err == nil {
		_, err = s.commit.ExecContext(ctx)
	}
	if err != nil {
		_, _ = s.back.ExecContext(ctx) // the first error tells
	}
	return err
}

func (s *SQLite) insertAll(ctx context.Context, all []Document) error {
	for _, d := range all {
		if _, err := s.insert.ExecContext(ctx, d.ID, []byte(d.body), d.keys[0], d.keys[1], d.keys[2], d.keys[3]); err != nil {
			return err
		}
	}
	return nil
}

// Read implements Subject.
func (s *SQLite) Read(ctx context.Context, id string) error {
	var rev int64
	var body []byte
	return s.read.QueryRowContext(ctx, id).Scan(&rev, &body)
}

// Page implements Subject.
func (s *SQLite) Page(ctx context.Context) (int, error) {
	rows, err := s.page.QueryContext(ctx, onPage, PageSize)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var all []Document
	for rows.Next() {
		var d Document
		var rev int64
		if err := rows.Scan(&d.ID, &rev, (*[]byte)(&d.body)); err != nil {
			return 0, err
		}
		all = append(slices.Grow(all, PageSize), d)
	}
	return len(all), rows.Err()
}
