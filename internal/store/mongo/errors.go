package mongo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"tulos/internal/store"
)

// Codes of the server, from its error_codes.yml.
const (
	writeConflict  = 112
	duplicateKey   = 11000
	outOfDiskSpace = 14031
)

// kind adds the kind of store error that err is, if it is one.
func kind(ctx context.Context, err error) error {
	var (
		fault     mongo.ServerError
		selection topology.ServerSelectionError
	)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, mongo.ErrClientDisconnected):
		return store.ErrClosed
	case errors.As(err, &selection), mongo.IsNetworkError(err), mongo.IsTimeout(err):
		return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	case errors.As(err, &fault):
		if k := faultKind(fault); k != nil {
			return fmt.Errorf("%w: %w", k, err)
		}
	}
	return err
}

func faultKind(fault mongo.ServerError) error {
	// Shutting down, stepping down, no longer or not yet the primary.
	unavailable := []int{91, 189, 10107, 11600, 11602, 13435, 13436}
	switch {
	case slices.ContainsFunc(unavailable, fault.HasErrorCode):
		return store.ErrUnavailable
	case fault.HasErrorCode(outOfDiskSpace):
		return store.ErrNoSpace
	}
	return nil
}

// transient says whether the server refused a write for the sake of another
// one and would take it now. A duplicate that is no DocumentError comes from
// two upserts of one id.
func transient(err error) bool {
	var fault mongo.ServerError
	return errors.As(err, &fault) && (fault.HasErrorCode(writeConflict) ||
		mongo.IsDuplicateKeyError(err) || strings.Contains(err.Error(), "deadlock detected"))
}

// violation turns the duplicate of a unique index into the error that names
// the document and the key.
func violation(w store.CheckedWrite, message string) error {
	place, _, _ := strings.Cut(message, " dup key") // what follows is data
	for _, i := range w.In.AllIndexes() {
		if i.Unique && (strings.HasSuffix(place, "index: "+i.Name) || strings.Contains(place, "'"+i.Name+"'")) {
			return w.Duplicate(i.Fields)
		}
	}
	return w.Conflict() // of the identifier, the only other unique index
}
