package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"tulos/internal/web"
)

func TestSignInAndOut(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor()
	a := b.get(home)
	if a.status != http.StatusSeeOther || a.header.Get("Location") != "/sign-in?then="+url.QueryEscape(home) {
		t.Fatalf("signed out: %d to %s", a.status, a.header.Get("Location"))
	}
	form := b.form(b.page("/sign-in?then="+url.QueryEscape(home)), "/sign-in")
	form.Set("email", "staff@example.org")
	form.Set("password", "wrong password")
	if a := b.post("/sign-in", form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "do not fit together") ||
		!strings.Contains(a.body, `value="staff@example.org"`) {
		t.Errorf("wrong password: %d\n%s", a.status, a.body)
	}
	form.Set("password", password)
	if a := b.post("/sign-in", form); a.status != http.StatusSeeOther || a.header.Get("Location") != home {
		t.Fatalf("sign in: %d to %s", a.status, a.header.Get("Location"))
	}
	b.page("/me")
	b.post("/sign-out", nil)
	if a := b.get("/me"); a.status != http.StatusSeeOther {
		t.Errorf("signed out: %d", a.status)
	}
}

func TestSignInGoesNowhereElse(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, then := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "/a\r\nb"} {
		a := s.visitor().post("/sign-in", url.Values{
			"email": {"staff@example.org"}, "password": {password}, "then": {then},
		})
		if a.header.Get("Location") != "/" {
			t.Errorf("%q: on to %q", then, a.header.Get("Location"))
		}
	}
}

func TestGuessersWait(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor()
	form := url.Values{"email": {"Staff@example.org"}, "password": {"guess"}}
	for n := range 6 {
		want := http.StatusUnprocessableEntity
		if n == 5 {
			want = http.StatusTooManyRequests
		}
		if a := b.post("/sign-in", form); a.status != want {
			t.Fatalf("try %d: %d, want %d", n+1, a.status, want)
		}
	}
	form.Set("password", password)
	if a := b.post("/sign-in", form); a.status != http.StatusTooManyRequests {
		t.Errorf("the right password meanwhile: %d", a.status)
	}
}

// TestGuessersBehindAProxy: those whom a proxy names are counted apart where the proxy is
// believed, and nobody else can be somebody else by saying so.
func TestGuessersBehindAProxy(t *testing.T) {
	t.Parallel()
	uses := newSite(t).service
	for name, test := range map[string]struct {
		proxies []netip.Prefix
		want    int // of the second browser, after all free tries of the first
	}{
		"believed":     {[]netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, http.StatusUnprocessableEntity},
		"not believed": {nil, http.StatusTooManyRequests},
	} {
		handler, err := web.New(web.Config{Service: uses, Now: noon, Log: slog.New(slog.DiscardHandler), Proxies: test.proxies})
		if err != nil {
			t.Fatal(err)
		}
		try := func(browser string, n int) int {
			form := url.Values{"email": {strconv.Itoa(n) + "@example.org"}, "password": {"guess"}}
			r := httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader(form.Encode()))
			r.RemoteAddr = "192.0.2.7:1234"
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set("X-Forwarded-For", "203.0.113.99, "+browser)
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			return w.Code
		}
		const free = 50
		for n := range free {
			try("198.51.100.1", n)
		}
		if code := try("198.51.100.1", free); code != http.StatusTooManyRequests {
			t.Errorf("%s: the guesser is answered %d", name, code)
		}
		if code := try("198.51.100.2", free+1); code != test.want {
			t.Errorf("%s: another browser is answered %d, want %d", name, code, test.want)
		}
	}
}

func TestOtherSitesCannotPost(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("staff")
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.server.URL+"/sign-out", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Origin", "https://evil.example")
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	response, err := b.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusForbidden {
		t.Errorf("a form of another site: %d", response.StatusCode)
	}
	b.page("/me")
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("staff")
	for _, path := range []string{"/", "/sign-in", "/me", "/nowhere", home} {
		h := b.get(path).header
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self';",
			"X-Content-Type-Options":  "nosniff",
			"Cache-Control":           "no-store",
			"Referrer-Policy":         "same-origin",
		} {
			if !strings.HasPrefix(h.Get(name), want) {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		if strings.Contains(h.Get("Content-Security-Policy"), "unsafe") {
			t.Errorf("%s: %s", path, h.Get("Content-Security-Policy"))
		}
	}
	for _, c := range s.visitor().post("/sign-in", url.Values{"email": {"staff@example.org"}, "password": {password}}).header["Set-Cookie"] {
		if strings.HasPrefix(c, "tulos-session=") && (!strings.Contains(c, "HttpOnly") || !strings.Contains(c, "SameSite=Lax")) {
			t.Errorf("cookie %s", c)
		}
	}
}

func TestStaticFilesCanBeKept(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	page := s.visitor().page("/sign-in")
	at := strings.Index(page, "/static/tulos.css?v=")
	address, _, _ := strings.Cut(page[at:], `"`)
	a := s.visitor().get(address)
	if a.status != http.StatusOK || !strings.Contains(a.header.Get("Cache-Control"), "immutable") {
		t.Errorf("%s: %d, %s", address, a.status, a.header.Get("Cache-Control"))
	}
	for _, path := range []string{"/static/", "/static/none.css", "/static/../web.go", "/static/%2e%2e/web.go"} {
		if a := s.visitor().get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

func TestLanguageOfTheBrowser(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.visitor()
	for header, want := range map[string]string{
		"": "en", "fi-FI,fi;q=0.9": "fi", "uk,ru;q=0.8": "uk", "be,ru;q=0.8": "ru", "xx": "en", "lv, en;q=0.5": "lv", ";;;": "en",
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+"/sign-in", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept-Language", header)
		response, err := b.client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		text := make([]byte, 200)
		n, _ := response.Body.Read(text)
		response.Body.Close()
		if !strings.Contains(string(text[:n]), `<html lang="`+want+`"`) {
			t.Errorf("%q: %s", header, text[:n])
		}
	}
	b.post("/language", url.Values{"language": {"fi"}, "back": {"/sign-in"}})
	if page := b.page("/sign-in"); !strings.Contains(page, `<html lang="fi"`) {
		t.Error("the chosen language is forgotten")
	}
}

func TestTooMuch(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	a := s.visitor().post("/sign-in", url.Values{"email": {strings.Repeat("x", 2<<20)}})
	if a.status != http.StatusRequestEntityTooLarge && a.status != http.StatusUnprocessableEntity {
		t.Errorf("2 MiB of address: %d", a.status)
	}
}
