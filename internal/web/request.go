package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"unicode/utf8"

	"github.com/gin-gonic/gin"
	"golang.org/x/text/language"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A request is what a handler works on.
type request struct {
	*gin.Context
	*app
	user  *partnership.User // nil where nobody is signed in
	actor partnership.Actor // in the project of the path
	who   who               // may take the route
	words *i18n.Localizer
	// isOnDevice is that the page is kept on the person's device: it has nothing but what
	// it is for.
	isOnDevice bool
}

// handler makes the handler of a route: it finds out who asks, and whether they
// may, reads the form, serves, and answers what goes wrong.
func (a *app) handler(r route) gin.HandlerFunc {
	return func(c *gin.Context) {
		req := &request{Context: c, app: a, who: r.who}
		err := req.begin()
		if err == nil {
			err = req.count()
		}
		if err == nil && (!utf8.ValidString(c.Request.URL.Path) || !areTexts(c.Request.URL.Query())) {
			err = errNotFound // nothing has such a name
		}
		if err == nil {
			err = req.admit()
		}
		if err == nil && r.method == post {
			err = req.sentForm()
		}
		if err == nil {
			err = r.serve(req)
		}
		if err == nil && r.who.isKept {
			err = req.dropTaken()
		}
		if err != nil {
			req.fail(err)
		}
	}
}

func (r *request) ctx() context.Context { return r.Request.Context() }

// by is who asks, with the key of the form.
func (r *request) by() service.By {
	by := r.self()
	by.Key = r.PostForm("key")
	return by
}

// self is who asks.
func (r *request) self() service.By {
	if r.user == nil {
		return service.By{}
	}
	return service.By{User: r.user.ID, SecondFactor: r.sessions.GetBool(r.ctx(), sessionFactorKey)}
}

// selfWith is who asks, with a key.
func (r *request) selfWith(key string) service.By {
	by := r.self()
	by.Key = key
	return by
}

// project is that of the path.
func (r *request) project() partnership.ProjectCode {
	return partnership.ProjectCode(r.Param("project"))
}

// base is the path of a project's pages.
func base(project partnership.ProjectCode) string {
	return "/projects/" + url.PathEscape(string(project))
}

// begin finds the user and the language.
func (r *request) begin() error {
	user, err := r.sessionUser()
	if err != nil {
		return err
	}
	r.user = user
	r.words, err = r.Messages.For(r.language())
	return err
}

// language is the user's, else the one chosen before, else the browser's.
func (r *request) language() i18n.Language {
	if r.user != nil {
		if l := i18n.Language(r.user.Language); l.IsShipped() {
			return l
		}
	}
	if chosen, err := r.Cookie(r.cookieName(languageCookie)); err == nil {
		if l := i18n.Language(chosen); l.IsShipped() {
			return l
		}
	}
	var known []language.Tag
	for _, l := range languages() {
		known = append(known, language.Make(string(l)))
	}
	wanted, _, err := language.ParseAcceptLanguage(r.GetHeader("Accept-Language"))
	if err != nil || len(wanted) == 0 {
		return i18n.English
	}
	_, at, confidence := language.NewMatcher(known).Match(wanted...)
	if confidence == language.No {
		return i18n.English
	}
	return languages()[at]
}

// admit refuses whoever may not take the route.
func (r *request) admit() error {
	w := r.who
	if w.anyone {
		return nil
	}
	if r.user == nil {
		return errSignedOut
	}
	project := partnership.Installation
	if r.Param("project") != "" {
		project = r.project()
	}
	var err error
	if r.actor, err = r.Service.Actor(r.ctx(), r.self(), project); err != nil {
		return err
	}
	if w.permission != "" && !r.actor.May(w.permission) {
		return errForbidden
	}
	if w.isReporting {
		isReporting, err := r.Service.IsReporting(r.ctx(), project, r.actor.Organisation)
		if err != nil {
			return err
		}
		if !isReporting {
			return errNotReporting
		}
	}
	if w.isProven {
		return r.requireProof()
	}
	return nil
}

var (
	errSignedOut = errors.New("nobody is signed in")
	errForbidden = errors.New("the role does not allow it")
)

// to sends the browser on to another page after a form.
func (r *request) to(path string) error {
	r.Redirect(http.StatusSeeOther, path)
	return nil
}
