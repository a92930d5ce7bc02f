package web_test

import (
	"encoding/csv"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"

	"tulos/internal/i18n"
)

func TestTexts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	admin := s.as("administrator")
	admin.get("/people").wants(t, http.StatusOK, `href="/texts"`)
	admin.get("/texts?language=fi&q=hanke").wants(t, http.StatusOK, "Hankeraportti", `href="/texts/fi.json"`)
	admin.get("/texts?language=ru&q=review.waiting").wants(t, http.StatusOK, "<small>few</small>", "<small>many</small>")
	admin.get("/texts?language=fi&q=zzzz").wants(t, http.StatusOK, "Nothing fits", `href="/texts"`)
	next := admin.get("/texts?language=fi")
	next.wants(t, http.StatusOK, `href="/texts?language=fi&amp;after=`)
	admin.get("/texts/xx.json").wants(t, http.StatusNotFound)
	admin.get("/texts/fi.exe").wants(t, http.StatusNotFound)

	file := admin.get("/texts/fi.json")
	got, err := i18n.ReadMessages([]byte(file.body))
	if err != nil {
		t.Fatal(err)
	}
	if got["report.title"]["other"] != "Hankeraportti" {
		t.Errorf("the exported file has %v", got["report.title"])
	}
	if _, err := i18n.Improved(fstest.MapFS{"fi.json": {Data: []byte(file.body)}}); err != nil {
		t.Errorf("the exported file does not come in again: %v", err)
	}

	table := admin.get("/texts/lv.csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(table.body, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < len(got) || strings.Join(rows[0], " ") != "key form en lv" {
		t.Errorf("%d rows below %q", len(rows), rows[0])
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.as("staff").get("/help").wants(t, http.StatusOK, "For you", `href="/help/staff"`, `href="/help/figures"`)
	s.visitor().get("/help").wants(t, http.StatusOK, `href="/help/administrator"`)
	for _, name := range []string{"staff", "manager", "lead", "funder", "controller", "auditor", "administrator", "figures"} {
		s.visitor().get("/help/"+name).wants(t, http.StatusOK, "<h1>", `<div lang="en">`, `<h2 id="`)
	}
	if page := s.visitor().page("/help/staff"); strings.Contains(page, "only in English") {
		t.Error("who reads English is told that a guide is in English")
	}
	finnish := s.visitor()
	finnish.post("/language", url.Values{"language": {"fi"}, "back": {"/help"}})
	finnish.get("/help/staff").wants(t, http.StatusOK, "vain englanniksi", "Lyhyesti")
	s.as("staff").get(home+"/dashboard").wants(t, http.StatusOK, `href="/help/lead#see-how-the-project-stands"`)
	s.as("lead").get(home+"/reports").wants(t, http.StatusOK, `href="/help/lead#write-the-project-report"`)
	s.visitor().get("/help/nobody").wants(t, http.StatusNotFound)
}

func TestLackingTexts(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.as("lead").get("/me").wants(t, http.StatusOK, home+"/languages")
	lead, path := s.as("lead"), home+"/languages"
	lead.get(path).wants(t, http.StatusOK, home+"/setup/", `href="`+path+`?of=activities"`)
	lead.get(path+"?of=activities").wants(t, http.StatusOK, `href="`+home+`/activities/`)
	lead.get(path+"?of=reports").wants(t, http.StatusOK, "Period 1")
	for _, of := range []string{"measurements", "reports"} {
		lead.page(path + "?of=" + of)
	}
	for _, query := range []string{"of=nothing", "of=activities&after=nonsense"} {
		lead.get(path+"?"+query).wants(t, http.StatusNotFound)
	}
	admin := s.as("administrator")
	if strings.Contains(admin.page(path), "?of=") {
		t.Error("an administrator is led to texts of entries")
	}
	admin.get(path+"?of=activities").wants(t, http.StatusForbidden)
}
