package web_test

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

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
	return s.person("somebody")
}

// person is somebody of that name.
func (s *site) person(name string) partnership.UserID {
	s.Helper()
	id, err := s.service.AddUser(s.Context(), service.Operator(), partnership.User{Name: name, Email: name + "@example.org"},
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
func newTimedSite(t *testing.T, changes ...siteChange) *timedSite {
	t.Helper()
	return openTimedSite(t, seedCopy(t), changes...)
}

// A siteChange sets something of a site at an address before it starts.
type siteChange func(address string, uses *service.Config, pages *web.Config)

func openTimedSite(t *testing.T, folder string, changes ...siteChange) *timedSite {
	t.Helper()
	e, err := sqlite.Open(t.Context(), folder, archive.Schema())
	if err != nil {
		t.Fatal(err)
	}
	s := &timedSite{site: &site{T: t, log: &lockedLog{}}, seconds: &atomic.Int64{}}
	s.seconds.Store(noon().Unix())
	s.server = httptest.NewUnstartedServer(nil)
	uses := service.Config{Engine: e, Now: s.now, Random: rand.Reader}
	pages := web.Config{Now: s.now, Log: slog.New(slog.NewTextHandler(s.log, nil))}
	for _, change := range changes {
		change("http://"+s.server.Listener.Addr().String(), &uses, &pages)
	}
	s.service = service.New(uses)
	pages.Service = s.service
	if s.server.Config.Handler, err = web.New(pages); err != nil {
		t.Fatal(err)
	}
	s.server.Start()
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
	for _, query := range []string{"organisation=nobody", "role=king", "state=asleep", "order=size", "after=nonsense"} {
		b.get("/people?"+query).wants(t, http.StatusNotFound)
	}
	b.get("/people?organisation=drosa-maja&role=manager&state=invited&order=email").wants(t, http.StatusOK, "1 person",
		"zanna@example.org", `href="/people/export/people.xlsx?order=email&amp;organisation=drosa-maja&amp;role=manager&amp;state=invited"`)
	b.get("/people?role=administrator").wants(t, http.StatusOK, "1 person", "administrator")
	file := b.get("/people/export/people.csv?q=zanna")
	file.wants(t, http.StatusOK, "zanna@example.org", "Drošā māja")
	if got := file.header.Get("Content-Disposition"); got != "attachment; filename=people.csv" {
		t.Errorf("the file is called %s", got)
	}
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
	b.post(path, form).sentOn(t, "/projects")
	b.get("/projects").wants(t, http.StatusOK, "Begin the first project", `href="/new-project"`)
	b.get("/people").wants(t, http.StatusOK, "First One")
	s.visitor().get(path).wants(t, http.StatusNotFound)
	form.Set("email", "second@example.org")
	s.visitor().post(path, form).wants(t, http.StatusNotFound)
	if strings.Contains(s.log.String(), token) {
		t.Error("the log tells the link")
	}
}

// TestEmptyPagesSayWhatToDoFirst: each to whoever can do it.
func TestEmptyPagesSayWhatToDoFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	admin := s.as("administrator")
	admin.get("/projects").wants(t, http.StatusOK, `href="`+home+`/setup"`, `href="/new-project"`)
	if page := s.as("stranger").page("/projects"); !strings.Contains(page, "Ask whoever administers") || strings.Contains(page, "/new-project") {
		t.Errorf("a stranger is told\n%s", page)
	}
	admin.get("/people/new").wants(t, http.StatusOK, `id="email-hint"`, `id="name-hint"`)
}
