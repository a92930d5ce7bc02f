package web

import (
	"bytes"
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"tulos/internal/i18n"
	"tulos/internal/store"
)

// retryAfter is in how many seconds a browser may ask again where the storage is away.
const retryAfter = "5"

// isAway says whether an error comes of a storage that cannot be reached or written to
// now, and that may be there again soon.
func isAway(err error) bool {
	for _, kind := range []error{store.ErrUnavailable, store.ErrNoSpace, store.ErrReadOnly, store.ErrInUse, store.ErrClosed} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

// away answers requests whose session cannot be read or kept. It asks the storage nothing.
func (a *app) away() http.Handler {
	engine := gin.New()
	engine.MaxMultipartMemory = formBytes
	engine.Use(a.identify, secure(a.Secure))
	engine.NoRoute(func(c *gin.Context) {
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, uploadBytes)
		r := &request{Context: c, app: a}
		r.unavailable()
	})
	return engine
}

// unavailable answers that the storage is away, in the language of the person. A form that
// is sent again from the page is stored once, whatever became of it the first time.
func (r *request) unavailable() {
	r.Header("Retry-After", retryAfter)
	if r.words == nil {
		words, err := r.Messages.For(r.language())
		if err != nil {
			r.logFault(err)
			http.Error(r.Writer, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
			return
		}
		r.words = words
	}
	r.askLater(http.StatusServiceUnavailable, faultView{
		Heading: r.words.Text("fault.unavailable", nil), Text: r.words.Text("fault.unavailable-text", nil), ID: r.id(),
	})
}

// askLater answers that something cannot be answered now, without asking the storage: with
// a form of a project that was sent, to be sent again, with its key.
func (r *request) askLater(status int, view faultView) {
	if r.wantsJSON() {
		r.JSON(status, map[string]string{"error": view.Text})
		return
	}
	if r.isSentFromHere() {
		if form := r.keep(); len(form.Fields) > 0 {
			view.Form = form
		}
	}
	f := frame{Title: view.Heading, Language: string(r.words.Language()), Theme: r.theme(), Path: r.Request.URL.Path}
	var b bytes.Buffer
	if err := r.pages.render(&b, i18n.Language(f.Language), faultPage.file, shown[faultView]{f, view}); err != nil {
		r.logFault(err)
		http.Error(r.Writer, http.StatusText(status), status)
		return
	}
	r.Data(status, "text/html; charset=utf-8", b.Bytes())
}

// isSentFromHere says whether a form of a project was sent by a page of this site: forms
// of accounts have passwords, and what another site has sent is not kept.
func (r *request) isSentFromHere() bool {
	return r.Request.Method == http.MethodPost && strings.HasPrefix(r.Request.URL.Path, "/projects/") &&
		http.NewCrossOriginProtection().Check(r.Request) == nil
}
