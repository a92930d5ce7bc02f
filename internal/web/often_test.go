package web_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"tulos/internal/service"
	"tulos/internal/web"
)

// newLimitedSite starts a site behind a reverse proxy, with limits.
func newLimitedSite(t *testing.T, limits web.Limits) *timedSite {
	t.Helper()
	return newTimedSite(t, func(_ string, _ *service.Config, pages *web.Config) {
		pages.Limits, pages.Proxies = limits, []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32")}
	})
}

// from asks for a page as a browser at an address does.
func (b *browser) from(address, path string, headers ...string) answer {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodGet, b.server.URL+path, http.NoBody)
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("X-Forwarded-For", address)
	for n := 0; n < len(headers); n += 2 {
		request.Header.Set(headers[n], headers[n+1])
	}
	return b.ask(request)
}

// wantsWait checks that an answer says to wait.
func (a answer) wantsWait(t *testing.T, texts ...string) {
	t.Helper()
	a.wants(t, http.StatusTooManyRequests, texts...)
	if a.header.Get("Retry-After") == "" || a.header.Get("Content-Security-Policy") == "" {
		t.Errorf("headers %v", a.header)
	}
}

// TestHammeringPersonWaits: whoever is signed in and asks too often waits a while; others at
// the same address do not, and what was sent meanwhile is in the page, to be sent again.
func TestHammeringPersonWaits(t *testing.T) {
	t.Parallel()
	s := newLimitedSite(t, web.Limits{Person: 6})
	staff, manager := s.as("staff"), s.as("manager")
	form := staff.newForm()
	form.Set("do", "save")
	form.Set("title", "Written while held back")
	for range 5 {
		staff.page("/help")
	}
	staff.get("/help").wantsWait(t, "Too much in a short time")
	staff.get("/none").wantsWait(t)
	staff.get("/static/tulos.css").wants(t, http.StatusOK)
	staff.get("/healthz").wants(t, http.StatusOK)
	manager.get("/help").wants(t, http.StatusOK)
	staff.from("", "/help", "Accept", "application/json").wantsWait(t, `{"error":"You, or`)
	held := staff.post(activities, form)
	held.wantsWait(t, "Written while held back")
	s.advance(time.Minute)
	staff.post(activities, staff.form(held.body, activities)).wants(t, http.StatusSeeOther)
}

// TestHammeringAddressWaits: those who are not signed in are counted by the address that a
// believed proxy tells, programs without a good token among them, in the language of each.
func TestHammeringAddressWaits(t *testing.T) {
	t.Parallel()
	s := newLimitedSite(t, web.Limits{Address: 2})
	v := s.visitor()
	const one, same, other = "2001:db8:1:2::1", "2001:db8:1:2::ffff", "2001:db8:1:3::1"
	v.from(one, "/sign-in").wants(t, http.StatusOK)
	v.from(same, "/api/v1/projects", "Authorization", "Bearer none").wants(t, http.StatusUnauthorized)
	v.from(one, "/sign-in", "Accept-Language", "fi").wantsWait(t, "Liikaa lyhyessä ajassa")
	v.from(one, "/api/v1/projects", "Authorization", "Bearer none").wantsWait(t, `"type":"/api#too-many"`)
	v.from(other, "/sign-in").wants(t, http.StatusOK)
	s.advance(time.Minute)
	v.from(one, "/sign-in").wants(t, http.StatusOK)
}

// TestCostlyIsCountedApart: what takes much is limited by itself, by person, and looking for
// something in a list is among it.
func TestCostlyIsCountedApart(t *testing.T) {
	t.Parallel()
	s := newLimitedSite(t, web.Limits{Costly: 2})
	staff := s.as("staff")
	for _, path := range []string{"/export/activities.csv", "/activities?q=school"} {
		staff.page(home + path)
	}
	for _, path := range []string{"/export/activities.csv", "/activities?q=school", "/logbook/2/xlsx"} {
		staff.get(home + path).wantsWait(t)
	}
	for _, path := range []string{"/activities", "/activities?q=", "/dashboard", "/work"} {
		staff.page(home + path)
	}
	if strings.Contains(s.log.String(), "level=ERROR") {
		t.Error(s.log)
	}
}
