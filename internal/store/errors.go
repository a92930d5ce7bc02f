package store

import (
	"errors"
	"fmt"
	"strings"
)

// The kinds of errors, for errors.Is.
var (
	// ErrNotFound: there is no such document or file.
	ErrNotFound = errors.New("not found")
	// ErrConflict: a document is not at the revision that was expected; for
	// an insert, it is there already.
	ErrConflict = errors.New("changed by someone else")
	// ErrDuplicate: another document has the same unique key.
	ErrDuplicate = errors.New("already taken")
	// ErrInvalid: the caller's mistake, such as an undeclared key.
	ErrInvalid = errors.New("invalid")
	// ErrCursor: the cursor is damaged or belongs to another search.
	ErrCursor = errors.New("invalid cursor")
	// ErrNewer: a newer version of the program has been at work here.
	ErrNewer = errors.New("the stored data are of a newer version of the program")
	// ErrInUse: another process is using the storage.
	ErrInUse = errors.New("in use by another process")
	// ErrReadOnly: the storage does not let itself be written to.
	ErrReadOnly = errors.New("storage is read-only")
	// ErrNoSpace: the disk is full. Reading goes on, and writing too when
	// there is room again.
	ErrNoSpace = errors.New("no space left in storage")
	// ErrUnavailable: the server cannot be reached, or not now.
	ErrUnavailable = errors.New("storage cannot be reached")
	// ErrCorrupt: what is stored is not what was stored.
	ErrCorrupt = errors.New("stored data are damaged")
	// ErrClosed: the engine or snapshot has been closed.
	ErrClosed = errors.New("storage is closed")
)

// DocumentError is an error of one document of a unit or of Get.
type DocumentError struct {
	Collection, ID string
	Unique         []string // the keys that are taken, for ErrDuplicate
	Kind           error    // ErrNotFound, ErrConflict or ErrDuplicate
}

func (e *DocumentError) Error() string {
	if len(e.Unique) > 0 {
		return fmt.Sprintf("%s %s: %s: %s", e.Collection, e.ID, strings.Join(e.Unique, " and "), e.Kind)
	}
	return fmt.Sprintf("%s %s: %s", e.Collection, e.ID, e.Kind)
}

func (e *DocumentError) Unwrap() error { return e.Kind }

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalid, fmt.Sprintf(format, args...))
}
