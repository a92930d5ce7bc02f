package web_test

import (
	"net/http"
	"strings"
	"testing"

	"tulos/internal/testtool"
	"tulos/pkg/iati/iatitest"
)

// TestActivityFile: the lead downloads the file, which is clean; what it lacks is told
// with a link to where that is mended; with an error there is no file.
func TestActivityFile(t *testing.T) {
	t.Parallel()
	with := iatitest.Tools{XMLLint: testtool.Look(t, "xmllint"), Standard: testtool.Standard(t)}
	s := newSite(t)
	lead, path := s.as("lead"), home+"/iati"
	says(t, lead.page(home+"/setup"), `href="`+path+`"`)
	page := lead.page(path)
	says(t, page, "What readers will miss", `href="`+home+`/reports"`, "No report of period 1 is sealed", `href="`+home+`/setup/indicators/`, path+"/project.xml")
	var files [][]byte
	for _, name := range []string{"project.xml", "partners.xml"} {
		a := lead.get(path + "/" + name)
		if a.status != http.StatusOK || !strings.Contains(a.header.Get("Content-Disposition"), "CBSS-PSF-2026-07-iati.xml") {
			t.Fatalf("%s: %d, %s", name, a.status, a.header.Get("Content-Disposition"))
		}
		files = append(files, []byte(a.body))
	}
	iatitest.Clean(t, with, noon(), files...)
	if a := lead.get(path + "/other.xml"); a.status != http.StatusNotFound {
		t.Errorf("a file that there is not: %d", a.status)
	}

	administrator, by := s.as("administrator"), s.by("administrator")
	setup, err := s.service.Setup(t.Context(), by, baltic)
	if err != nil {
		t.Fatal(err)
	}
	next := setup.Value
	for n := range next.Organisations {
		if next.Organisations[n].ID == "stellit" {
			next.Organisations[n].Identifier = ""
		}
	}
	if err := s.service.ChangeSetup(t.Context(), by, baltic, setup.Rev, next); err != nil {
		t.Fatal(err)
	}
	page = administrator.page(path)
	says(t, page, "Errors: mend these first", `href="`+home+`/setup/organisations/stellit"`, "Stellit has no identifier")
	hasNot(t, page, "project.xml")
	if a := administrator.get(path + "/project.xml"); a.status == http.StatusOK {
		t.Error("a file that breaks a rule is handed out")
	}
}
