package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tulos/internal/service"
	"tulos/internal/web"
	"tulos/pkg/openid"
	"tulos/pkg/openid/openidtest"
)

// A signOnSite is a site whose people can sign in by a real provider of OpenID Connect.
type signOnSite struct {
	*timedSite
	provider *openidtest.Provider
}

func newSignOnSite(t *testing.T, rules service.SignOnRules) *signOnSite {
	t.Helper()
	s := &signOnSite{}
	now := func() time.Time { return s.now() }
	s.timedSite = newTimedSite(t, func(address string, uses *service.Config, pages *web.Config) {
		s.provider = openidtest.Start(t, address+web.SignOnBack, now)
		uses.SignOnRules = rules
		pages.SignOn = web.SignOn{Name: "Example ID", Client: openid.New(openid.Config{
			Issuer: s.provider.URL, ClientID: openidtest.ClientID, Secret: openidtest.Secret,
			Redirect: address + web.SignOnBack, Now: now,
		})}
	})
	return s
}

// away is the address at the provider to which the page leads the browser.
func (s *signOnSite) away(b *browser, path string) string {
	s.Helper()
	a := b.get(path)
	to := a.header.Get("Location")
	if a.status != http.StatusSeeOther || !strings.HasPrefix(to, s.provider.URL+"/auth?") {
		s.Fatalf("%s: %d to %q\n%s", path, a.status, to, a.body)
	}
	return to
}

// signIn goes to the provider, signs in there as the subject, and comes back.
func (s *signOnSite) signIn(b *browser, then, subject string) answer {
	s.Helper()
	return b.get(s.provider.SignIn(s.away(b, "/sign-in/single?then="+url.QueryEscape(then)), subject).RequestURI())
}

// TestSingleSignOn: whoever the provider has verified comes in as the account with that
// address, and later as the same whatever the address; others are told why not.
func TestSingleSignOn(t *testing.T) {
	t.Parallel()
	s := newSignOnSite(t, service.SignOnRules{})
	p := s.provider
	p.Add("s1", "Staff@Example.org", true)
	p.Add("s2", "staff@example.org", true)
	p.Add("unknown", "nobody@example.org", true)
	p.Add("unverified", "lead@example.org", false)
	v := s.visitor()
	v.get("/sign-in?then="+home).wants(t, http.StatusOK, "Sign in with Example ID", "/sign-in/single?then="+url.QueryEscape(home))
	for subject, want := range map[string]string{
		"unknown": "no account here with the address nobody@example.org", "unverified": "has not confirmed your e-mail address",
	} {
		s.signIn(v, home, subject).wants(t, http.StatusForbidden, want)
	}
	before := v.token()
	if a := s.signIn(v, home, "s1"); a.status != http.StatusSeeOther || a.header.Get("Location") != home {
		t.Fatalf("signed in: %d to %q\n%s", a.status, a.header.Get("Location"), a.body)
	}
	if v.token() == before {
		t.Error("the token stays")
	}
	v.get("/me").wants(t, http.StatusOK, "staff@example.org", "You can sign in with Example ID.")

	other := s.visitor()
	s.signIn(other, home, "s2").wants(t, http.StatusForbidden, "linked to somebody else at Example ID")
	p.People["s1"].Email, p.People["s1"].EmailVerified = "married@example.org", false
	if a := s.signIn(other, "https://evil.example/", "s1"); a.header.Get("Location") != "/" {
		t.Errorf("led to %q", a.header.Get("Location"))
	}
	other.get("/me").wants(t, http.StatusOK, "staff@example.org")

	v.post("/me/sign-on/unlink", nil).wants(t, http.StatusSeeOther)
	v.get("/me").wants(t, http.StatusOK, "The link is removed")
	s.signIn(s.visitor(), home, "s2").wants(t, http.StatusSeeOther) // the address again
	admin := s.as("administrator")
	person := "/people/" + string(s.by("staff").User)
	admin.get(person).wants(t, http.StatusOK, "Example ID", person+"/sign-on/unlink")
	if err := s.service.DisableUser(t.Context(), service.Operator(), s.by("staff").User, true); err != nil {
		t.Fatal(err)
	}
	s.signIn(s.visitor(), home, "s2").wants(t, http.StatusForbidden, "shut out")
	if log := s.log.String(); strings.Contains(log, "example.org") {
		t.Errorf("the log tells who it was:\n%s", log)
	}
}

// TestSignOnIsOfOneBrowser: an answer of the provider is good once, soon, and in the
// browser that asked.
func TestSignOnIsOfOneBrowser(t *testing.T) {
	t.Parallel()
	s := newSignOnSite(t, service.SignOnRules{})
	s.provider.Add("s1", "staff@example.org", true)
	v, other := s.visitor(), s.visitor()
	back := s.provider.SignIn(s.away(v, "/sign-in/single"), "s1").RequestURI()
	other.get(back).wants(t, http.StatusUnprocessableEntity)
	s.away(other, "/sign-in/single")
	other.get(back).wants(t, http.StatusUnprocessableEntity, "could not be accepted")
	v.get(back).wants(t, http.StatusSeeOther)
	v.get(back).wants(t, http.StatusUnprocessableEntity)

	back = s.provider.SignIn(s.away(other, "/sign-in/single"), "s1").RequestURI()
	s.advance(11 * time.Minute)
	other.get(back).wants(t, http.StatusUnprocessableEntity, "took too long")
	s.provider.Sign = openidtest.Unsigned
	s.signIn(other, home, "s1").wants(t, http.StatusUnprocessableEntity, "could not be accepted")
	other.get("/me").wants(t, http.StatusSeeOther)
	s.away(other, "/sign-in/single")
	other.get(web.SignOnBack+"?error=access_denied&state=another").wants(t, http.StatusUnprocessableEntity)
	for range 60 {
		other.get("/sign-in/single")
	}
	other.get("/sign-in/single").wants(t, http.StatusTooManyRequests)
}

// TestSignOnAndSecondFactors: the second factor of an account is asked for still, unless
// the provider has asked for one that counts; that counts for projects too.
func TestSignOnAndSecondFactors(t *testing.T) {
	t.Parallel()
	s := newSignOnSite(t, service.SignOnRules{Domains: []string{"example.org"}, SecondFactor: []string{"mfa"}})
	s.provider.Add("s1", "staff@example.org", true)
	s.provider.Add("m1", "manager@example.org", true)
	s.provider.Add("f1", "funder@example.com", true)
	secret, _ := s.setUp(s.as("staff"))
	s.advance(time.Minute)
	v := s.visitor()
	if to := s.signIn(v, home, "s1").header.Get("Location"); !strings.HasPrefix(to, "/sign-in/code?") {
		t.Fatalf("led to %q", to)
	}
	v.get("/me").wants(t, http.StatusSeeOther)
	v.post("/sign-in/code", url.Values{"code": {s.codeNow(secret)}}).wants(t, http.StatusSeeOther)
	v.page("/me")

	lead := s.as("lead")
	form := lead.form(lead.page(home+"/security"), home+"/security")
	form.Set("second-factor", "yes")
	lead.post(home+"/security", form).wants(t, http.StatusSeeOther)
	manager := s.visitor()
	s.signIn(manager, home, "m1").wants(t, http.StatusSeeOther)
	if a := manager.get(home + "/activities"); !strings.HasPrefix(a.header.Get("Location"), "/me/second-factor") {
		t.Errorf("without a second factor: %d to %q", a.status, a.header.Get("Location"))
	}
	s.provider.Change = func(claims map[string]any) { claims["amr"] = []string{"pwd", "mfa"} }
	manager = s.visitor()
	s.signIn(manager, home, "m1").wants(t, http.StatusSeeOther)
	manager.page(home + "/activities")
	v = s.visitor()
	if to := s.signIn(v, home, "s1").header.Get("Location"); to != home {
		t.Errorf("with the provider's second factor: led to %q", to)
	}
	s.signIn(s.visitor(), home, "f1").wants(t, http.StatusForbidden, "may not be used to sign in here")
}

// TestSignOnProves: whoever signed in at the provider long ago does so anew where the
// password is asked for, and goes on with the form; so does whoever has a form that waits.
func TestSignOnProves(t *testing.T) {
	t.Parallel()
	s := newSignOnSite(t, service.SignOnRules{})
	s.provider.Add("s1", "staff@example.org", true)
	s.provider.Add("m1", "manager@example.org", true)
	b := s.visitor()
	s.signIn(b, home, "s1").wants(t, http.StatusSeeOther)
	s.advance(20 * time.Minute)
	a := b.post("/me/sign-on/unlink", nil)
	a.wants(t, http.StatusForbidden, "Sign in anew with Example ID", `target="_blank"`)
	form := b.form(a.body, "/me/sign-on/unlink")
	prove := func(subject string) answer {
		return b.get(s.provider.SignIn(s.away(b, "/me/sign-on/prove"), subject).RequestURI())
	}
	prove("m1").wants(t, http.StatusForbidden, "somebody else is signed in")
	s.provider.Change = func(claims map[string]any) { claims["auth_time"] = s.now().Add(-time.Hour).Unix() }
	prove("s1").wants(t, http.StatusUnprocessableEntity)
	b.post("/me/sign-on/unlink", form).wants(t, http.StatusForbidden)
	s.provider.Change = nil
	prove("s1").wants(t, http.StatusOK, "Close this tab")
	b.post("/me/sign-on/unlink", form).wants(t, http.StatusSeeOther)

	s.advance(13 * time.Hour)
	a = b.post("/me", url.Values{"name": {"A typed name"}, "language": {"fi"}})
	a.wants(t, http.StatusUnauthorized, `target="_blank"`)
	form = b.form(a.body, "/sign-in/resume")
	b.post("/sign-in/resume", form).wants(t, http.StatusUnauthorized, "not signed in yet", "A typed name")
	s.provider.Change = func(claims map[string]any) { claims["auth_time"] = s.now().Add(-time.Hour).Unix() }
	s.signIn(b, home, "s1").wants(t, http.StatusSeeOther)
	a = b.post("/sign-in/resume", form)
	a.wants(t, http.StatusOK, "signed in again")
	b.post("/me", b.form(a.body, "/me")).wants(t, http.StatusSeeOther)
	b.post("/me/data", nil).wants(t, http.StatusForbidden) // the provider was signed in to an hour ago
}
