package web_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/web/api"
)

// another is a project in which the persons of a site have the same places.
const another = partnership.ProjectCode("ANOTHER-1")

// A program comes to the API with a token of a person; "" for none.
type program struct {
	*site
	token string
}

// program is one of a person.
func (s *site) program(name string, scope partnership.Scope, projects ...partnership.ProjectCode) program {
	s.Helper()
	token, err := s.service.MakeToken(s.Context(), s.by(name), partnership.Token{
		Name: "Test", Scope: scope, Projects: projects, Until: noon().Add(time.Hour),
	})
	if err != nil {
		s.Fatalf("a token of %s: %v", name, err)
	}
	return program{s, token}
}

// request sends a request; headers are name, value, name, value …
func (p program) request(method, path, body string, headers ...string) answer {
	p.Helper()
	request, err := http.NewRequestWithContext(p.Context(), method, p.server.URL+api.Base+path, strings.NewReader(body))
	if err != nil {
		p.Fatal(err)
	}
	if p.token != "" {
		request.Header.Set("Authorization", "Bearer "+p.token)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for n := 0; n+1 < len(headers); n += 2 {
		request.Header.Set(headers[n], headers[n+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		p.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		p.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(text)}
}

func (p program) get(path string) answer { return p.request(http.MethodGet, path, "") }

// wantsProblem wants a problem of a kind.
func (a answer) wantsProblem(t *testing.T, status int, kind string) {
	t.Helper()
	var p api.Problem
	err := json.Unmarshal([]byte(a.body), &p)
	if err != nil || a.status != status || p.Status != status || p.Type != api.Kinds+"#"+kind || a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s %s, want problem %d %s", a.status, a.header.Get("Content-Type"), a.body, status, kind)
	}
}

// addAnother copies the demo project, with the places of its people.
func (s *site) addAnother() {
	s.Helper()
	err := s.service.CopyProject(s.Context(), service.Operator(), service.Copy{From: baltic, Code: another, Title: results.Text{"en": "Another"}})
	if err != nil {
		s.Fatal(err)
	}
	for _, p := range persons {
		if p.roles == nil {
			continue
		}
		m := partnership.Membership{User: s.by(p.name).User, Project: another, Organisation: p.of, Roles: p.roles}
		if err := s.service.Grant(s.Context(), service.Operator(), m); err != nil {
			s.Fatal(err)
		}
	}
}

// TestAPILog: a program logs, changes and submits an activity, once, and nobody's change
// is lost.
func TestAPILog(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff := s.program("staff", partnership.ScopeLog, baltic)
	const draft = `{"partner":"drosa-maja","type":"training","title":{"en":"By a program"},"start":"2026-11-12",` +
		`"contributions":[{"indicator":"OP1.2","value":"20"}]}`
	made := staff.request(http.MethodPost, home+"/activities", draft, "Idempotency-Key", "one")
	again := staff.request(http.MethodPost, home+"/activities", draft, "Idempotency-Key", "one")
	if made.status != http.StatusCreated || again.status != http.StatusCreated || made.body != again.body {
		t.Fatalf("%d %s, again %d %s", made.status, made.body, again.status, again.body)
	}
	staff.request(http.MethodPost, home+"/activities", strings.Replace(draft, "20", "21", 1), "Idempotency-Key", "one").
		wantsProblem(t, http.StatusUnprocessableEntity, "key-used")
	path, tag := strings.TrimPrefix(made.header.Get("Location"), api.Base), made.header.Get("ETag")
	if got := staff.get(path); got.body != made.body || got.header.Get("ETag") != tag {
		t.Errorf("%s: %s, want %s", path, got.body, made.body)
	}

	changed := strings.Replace(draft, `"2026-11-12"`, `"2026-11-13","place":"Cēsis"`, 1)
	staff.request(http.MethodPut, path, changed).wantsProblem(t, http.StatusPreconditionRequired, "needs-match")
	now := staff.request(http.MethodPut, path, changed, "If-Match", tag)
	if now.status != http.StatusOK || !strings.Contains(now.body, "Cēsis") {
		t.Fatalf("%d %s", now.status, now.body)
	}
	for _, old := range []string{tag, "*", `"x"`, `W/` + tag} {
		staff.request(http.MethodPut, path, changed, "If-Match", old).wantsProblem(t, http.StatusPreconditionFailed, "changed")
	}
	submitted := staff.request(http.MethodPost, path+"/submit", "", "If-Match", now.header.Get("ETag"))
	if submitted.status != http.StatusOK || !strings.Contains(submitted.body, `"status":"submitted"`) {
		t.Errorf("submit: %d %s", submitted.status, submitted.body)
	}
	withdrawn := staff.request(http.MethodPost, path+"/withdraw", "", "If-Match", submitted.header.Get("ETag"))
	if withdrawn.status != http.StatusOK || !strings.Contains(withdrawn.body, `"status":"draft"`) {
		t.Errorf("withdraw: %d %s", withdrawn.status, withdrawn.body)
	}
	staff.request(http.MethodPost, path+"/withdraw", "", "If-Match", withdrawn.header.Get("ETag")).
		wantsProblem(t, http.StatusConflict, "not-possible")
	s.as("staff").page("/projects/" + strings.TrimPrefix(path, "/projects/") + "/edit")
}

// TestAPIProblems: what is wrong is told in one form, by its place, and never says again
// what was sent.
func TestAPIProblems(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff, nobody := s.program("staff", partnership.ScopeLog, baltic), program{site: s}
	a := nobody.get("/projects")
	a.wantsProblem(t, http.StatusUnauthorized, "unauthorized")
	if a.header.Get("WWW-Authenticate") != `Bearer realm="Tulos"` {
		t.Errorf("WWW-Authenticate: %q", a.header.Values("WWW-Authenticate"))
	}
	if a := nobody.get(home + "/figures.csv"); len(a.header.Values("WWW-Authenticate")) != 2 {
		t.Errorf("WWW-Authenticate of the table: %q", a.header.Values("WWW-Authenticate"))
	}
	staff.get("/nowhere").wantsProblem(t, http.StatusNotFound, "not-found")
	staff.request(http.MethodDelete, home, "").wantsProblem(t, http.StatusMethodNotAllowed, "method")
	staff.get(home+"/activities?cursor=secret").wantsProblem(t, http.StatusBadRequest, "cursor")
	post := func(body string) answer { return staff.request(http.MethodPost, home+"/activities", body) }
	for _, c := range []struct {
		name    string
		answer  answer
		status  int
		kind    string
		pointer string
	}{
		{"not JSON", post(`{"secret`), 400, "unfit", ""},
		{"unknown field", post(`{"partner":"drosa-maja","secret":"secret"}`), 400, "unfit", ""},
		{"type", post(`{"partner":"drosa-maja","online":"secret"}`), 400, "unfit", "/online"},
		{"zero byte", post(`{"partner":"drosa-maja","title":{"en":"secret\u0000"}}`), 400, "unfit", "/title/en"},
		{"pattern", post(`{"partner":"drosa-maja","contributions":[{"indicator":"OP1.2","value":"secret"}]}`), 400, "unfit", "/contributions/0/value"},
		{"no such day", post(`{"partner":"drosa-maja","start":"2026-02-30"}`), 422, "invalid", "/start"},
		{"no such indicator", post(`{"partner":"drosa-maja","contributions":[{"indicator":"secret"}]}`), 422, "invalid", "/contributions/0/indicator"},
		{"another's", post(`{"partner":"secret"}`), 403, "forbidden", ""},
		{"parameter", staff.get(home + "/activities?limit=secret"), 400, "unfit", ""},
		{"unknown parameter", staff.get(home + "/activities?secret=1"), 400, "unfit", ""},
		{"too large", post(`{"partner":"` + strings.Repeat("secret", 1<<18) + `"}`), 413, "too-large", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.answer.wantsProblem(t, c.status, c.kind)
			if strings.Contains(c.answer.body, "secret") {
				t.Errorf("it says again what was sent: %s", c.answer.body)
			}
			var p api.Problem
			if err := json.Unmarshal([]byte(c.answer.body), &p); err != nil {
				t.Fatal(err)
			}
			if c.pointer != "" && (len(p.Errors) != 1 || p.Errors[0].Pointer != c.pointer) {
				t.Errorf("places: %+v, want %s", p.Errors, c.pointer)
			}
		})
	}
	if log := s.log.String(); strings.Contains(log, "secret") || strings.Contains(log, staff.token) {
		t.Errorf("the log has what was sent:\n%s", log)
	}
}

// TestAPIReads: pages of a list are the whole list once; the table of figures takes the
// token as a password; sealed files come as they were sealed.
func TestAPIReads(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.submitReport()
	lead := s.program("lead", partnership.ScopeRead, baltic)
	n, err := s.service.CountActivities(t.Context(), s.by("lead"), baltic, service.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for next := ""; ; {
		var page api.ActivityPage
		a := lead.get(home + "/activities?limit=7&cursor=" + next)
		if err := json.Unmarshal([]byte(a.body), &page); err != nil || a.status != http.StatusOK {
			t.Fatalf("%d %s", a.status, a.body)
		}
		for _, item := range page.Items {
			seen[item.Ref] = true
		}
		if next = page.Next; next == "" {
			break
		}
	}
	if len(seen) != n {
		t.Errorf("%d activities in pages, want %d", len(seen), n)
	}
	a := program{site: s}.request(http.MethodGet, home+"/figures.csv", "", "Authorization", basic(lead.token))
	if a.status != http.StatusOK || !strings.HasPrefix(a.body, "\uFEFFproject,indicator,") || !strings.Contains(a.body, "CBSS-PSF-2026-07,OP1.2,") {
		t.Errorf("figures.csv: %d %.300s", a.status, a.body)
	}
	if a := (program{site: s}).request(http.MethodGet, home, "", "Authorization", basic(lead.token)); a.status != http.StatusUnauthorized {
		t.Errorf("a token as password elsewhere: %d", a.status)
	}
	var reports api.ReportList
	if err := json.Unmarshal([]byte(lead.get(home+"/reports").body), &reports); err != nil || len(reports.Items) != 1 {
		t.Fatalf("reports: %+v, %v", reports, err)
	}
	for _, f := range reports.Items[0].Files {
		a := lead.get(home + "/reports/1/versions/1/files/" + f.Name)
		if a.status != http.StatusOK || sha256Of(a.body) != f.Sha256 {
			t.Errorf("%s: %d, SHA-256 %s, want %s", f.Name, a.status, sha256Of(a.body), f.Sha256)
		}
	}
	if a := lead.get("/openapi.yaml"); a.status != http.StatusOK || !strings.HasPrefix(a.body, "openapi: 3.1.0\n") {
		t.Errorf("the document: %d %.100s", a.status, a.body)
	}
	if h := lead.get(home).header; h.Get("RateLimit") == "" || h.Get("RateLimit-Policy") != `"token";q=600;w=60` || h.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("headers: %v", h)
	}
}

func basic(password string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte("anybody:"+password))
}

func sha256Of(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
