package web_test

import (
	"context"
	"database/sql"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestStorageIsAway: while the storage is away pages say so in the person's language, by
// 503 with Retry-After; a form is in the page, and sent again from there once the storage
// is back, it is stored once. Passwords are never in a page.
func TestStorageIsAway(t *testing.T) {
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(seed(t))); err != nil {
		t.Fatal(err)
	}
	before := openSite(t, folder, asIs)
	staff := before.as("staff")
	form := staff.newForm()
	form.Set("do", "save")
	form.Set("title", "Written while it was away")
	if err := before.service.Engine.Close(); err != nil {
		t.Fatal(err)
	}
	for _, a := range []answer{staff.get(home + "/dashboard"), staff.post(activities, form), before.visitor().post("/sign-in", url.Values{
		"email": {"staff@example.org"}, "password": {password},
	})} {
		if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" || a.header.Get("Content-Security-Policy") == "" ||
			!strings.Contains(a.body, "Not reachable just now") || strings.Contains(a.body, password) {
			t.Errorf("%d, %v\n%s", a.status, a.header, a.body)
		}
	}
	kept := staff.form(staff.post(activities, form).body, activities)
	after := openSite(t, folder, asIs)
	again := &browser{after, staff.client}
	for range 2 {
		if a := again.post(activities, kept); a.status != http.StatusSeeOther {
			t.Fatalf("sent again: %d\n%s", a.status, a.body)
		}
	}
	stored := 0
	for _, ref := range again.drafts() {
		if again.stored(ref).Value.Value.Title["en"] == "Written while it was away" {
			stored++
		}
	}
	if stored != 1 {
		t.Errorf("it is stored %d times", stored)
	}
}

// TestNobodyWaits: that somebody did not wait for the answer is no error of ours, which
// whoever runs the installation would look into.
func TestNobodyWaits(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff := s.as("staff")
	at, err := url.Parse(s.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{home + "/activities", "/sign-in", "/api/v1/projects"} {
		ctx, leave := context.WithCancel(t.Context())
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, path, nil)
		for _, c := range staff.client.Jar.Cookies(at) {
			r.AddCookie(c)
		}
		leave()
		s.server.Config.Handler.ServeHTTP(httptest.NewRecorder(), r)
	}
	if log := s.log.String(); strings.Contains(log, "level=ERROR") || !strings.Contains(log, "context canceled") {
		t.Errorf("the log:\n%s", log)
	}
}

// TestReadingGoesOn: while something else holds the database, pages are shown, and what was
// to be written is put off.
func TestReadingGoesOn(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(seed(t))); err != nil {
		t.Fatal(err)
	}
	s := openSite(t, folder, asIs)
	staff := s.as("staff")
	form := staff.newForm()
	staff.post(activities, form).wants(t, http.StatusSeeOther) // leaves a notice for the next page
	other, err := sql.Open("sqlite", filepath.Join(folder, "tulos.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	if _, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	staff.get(activities).wants(t, http.StatusOK)
	if a := staff.post(activities, staff.newForm()); a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
		t.Errorf("logging: %d, %v", a.status, a.header)
	}
	if _, err := other.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	staff.post(activities, staff.newForm()).wants(t, http.StatusSeeOther)
}

// TestOnlyOwnFormsAreKept: what another site has sent is in no page.
func TestOnlyOwnFormsAreKept(t *testing.T) {
	s := newSite(t)
	staff := s.as("staff")
	if err := s.service.Engine.Close(); err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.server.URL+activities, strings.NewReader("title=Foreign"))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	got, err := staff.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	body, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	if page := string(body); got.StatusCode != http.StatusServiceUnavailable || strings.Contains(page, "Foreign") {
		t.Errorf("%d\n%s", got.StatusCode, page)
	}
}
