package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/pkg/openid"
)

// SignOnBack is the path to which the provider of single sign-on sends people back.
const SignOnBack = "/sign-in/single/back"

// A SignOn is by which provider people can sign in besides the password.
type SignOn struct {
	Client *openid.Client // nil: by none
	Name   string         // of the provider, as people know it
}

// A signOnView offers single sign-on on a page; IsApart says that it opens in a tab of
// its own, so that a form that waits on the page stays.
type signOnView struct {
	Name, Path string
	IsApart    bool
}

// signOn offers single sign-on at a path, where there is a provider.
func (r *request) signOn(path string, isApart bool) *signOnView {
	if r.SignOn.Client == nil {
		return nil
	}
	return &signOnView{Name: r.SignOn.Name, Path: path, IsApart: isApart}
}

// A signOnTry is a way to the provider and back that this browser has begun.
type signOnTry struct {
	openid.Attempt
	Then    string
	IsProof bool // whoever is signed in is to prove it
}

// beginSignOn sends the browser to the provider, to sign in.
func beginSignOn(r *request) error {
	then := ownPath(r.Query("then"))
	if r.user != nil {
		return r.to(then)
	}
	return r.leave(signOnTry{Then: then})
}

// proveSignOn sends whoever is signed in to the provider, to sign in there once more.
func proveSignOn(r *request) error { return r.leave(signOnTry{IsProof: true}) }

// leave sends the browser to the provider, and notes in the session what it is to bring
// back.
func (r *request) leave(try signOnTry) error {
	if r.SignOn.Client == nil {
		return errNotFound
	}
	if wait := r.tries.begin(triedSignOn(r.ClientIP())); wait > 0 {
		return r.signOnFailed(http.StatusTooManyRequests, try, r.waitText(wait))
	}
	var address string
	var err error
	if try.Attempt, address, err = r.SignOn.Client.Begin(r.ctx(), try.IsProof); err != nil {
		return r.signOnFault(try, err)
	}
	text, err := json.Marshal(try)
	if err != nil {
		return err
	}
	r.sessions.Put(r.ctx(), signOnKey, string(text))
	return r.to(address)
}

// endSignOn takes what the provider says about whoever comes back from it.
func endSignOn(r *request) error {
	if r.SignOn.Client == nil {
		return errNotFound
	}
	var try signOnTry
	text := r.sessions.PopString(r.ctx(), signOnKey) // it is good once
	if err := json.Unmarshal([]byte(text), &try); err != nil || r.Now().Sub(try.Begun) > halfTime {
		return r.signOnFailed(http.StatusUnprocessableEntity, try, r.words.Text("signin.code-late", nil))
	}
	who, err := r.SignOn.Client.End(r.ctx(), try.Attempt, r.Request.URL.Query())
	if err != nil {
		return r.signOnFault(try, err)
	}
	claim := service.Claim{Issuer: who.Issuer, Subject: who.Subject, Email: who.Email, IsVerified: who.IsVerified, Methods: who.Methods}
	if try.IsProof {
		err = r.proveBySignOn(claim)
	} else {
		err = r.enterBySignOn(claim, who.At, try.Then)
	}
	if service.IsKind(err, service.Forbidden) {
		return r.signOnFault(try, err)
	}
	return err
}

// enterBySignOn signs in whom the provider means, or half where a code is asked for
// besides. It counts as proven from when the person signed in at the provider.
func (r *request) enterBySignOn(claim service.Claim, at time.Time, then string) error {
	user, err := r.Service.SignOn(r.ctx(), claim)
	if err != nil {
		return err
	}
	r.tries.found(triedSignOn(r.ClientIP()))
	hasFactor := r.Service.SignOnRules.HasSecondFactor(claim)
	if user.SecondFactor && !hasFactor {
		return r.enter(user, then, nil)
	}
	if err := r.beginSession(user); err != nil {
		return err
	}
	r.sessions.Put(r.ctx(), sessionFactorKey, hasFactor)
	r.sessions.Put(r.ctx(), sessionProvenKey, min(at.Unix(), r.Now().Unix()))
	r.user = &user
	return r.goOn(then, nil)
}

// proveBySignOn notes that whoever is signed in has just proven it at the provider.
func (r *request) proveBySignOn(claim service.Claim) error {
	if r.user == nil {
		return errSignedOut
	}
	if err := r.Service.CheckSignOn(r.ctx(), r.by(), claim); err != nil {
		return err
	}
	r.tries.found(triedSignOn(r.ClientIP()))
	r.putTime(sessionProvenKey)
	return show(r, http.StatusOK, provedPage, r.words.Text("prove.done", nil), provedView{})
}

// A provedView is the page that says that the person has proven it, in a tab of its own.
type provedView struct{}

var provedPage = page[provedView]{"me/proved.html"}

// signOnFault tells why the provider, or what it says, lets nobody in.
func (r *request) signOnFault(try signOnTry, err error) error {
	name := map[string]any{"Name": r.SignOn.Name}
	var refused *service.Error
	switch {
	case errors.As(err, &refused):
		for key, arg := range refused.Args {
			name[key] = arg
		}
		return r.signOnFailed(http.StatusForbidden, try, r.words.Text(refused.Message, name))
	case errors.Is(err, openid.ErrCancelled):
		return r.signOnFailed(http.StatusUnprocessableEntity, try, r.words.Text("signon.cancelled", name))
	case errors.Is(err, openid.ErrRefused):
		r.Log.WarnContext(r.ctx(), "single sign-on", "id", r.id(), "error", err)
		return r.signOnFailed(http.StatusUnprocessableEntity, try, r.words.Text("signon.refused", name))
	}
	r.logFault(err)
	return r.signOnFailed(http.StatusServiceUnavailable, try, r.words.Text("signon.unavailable", name))
}

// signOnFailed shows why it did not work where it was begun.
func (r *request) signOnFailed(status int, try signOnTry, problem string) error {
	if try.IsProof {
		return r.showProblem(status, problem)
	}
	return r.signInPage(status, signInView{Then: ownPath(try.Then), Problem: problem})
}

func (r *request) showProblem(status int, problem string) error {
	r.showFault(status, faultView{Heading: r.words.Text("fault.refused", nil), Text: problem})
	return nil
}

// resume goes on with a form that waited while its sender signed in in another tab.
func resume(r *request) error {
	view := signInView{Then: ownPath(r.PostForm("then")), Kept: r.keptBefore()}
	if r.user == nil {
		view.Problem = r.words.Text("signon.not-yet", nil)
		return r.signInPage(http.StatusUnauthorized, view)
	}
	return r.goOn(view.Then, view.Kept)
}

// unlink forgets who the person is at the provider.
func unlink(r *request) error {
	if err := r.Service.Unlink(r.ctx(), r.by()); err != nil {
		return err
	}
	r.notice(r.words.Text("signon.unlinked", nil))
	return r.to("/me")
}

// unlinkPerson does so for a person, for an administrator.
func unlinkPerson(r *request) error {
	err := r.Service.UnlinkUser(r.ctx(), r.by(), partnership.UserID(r.Param("user")))
	return r.doneWithPerson(err, "signon.unlinked")
}

// A linkedView tells who somebody is at the provider.
type linkedView struct {
	Name        string // of the provider
	Since, Used time.Time
}

// linked tells who a user is at the provider; nil where that is nobody.
func (r *request) linked(user partnership.UserID) (*linkedView, error) {
	identity, err := r.Service.Identity(r.ctx(), service.By{User: user})
	if err != nil || identity.User == "" {
		return nil, err
	}
	view := &linkedView{Name: r.SignOn.Name, Since: identity.Since, Used: identity.Used}
	if at, err := url.Parse(identity.Issuer); err == nil && (r.SignOn.Client == nil || r.SignOn.Client.Issuer != identity.Issuer) {
		view.Name = at.Host // of one that is not the provider any more
	}
	return view, nil
}
