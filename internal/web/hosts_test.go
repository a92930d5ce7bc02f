package web_test

import (
	"net/http"
	"strings"
	"testing"

	"tulos/internal/service"
	"tulos/internal/web"
)

// atAddress starts a site that people know by an address with HTTPS.
func atAddress(t *testing.T) *timedSite {
	t.Helper()
	return newTimedSite(t, func(_ string, _ *service.Config, pages *web.Config) {
		pages.Address, pages.Secure = "https://tulos.example", true
	})
}

// TestOtherHostsAreRefused: pages and programs are answered under the address that people
// know alone; how the server is doing is told under any.
func TestOtherHostsAreRefused(t *testing.T) {
	t.Parallel()
	b := atAddress(t).visitor()
	ask := func(host, path string) answer {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		request.Header.Set("X-Forwarded-Host", "tulos.example")
		return b.ask(request)
	}
	for _, host := range []string{"tulos.example", "TULOS.example.", "tulos.example:443", "tulos.example:8443"} {
		if a := ask(host, "/sign-in"); a.status != http.StatusOK {
			t.Errorf("%s: %d", host, a.status)
		}
	}
	for _, host := range []string{"127.0.0.1", "evil.example", "tulos.example.evil.example", "eviltulos.example"} {
		for _, path := range []string{"/sign-in", "/", home, "/api/v1/projects", "/nowhere", "/static/tulos.css"} {
			a := ask(host, path)
			if a.status != http.StatusMisdirectedRequest || strings.Contains(a.body, "evil") {
				t.Errorf("%s%s: %d\n%s", host, path, a.status, a.body)
			}
		}
	}
	ask("evil.example", "/sign-in").wants(t, http.StatusMisdirectedRequest, "https://tulos.example", "only under its own address")
	if a := ask("10.0.0.7:8080", "/readyz"); a.status != http.StatusOK {
		t.Errorf("whether it is ready: %d", a.status)
	}
}

// TestCookiesOfHTTPS: cookies come by HTTPS alone, from this host alone, and no script
// reads them; browsers are told to stay with HTTPS.
func TestCookiesOfHTTPS(t *testing.T) {
	t.Parallel()
	b := atAddress(t).visitor()
	send := func(path, body string) answer {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.server.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Host = "tulos.example"
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return b.ask(request)
	}
	for path, body := range map[string]string{
		"/sign-in": "email=staff@example.org&password=" + strings.ReplaceAll(password, " ", "+"), "/language": "language=fi", "/me/theme": "theme=dark",
	} {
		a := send(path, body)
		if a.status != http.StatusSeeOther || len(a.header["Set-Cookie"]) == 0 {
			t.Errorf("%s: %d, %q", path, a.status, a.header["Set-Cookie"])
		}
		for _, c := range a.header["Set-Cookie"] {
			if !strings.HasPrefix(c, "__Host-tulos-") || strings.Contains(c, "Domain=") {
				t.Errorf("%s: cookie %s", path, c)
			}
			for _, want := range []string{"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"} {
				if !strings.Contains(c, want) {
					t.Errorf("%s: cookie %s lacks %q", path, c, want)
				}
			}
		}
		if a.header.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s: browsers may come without HTTPS", path)
		}
	}
}

// endless is a body without an end; it counts what is read of it.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (n int, _ error) {
	if e.read == 0 {
		n = copy(p, "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n")
	} else {
		n = copy(p, manyLetters)
	}
	e.read += int64(n)
	return n, nil
}

var manyLetters = strings.Repeat("a", 64<<10) //nolint:gochecknoglobals // a constant

// TestBodiesAreBounded sends a body without an end to every route: of forms a megabyte is
// read, of those with files, which are these, forty.
func TestBodiesAreBounded(t *testing.T) {
	t.Parallel()
	withFiles := map[string]bool{}
	for _, path := range []string{
		"/verify", "/new-project/file", "/projects/:project/rates", "/projects/:project/logbook", "/projects/:project/logbook/store",
		"/projects/:project/activities", "/projects/:project/activities/:ref/edit", "/projects/:project/activities/:ref/evidence", "/projects/:project/offline/:draft",
		"/projects/:project/expenses", "/projects/:project/expenses/:ref/edit", "/projects/:project/reports/:period/fill",
	} {
		withFiles["POST "+path] = true
	}
	s := newSite(t)
	for _, r := range web.TestedRoutes() {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			continue
		}
		name := r.Method + " " + r.Path
		for _, kind := range []string{"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"} {
			if withFiles[name] && strings.HasPrefix(kind, "multipart") {
				continue
			}
			if read := s.readOf(r, kind); read > 1<<20+64<<10 {
				t.Errorf("%s: %d bytes were read of %s", name, read, kind)
			}
		}
		delete(withFiles, name)
	}
	if len(withFiles) > 0 {
		t.Errorf("no such routes: %v", withFiles)
	}
	if read := s.readOf(web.TestedRoute{Method: http.MethodPost, Path: "/verify"}, "multipart/form-data; boundary=x"); read < 2<<20 || read > 41<<20 {
		t.Errorf("%d bytes were read of a file", read)
	}
}

// readOf is how much of an endless body somebody gets read who is not signed in.
func (s *site) readOf(r web.TestedRoute, kind string) int64 {
	s.Helper()
	body := &endless{}
	request, err := http.NewRequestWithContext(s.Context(), r.Method, r.Path, body)
	if err != nil {
		s.Fatal(err)
	}
	request.Header.Set("Content-Type", kind)
	w := &discarded{header: http.Header{}}
	s.server.Config.Handler.ServeHTTP(w, request)
	return body.read
}

// discarded is an answer that nobody reads.
type discarded struct{ header http.Header }

func (d *discarded) Header() http.Header         { return d.header }
func (d *discarded) Write(p []byte) (int, error) { return len(p), nil }
func (d *discarded) WriteHeader(int)             {}
