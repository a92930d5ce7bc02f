package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"tulos/internal/i18n"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/web/api"
)

// A faultView is a page that says what went wrong and what to do.
type faultView struct {
	Heading, Text string
	ID            string    // under which it was logged, where it was
	Form          *keptForm // that could not be taken now; nil: none was sent
}

var faultPage = page[faultView]{"fault/fault.html"}

// fail answers an error: the one place where kinds of errors become statuses.
func (r *request) fail(err error) {
	if r.Writer.Written() {
		r.logFault(err)
		return
	}
	var refused *service.Error
	var proof unproven
	var tooLarge *http.MaxBytesError
	var often tooOftenError
	switch {
	case errors.Is(err, errSignedOut):
		r.askToSignIn()
	case errors.As(err, &often):
		r.refuseTooOften(often)
	case errors.As(err, &proof):
		r.refuseUnproven(proof)
	case service.IsKind(err, service.NeedsSecondFactor):
		r.askForSecondFactor()
	case errors.As(err, &tooLarge):
		r.fault(http.StatusRequestEntityTooLarge, "fault.too-large", "fault.too-large-text", "")
	case errors.Is(err, store.ErrInvalid): // it is too long to be looked for, or no text
		r.logFault(err)
		r.fault(http.StatusBadRequest, "fault.unreadable", "fault.unreadable-text", r.id())
	case errors.Is(err, errUnreadable):
		r.fault(http.StatusBadRequest, "fault.unreadable", "fault.unreadable-text", "")
	case errors.Is(err, errNotReporting), service.IsKind(err, service.NotReporting):
		r.refuseNotReporting()
	case errors.Is(err, errForbidden), service.IsKind(err, service.Forbidden):
		r.fault(http.StatusForbidden, "fault.forbidden", "fault.forbidden-text", "")
	case service.IsKind(err, service.Gone):
		r.fault(http.StatusGone, "fault.withdrawn", "fault.withdrawn-text", "")
	case service.IsKind(err, service.NotFound), errors.Is(err, errNotFound):
		r.fault(http.StatusNotFound, "fault.not-found", "fault.not-found-text", "")
	case errors.As(err, &refused):
		r.refusal(refused)
	case isAway(err):
		r.logFault(err)
		r.unavailable()
	default:
		r.logFault(err)
		r.general()
	}
}

var errNotFound = errors.New("there is no such page")

func notFound(*request) error { return errNotFound }

func (r *request) id() string { return requestID(r.Context) }

// requestID is under which a request is in the log.
func requestID(c *gin.Context) string { return c.Writer.Header().Get(idHeader) }

func (r *request) logFault(err error) {
	api.LogFault(r.ctx(), r.Log, r.id(), err)
}

// refusal shows why a use case was refused where a form has not shown it itself.
func (r *request) refusal(refused *service.Error) {
	status := http.StatusConflict
	if refused.Kind == service.Invalid {
		status = http.StatusUnprocessableEntity
	}
	r.showFault(status, faultView{
		Heading: r.words.Text("fault.refused", nil), Text: r.words.Text(refused.Message, refused.Args),
	})
}

func (r *request) fault(status int, heading, text, id string) {
	r.showFault(status, faultView{Heading: r.words.Text(heading, nil), Text: r.words.Text(text, nil), ID: id})
}

// general answers what nobody foresaw, with the id under which it is in the log.
func (r *request) general() {
	const status = http.StatusInternalServerError
	if r.words == nil {
		words, err := r.Messages.For(i18n.English)
		if err != nil {
			http.Error(r.Writer, http.StatusText(status), status)
			return
		}
		r.words = words
	}
	r.fault(status, "fault.general", "fault.general-text", r.id())
}

func (r *request) showFault(status int, view faultView) {
	if strings.Contains(r.GetHeader("Accept"), "application/json") {
		r.JSON(status, map[string]string{"error": view.Text})
		return
	}
	if err := show(r, status, faultPage, view.Heading, view); err != nil {
		r.logFault(err)
		http.Error(r.Writer, http.StatusText(status), status)
	}
}

// askToSignIn sends a page's visitor to sign in and back; a form's data are kept
// in the form, which is shown again after signing in.
func (r *request) askToSignIn() {
	if strings.Contains(r.GetHeader("Accept"), "application/json") {
		r.JSON(http.StatusUnauthorized, map[string]string{"error": r.words.Text("fault.signed-out", nil)})
		return
	}
	if r.Request.Method != http.MethodGet {
		r.showSignInAgain()
		return
	}
	_ = r.to("/sign-in?then=" + escapeQuery(r.Request.URL.RequestURI()))
}
