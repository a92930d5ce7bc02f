package web_test

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/internal/store/sqlite"
	"tulos/internal/web"
)

const (
	baltic   = partnership.ProjectCode("CBSS-PSF-2026-07")
	home     = "/projects/CBSS-PSF-2026-07"
	drosa    = results.PartnerID("drosa-maja")
	password = "a long enough password"
)

// noon is the time of the tests: a day of the demo's second period.
func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// persons are whoever can sign in to a site, one for each role; "stranger" has no
// place in the demo project.
var persons = []struct {
	name          string
	of            results.PartnerID
	roles         []partnership.Role
	administrator bool
}{
	{"staff", drosa, []partnership.Role{partnership.RoleStaff}, false},
	{"manager", drosa, []partnership.Role{partnership.RoleManager}, false},
	{"other", "suojellaan-lapsia", []partnership.Role{partnership.RoleManager}, false},
	{"lead", "stellit", []partnership.Role{partnership.RoleLead, partnership.RoleStaff}, false},
	{"funder", "cbss", []partnership.Role{partnership.RoleFunder}, false},
	{"auditor", "", []partnership.Role{partnership.RoleAuditor}, false},
	{"stranger", "", nil, false},
	{"administrator", "", nil, true},
}

// A site is the product over a storage of its own, with the demo project and its
// people.
type site struct {
	*testing.T
	server  *httptest.Server
	service *service.Service
	log     *lockedLog
}

// newSite starts a site.
func newSite(t *testing.T) *site {
	t.Helper()
	return newSiteOn(t, asIs)
}

func asIs(e store.Engine) store.Engine { return e }

// newSiteOn starts a site over what is made of its engine.
func newSiteOn(t *testing.T, over func(store.Engine) store.Engine) *site {
	t.Helper()
	return openSite(t, seedCopy(t), over)
}

// seedCopy is a folder with a copy of the installation that sites begin with.
func seedCopy(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(seed(t))); err != nil {
		t.Fatal(err)
	}
	return folder
}

func openSite(t *testing.T, folder string, over func(store.Engine) store.Engine) *site {
	t.Helper()
	e, err := sqlite.Open(t.Context(), folder, archive.Schema())
	if err != nil {
		t.Fatal(err)
	}
	uses := service.New(service.Config{Engine: over(e), Now: noon, Random: rand.Reader})
	log := &lockedLog{}
	handler, err := web.New(web.Config{Service: uses, Now: noon, Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	s := &site{T: t, server: httptest.NewServer(handler), service: uses, log: log}
	t.Cleanup(func() {
		s.server.Close()
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// seed makes the folder that all sites are copies of, once.
func seed(t *testing.T) string {
	t.Helper()
	seeded.Do(func() { seeded.folder, seeded.err = makeSeed(t) })
	if seeded.err != nil {
		t.Fatal(seeded.err)
	}
	return seeded.folder
}

var seeded struct {
	sync.Once
	folder string
	err    error
}

func makeSeed(t *testing.T) (string, error) {
	t.Helper()
	ctx := t.Context()
	folder, err := os.MkdirTemp("", "tulos-site-*") // outlives the first test
	if err != nil {
		return "", err
	}
	e, err := sqlite.Open(ctx, folder, archive.Schema())
	if err != nil {
		return "", err
	}
	defer e.Close()
	uses := service.New(service.Config{Engine: e, Now: noon, Random: rand.Reader})
	demo, err := bundle.OpenFS(configs.Demo, "demo/bundle.json")
	if err != nil {
		return "", err
	}
	defer demo.Close()
	if _, err := uses.Import(ctx, service.Operator(), demo, service.ImportOptions{Alone: true}); err != nil {
		return "", err
	}
	for _, p := range persons {
		var places []partnership.Membership
		if p.roles != nil {
			places = append(places, partnership.Membership{Project: baltic, Organisation: p.of, Roles: p.roles})
		}
		id, err := uses.AddUser(ctx, service.Operator(), partnership.User{
			Name: p.name, Email: p.name + "@example.org", Language: "en", Administrator: p.administrator,
		}, places...)
		if err != nil {
			return "", err
		}
		token, err := uses.Invite(ctx, service.Operator(), id)
		if err != nil {
			return "", err
		}
		if _, err := uses.ChoosePassword(ctx, token, password); err != nil {
			return "", err
		}
	}
	return folder, nil
}

// TestMain removes the folder that sites are copies of.
func TestMain(m *testing.M) {
	code := m.Run()
	if seeded.folder != "" {
		_ = os.RemoveAll(filepath.Clean(seeded.folder))
	}
	os.Exit(code)
}

// by is a person as use cases know them.
func (s *site) by(name string) service.By {
	s.Helper()
	u, err := s.service.UserByEmail(s.Context(), service.Operator(), name+"@example.org")
	if err != nil {
		s.Fatal(err)
	}
	return service.By{User: u.Value.ID}
}

// A browser is a visitor of the site: it keeps cookies and follows no redirects.
type browser struct {
	*site
	client *http.Client
}

// visitor is somebody who is not signed in.
func (s *site) visitor() *browser {
	s.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.Fatal(err)
	}
	return &browser{s, &http.Client{
		Jar:           jar,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// as is a person who has signed in.
func (s *site) as(name string) *browser {
	s.Helper()
	b := s.visitor()
	if p := b.post("/sign-in", url.Values{"email": {name + "@example.org"}, "password": {password}}); p.status != http.StatusSeeOther {
		s.Fatalf("sign in as %s: %d\n%s", name, p.status, p.body)
	}
	return b
}

// An answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

func (b *browser) get(path string) answer {
	b.Helper()
	return b.do(http.MethodGet, path, "", nil)
}

func (b *browser) post(path string, form url.Values) answer {
	b.Helper()
	return b.do(http.MethodPost, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (b *browser) do(method, path, contentType string, body io.Reader) answer {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), method, b.server.URL+path, body)
	if err != nil {
		b.Fatal(err)
	}
	if contentType != "" {
		request.Header.Set("Content-Type", contentType)
	}
	return b.ask(request)
}

func (b *browser) ask(request *http.Request) answer {
	b.Helper()
	response, err := b.client.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(text)}
}

// page gets a page that must be there.
func (b *browser) page(path string) string {
	b.Helper()
	a := b.get(path)
	if a.status != http.StatusOK {
		b.Fatalf("%s: %d %s\n%s", path, a.status, a.header.Get("Location"), a.body)
	}
	return a.body
}

// form reads the fields of the form with that action as a browser would send them.
func (b *browser) form(page, action string) url.Values {
	b.Helper()
	at := strings.Index(page, `action="`+action+`"`)
	if at < 0 {
		b.Fatalf("no form for %s in\n%s", action, page)
	}
	text := page[at:]
	if end := strings.Index(text, "</form>"); end >= 0 {
		text = text[:end]
	}
	fields := url.Values{}
	for _, input := range inputs.FindAllString(text, -1) {
		name, value := attribute(input, "name"), attribute(input, "value")
		kind := attribute(input, "type")
		isOff := (kind == "checkbox" || kind == "radio") && !strings.Contains(input, " checked")
		if name != "" && !isOff && kind != "file" {
			fields.Add(name, value)
		}
	}
	for _, area := range areas.FindAllStringSubmatch(text, -1) {
		fields.Add(attribute(area[1], "name"), unescape(area[2]))
	}
	for _, choice := range selects.FindAllStringSubmatch(text, -1) {
		if chosen := selected.FindString(choice[2]); chosen != "" {
			fields.Add(attribute(choice[1], "name"), attribute(chosen, "value"))
		}
	}
	return fields
}

var (
	inputs   = regexp.MustCompile(`<input[^>]*>`)
	areas    = regexp.MustCompile(`(?s)<textarea([^>]*)>\n?(.*?)</textarea>`)
	selects  = regexp.MustCompile(`(?s)<select([^>]*)>(.*?)</select>`)
	selected = regexp.MustCompile(`<option[^>]* selected[^>]*>`)
)

func attribute(tag, name string) string {
	m := regexp.MustCompile(`\s` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return unescape(m[1])
}

func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&#34;", `"`, "&#39;", "'", "&#43;", "+", "&amp;", "&").Replace(s)
}

// lockedLog is a log that many may write to.
type lockedLog struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *lockedLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lockedLog) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
