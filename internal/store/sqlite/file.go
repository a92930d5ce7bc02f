package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"strings"

	"tulos/internal/store"
)

// PutFile implements store.Engine.
func (e *Engine) PutFile(ctx context.Context, name string, r io.Reader) (store.FileInfo, error) {
	e.open.RLock() // Close waits for files under way
	defer e.open.RUnlock()
	info, err := e.putFile(ctx, name, r)
	if err != nil {
		return store.FileInfo{}, fmt.Errorf("put file %s: %w", name, err)
	}
	return info, nil
}

func (e *Engine) putFile(ctx context.Context, name string, r io.Reader) (store.FileInfo, error) {
	if err := store.CheckFileName(name); err != nil {
		return store.FileInfo{}, err
	}
	if e.pool.closed.Load() {
		return store.FileInfo{}, store.ErrClosed
	}
	intake := store.NewIntake(ctx, name, r)
	blob, err := e.blobs.write(intake)
	if err != nil {
		return store.FileInfo{}, kind(err)
	}
	info := intake.Info()
	var old string
	err = e.writer.do(&job{
		ctx:    ctx,
		writes: 1,
		apply: func(tx *transaction) (err error) {
			old, err = putRecord(tx, blob, info)
			return kind(err)
		},
		after: func() {
			if old != "" {
				e.blobs.discard(old)
			}
		},
	})
	if err != nil {
		// Of a commit that broke off only the next start knows the outcome.
		if !errors.Is(err, errBrokenOff) {
			e.blobs.discard(blob)
		}
		return store.FileInfo{}, err
	}
	return info, nil
}

// putRecord writes the record and returns the blob of the one before, or "".
func putRecord(tx *transaction, blob string, info store.FileInfo) (old string, err error) {
	err = tx.row("SELECT blob FROM _files WHERE name = ?", []any{info.Name}, []any{&old})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", err
	}
	_, err = tx.exec("INSERT OR REPLACE INTO _files (name, blob, size, sha256) VALUES (?, ?, ?, ?)",
		info.Name, blob, info.Size, info.SHA256)
	return old, err
}

// DeleteFile implements store.Engine.
func (e *Engine) DeleteFile(ctx context.Context, name string) error {
	var blob string
	err := e.writer.do(&job{
		ctx:    ctx,
		writes: 1,
		apply: func(tx *transaction) error {
			return kind(tx.row("DELETE FROM _files WHERE name = ? RETURNING blob", []any{name}, []any{&blob}))
		},
		after: func() { e.blobs.discard(blob) },
	})
	if errors.Is(err, sql.ErrNoRows) {
		err = store.ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("delete file %s: %w", name, err)
	}
	return nil
}

// StatFile implements store.Reader.
func (r *reader) StatFile(ctx context.Context, name string) (store.FileInfo, error) {
	info, _, err := r.record(ctx, name)
	if err != nil {
		return store.FileInfo{}, fmt.Errorf("stat file %s: %w", name, err)
	}
	return info, nil
}

func (r *reader) record(ctx context.Context, name string) (info store.FileInfo, blob string, err error) {
	info.Name = name
	err = r.one(ctx, "SELECT blob, size, sha256 FROM _files WHERE name = ?",
		[]any{name}, []any{&blob, &info.Size, &info.SHA256})
	if errors.Is(err, sql.ErrNoRows) {
		return info, "", store.ErrNotFound
	}
	return info, blob, readError(ctx, err)
}

// OpenFile implements store.Reader.
func (r *reader) OpenFile(ctx context.Context, name string) (*store.File, error) {
	f, err := r.openFile(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("open file %s: %w", name, err)
	}
	return f, nil
}

func (r *reader) openFile(ctx context.Context, name string) (*store.File, error) {
	missing := ""
	for {
		info, blob, err := r.record(ctx, name)
		if err != nil {
			return nil, err
		}
		body, err := os.Open(r.blobs.path(blob))
		switch {
		case err == nil:
			return store.NewFile(info, body), nil
		case !errors.Is(err, fs.ErrNotExist):
			return nil, kind(err)
		case blob == missing:
			return nil, fmt.Errorf("%w: its bytes are not there", store.ErrCorrupt)
		}
		missing = blob // perhaps it was replaced between the two looks
	}
}

// ListFiles implements store.Reader.
func (r *reader) ListFiles(ctx context.Context, prefix string) iter.Seq2[store.FileInfo, error] {
	return func(yield func(store.FileInfo, error) bool) {
		if err := r.listFiles(ctx, prefix, yield); err != nil {
			yield(store.FileInfo{}, fmt.Errorf("list files: %w", readError(ctx, err)))
		}
	}
}

func (r *reader) listFiles(ctx context.Context, prefix string, yield func(store.FileInfo, error) bool) error {
	rows, err := r.rows.QueryContext(ctx, "SELECT name, size, sha256 FROM _files WHERE name >= ? ORDER BY name", prefix)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var info store.FileInfo
		if err := rows.Scan(&info.Name, &info.Size, &info.SHA256); err != nil {
			return err
		}
		if !strings.HasPrefix(info.Name, prefix) || !yield(info, nil) {
			return nil
		}
	}
	return rows.Err()
}
