package web

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"tulos/internal/service"
)

// A passkeyTry is what a browser has been asked for with a passkey.
type passkeyTry struct {
	State []byte
	Begun time.Time
}

// A passkeysView is the page of a person's passkeys.
type passkeysView struct {
	Problems fieldProblems
	All      []passkeyView
	Name     field
}

// A passkeyView is one of them; Used is zero where it was not.
type passkeyView struct {
	ID, Name    string
	Since, Used time.Time
}

var passkeysPage = page[passkeysView]{"me/passkeys.html"}

func showPasskeys(r *request) error { return r.passkeysPage(http.StatusOK, nil) }

func (r *request) passkeysPage(status int, problems fieldProblems) error {
	if !r.Service.HasPasskeys() {
		return errNotFound
	}
	all, err := r.Service.Passkeys(r.ctx(), r.by())
	if err != nil {
		return err
	}
	view := passkeysView{Problems: problems, Name: r.field("name", "passkey.name", r.PostForm("name"), problems)}
	view.Name.Hint, view.Name.Complete = r.words.Text("passkey.name-hint", nil), "off"
	for _, p := range all {
		view.All = append(view.All, passkeyView{p.ID, p.Name, p.Since, p.Used})
	}
	return show(r, status, passkeysPage, r.words.Text("passkey.title", nil), view)
}

// passkeyOptions tells the browser what to make a passkey for.
func passkeyOptions(r *request) error {
	options, state, err := r.Service.BeginPasskey(r.ctx(), r.by())
	if err != nil {
		return err
	}
	return r.askBrowser(newPasskeyKey, options, state)
}

// askForPasskey tells the browser what to use a passkey for.
func askForPasskey(r *request) error {
	if wait := r.tries.begin(triedPasskey(r.RemoteIP())); wait > 0 {
		r.JSON(http.StatusTooManyRequests, map[string]string{"error": r.waitText(wait)})
		return nil
	}
	options, state, err := r.Service.AskPasskey()
	if err != nil {
		return err
	}
	return r.askBrowser(passkeyKey, options, state)
}

// askBrowser answers with options, and notes in the session what the answer must be to.
func (r *request) askBrowser(key string, options, state []byte) error {
	text, err := json.Marshal(passkeyTry{state, r.Now()})
	if err != nil {
		return err
	}
	r.sessions.Put(r.ctx(), key, string(text))
	r.Data(http.StatusOK, "application/json; charset=utf-8", options)
	return nil
}

// askedState is what the browser was asked for, once; none where that was too long ago.
func (r *request) askedState(key string) []byte {
	var try passkeyTry
	text := r.sessions.PopString(r.ctx(), key)
	if err := json.Unmarshal([]byte(text), &try); err != nil || r.Now().Sub(try.Begun) > halfTime {
		return nil
	}
	return try.State
}

// addPasskey takes the passkey that the browser has made.
func addPasskey(r *request) error {
	name := cmp.Or(strings.TrimSpace(r.PostForm("name")), r.words.Text("passkey.unnamed", nil))
	user, err := r.Service.AddPasskey(r.ctx(), r.by(), name, r.askedState(newPasskeyKey), []byte(r.PostForm("credential")))
	switch {
	case service.IsKind(err, service.Invalid):
		return r.passkeysPage(http.StatusUnprocessableEntity, r.fieldProblems(err))
	case service.IsKind(err, service.Forbidden):
		return r.passkeysPage(http.StatusUnprocessableEntity, fieldProblems{{"", r.words.Text("error.passkey", nil)}})
	case err != nil:
		return err
	}
	if user.Epoch != r.user.Epoch { // all other sessions ended
		if err := r.renew(user); err != nil {
			return err
		}
	}
	return r.donePasskey("passkey.added")
}

func removePasskey(r *request) error {
	if err := r.Service.RemovePasskey(r.ctx(), r.by(), r.PostForm("id")); err != nil {
		return err
	}
	return r.donePasskey("passkey.removed")
}

func (r *request) donePasskey(notice string) error {
	r.notice(r.words.Text(notice, nil))
	return r.to("/me/passkeys")
}

// enterByPasskey signs in whose passkey the browser has used: it is the password and the
// second factor in one.
func enterByPasskey(r *request) error {
	view := signInView{Then: ownPath(r.PostForm("then")), Kept: r.keptBefore()}
	user, err := r.Service.UsePasskey(r.ctx(), r.askedState(passkeyKey), []byte(r.PostForm("passkey")))
	if service.IsKind(err, service.Forbidden) || service.IsKind(err, service.NotFound) {
		view.Problem = r.words.Text("error.passkey", nil)
		return r.signInPage(http.StatusUnprocessableEntity, view)
	}
	if err != nil {
		return err
	}
	r.tries.found(triedPasskey(r.RemoteIP()))
	if err := r.beginSession(user); err != nil {
		return err
	}
	r.user = &user
	return r.goOn(view.Then, view.Kept)
}

// proveByPasskey notes that whoever is signed in has used a passkey just now; problem
// says why not.
func (r *request) proveByPasskey(answer string) (problem string, err error) {
	user, err := r.Service.UsePasskey(r.ctx(), r.askedState(passkeyKey), []byte(answer))
	isRefused := service.IsKind(err, service.Forbidden) || service.IsKind(err, service.NotFound)
	if isRefused || err == nil && user.ID != r.user.ID {
		return r.words.Text("error.passkey", nil), nil
	}
	if err != nil {
		return "", err
	}
	r.tries.found(triedPasskey(r.RemoteIP()))
	r.putTime(sessionProvenKey)
	return "", nil
}
