package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
)

// What goes wrong before a use case is asked.
var (
	errNoToken    = errors.New("no token that is good")
	errTooMany    = errors.New("too many requests")
	errUnreadable = errors.New("the request cannot be read")
	errNoMatch    = errors.New("no If-Match")
	errNoRoute    = errors.New("there is no such address")
	errNoMethod   = errors.New("the address does not take the method")
)

// A Kind is a kind of problem. Its type is Kinds + "#" + its name, for good.
type Kind struct {
	Name   string
	Status int
	Title  string
}

// Kinds is the page that explains the kinds of problems.
const Kinds = "/api"

// The kinds of problems.
var (
	unauthorized = Kind{"unauthorized", http.StatusUnauthorized, "The token is missing, unknown, revoked or over"}
	forbidden    = Kind{"forbidden", http.StatusForbidden, "The token, or its person, may not do that"}
	notReporting = Kind{"not-reporting", http.StatusForbidden, "The partner does not report now: it is suspended, has left, or has not joined yet"}
	secondFactor = Kind{"second-factor", http.StatusForbidden, "The project asks its people for a second factor, and the person has none"}
	notFound     = Kind{"not-found", http.StatusNotFound, "It is not there, or not for this token to know of"}
	noMethod     = Kind{"method", http.StatusMethodNotAllowed, "The address does not take this method"}
	notPossible  = Kind{"not-possible", http.StatusConflict, "It does not stand where that can be done"}
	gone         = Kind{"gone", http.StatusGone, "Consent was withdrawn"}
	changed      = Kind{"changed", http.StatusPreconditionFailed, "It was changed since: get it again"}
	tooLarge     = Kind{"too-large", http.StatusRequestEntityTooLarge, "It is too large"}
	unfitting    = Kind{"unfit", http.StatusBadRequest, "The request is not as the document tells"}
	badCursor    = Kind{"cursor", http.StatusBadRequest, "The cursor is none, or of another list"}
	invalid      = Kind{"invalid", http.StatusUnprocessableEntity, "Something in it is wrong"}
	keyUsed      = Kind{"key-used", http.StatusUnprocessableEntity, "The Idempotency-Key was used for something else"}
	needsMatch   = Kind{"needs-match", http.StatusPreconditionRequired, "If-Match is needed, with the ETag of what is changed"}
	tooMany      = Kind{"too-many", http.StatusTooManyRequests, "There are too many requests with the token, or without a good one: wait, as Retry-After tells"}
	unavailable  = Kind{"unavailable", http.StatusServiceUnavailable, "The storage cannot be reached: try again later"}
	fault        = Kind{"fault", http.StatusInternalServerError, "Something went wrong on this side"}
)

// AllKinds are all kinds of problems, by their status.
func AllKinds() []Kind {
	return []Kind{
		unfitting, badCursor, unauthorized, forbidden, notReporting, secondFactor, notFound, noMethod, notPossible, gone, changed,
		tooLarge, invalid, keyUsed, needsMatch, tooMany, fault, unavailable,
	}
}

// LogFault notes what went wrong with a request, under its id. That whoever sent it did not
// wait for the answer is no error: nothing is wrong on this side.
func LogFault(ctx context.Context, log *slog.Logger, id string, err error) {
	level := slog.LevelError
	if errors.Is(ctx.Err(), context.Canceled) {
		level = slog.LevelInfo
	}
	log.Log(ctx, level, "fault", "id", id, "error", err)
}

// fail answers an error: the one place where errors become problems. What nobody foresaw
// is in the log, under the id that is told.
func (a *API) fail(c *gin.Context, err error) {
	c.Abort()
	k := kindOf(err)
	isFault := k.Status >= http.StatusInternalServerError
	if isFault || c.Writer.Written() {
		LogFault(c.Request.Context(), a.Log, a.ID(c), err)
	}
	if c.Writer.Written() {
		return
	}
	p := Problem{Type: Kinds + "#" + k.Name, Title: k.Title, Status: k.Status, Errors: a.fields(err)}
	if isFault {
		p.Instance = a.ID(c)
	}
	body, err := json.Marshal(p)
	if err != nil {
		body = nil
	}
	c.Data(k.Status, "application/problem+json", body)
}

func kindOf(err error) Kind {
	var large *http.MaxBytesError
	var bad *unfitError
	for _, known := range []struct {
		err  error
		kind Kind
	}{
		{errNoToken, unauthorized},
		{errTooMany, tooMany},
		{errNoMatch, needsMatch},
		{errNoRoute, notFound},
		{errNoMethod, noMethod},
		{store.ErrCursor, badCursor},
		{store.ErrUnavailable, unavailable},
		{store.ErrNoSpace, unavailable},
	} {
		if errors.Is(err, known.err) {
			return known.kind
		}
	}
	switch {
	case errors.As(err, &large):
		return tooLarge
	case errors.As(err, &bad), errors.Is(err, errUnreadable):
		return unfitting
	}
	return kindOfRefusal(err)
}

// kindOfRefusal is the kind of what a use case has refused.
func kindOfRefusal(err error) Kind {
	var refused *service.Error
	if !errors.As(err, &refused) {
		return fault
	}
	switch refused.Kind {
	case service.NotFound:
		return notFound
	case service.Forbidden:
		return forbidden
	case service.NotReporting:
		return notReporting
	case service.NeedsSecondFactor:
		return secondFactor
	case service.Invalid:
		return invalid
	case service.Conflict:
		if refused.Message == "error.key-used" {
			return keyUsed
		}
		return changed
	case service.Gone:
		return gone
	case service.NotPossible:
		return notPossible
	}
	return fault
}

// fields are the places that an error names.
func (a *API) fields(err error) []FieldProblem {
	var bad *unfitError
	if errors.As(err, &bad) {
		return bad.fields
	}
	var refused *service.Error
	if !errors.As(err, &refused) {
		return nil
	}
	var all []FieldProblem
	for _, p := range refused.Problems {
		if !p.Warning && len(all) < mostUnfit {
			all = append(all, FieldProblem{Pointer: pointerOf(p.Path), Code: string(p.Code), Detail: bundle.Message(a.words, withoutValues(p))})
		}
	}
	return all
}

// withoutValues is a problem that does not say again what was sent.
func withoutValues(p results.Problem) results.Problem {
	args := i18n.Args{}
	for name, value := range p.Args {
		if _, isText := value.(string); isText && name != "Known" && name != "Measure" {
			value = "…"
		}
		args[name] = value
	}
	p.Args = args
	return p
}

// pointerOf is the JSON pointer of a path such as "contributions[0].value".
func pointerOf(path string) string {
	if path == "" {
		return ""
	}
	parts := strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' })
	return pointer(parts)
}

// NotFound answers for an address below Base that there is none.
func (a *API) NotFound(c *gin.Context) { a.fail(c, errNoRoute) }

// NoMethod answers for an address below Base that does not take the method.
func (a *API) NoMethod(c *gin.Context) { a.fail(c, errNoMethod) }
