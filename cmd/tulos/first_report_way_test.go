package main

import (
	"strings"
	"testing"
)

// TestFirstSealedReport goes the way of the administrator's guide in a browser: from an
// empty folder to the first administrator, a project, its people, an activity, the partner
// report, and the sealed report, which the funder reads and accepts. Then all agrees.
func TestFirstSealedReport(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	lines, stop := serveLines(t, "serve", "--data", folder)
	address := strings.TrimSpace(strings.TrimPrefix(lines(), "Tulos listens on "))
	_, link, _ := strings.Cut(strings.TrimSpace(lines()), address)
	w := &way{tab: openTab(t, address), isPlain: true} // the guides' pictures are of the demo
	w.open(link)
	w.write("#name", "Aino Aalto")
	w.write("#email", administrator)
	w.write("#password", demoPassword)
	w.write("#again", demoPassword)
	w.press("#main form .govuk-button:not([type])")

	w.beginAlone()
	w.frame()
	lead := w.add("Helmi Laine", "helmi@example.org", `[value*="turku"]`, "staff", "manager", "lead")
	funder := w.add("Erik Berg", "erik@example.org", `[value*="baltic"]`, "funder")

	w.welcome(lead)
	w.first()
	w.open(newPath + "/partner-report/1")
	w.write(`textarea[name="`+w.names(`textarea[name^="text."]`)[0]+`"]`, "Twelve parents came.")
	w.press(`button[name="then"][value="check"]`)
	w.press(`button[name="step"][value="submit"]`)
	w.press(`button[name="step"][value="accept"]`)
	w.sees("The partner report is accepted.")
	w.sealReport(newPath+"/reports/1", "Families in Turku know where to turn")

	w.welcome(funder)
	w.open(newPath + "/reports/1/versions/1")
	w.sees("Families in Turku know where to turn")
	w.press(`#answer button[value="accept"]`)
	w.sees("Accepted")
	stop()
	if out, errs, code := tulos(t, "verify", "--data", folder); code != exitOK {
		t.Errorf("tulos verify: exit %d\n%s%s", code, out, errs)
	}
}

// administrator is the address of the first one.
const administrator = "aino@example.org"

// beginAlone begins a project in an installation that knows nobody yet.
func (w *way) beginAlone() {
	w.Helper()
	w.fillIn(func() {
		w.newOrganisation("#organisations-0-", "Turku Children's House", "FI", "ngo")
		w.newOrganisation("#organisations-1-", "Eesti laps", "EE", "ngo")
		w.newOrganisation("#organisations-2-", "Baltic Fund", "SE", "international")
	})
	w.press(".tulos-actions button")
	w.sees("There is no result yet")
}

// add adds a person with roles in the organisation of an option, and returns the link to
// hand on.
func (w *way) add(name, email, option string, roles ...string) (link string) {
	w.Helper()
	w.open("/people/new")
	w.write("#name", name)
	w.write("#email", email)
	place, ok := w.attribute("#place option"+option, "value")
	if !ok {
		w.Fatalf("no place %s in\n%s", option, w.html())
	}
	w.choose("#place", place)
	for _, role := range roles {
		w.check(`[name="roles"][value="` + role + `"]`)
	}
	w.press("#main form .govuk-button")
	return w.invitation()
}
