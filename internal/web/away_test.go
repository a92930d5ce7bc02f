package web_test

import (
	"context"
	"database/sql"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// TestStorageIsAway: while the storage is away pages say so in the person's language, by
// 503 with Retry-After; a form is in the page, and sent again from there once the storage
// is back, it is stored once. Passwords are never in a page.
func TestStorageIsAway(t *testing.T) {
	folder := seedCopy(t)
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

// TestAwayIsFoundOutOnce: of many who log while something else holds the database, those who
// wait are told what the first has found out.
func TestAwayIsFoundOutOnce(t *testing.T) {
	t.Parallel()
	folder := seedCopy(t)
	var tried atomic.Int64
	s := openSite(t, folder, func(e store.Engine) store.Engine { return triedEngine{e, &tried} })
	staff := s.as("staff")
	var forms []url.Values
	for range 8 {
		forms = append(forms, staff.newForm())
	}
	holdDatabase(t, folder)
	answers := make(chan answer, len(forms))
	var all sync.WaitGroup
	for _, form := range forms {
		all.Go(func() { answers <- staff.post(activities, form) })
	}
	all.Wait()
	close(answers)
	for a := range answers {
		if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
			t.Errorf("%d, %v", a.status, a.header)
		}
	}
	if n := tried.Load(); n == 0 || n == int64(len(forms)) {
		t.Errorf("of %d who log %d find out that the storage is away", len(forms), n)
	}
}

// A triedEngine counts how often an activity is to be written.
type triedEngine struct {
	store.Engine
	tried *atomic.Int64
}

func (e triedEngine) Commit(ctx context.Context, u store.Unit) error {
	if slices.ContainsFunc(u, func(w store.Write) bool { return w.Collection == archive.Activities.Collection() }) {
		e.tried.Add(1)
	}
	return e.Engine.Commit(ctx, u)
}

// holdDatabase holds the database of a folder for writing, until give is called or the
// test ends.
func holdDatabase(t *testing.T, folder string) (give func()) {
	t.Helper()
	other, err := sql.Open("sqlite", filepath.Join(folder, "tulos.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = other.Close() })
	other.SetMaxOpenConns(1)
	if _, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	return func() {
		if _, err := other.ExecContext(t.Context(), "ROLLBACK"); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReadingGoesOn: while something else holds the database, pages are shown, and what was
// to be written is put off.
func TestReadingGoesOn(t *testing.T) {
	t.Parallel()
	folder := seedCopy(t)
	s := openSite(t, folder, asIs)
	staff := s.as("staff")
	form := staff.newForm()
	staff.post(activities, form).wants(t, http.StatusSeeOther) // leaves a notice for the next page
	give := holdDatabase(t, folder)
	staff.get(activities).wants(t, http.StatusOK)
	if a := staff.post(activities, staff.newForm()); a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
		t.Errorf("logging: %d, %v", a.status, a.header)
	}
	give()
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
