package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"

	"tulos/internal/store"
)

// reader reads through rows: the pool, or the connection of a snapshot.
type reader struct {
	catalogue *store.Catalogue
	blobs     *blobs
	rows      querier
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// statements is a pool that keeps its queries prepared. There are as many as
// the program has forms of search.
type statements struct {
	pool   *sql.DB
	closed atomic.Bool
	mu     sync.RWMutex
	kept   map[string]*sql.Stmt
}

func newStatements(pool *sql.DB) *statements {
	return &statements{pool: pool, kept: map[string]*sql.Stmt{}}
}

func (s *statements) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if s.closed.Load() {
		return nil, store.ErrClosed
	}
	s.mu.RLock()
	statement := s.kept[query]
	s.mu.RUnlock()
	if statement == nil {
		var err error
		if statement, err = s.keep(ctx, query); err != nil {
			return nil, err
		}
	}
	return statement.QueryContext(ctx, args...)
}

func (s *statements) keep(ctx context.Context, query string) (*sql.Stmt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if statement := s.kept[query]; statement != nil {
		return statement, nil
	}
	statement, err := s.pool.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.kept[query] = statement
	return statement, nil
}

// one scans the first row: sql.ErrNoRows if there is none.
func (r *reader) one(ctx context.Context, query string, args, into []any) error {
	rows, err := r.rows.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return errors.Join(rows.Err(), sql.ErrNoRows)
	}
	if err := rows.Scan(into...); err != nil {
		return err
	}
	return rows.Close()
}

// Get implements store.Reader.
func (r *reader) Get(ctx context.Context, collection, id string) (store.Document, error) {
	in, err := r.catalogue.Collection(collection)
	if err != nil {
		return store.Document{}, err
	}
	d := store.Document{ID: id}
	err = r.one(ctx, "SELECT rev, doc FROM "+quote(in.Name)+" WHERE id = ?", []any{id}, []any{&d.Rev, (*[]byte)(&d.Body)})
	if errors.Is(err, sql.ErrNoRows) {
		return store.Document{}, &store.DocumentError{Collection: collection, ID: id, Kind: store.ErrNotFound}
	}
	if err != nil {
		return store.Document{}, fmt.Errorf("get %s %s: %w", collection, id, readError(ctx, err))
	}
	return d, nil
}

// Count implements store.Reader.
func (r *reader) Count(ctx context.Context, q store.Query) (int64, error) {
	q.After = ""
	checked, err := r.catalogue.CheckQuery(q)
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", q.Collection, err)
	}
	var n int64
	s := countSQL(checked)
	if err := r.one(ctx, s.text, s.args, []any{&n}); err != nil {
		return 0, fmt.Errorf("count %s: %w", q.Collection, readError(ctx, err))
	}
	return n, nil
}

// Find implements store.Reader.
func (r *reader) Find(ctx context.Context, q store.Query) iter.Seq2[store.Document, error] {
	return func(yield func(store.Document, error) bool) {
		checked, err := r.catalogue.CheckQuery(q)
		if err != nil {
			yield(store.Document{}, fmt.Errorf("find %s: %w", q.Collection, err))
			return
		}
		left := q.Limit
		if left == 0 {
			left = -1
		}
		for _, s := range findSQL(checked) {
			n, err := r.scan(ctx, s, left, yield)
			if err != nil {
				if !errors.Is(err, errEnough) {
					yield(store.Document{}, fmt.Errorf("find %s: %w", q.Collection, readError(ctx, err)))
				}
				return
			}
			if left > 0 {
				if left -= n; left == 0 {
					return
				}
			}
		}
	}
}

// errEnough: the loop over a search was left.
var errEnough = errors.New("enough")

// scan yields at most limit documents (-1 = all) and returns how many.
func (r *reader) scan(ctx context.Context, s statement, limit int, yield func(store.Document, error) bool) (int, error) {
	rows, err := r.rows.QueryContext(ctx, s.text, append(s.args, limit)...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		var d store.Document
		if err := rows.Scan(&d.ID, &d.Rev, (*[]byte)(&d.Body)); err != nil {
			return n, err
		}
		n++
		if !yield(d, nil) {
			return n, errEnough
		}
		if err := ctx.Err(); err != nil { // the driver would notice later
			return n, err
		}
	}
	return n, rows.Err()
}
