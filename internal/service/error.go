package service

import (
	"errors"
	"fmt"

	"tulos/internal/results"
	"tulos/internal/store"
)

// A Kind says what sort of error it is.
type Kind string

// The kinds of errors.
const (
	// NotFound: it is not there, or not for this person to know of.
	NotFound Kind = "not-found"
	// Forbidden: the person may not do that.
	Forbidden Kind = "forbidden"
	// NotReporting: the person's partner is suspended, has left, or has not joined yet.
	NotReporting Kind = "not-reporting"
	// NeedsSecondFactor: the project asks for one, and the person has none yet.
	NeedsSecondFactor Kind = "needs-second-factor"
	// Invalid: what was sent is wrong; Problems tell where.
	Invalid Kind = "invalid"
	// Conflict: someone else has changed it since the person saw it.
	Conflict Kind = "conflict"
	// Gone: whoever it shows has withdrawn consent.
	Gone Kind = "gone"
	// NotPossible: it does not stand where that can be done.
	NotPossible Kind = "not-possible"
)

// An Error is why a use case was refused. Nothing has changed then.
type Error struct {
	Kind     Kind
	Message  string // key of the message in internal/i18n
	Args     map[string]any
	Problems []results.Problem // with paths from the top of what was sent
	Cause    error
}

func (e *Error) Error() string {
	text := e.Message
	for _, p := range e.Problems {
		if !p.Warning {
			text += fmt.Sprintf("; %s: %s", p.Path, p.Code)
		}
	}
	if e.Cause != nil {
		text += ": " + e.Cause.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Cause }

// IsKind says whether an error is an *Error of that kind.
func IsKind(err error, k Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == k
}

func refuse(k Kind, message string, args ...any) *Error {
	e := &Error{Kind: k, Message: message}
	for n := 0; n+1 < len(args); n += 2 {
		if e.Args == nil {
			e.Args = map[string]any{}
		}
		name, _ := args[n].(string)
		e.Args[name] = args[n+1]
	}
	return e
}

// orNotFound turns the storage's answer that something is not there into that of
// a use case.
func orNotFound(err error, message string, args ...any) error {
	if errors.Is(err, store.ErrNotFound) {
		return refuse(NotFound, message, args...)
	}
	return err
}

// reject refuses what has problems; warnings are none.
func reject(problems []results.Problem) error {
	if !results.HasErrors(problems) {
		return nil
	}
	return &Error{Kind: Invalid, Message: "error.invalid", Problems: problems}
}
