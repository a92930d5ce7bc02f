package mongo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/auth"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/topology"

	"tulos/internal/store"
)

// Codes of the server, from its error_codes.yml.
const (
	indexNotFound   = 27
	namespaceExists = 48
	maxTimeExpired  = 50
	writeConflict   = 112
	atlas           = 8000 // whatever the hosted service has to say
)

// The labels of errors in transactions.
const (
	transientTransaction = "TransientTransactionError"
	unknownCommit        = "UnknownTransactionCommitResult"
)

// kind turns an error of the driver into one of the kinds of store errors, if
// it is one. The driver's own errors are told as text: a deadline in them may
// be the driver's and not the caller's.
func kind(ctx context.Context, err error) error {
	var (
		named     *store.DocumentError
		source    *sourceError
		selection topology.ServerSelectionError
	)
	switch {
	case err == nil, errors.As(err, &named):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &source):
		return err
	case errors.Is(err, mongo.ErrClientDisconnected):
		return store.ErrClosed
	case notAuthenticated(err):
		return fmt.Errorf("%w: the server does not accept the user or password of the connection string", store.ErrUnavailable)
	case hasLabel(err, unknownCommit):
		return fmt.Errorf("%w: whether the unit was applied is not known: %s", store.ErrUnavailable, err.Error())
	case mongo.IsDuplicateKeyError(err):
		return fmt.Errorf("%w: %s", store.ErrDuplicate, withoutData(err.Error()))
	}
	if k := faultKind(err); k != nil {
		return fmt.Errorf("%w: %s", k, withoutData(err.Error()))
	}
	labels := []string{"NetworkError", transientTransaction, "RetryableWriteError", "RetryableError", "SystemOverloadedError"}
	if errors.As(err, &selection) || mongo.IsTimeout(err) ||
		slices.ContainsFunc(labels, func(label string) bool { return hasLabel(err, label) }) {
		return fmt.Errorf("%w: %s", store.ErrUnavailable, err.Error())
	}
	return err
}

// faultKind returns the kind of what the server answered, or nil.
func faultKind(err error) error {
	var fault mongo.ServerError
	if !errors.As(err, &fault) {
		return nil
	}
	if fault.HasErrorCodeWithMessage(atlas, "space quota") {
		return store.ErrNoSpace
	}
	for _, code := range fault.ErrorCodes() {
		if k := codeKind(code); k != nil {
			return k
		}
	}
	return nil
}

func codeKind(code int) error {
	switch code {
	case 6, 7, 89, 202, 9001: // a server behind this one cannot be reached
		return store.ErrUnavailable
	case 91, 189, 10058, 10107, 11600, 11602, 13435, 13436: // shutting down, no longer or not yet the primary
		return store.ErrUnavailable
	case 24, 46, 50, 262, 290, 365, 462, 11601: // took too long, was interrupted, too much to do
		return store.ErrUnavailable
	case 64, 79, 100, 133, 134: // not enough members are there for a majority
		return store.ErrUnavailable
	case 43, 237, 239, 246, 251: // the cursor, snapshot or transaction is gone
		return store.ErrUnavailable
	case 13: // the user may not do this
		return store.ErrUnavailable
	case 12501, 14031: // over quota, disk full
		return store.ErrNoSpace
	case 371: // an administrator has blocked writing
		return store.ErrReadOnly
	default:
		return nil
	}
}

// notAuthenticated says whether the server refused the user: unknown, wrong
// password or mechanism, signed in no longer.
func notAuthenticated(err error) bool {
	var (
		fault   mongo.ServerError
		refused *auth.Error
	)
	if errors.As(err, &fault) && (fault.HasErrorCodeWithMessage(atlas, "bad auth") ||
		slices.ContainsFunc([]int{11, 18, 334, 391}, fault.HasErrorCode)) {
		return true
	}
	return errors.As(err, &refused) && !mongo.IsNetworkError(err) && !mongo.IsTimeout(err)
}

// withoutData cuts off what the server's message repeats of documents.
func withoutData(message string) string {
	for _, data := range []string{" dup key", " to execute command"} {
		message, _, _ = strings.Cut(message, data)
	}
	return message
}

func hasCode(err error, code int) bool {
	var fault mongo.ServerError
	return errors.As(err, &fault) && fault.HasErrorCode(code)
}

func hasLabel(err error, label string) bool {
	var labelled mongo.LabeledError
	return errors.As(err, &labelled) && labelled.HasErrorLabel(label)
}

// transient says whether the server refused a write for the sake of another
// one and would take it now. A duplicate that is no DocumentError comes from
// two upserts of one id; the codes 117 and 12587 from two processes that
// create or drop the same.
func transient(err error) bool {
	return hasCode(err, writeConflict) || hasCode(err, 117) || hasCode(err, 12587) || mongo.IsDuplicateKeyError(err) ||
		err != nil && strings.Contains(err.Error(), "deadlock detected")
}

// violation turns the duplicate of a unique index into the error that names
// the document and the key.
func violation(w store.CheckedWrite, message string) error {
	place := withoutData(message)
	for _, i := range w.In.AllIndexes() {
		if i.Unique && (strings.HasSuffix(place, "index: "+i.Name) || strings.Contains(place, "'"+i.Name+"'")) {
			return w.Duplicate(i.Fields)
		}
	}
	return w.Conflict() // of the identifier, the only other unique index
}
