package mongo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"tulos/internal/store"
)

func TestKind(t *testing.T) {
	t.Parallel()
	command := func(code int32, name string, labels ...string) error {
		return mongo.CommandError{Code: code, Name: name, Message: "told by the server", Labels: labels}
	}
	written := func(code int, message string) mongo.WriteError {
		return mongo.WriteError{Code: code, Message: message}
	}
	conflict := &store.DocumentError{Collection: "activities", ID: "a1", Kind: store.ErrConflict}
	late := fmt.Errorf("read the reply: %w", context.DeadlineExceeded)
	tests := []struct {
		name string
		err  error
		kind error // nil = none of them
		not  string
	}{
		{name: "shutdown in progress", err: command(91, "ShutdownInProgress"), kind: store.ErrUnavailable},
		{name: "stepped down", err: command(189, "PrimarySteppedDown"), kind: store.ErrUnavailable},
		{name: "not the primary", err: command(10107, "NotWritablePrimary"), kind: store.ErrUnavailable},
		{name: "interrupted at shutdown", err: command(11600, "InterruptedAtShutdown"), kind: store.ErrUnavailable},
		{name: "interrupted by a change of state", err: command(11602, "InterruptedDueToReplStateChange"), kind: store.ErrUnavailable},
		{name: "neither primary nor secondary", err: command(13436, "NotPrimaryOrSecondary"), kind: store.ErrUnavailable},
		{name: "interrupted by an administrator", err: command(11601, "Interrupted"), kind: store.ErrUnavailable},
		{name: "host behind a router unreachable", err: command(6, "HostUnreachable"), kind: store.ErrUnavailable},
		{name: "time of the server over", err: command(50, "MaxTimeMSExpired"), kind: store.ErrUnavailable},
		{name: "cursor gone", err: command(43, "CursorNotFound"), kind: store.ErrUnavailable},
		{name: "snapshot gone", err: command(239, "SnapshotTooOld"), kind: store.ErrUnavailable},
		{name: "too much to do", err: command(462, "IngressRequestRateLimitExceeded", "SystemOverloadedError"), kind: store.ErrUnavailable},
		{name: "a label alone", err: command(99999, "New", "RetryableWriteError"), kind: store.ErrUnavailable},
		{name: "in the way for too long", err: command(112, "WriteConflict", transientTransaction), kind: store.ErrUnavailable},
		{name: "network in a transaction", err: command(0, "", "NetworkError", transientTransaction), kind: store.ErrUnavailable},
		{name: "no majority", err: mongo.WriteException{WriteConcernError: &mongo.WriteConcernError{Code: 64, Message: "waiting for replication timed out"}}, kind: store.ErrUnavailable},
		{name: "no majority of many", err: mongo.BulkWriteException{WriteConcernError: &mongo.WriteConcernError{Code: 100}}, kind: store.ErrUnavailable},
		{name: "primary lost among many", err: mongo.BulkWriteException{WriteErrors: []mongo.BulkWriteError{{WriteError: written(10107, "not primary")}}}, kind: store.ErrUnavailable},
		{name: "no server found", err: topology.ServerSelectionError{Wrapped: errors.New("server selection timeout")}, kind: store.ErrUnavailable},
		{name: "pool of connections exhausted", err: topology.WaitQueueTimeoutError{Wrapped: context.DeadlineExceeded}, kind: store.ErrUnavailable},
		{name: "deadline of the driver", err: late, kind: store.ErrUnavailable},

		{name: "disk full", err: command(14031, "OutOfDiskSpace"), kind: store.ErrNoSpace},
		{name: "disk full at one write", err: mongo.WriteException{WriteErrors: mongo.WriteErrors{written(14031, "no space")}}, kind: store.ErrNoSpace},
		{name: "disk full in a transaction", err: command(14031, "OutOfDiskSpace", transientTransaction), kind: store.ErrNoSpace},
		{name: "quota of the hosted service", err: mongo.CommandError{Code: 8000, Message: "you are over your space quota, using 513 MB of 512 MB"}, kind: store.ErrNoSpace},
		{name: "writing blocked", err: command(371, "UserWritesBlocked"), kind: store.ErrReadOnly},

		{name: "wrong password", err: command(18, "AuthenticationFailed"), kind: store.ErrUnavailable, not: "told by"},
		{name: "wrong password, hosted", err: mongo.CommandError{Code: 8000, Message: "bad auth : s3cret"}, kind: store.ErrUnavailable, not: "s3cret"},
		{
			name: "not authorised", err: mongo.CommandError{
				Code: 13, Name: "Unauthorized", Message: `not authorized on tulos to execute command { insert: "people", documents: [ { name: "Aino" } ] }`,
			}, kind: store.ErrUnavailable, not: "Aino",
		},
		{
			name: "duplicate that names no document", err: mongo.WriteException{
				WriteErrors: mongo.WriteErrors{written(11000, `E11000 duplicate key error collection: tulos.people index: unique name dup key: { doc.name: "Aino" }`)},
			}, kind: store.ErrDuplicate, not: "Aino",
		},

		{name: "outcome unknown", err: command(64, "WriteConcernTimeout", unknownCommit), kind: store.ErrUnavailable},
		{name: "client closed", err: mongo.ErrClientDisconnected, kind: store.ErrClosed},
		{name: "conflict", err: conflict, kind: store.ErrConflict},
		{name: "fault of the program", err: command(9, "FailedToParse")},
		{name: "fault of the file's source", err: &sourceError{os.ErrDeadlineExceeded}, kind: os.ErrDeadlineExceeded},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := kind(t.Context(), tt.err)
			for _, k := range []error{
				store.ErrUnavailable, store.ErrNoSpace, store.ErrReadOnly, store.ErrDuplicate, store.ErrConflict, store.ErrClosed,
				store.ErrInvalid, store.ErrCorrupt, os.ErrDeadlineExceeded, context.DeadlineExceeded,
			} {
				if errors.Is(got, k) != errors.Is(tt.kind, k) {
					t.Errorf("error %q: is %q: %v", got, k, errors.Is(got, k))
				}
			}
			if tt.not != "" && strings.Contains(got.Error(), tt.not) {
				t.Errorf("error %q tells %q", got, tt.not)
			}
		})
	}
}

// TestKindOfEnd: what the caller's context ends is told as that, whatever the
// driver makes of it; but not a conflict that was found before.
func TestKindOfEnd(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range []error{
		context.Canceled,
		mongo.CommandError{Labels: []string{"NetworkError", transientTransaction}, Wrapped: context.Canceled},
		topology.ServerSelectionError{Wrapped: context.Canceled},
		&sourceError{io.ErrUnexpectedEOF},
	} {
		if got := kind(ended, err); !errors.Is(got, context.Canceled) || errors.Is(got, store.ErrUnavailable) {
			t.Errorf("%v: error %v, want %q", err, got, context.Canceled)
		}
	}
	conflict := &store.DocumentError{Kind: store.ErrConflict}
	if got := kind(ended, conflict); !errors.Is(got, store.ErrConflict) {
		t.Errorf("error %v, want %q", got, store.ErrConflict)
	}
}

func TestTransient(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		err  error
		want bool
	}{
		{"nothing", nil, false},
		{"write conflict", mongo.CommandError{Code: 112}, true},
		{"write conflict among many", mongo.BulkWriteException{WriteErrors: []mongo.BulkWriteError{{WriteError: mongo.WriteError{Code: 112}}}}, true},
		{"two upserts of one id", mongo.CommandError{Code: 11000}, true},
		{"the same index at once", mongo.CommandError{Code: 12587}, true},
		{"wrapped", fmt.Errorf("write: %w", mongo.CommandError{Code: 112}), true},
		{"duplicate of a document", &store.DocumentError{Kind: store.ErrDuplicate}, false},
		{"disk full", mongo.CommandError{Code: 14031}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := transient(tt.err); got != tt.want {
				t.Errorf("transient is %v, want %v", got, tt.want)
			}
		})
	}
}

func TestViolation(t *testing.T) {
	t.Parallel()
	catalogue, err := store.NewCatalogue(store.Schema{Collections: []store.Collection{{
		Name: "people", Keys: []store.Key{{Field: "name", Kind: store.String}}, Unique: [][]string{{"name"}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	in, err := catalogue.Collection("people")
	if err != nil {
		t.Fatal(err)
	}
	unique := in.AllIndexes()[0].Name
	tests := []struct {
		name    string
		message string
		want    error
	}{
		{"key", "E11000 duplicate key error collection: tulos.people index: " + unique + ` dup key: { doc.name: "Aino" }`, store.ErrDuplicate},
		{"identifier", `E11000 duplicate key error collection: tulos.people index: _id_ dup key: { _id: "p1" }`, store.ErrConflict},
		{"identifier that reads like the key", `E11000 duplicate key error collection: tulos.people index: _id_ dup key: { _id: "index: ` + unique + `" }`, store.ErrConflict},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := violation(store.CheckedWrite{Write: store.Write{Collection: "people", ID: "p1"}, In: in}, tt.message)
			var named *store.DocumentError
			if !errors.Is(err, tt.want) || !errors.As(err, &named) || named.ID != "p1" {
				t.Errorf("error %v, want %q about p1", err, tt.want)
			}
		})
	}
}
