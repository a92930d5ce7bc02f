package web_test

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"tulos/internal/service"
)

// TestPersonalDataAndErasure: a person gets their data; an administrator erases them,
// after the password was given, by a page that says what goes and what stays.
func TestPersonalDataAndErasure(t *testing.T) {
	t.Parallel()
	s := newTimedSite(t)
	staff, admin := s.as("staff"), s.as("administrator")
	id := string(s.by("staff").User)

	a := staff.post("/me/data", nil)
	var data service.SubjectData
	if err := json.Unmarshal([]byte(a.body), &data); err != nil || data.Account.Email != "staff@example.org" {
		t.Fatalf("%d, %v:\n%s", a.status, err, a.body)
	}
	if got := a.header.Get("Content-Disposition"); !strings.Contains(got, "personal-data.json") {
		t.Errorf("it is shown, not handed out: %q", got)
	}
	says(t, staff.page("/me"), `action="/me/data"`)
	admin.post("/people/"+id+"/data", nil).wants(t, http.StatusOK, "staff@example.org")

	says(t, admin.page("/people/"+id), "/people/"+id+"/erase")
	page := admin.page("/people/" + id + "/erase")
	says(t, page, "What goes", "What stays", "This cannot be undone.")
	s.advance(time.Hour)
	erase := admin.form(page, "/people/"+id+"/erase")
	a = admin.post("/people/"+id+"/erase", erase)
	a.wants(t, http.StatusForbidden, `name="proof"`)
	erase = admin.form(a.body, "/people/"+id+"/erase")
	erase.Set("proof", password)
	admin.post("/people/"+id+"/erase", erase).sentOn(t, "/people")
	says(t, admin.page("/people"), "stands in the audit as Person ")
	if a := admin.get("/people/" + id); a.status != http.StatusNotFound {
		t.Errorf("the erased person has a page: %d", a.status)
	}
	staff.get(home+"/work").sentOn(t, "/sign-in")
}

// TestPrivacyPage: it tells of every kind how long it is kept, by the rules that hold, to
// everybody.
func TestPrivacyPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	page := s.visitor().page("/privacy")
	for _, r := range s.service.Retentions() {
		if r.Days > 0 && !strings.Contains(page, strconv.Itoa(r.Days)) && !strings.Contains(page, "3,650") {
			t.Errorf("%s: %d days are not told", r.Kind, r.Days)
		}
	}
	if n := strings.Count(page, "<h2"); n != len(s.service.Retentions()) {
		t.Errorf("%d kinds are told of, want %d", n, len(s.service.Retentions()))
	}
	says(t, page, "has not said", "The audit: who did what, and when", "Until an administrator erases the person", ">Administrators<")
	says(t, s.as("staff").page("/me"), `href="/privacy"`)
}
