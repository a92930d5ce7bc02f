package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"tulos/internal/web"
)

// codeNow is what an app shows now.
func (s *timedSite) codeNow(secret string) string {
	s.Helper()
	code, err := totp.GenerateCode(strings.ReplaceAll(secret, " ", ""), s.now())
	if err != nil {
		s.Fatal(err)
	}
	return code
}

// setUp gives a person a second factor on the pages.
func (s *timedSite) setUp(b *browser) (secret string, recovery []string) {
	s.Helper()
	page := b.get("/me/second-factor")
	page.wants(s.T, http.StatusOK)
	secret = page.code(s.T)
	form := b.form(page.body, "/me/second-factor")
	form.Set("code", s.codeNow(secret))
	a := b.post("/me/second-factor", form)
	a.wants(s.T, http.StatusOK)
	for _, m := range regexp.MustCompile(`<li>([a-z2-7-]{14})</li>`).FindAllStringSubmatch(a.body, -1) {
		recovery = append(recovery, m[1])
	}
	if len(recovery) != 10 {
		s.Fatalf("%d recovery codes\n%s", len(recovery), a.body)
	}
	return secret, recovery
}

func TestSecondFactor(t *testing.T) {
	t.Parallel()
	s := newTimedSite(t)
	b := s.as("staff")
	other := s.as("staff")
	b.get("/me/second-factor/picture").wants(t, http.StatusNotFound) // nothing is being set up
	page := b.page("/me/second-factor")
	picture := b.get("/me/second-factor/picture")
	picture.wants(t, http.StatusOK, "\x89PNG")
	if h := picture.header; h.Get("Content-Type") != "image/png" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("the picture: %v", h)
	}
	form := b.form(page, "/me/second-factor")
	form.Set("code", "000000")
	b.post("/me/second-factor", form).wants(t, http.StatusUnprocessableEntity, `id="code-error"`)
	secret, recovery := s.setUp(b)
	b.page("/me")                                  // this session goes on
	other.get("/me").wants(t, http.StatusSeeOther) // others end
	b.get("/me/second-factor").wants(t, http.StatusOK, "10 codes are left")
	if strings.Contains(b.page("/me/second-factor"), secret) {
		t.Error("the secret is shown again")
	}
	if log := s.log.String(); strings.Contains(log, secret) || strings.Contains(log, recovery[0]) {
		t.Error("the log tells secrets")
	}

	s.advance(time.Minute)
	v, code := s.half("staff")
	v.post("/sign-in/code", url.Values{"code": {"000000"}, "then": {home}}).wants(t, http.StatusUnprocessableEntity, `id="code-error"`)
	v.get(home).wants(t, http.StatusSeeOther)
	a := v.post("/sign-in/code", url.Values{"code": {s.codeNow(secret)}, "then": {home}})
	if a.status != http.StatusSeeOther || a.header.Get("Location") != home {
		t.Fatalf("the right code: %d to %q", a.status, a.header.Get("Location"))
	}
	v.page("/me")
	v, _ = s.half("staff")
	v.post("/sign-in/code", url.Values{"code": {s.codeNow(secret)}}).wants(t, http.StatusUnprocessableEntity) // was used
	v.post("/sign-in/code", url.Values{"code": {recovery[0]}}).wants(t, http.StatusSeeOther)
	v.page("/me")
	if code == "" {
		t.Error("no page for the code")
	}
	v, _ = s.half("staff")
	v.post("/sign-in/code", url.Values{"code": {recovery[0]}}).wants(t, http.StatusUnprocessableEntity)

	b.post("/me/second-factor/off", url.Values{"password": {"not the password"}}).wants(t, http.StatusUnprocessableEntity, `id="password-error"`)
	b.post("/me/second-factor/off", url.Values{"password": {password}}).wants(t, http.StatusSeeOther)
	s.as("staff").page("/me")
}

// half signs a person in by password alone, and returns the page for the code.
func (s *timedSite) half(name string) (*browser, string) {
	s.Helper()
	v := s.visitor()
	a := v.post("/sign-in", url.Values{"email": {name + "@example.org"}, "password": {password}, "then": {home}})
	at := a.header.Get("Location")
	if a.status != http.StatusSeeOther || at != "/sign-in/code?then="+url.QueryEscape(home) {
		s.Fatalf("half signed in: %d to %q", a.status, at)
	}
	return v, v.page(at)
}

// TestHalfSignedIn: a password alone opens no route that is not for anyone.
func TestHalfSignedIn(t *testing.T) {
	t.Parallel()
	s := newTimedSite(t)
	s.setUp(s.as("administrator"))
	somebody := string(s.somebody())
	v, _ := s.half("administrator")
	expected := expectations()
	tried := 0
	for _, r := range web.TestedRoutes() {
		e := expected[r.Method+" "+r.Path]
		if e.address == "" {
			continue // public
		}
		tried++
		e.address = strings.Replace(e.address, "{somebody}", somebody, 1)
		if a := v.take(r.Method, e); !a.isRefused() {
			t.Errorf("%s %s: %d to %q", r.Method, r.Path, a.status, a.header.Get("Location"))
		}
	}
	if tried < 20 {
		t.Errorf("only %d routes were tried", tried)
	}
	if strings.Contains(v.page("/sign-in"), "tulos-header") {
		t.Error("the page says who is signed in")
	}
}

func TestHalfSignedInIsOverSoon(t *testing.T) {
	t.Parallel()
	s := newTimedSite(t)
	secret, _ := s.setUp(s.as("staff"))
	for name, end := range map[string]func(){
		"late":         func() { s.advance(11 * time.Minute) },
		"new password": func() { _, _ = s.service.EndMySessions(t.Context(), s.by("staff")) },
	} {
		s.advance(time.Minute)
		v, _ := s.half("staff")
		end()
		a := v.post("/sign-in/code", url.Values{"code": {s.codeNow(secret)}})
		if a.status != http.StatusUnauthorized {
			t.Errorf("%s: %d to %q", name, a.status, a.header.Get("Location"))
		}
	}
	s.visitor().post("/sign-in/code", url.Values{"code": {s.codeNow(secret)}}).wants(t, http.StatusUnauthorized)
}

func TestCodeGuessersWait(t *testing.T) {
	t.Parallel()
	s := newTimedSite(t)
	secret, _ := s.setUp(s.as("staff"))
	s.advance(time.Minute)
	for n := range 6 {
		v, _ := s.half("staff") // a new session does not help
		want := http.StatusUnprocessableEntity
		if n == 5 {
			want = http.StatusTooManyRequests
		}
		v.post("/sign-in/code", url.Values{"code": {"000000"}}).wants(t, want)
	}
	v, _ := s.half("staff")
	v.post("/sign-in/code", url.Values{"code": {s.codeNow(secret)}}).wants(t, http.StatusTooManyRequests)
	s.advance(15 * time.Second)
	v.post("/sign-in/code", url.Values{"code": {s.codeNow(secret)}}).wants(t, http.StatusSeeOther)
}

// TestProjectsAskForASecondFactor: whoever has none is led to set it up, and back.
func TestProjectsAskForASecondFactor(t *testing.T) {
	t.Parallel()
	s := newTimedSite(t)
	lead, staff := s.as("lead"), s.as("staff")
	lead.get("/me").wants(t, http.StatusOK, home+"/security")
	form := lead.form(lead.page(home+"/security"), home+"/security")
	if form.Has("second-factor") {
		t.Fatal("it is asked for already")
	}
	form.Set("second-factor", "yes")
	lead.post(home+"/security", form).wants(t, http.StatusSeeOther)
	path := home + "/activities?status=draft"
	a := staff.get(path)
	if a.status != http.StatusSeeOther || a.header.Get("Location") != "/me/second-factor?then="+url.QueryEscape(path) {
		t.Fatalf("%d to %q", a.status, a.header.Get("Location"))
	}
	page := staff.get(a.header.Get("Location"))
	page.wants(t, http.StatusOK, "asks for a second factor")
	form = staff.form(page.body, "/me/second-factor")
	form.Set("code", s.codeNow(page.code(t)))
	staff.post("/me/second-factor", form).wants(t, http.StatusOK, `href="`+path+`"`)
	staff.page(home + "/activities")
	s.setUp(lead)
	form = lead.form(lead.page(home+"/security"), home+"/security")
	if !form.Has("second-factor") {
		t.Error("it is not asked for")
	}
	lead.get(home+"/security").wants(t, http.StatusOK, "manager", "funder")
	s.as("stranger").get(home).wants(t, http.StatusNotFound)
}
