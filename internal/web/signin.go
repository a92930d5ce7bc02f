package web

import (
	"net/http"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A signInView is the page to sign in.
type signInView struct {
	Email   string
	Problem string    // why it did not work
	Then    string    // the page to go on to
	Kept    *keptForm // a form that waits to be sent
	SignOn  *signOnView
	Passkey bool // people can sign in by one
	Sample  []Person
}

var signInPage = page[signInView]{"signin/signin.html"}

func showSignIn(r *request) error {
	if r.user != nil {
		return r.to(ownPath(r.Query("then")))
	}
	return r.signInPage(http.StatusOK, signInView{Then: ownPath(r.Query("then"))})
}

func (r *request) signInPage(status int, view signInView) error {
	view.Sample, view.Passkey = r.Sample, r.Service.HasPasskeys()
	view.SignOn = r.signOn("/sign-in/single?then="+escapeQuery(view.Then), view.Kept != nil)
	return show(r, status, signInPage, r.words.Text("signin.title", nil), view)
}

// signIn signs someone in who gives the password of the address, or half where a
// code is asked for besides. After failures, by account or from one address, it
// makes them wait.
func signIn(r *request) error {
	view := signInView{
		Email: strings.TrimSpace(r.PostForm("email")), Then: ownPath(r.PostForm("then")), Kept: r.keptBefore(),
	}
	account, address := triedAccount(view.Email), triedAddress(r.ClientIP())
	if wait := r.tries.begin(account, address); wait > 0 {
		view.Problem = r.waitText(wait)
		return r.signInPage(http.StatusTooManyRequests, view)
	}
	user, err := r.Service.Authenticate(r.ctx(), view.Email, r.PostForm("password"))
	switch {
	case service.IsKind(err, service.Forbidden):
		view.Problem = r.words.Text("error.sign-in", nil)
		return r.signInPage(http.StatusUnprocessableEntity, view)
	case err != nil:
		return err
	}
	r.tries.succeeded(account, address)
	return r.enter(user, view.Then, view.Kept)
}

// enter lets a user in who has given the password, or asks for a code first.
func (r *request) enter(user partnership.User, then string, kept *keptForm) error {
	if user.SecondFactor {
		if err := r.beginHalf(user); err != nil {
			return err
		}
		if kept == nil {
			return r.to("/sign-in/code?then=" + escapeQuery(then))
		}
		return r.codePage(http.StatusOK, codeView{Then: then, Kept: kept}, nil)
	}
	if err := r.beginSession(user); err != nil {
		return err
	}
	r.user = &user
	return r.goOn(then, kept)
}

// A codeView is the page that asks for a code of the second factor.
type codeView struct {
	Problems fieldProblems
	Code     field
	HasCode  bool // of an app
	Passkey  bool // people can sign in by one
	Then     string
	Kept     *keptForm
}

var codePage = page[codeView]{"signin/code.html"}

func showCode(r *request) error {
	half, err := r.halfUser()
	if err != nil {
		return err
	}
	if half == nil {
		return r.to("/sign-in")
	}
	return r.codePage(http.StatusOK, codeView{Then: ownPath(r.Query("then"))}, nil)
}

func (r *request) codePage(status int, view codeView, problems fieldProblems) error {
	id := partnership.UserID(r.sessions.GetString(r.ctx(), sessionHalfKey))
	state, err := r.Service.SecondFactor(r.ctx(), service.By{User: id})
	if err != nil {
		return err
	}
	view.HasCode, view.Passkey = state.On, r.Service.HasPasskeys()
	view.Problems, view.Code = problems, r.codeField("signin.code-hint", problems)
	return show(r, status, codePage, r.words.Text("signin.code", nil), view)
}

// giveCode signs whoever has given the password in by a code.
func giveCode(r *request) error {
	view := codeView{Then: ownPath(r.PostForm("then")), Kept: r.keptBefore()}
	half, err := r.halfUser()
	if err != nil {
		return err
	}
	if half == nil {
		return r.signInPage(http.StatusUnauthorized, signInView{
			Then: view.Then, Kept: view.Kept, Problem: r.words.Text("signin.code-late", nil),
		})
	}
	account, address := triedCode(half.ID), triedAddress(r.ClientIP())
	if wait := r.tries.begin(account, address); wait > 0 {
		return r.codePage(http.StatusTooManyRequests, view, fieldProblems{{"code", r.waitText(wait)}})
	}
	user, err := r.Service.UseCode(r.ctx(), half.ID, r.PostForm("code"))
	switch {
	case service.IsKind(err, service.Invalid):
		return r.codePage(http.StatusUnprocessableEntity, view, r.fieldProblems(err))
	case err != nil:
		return err
	}
	r.tries.succeeded(account, address)
	if err := r.beginSession(user); err != nil {
		return err
	}
	r.user = &user
	return r.goOn(view.Then, view.Kept)
}

// showSignInAgain asks whoever sent a form after the session was over to sign in,
// and keeps the form.
func (r *request) showSignInAgain() {
	if err := r.signInPage(http.StatusUnauthorized, signInView{Then: "/", Kept: r.keep()}); err != nil {
		r.logFault(err)
	}
}

func signOut(r *request) error {
	if err := r.sessions.Destroy(r.ctx()); err != nil {
		return err
	}
	if r.PostForm("device") == "clear" { // a script has seen that nothing of anybody waits there
		r.Writer.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	}
	return r.to("/sign-in")
}

// home leads to what the person most likely wants.
func home(r *request) error {
	if r.user == nil {
		return r.to("/sign-in")
	}
	places, err := r.Service.Places(r.ctx(), r.self())
	if err != nil {
		return err
	}
	switch {
	case len(places) == 1:
		return r.to(base(places[0].Project))
	case len(places) > 1, r.user.Administrator:
		return r.to("/projects")
	}
	return show(r, http.StatusOK, homePage, r.words.Text("home.title", nil), homeView{})
}

// A homeView is the first page of a person without a place.
type homeView struct{}

var homePage = page[homeView]{"home/home.html"}
