package web_test

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/internal/store/archive"
	"tulos/internal/store/sqlite"
	"tulos/internal/web"
)

// somebody is a person with a place in the demo project, whom administrators may do
// anything to.
func (s *site) somebody() partnership.UserID {
	s.Helper()
	id, err := s.service.AddUser(s.Context(), service.Operator(), partnership.User{Name: "Somebody", Email: "somebody@example.org"},
		partnership.Membership{Project: baltic, Roles: []partnership.Role{partnership.RoleAuditor}})
	if err != nil {
		s.Fatal(err)
	}
	return id
}

// A timed site has a clock that the test sets.
type timedSite struct {
	*site
	seconds *atomic.Int64
}

func (s *timedSite) now() time.Time          { return time.Unix(s.seconds.Load(), 0).UTC() }
func (s *timedSite) advance(d time.Duration) { s.seconds.Add(int64(d / time.Second)) }

// newTimedSite starts a site whose clock stands until the test sets it on.
func newTimedSite(t *testing.T) *timedSite {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(seed(t))); err != nil {
		t.Fatal(err)
	}
	return openTimedSite(t, folder)
}

func openTimedSite(t *testing.T, folder string) *timedSite {
	t.Helper()
	e, err := sqlite.Open(t.Context(), folder, archive.Schema())
	if err != nil {
		t.Fatal(err)
	}
	s := &timedSite{site: &site{T: t, log: &lockedLog{}}, seconds: &atomic.Int64{}}
	s.seconds.Store(noon().Unix())
	s.service = service.New(service.Config{Engine: e, Now: s.now, Random: rand.Reader})
	handler, err := web.New(web.Config{Service: s.service, Now: s.now, Log: slog.New(slog.NewTextHandler(s.log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	s.server = httptest.NewServer(handler)
	t.Cleanup(func() {
		s.server.Close()
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// wants checks the status of an answer, and that the page has the texts.
func (a answer) wants(t *testing.T, status int, texts ...string) {
	t.Helper()
	if a.status != status {
		t.Fatalf("%d to %q, want %d\n%s", a.status, a.header.Get("Location"), status, a.body)
	}
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			t.Errorf("the page lacks %q\n%s", text, a.body)
		}
	}
}

var shownCode = regexp.MustCompile(`<p class="tulos-code"[^>]*>([^<]*)</p>`)

func (a answer) code(t *testing.T) string {
	t.Helper()
	m := shownCode.FindStringSubmatch(a.body)
	if m == nil {
		t.Fatalf("no code on the page\n%s", a.body)
	}
	return unescape(m[1])
}

// TestAnAdministratorTakesAPersonUp: form, link, password, signed in.
func TestAnAdministratorTakesAPersonUp(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("administrator")
	form := b.form(b.page("/people/new"), "/people/new")
	form.Set("name", "<b>Žanna</b> Ābele")
	form.Set("email", "STAFF@example.org")
	form.Set("language", "lv")
	form.Set("place", "organisation=cbss&project=CBSS-PSF-2026-07")
	form.Set("roles", "staff")
	b.post("/people/new", form).wants(t, http.StatusUnprocessableEntity, `href="#email"`, `id="email-error"`, "Another user", "&lt;b&gt;Žanna&lt;/b&gt; Ābele")
	form.Set("email", "zanna@example.org")
	b.post("/people/new", form).wants(t, http.StatusUnprocessableEntity, `href="#place"`, `id="place-error"`)
	form.Set("place", "organisation=drosa-maja&project=CBSS-PSF-2026-07")
	form.Del("roles")
	b.post("/people/new", form).wants(t, http.StatusUnprocessableEntity, `href="#roles"`)
	form.Add("roles", "staff")
	form.Add("roles", "manager")
	a := b.post("/people/new", form)
	a.wants(t, http.StatusOK)
	link := a.code(t)
	again := b.post("/people/new", form) // sent twice: the same person, and the second link is good
	again.wants(t, http.StatusOK)
	path, ok := strings.CutPrefix(again.code(t), s.server.URL)
	if !ok || link == again.code(t) {
		t.Fatalf("links %s and %s", link, again.code(t))
	}
	b.get("/people?q=zanna").wants(t, http.StatusOK, "1 person", "Has no password yet", "Drošā māja", "partner staff, partner manager")
	if token := path[strings.LastIndex(path, "/")+1:]; strings.Contains(s.log.String(), token) {
		t.Error("the log tells the link")
	}

	v := s.visitor()
	v.get(strings.TrimPrefix(link, s.server.URL)).wants(t, http.StatusNotFound, "no longer good")
	v.get(path).wants(t, http.StatusOK, `value="zanna@example.org"`)
	v.post(path, url.Values{"password": {"a long enough password"}, "again": {"a long enough passwort"}}).
		wants(t, http.StatusUnprocessableEntity, `id="again-error"`)
	v.post(path, url.Values{"password": {"password12345"}, "again": {"password12345"}}).
		wants(t, http.StatusUnprocessableEntity, `id="password-error"`)
	v.post(path, url.Values{"password": {password}, "again": {password}}).wants(t, http.StatusSeeOther)
	v.get(home).wants(t, http.StatusSeeOther) // to the work of staff, not to sign in
	if page := v.page("/me"); !strings.Contains(page, `<html lang="lv"`) {
		t.Error("the language is another")
	}
	v.get(path).wants(t, http.StatusNotFound)
}

func TestAnAdministratorChangesAPerson(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b, path := s.as("administrator"), "/people/"+string(s.somebody())
	form := b.form(b.page(path), path)
	stale := b.form(b.page(path), path)
	form.Set("name", "Other Name")
	b.post(path, form).wants(t, http.StatusSeeOther)
	b.get(path).wants(t, http.StatusOK, "Saved.", "<h1>Other Name</h1>")
	stale.Set("name", "Third Name")
	a := b.post(path, stale)
	a.wants(t, http.StatusConflict, `value="Third Name"`, "Saved now is: Other Name, somebody@example.org")
	b.post(path, b.form(a.body, path)).wants(t, http.StatusSeeOther) // having seen both

	b.post(path+"/places", url.Values{}).wants(t, http.StatusUnprocessableEntity, `id="place-error"`)
	b.post(path+"/places", url.Values{"place": {"organisation=drosa-maja&project=CBSS-PSF-2026-07"}, "roles": {"manager"}}).wants(t, http.StatusSeeOther)
	b.get(path).wants(t, http.StatusOK, "partner manager")
	b.post(path+"/places/remove", url.Values{"project": {string(baltic)}}).wants(t, http.StatusSeeOther)
	b.get(path).wants(t, http.StatusOK, "taken away", "<p>None</p>")
	b.post(path+"/disable", nil).wants(t, http.StatusSeeOther)
	b.get(path).wants(t, http.StatusOK, "Shut out", `action="`+path+`/enable"`)
	b.post(path+"/enable", nil).wants(t, http.StatusSeeOther)
	b.get("/people/organisations").wants(t, http.StatusOK, "Stellit", "lead partner", "Council of the Baltic Sea States", "Latvia")

	self := "/people/" + string(s.by("administrator").User)
	form = b.form(b.page(self), self)
	form.Del("administrator")
	b.post(self, form).wants(t, http.StatusConflict, "last administrator")
}

// TestAdministratorsShutOut: sessions that are open end at once.
func TestAdministratorsShutOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("administrator")
	for name, end := range map[string]string{"staff": "/disable", "manager": "/sessions/end", "other": "/link"} {
		open := s.as(name)
		open.page("/me")
		if a := b.post("/people/"+string(s.by(name).User)+end, nil); a.status >= http.StatusBadRequest {
			t.Fatalf("%s: %d\n%s", end, a.status, a.body)
		}
		open.get("/me").wants(t, http.StatusSeeOther)
	}
	s.as("manager") // who was only signed out
	for _, name := range []string{"staff", "other"} {
		s.visitor().post("/sign-in", url.Values{"email": {name + "@example.org"}, "password": {password}}).
			wants(t, http.StatusUnprocessableEntity, "do not fit together")
	}
}

// TestPrivilegedActsAskForThePassword: after a quarter of an hour, with the form kept.
func TestPrivilegedActsAskForThePassword(t *testing.T) {
	t.Parallel()
	s := newTimedSite(t)
	b := s.as("administrator")
	form := url.Values{
		"name": {"New <Person>"}, "email": {"new@example.org"}, "roles": {"staff", "manager"}, "key": {"K"},
		"place": {"organisation=drosa-maja&project=CBSS-PSF-2026-07"},
	}
	s.advance(16 * time.Minute)
	b.page("/people/new") // looking is free
	a := b.post("/people/new", form)
	a.wants(t, http.StatusForbidden, "Your password, please", "New &lt;Person&gt;")
	if _, err := s.service.UserByEmail(t.Context(), service.Operator(), "new@example.org"); !service.IsKind(err, service.NotFound) {
		t.Fatalf("it was done without: %v", err)
	}
	kept := b.form(a.body, "/people/new")
	kept.Set("proof", "not the password")
	a = b.post("/people/new", kept)
	a.wants(t, http.StatusForbidden, `id="proof-error"`)
	if strings.Contains(a.body, "not the password") {
		t.Error("the page tells the password")
	}
	kept = b.form(a.body, "/people/new")
	kept.Set("proof", password)
	b.post("/people/new", kept).wants(t, http.StatusOK, "/invitation/")
	b.get("/people?q=new%40").wants(t, http.StatusOK, "New &lt;Person&gt;", "partner staff, partner manager")
	form.Set("email", "second@example.org")
	form.Set("key", "L")
	b.post("/people/new", form).wants(t, http.StatusOK) // it was given just now
	s.advance(16 * time.Minute)
	for n := range 6 {
		kept.Set("proof", "guess")
		a = b.post("/people/new", kept)
		a.wants(t, http.StatusForbidden)
		if waits := strings.Contains(a.body, "Too many attempts"); waits != (n == 5) {
			t.Errorf("guess %d: waits %v", n+1, waits)
		}
	}
}

// TestTheFirstAdministrator comes by the link of an installation without people.
func TestTheFirstAdministrator(t *testing.T) {
	t.Parallel()
	s := openTimedSite(t, t.TempDir())
	token, _, err := s.service.FirstLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b, path := s.visitor(), "/first/"+token
	b.get("/first/"+token+"x").wants(t, http.StatusNotFound)
	b.post("/first/x", url.Values{"name": {"A"}, "email": {"a@example.org"}, "password": {password}, "again": {password}}).wants(t, http.StatusNotFound)
	form := b.form(b.page(path), path)
	form.Set("name", "First One")
	form.Set("email", "not an address")
	form.Set("password", password)
	form.Set("again", password)
	b.post(path, form).wants(t, http.StatusUnprocessableEntity, `id="email-error"`, `value="not an address"`, `value="First One"`)
	form.Set("email", "first@example.org")
	b.post(path, form).wants(t, http.StatusSeeOther)
	b.get("/people").wants(t, http.StatusOK, "First One")
	s.visitor().get(path).wants(t, http.StatusNotFound)
	form.Set("email", "second@example.org")
	s.visitor().post(path, form).wants(t, http.StatusNotFound)
	if strings.Contains(s.log.String(), token) {
		t.Error("the log tells the link")
	}
}

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
