package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"tulos/internal/store"
)

// kind adds the kind of store error that err is, if it is one.
func kind(err error) error {
	var fault *sqlite.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &fault):
		if k := faultKind(fault.Code()); k != nil {
			return fmt.Errorf("%w: %w", k, err)
		}
	case errors.Is(err, sql.ErrConnDone):
		return store.ErrClosed
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("%w: %w", store.ErrNoSpace, err)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("%w: %w", store.ErrReadOnly, err)
	}
	return err
}

func faultKind(code int) error {
	switch code & 0xff {
	case sqlite3.SQLITE_FULL:
		return store.ErrNoSpace
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return store.ErrReadOnly
	case sqlite3.SQLITE_BUSY:
		return store.ErrInUse
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return store.ErrCorrupt
	}
	return nil
}

// readError returns the error of a read; a read that was stopped by its
// context says so.
func readError(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return kind(err)
}

// constraint says which constraint err is a violation of.
func constraint(err error) (primary, unique bool) {
	var fault *sqlite.Error
	if !errors.As(err, &fault) {
		return false, false
	}
	return fault.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, fault.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE
}
