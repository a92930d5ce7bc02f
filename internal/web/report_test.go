package web_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tulos/internal/results"
)

const (
	reportsOf2 = home + "/reports/2"
	hostile    = `"><script>alert(1)</script>`
)

// write fills a field of the page's form and sends it.
func (b *browser) write(page, field, text string, more ...string) answer {
	b.Helper()
	form := b.form(b.page(page), page)
	form.Set(field, text)
	for n := 0; n+1 < len(more); n += 2 {
		form.Set(more[n], more[n+1])
	}
	return b.post(page, form)
}

// sends sends the form of a page as it is, with a step.
func (b *browser) sends(page, action string, pairs ...string) answer {
	b.Helper()
	form := b.form(b.page(page), action)
	for n := 0; n+1 < len(pairs); n += 2 {
		form.Set(pairs[n], pairs[n+1])
	}
	return b.post(action, form)
}

// sentOn wants an answer to lead on to a page.
func (a answer) sentOn(t *testing.T, path string) {
	t.Helper()
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.header.Get("Location"), path) {
		t.Fatalf("answered %d, to %q, want to be sent to %s\n%s", a.status, a.header.Get("Location"), path, a.body)
	}
}

// says wants texts in a page.
func says(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("the page does not say %q:\n%s", text, page)
		}
	}
}

func TestReportFromDraftToFunder(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead, funder := s.as("lead"), s.as("funder")
	says(t, funder.page(home+"/reports"), "No reports yet")

	lead.write(reportsOf2+"/edit", "text.summary", "Under way\r\n"+hostile, "then", "preview").sentOn(t, reportsOf2+"/preview")
	preview := lead.page(reportsOf2 + "/preview?language=en")
	says(t, preview, "Under way", "Not over yet", "3 wait")
	if strings.Contains(preview, hostile) {
		t.Error("the preview has a script")
	}
	lead.sends(reportsOf2+"/preview", reportsOf2+"/step", "step", "submit").sentOn(t, reportsOf2+"/versions/1")

	says(t, funder.page(home+"/reports"), "Read version 1", "Workbook (XLSX)")
	version := funder.page(reportsOf2 + "/versions/1")
	says(t, version, "Under way")
	files := regexp.MustCompile(`href="([^"]+)" download`).FindAllStringSubmatch(version, -1)
	if len(files) != 11 {
		t.Fatalf("%d files, want a PDF and a workbook in each of four languages, and figures, texts and the manifest", len(files))
	}
	for _, f := range files {
		s.downloads(funder, f[1])
	}

	asked := funder.sends(reportsOf2+"/versions/1", reportsOf2+"/answer", "step", "return", "comment", "  ")
	if asked.status != http.StatusUnprocessableEntity {
		t.Errorf("asking for nothing: %d", asked.status)
	}
	says(t, asked.body, `href="#comment"`)
	question := funder.form(asked.body, reportsOf2+"/answer")
	late := url.Values{"version": question["version"], "rev": question["rev"], "key": {"late"}, "step": {"accept"}, "comment": {"Fine"}}
	question.Set("step", "return")
	question.Set("comment", "Which schools?")
	funder.post(reportsOf2+"/answer", question).sentOn(t, reportsOf2+"/versions/1")
	if again := funder.post(reportsOf2+"/answer", late); again.status != http.StatusConflict || !strings.Contains(again.body, "Fine") {
		t.Errorf("accepting what was returned: %d", again.status)
	}

	says(t, lead.page(reportsOf2+"/edit"), "Which schools?", "version 2")
	lead.write(reportsOf2+"/edit", "text.summary", "Two schools in Riga").sentOn(t, reportsOf2+"/edit")
	if a := funder.get(reportsOf2 + "/versions/2"); a.status != http.StatusNotFound {
		t.Errorf("the funder gets a draft: %d", a.status)
	}
	lead.sends(reportsOf2+"/preview", reportsOf2+"/step", "step", "submit").sentOn(t, reportsOf2+"/versions/2")
	says(t, funder.page(reportsOf2+"/versions/1"), "Under way", "Superseded by version 2")
	says(t, funder.page(reportsOf2+"/versions/2?language=en"), "Two schools in Riga")
	funder.sends(reportsOf2+"/versions/2", reportsOf2+"/answer", "step", "accept").sentOn(t, reportsOf2+"/versions/2")
}

// TestReportForm: the lead chooses a form, partners and lead are asked what it asks,
// and the preview has its parts.
func TestReportForm(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead, manager := s.as("lead"), s.as("manager")
	page := lead.page(reportsOf2 + "/edit")
	says(t, page, "Form of the report", `value="general" checked`, "For grants of the European Union")
	lead.sends(reportsOf2+"/edit", reportsOf2+"/form", "form", "eu-interim", "for", "project").sentOn(t, reportsOf2+"/edit")
	says(t, lead.page(reportsOf2+"/edit"), `value="eu-interim" checked`, `name="text.target-groups"`, "Who was reached")
	says(t, manager.page(home+"/partner-report/2?partner=drosa-maja"), `name="text.target-groups"`)
	stale := lead.form(page, reportsOf2+"/form")
	stale.Set("form", "general")
	stale.Set("for", "report")
	if a := lead.post(reportsOf2+"/form", stale); a.status != http.StatusConflict {
		t.Errorf("a form chosen on an old page: %d", a.status)
	}
	lead.write(reportsOf2+"/edit", "text.target-groups", "Teachers of Riga").sentOn(t, reportsOf2+"/edit")
	preview := lead.get(reportsOf2 + "/preview?language=en")
	says(t, preview.body, "Logical framework", "Teachers of Riga", "Interim narrative report", "Draft · Figures so far")
	if policy := preview.header.Get("Content-Security-Policy"); !strings.Contains(policy, "img-src 'self' data:") {
		t.Errorf("photos of the report are not allowed: %s", policy)
	}
	for _, kind := range []string{"pdf", "xlsx"} {
		file := lead.get(reportsOf2 + "/draft/report.fi." + kind + "?audience=funder")
		if name := file.header.Get("Content-Disposition"); file.status != http.StatusOK || !strings.Contains(name, "P2-draft.fi."+kind) {
			t.Errorf("the draft as %s: %d, %s", kind, file.status, name)
		}
	}
	for _, name := range []string{"report.en.json", "report.xx.pdf", "figures.json", "report.en.html"} {
		if a := lead.get(reportsOf2 + "/draft/" + name); a.status != http.StatusNotFound {
			t.Errorf("the draft %s: %d", name, a.status)
		}
	}
}

// downloads wants the bytes that were stored.
func (s *site) downloads(b *browser, address string) {
	s.Helper()
	a := b.get(address)
	name := address[strings.LastIndex(address, "/")+1:]
	file, err := s.service.ReportFile(s.Context(), s.by("funder"), baltic, 2, 1, name)
	if err != nil {
		s.Fatal(err)
	}
	defer file.Close()
	stored, err := io.ReadAll(file)
	if err != nil {
		s.Fatal(err)
	}
	if a.status != http.StatusOK || a.body != string(stored) {
		s.Errorf("%s: %d, %d bytes, stored are %d", name, a.status, len(a.body), len(stored))
	}
	kind, disposition := a.header.Get("Content-Type"), a.header.Get("Content-Disposition")
	want := map[string]string{
		"pdf": "application/pdf", "json": "application/json",
		"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}[name[strings.LastIndex(name, ".")+1:]]
	if kind != want || disposition != "attachment; filename=CBSS-PSF-2026-07-P2-V1-"+name {
		s.Errorf("%s is sent as %q, %q", name, kind, disposition)
	}
}

func TestWhoReadsSubmittedReports(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead := s.as("lead")
	lead.write(reportsOf2+"/edit", "text.summary", "Under way").sentOn(t, reportsOf2)
	lead.sends(reportsOf2+"/preview", reportsOf2+"/step", "step", "submit").sentOn(t, reportsOf2)
	for who, want := range map[string]int{
		"lead": http.StatusOK, "funder": http.StatusOK, "auditor": http.StatusOK,
		"staff": http.StatusForbidden, "manager": http.StatusForbidden, "other": http.StatusForbidden,
		"stranger": http.StatusNotFound,
	} {
		b := s.as(who)
		for _, address := range []string{"/versions/1", "/versions/1/files/report.en.pdf", "/versions/1/files/figures.json"} {
			if a := b.get(reportsOf2 + address); a.status != want {
				t.Errorf("%s as %s: %d, want %d", address, who, a.status, want)
			}
		}
		if who == "funder" {
			for _, address := range []string{
				"/versions/2", "/versions/01", "/versions/x", "/versions/2/files/figures.json", "/versions/1/files/report.en.html",
				"/versions/1/files/report.sv.pdf", "/versions/1/files/..%2f1%2ffigures.json",
			} {
				if a := b.get(reportsOf2 + address); a.status != http.StatusNotFound {
					t.Errorf("%s as %s: %d", address, who, a.status)
				}
			}
		}
	}
}

func TestSubmittingWithoutSummary(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead := s.as("lead")
	a := lead.post(reportsOf2+"/step", url.Values{"version": {"1"}, "rev": {"0"}, "step": {"submit"}})
	if a.status != http.StatusUnprocessableEntity {
		t.Errorf("answered %d", a.status)
	}
	says(t, a.body, "edit?language=en#section-summary", "Must be written")
}

func TestTwoWriteOneReport(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	edit := reportsOf2 + "/edit?language=en"
	lead := s.as("lead")
	first, second := lead.form(lead.page(edit), reportsOf2+"/edit"), lead.form(lead.page(edit), reportsOf2+"/edit")
	third := lead.form(lead.page(edit), reportsOf2+"/edit")
	first.Set("text.summary", "By the first")
	lead.post(reportsOf2+"/edit", first).sentOn(t, reportsOf2)
	second.Set("text.cooperation", "By the second") // another section: both are kept
	lead.post(reportsOf2+"/edit", second).sentOn(t, reportsOf2)
	third.Set("text.summary", "By the third")
	third.Set("text.next", "Plans")
	a := lead.post(reportsOf2+"/edit", third)
	if a.status != http.StatusConflict {
		t.Fatalf("answered %d", a.status)
	}
	says(t, a.body, "By the first", "By the second", "By the third", "Plans")
	lead.post(reportsOf2+"/edit", lead.form(a.body, reportsOf2+"/edit")).sentOn(t, reportsOf2)
	page := lead.page(edit)
	says(t, page, "By the second", "By the third", "Plans")
	if strings.Contains(page, "By the first") {
		t.Error("the first text is there yet")
	}
}

// TestReportSavesItself: what a script sends is kept, and the form goes on from
// there; what somebody else has written meanwhile is not written over.
func TestReportSavesItself(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead := s.as("lead")
	edit := reportsOf2 + "/edit"
	page := lead.page(edit + "?language=en")
	says(t, page, `data-autosave="`+edit+`"`)
	form := lead.form(page, edit)
	other := lead.form(page, edit)
	form.Set("key", "the-first-key")
	for _, text := range []string{"Half a sen", "Half a sentence."} {
		form.Set("text.summary", text)
		a := lead.autosave(edit, form)
		var answer struct{ Fields map[string]string }
		if err := json.Unmarshal([]byte(a.body), &answer); err != nil || a.status != http.StatusOK {
			t.Fatalf("answered %d: %s, %v", a.status, a.body, err)
		}
		for name, value := range answer.Fields {
			form.Set(name, value)
		}
	}
	says(t, lead.page(edit+"?language=en"), "Half a sentence.")
	other.Set("text.summary", "Of another window")
	if a := lead.autosave(edit, other); a.status != http.StatusConflict {
		t.Errorf("another window: %d", a.status)
	}
	lead.post(edit, form).sentOn(t, reportsOf2)
}

// autosave sends a form as its script does.
func (b *browser) autosave(path string, form url.Values) answer {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), http.MethodPost, b.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Accept", "application/json")
	response, err := b.client.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(text)}
}

func TestTakingOverWhatPartnersWrote(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead := s.as("lead") // of the first period, suojellaan-lapsia wrote about cooperation in Finnish and English
	edit := home + "/reports/1/edit"
	page := lead.page(edit + "?language=en")
	says(t, page, "Suojellaan Lapsia ry", "Yhteistyö THL:n ja poliisin kanssa on tiivistynyt.")
	form := lead.form(page, edit)
	form.Set("text.cooperation", "We worked together.")
	form.Set("take", "cooperation|en|suojellaan-lapsia")
	lead.post(edit, form).sentOn(t, edit+"?language=en#section-cooperation")
	form = lead.form(lead.page(edit+"?language=en"), edit)
	if got, want := form.Get("text.cooperation"), "We worked together.\n\nSuojellaan Lapsia ry:\nCooperation with THL and the police has become closer."; got != want {
		t.Errorf("the text is %q, want %q", got, want)
	}
	form.Set("take", "cooperation|fi|suojellaan-lapsia")
	lead.post(edit, form).sentOn(t, edit+"?language=fi")
	all, err := s.service.Narratives(t.Context(), s.by("lead"), baltic, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range all {
		v := n.Value.Value
		if v.Partner == "" && v.Section == "cooperation" && (v.Text["fi"] == "" || !strings.HasPrefix(v.Text["en"], "We worked")) {
			t.Errorf("the section says %v", v.Text)
		}
	}
	form = lead.form(lead.page(edit+"?language=fi"), edit)
	form.Set("take", "cooperation|lv|suojellaan-lapsia")
	if a := lead.post(edit, form); a.status != http.StatusNotFound {
		t.Errorf("taking over what is not there: %d", a.status)
	}
}

func TestPartnerReportPages(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	own := func(k string) string { return home + "/partner-report/" + k + "?partner=drosa-maja" }
	step := func(k string) string { return home + "/partner-report/" + k + "/step?partner=drosa-maja" }
	manager, staff, lead := s.as("manager"), s.as("staff"), s.as("lead")

	staff.write(own("1"), "text.progress", "Good", "then", "").sentOn(t, own("1"))
	if page := staff.page(own("1")); strings.Contains(page, "Save and look it over") {
		t.Error("staff are led on to submitting")
	}
	form := manager.form(manager.page(own("1")+"&language=lv"), own("1"))
	form.Set("text.progress", "Labi")
	form.Set("then", "check")
	manager.post(own("1"), form).sentOn(t, own("1"))
	check := own("1") + "&view=check"
	says(t, manager.page(check), "Good", "Labi")
	manager.sends(check, step("1"), "step", "submit").sentOn(t, own("1"))

	if a := lead.sends(own("1"), step("1"), "step", "return", "comment", ""); a.status != http.StatusUnprocessableEntity {
		t.Errorf("returning it without a word: %d", a.status)
	}
	lead.sends(own("1"), step("1"), "step", "return", "comment", "How many schools?").sentOn(t, own("1"))
	says(t, manager.page(own("1")), "How many schools?", "Returned")
	manager.sends(check, step("1"), "step", "submit").sentOn(t, own("1"))
	lead.sends(own("1"), step("1"), "step", "accept").sentOn(t, own("1"))
	says(t, manager.page(own("1")), "Accepted")

	// Of the second period an entry waits for review.
	manager.sends(own("2")+"&view=check", step("2"), "step", "submit").sentOn(t, own("2"))
	a := lead.sends(own("2"), step("2"), "step", "accept", "comment", "Kept")
	if a.status != http.StatusConflict {
		t.Errorf("accepting it too early: %d", a.status)
	}
	says(t, a.body, "Kept")
	all, err := s.service.PartnerReports(t.Context(), s.by("manager"), baltic)
	if err != nil || len(all) != 2 || all[0].Value.Period != results.PeriodNo(1) {
		t.Errorf("reports %v: %v", all, err)
	}
}
