package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestChangePassword(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, other := s.as("staff"), s.as("staff")
	const next = "another long password"
	try := func(old, password, again string) answer {
		form := b.form(b.page("/me"), "/me/password")
		form.Set("old", old)
		form.Set("password", password)
		form.Set("again", again)
		return b.post("/me/password", form)
	}
	try("not the password", next, next).wants(t, http.StatusUnprocessableEntity, `id="old-error"`)
	try(password, next, next+"x").wants(t, http.StatusUnprocessableEntity, `id="again-error"`)
	try(password, "short", "short").wants(t, http.StatusUnprocessableEntity, `id="password-error"`)
	other.page("/me")
	before := b.token()
	try(password, next, next).wants(t, http.StatusSeeOther)
	b.get("/me").wants(t, http.StatusOK, "The password is changed")
	if b.token() == before {
		t.Error("the token stays")
	}
	other.get("/me").wants(t, http.StatusSeeOther)
	s.visitor().post("/sign-in", url.Values{"email": {"staff@example.org"}, "password": {next}}).wants(t, http.StatusSeeOther)
}

// token is what the browser holds of its session.
func (b *browser) token() string {
	b.Helper()
	at, err := url.Parse(b.server.URL)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range b.client.Jar.Cookies(at) {
		if c.Name == "tulos-session" {
			return c.Value
		}
	}
	return ""
}

func TestEndOtherSessions(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, other, third := s.as("staff"), s.as("staff"), s.as("staff")
	stolen := other.token()
	form := b.form(b.page("/me"), "/me/sessions/end")
	if form.Get("token") == "" || form.Get("token") == stolen {
		t.Errorf("the page tells %q", form.Get("token"))
	}
	b.post("/me/sessions/end-others", nil).wants(t, http.StatusSeeOther)
	b.page("/me")
	other.get("/me").wants(t, http.StatusSeeOther)
	third.get("/me").wants(t, http.StatusSeeOther)
	if strings.Contains(b.page("/me"), "/me/sessions/end\"") {
		t.Error("others are still listed")
	}
}

// TestSigningInChangesTheToken: nobody can give a visitor a token that is signed in
// later.
func TestSigningInChangesTheToken(t *testing.T) {
	t.Parallel()
	s := newTimedSite(t)
	b := s.as("staff")
	first := b.token()
	b.post("/sign-in", url.Values{"email": {"staff@example.org"}, "password": {password}}).wants(t, http.StatusSeeOther)
	if b.token() == first {
		t.Error("the token stays")
	}
	secret, _ := s.setUp(b)
	s.advance(time.Minute)
	v, _ := s.half("staff")
	half := v.token()
	v.post("/sign-in/code", url.Values{"code": {s.codeNow(secret)}}).wants(t, http.StatusSeeOther)
	if v.token() == half {
		t.Error("the half session's token stays")
	}
}

func TestSessionsAreOver(t *testing.T) {
	t.Parallel()
	s := newTimedSite(t)
	idle, busy := s.as("staff"), s.as("manager")
	for range 28 { // 14 days less two hours
		s.advance(11*time.Hour + 55*time.Minute)
		busy.page("/me")
	}
	idle.get("/me").wants(t, http.StatusSeeOther)
	s.advance(3 * time.Hour)
	busy.get("/me").wants(t, http.StatusSeeOther)
}

// TestFormsOutliveSessions: what was typed is kept through signing in, with a code
// too, and is sent after it.
func TestFormsOutliveSessions(t *testing.T) {
	t.Parallel()
	s := newTimedSite(t)
	b := s.as("staff")
	secret, _ := s.setUp(b)
	s.advance(13 * time.Hour)
	a := b.post("/me", url.Values{"name": {"Typed \"name\"\r\nin two lines"}, "language": {"fi"}})
	a.wants(t, http.StatusUnauthorized, "kept")
	form := b.form(a.body, "/sign-in")
	form.Set("email", "staff@example.org")
	form.Set("password", "wrong password")
	a = b.post("/sign-in", form)
	a.wants(t, http.StatusUnprocessableEntity)
	form = b.form(a.body, "/sign-in")
	form.Set("password", password)
	a = b.post("/sign-in", form)
	a.wants(t, http.StatusOK)
	form = b.form(a.body, "/sign-in/code")
	form.Set("code", s.codeNow(secret))
	a = b.post("/sign-in/code", form)
	a.wants(t, http.StatusOK, "signed in again")
	b.post("/me", b.form(a.body, "/me")).wants(t, http.StatusSeeOther)
	me, err := s.service.Me(t.Context(), s.by("staff"))
	if err != nil || me.Value.Name != `Typed "name" in two lines` || me.Value.Language != "fi" {
		t.Errorf("saved: %+v, %v", me.Value, err)
	}
	s.advance(13 * time.Hour)
	a = b.post("/me/password", url.Values{"old": {password}, "password": {"secret one two"}, "again": {"secret one two"}})
	a.wants(t, http.StatusUnauthorized)
	if strings.Contains(a.body, "secret one two") || strings.Contains(a.body, password) {
		t.Error("the page tells passwords")
	}
}
