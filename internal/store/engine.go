package store

import (
	"context"
	"io"
	"iter"
)

// Engine stores documents and files. It is safe for use by many goroutines.
//
// An error wraps one of the kinds of this package where one applies; anything
// else is a fault of the storage itself. When ctx ends, the error wraps
// ctx.Err().
type Engine interface {
	Reader

	// Commit applies the whole unit, or nothing of it: ErrConflict and
	// ErrDuplicate come as a *DocumentError that names the document.
	Commit(ctx context.Context, u Unit) error

	// PutFile stores what r gives under name, in place of what was there.
	// Readers see the old file or the new one, whole; when r or the storage
	// fails, the old one stays.
	PutFile(ctx context.Context, name string, r io.Reader) (FileInfo, error)

	// DeleteFile removes the file, or answers ErrNotFound.
	DeleteFile(ctx context.Context, name string) error

	// Snapshot shows everything as it is at one moment between the call and
	// its return. It holds resources: close it soon.
	Snapshot(ctx context.Context) (Snapshot, error)

	// Close waits for the writes under way and releases what the engine
	// holds. Later calls answer ErrClosed.
	Close() error
}

// Reader reads documents and files.
type Reader interface {
	// Get returns the document, or ErrNotFound.
	Get(ctx context.Context, collection, id string) (Document, error)

	// Find yields the documents that q describes, in its order. An error is
	// yielded last, with a zero Document. Documents may be kept. The search
	// runs while the loop does and ends with it.
	Find(ctx context.Context, q Query) iter.Seq2[Document, error]

	// Count returns how many documents q.Where describes; it takes no notice
	// of order, cursor and limit.
	Count(ctx context.Context, q Query) (int64, error)

	// OpenFile opens the file for reading, or answers ErrNotFound.
	OpenFile(ctx context.Context, name string) (*File, error)

	// StatFile returns the file's record, or ErrNotFound.
	StatFile(ctx context.Context, name string) (FileInfo, error)

	// ListFiles yields the files whose names begin with prefix, by name in
	// binary order. An error is yielded last.
	ListFiles(ctx context.Context, prefix string) iter.Seq2[FileInfo, error]
}

// Snapshot reads one moment. It is for one goroutine at a time.
type Snapshot interface {
	Reader
	Close() error
}
