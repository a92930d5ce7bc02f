package web_test

import (
	"net/http"
	"testing"
)

const whyItStays = "Parents call this number"

// TestPersonalDataInAnActivity: it is shown at its field; taken out, or explained, the
// activity can be submitted, and the lead sees why.
func TestPersonalDataInAnActivity(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff, lead := s.as("staff"), s.as("lead")
	form := staff.newForm()
	form.Set("narrative", "Call 070-123 45 67 for details")
	ref := staff.logged(form) // a draft may hold it
	edit := activities + "/" + ref + "/edit"
	form = staff.form(staff.page(edit), edit)
	if form.Has("why") {
		t.Error("the form asks why before anything is wrong")
	}
	form.Set("do", "submit")
	a := staff.post(edit, form)
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("submit: %d", a.status)
	}
	has(t, a.body, `href="#narrative"`, "“070-123 45 67” looks like a phone number", `id="why"`)
	if status := staff.stored(ref).Value.Value.Status; status != "draft" {
		t.Errorf("it is %s", status)
	}

	form = staff.form(a.body, edit)
	form.Set("why", whyItStays)
	form.Set("do", "submit")
	if a = staff.post(edit, form); a.status != http.StatusSeeOther {
		t.Fatalf("submit with a reason: %d\n%s", a.status, a.body)
	}
	has(t, lead.page(home+"/review/"+ref), whyItStays, "submitted it with personal data", "looks like a phone number")
	has(t, lead.page(home+"/audit?ref="+ref), whyItStays)

	form = staff.newForm()
	form.Set("do", "submit")
	form.Set("why", "Nothing to explain")
	if a = staff.post(activities, form); a.status != http.StatusSeeOther {
		t.Fatalf("submit without any: %d", a.status)
	}
	hasNot(t, lead.page(home+"/audit"), "Nothing to explain")
}

// TestPersonalDataInAMeasurement: so it is in the form of a measurement.
func TestPersonalDataInAMeasurement(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff := s.as("staff")
	list := home + "/measurements"
	form := staff.newMeasurement()
	form.Set("date", "2026-11-10")
	form.Set("add.0.value", "70")
	form.Set("add.0.note", "by anna@example.lv")
	form.Set("do", "submit")
	a := staff.post(list, form)
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("submit: %d", a.status)
	}
	has(t, a.body, `href="#add-0-note"`, "“anna@example.lv” is an e-mail address", `id="why"`)
	ref := measurementRef.FindString(a.body)
	edit := list + "/" + ref + "/edit"
	form = staff.form(a.body, edit)
	form.Set("why", whyItStays)
	form.Set("do", "submit")
	if a = staff.post(edit, form); a.status != http.StatusSeeOther {
		t.Fatalf("submit with a reason: %d\n%s", a.status, a.body)
	}
	has(t, s.as("lead").page(list+"/"+ref), whyItStays, "is an e-mail address")
}

// TestPersonalDataInReports: it is shown where it is written, and why it stays is asked
// where a report of a partner, or of the project, is submitted.
func TestPersonalDataInReports(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	manager, lead := s.as("manager"), s.as("lead")
	own, step := home+"/partner-report/1?partner=drosa-maja", home+"/partner-report/1/step?partner=drosa-maja"
	const told = "“161175-19997” looks like a personal identity code"

	manager.write(own, "text.progress", "Anna, 161175-19997", "then", "").sentOn(t, own)
	has(t, manager.page(own+"&language=en"), told, `id="personal-progress"`)
	check := own + "&language=en&view=check"
	a := manager.sends(check, step, "step", "submit")
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("submit: %d", a.status)
	}
	has(t, a.body, told, `#section-progress"`, `id="why"`)
	form := manager.form(a.body, step)
	form.Set("step", "submit")
	form.Set("why", whyItStays)
	manager.post(step, form).sentOn(t, own)
	has(t, lead.page(own), whyItStays, "submitted it with personal data")

	lead.write(reportsOf2+"/edit", "text.summary", "Ask 161175-19997", "then", "preview").sentOn(t, reportsOf2+"/preview")
	has(t, lead.page(reportsOf2+"/edit?language=en"), told)
	a = lead.sends(reportsOf2+"/preview", reportsOf2+"/step", "step", "submit")
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("submit: %d", a.status)
	}
	has(t, a.body, told, "/edit?language=en#section-summary", `id="why"`)
	form = lead.form(a.body, reportsOf2+"/step")
	form.Set("step", "submit")
	form.Set("why", whyItStays)
	lead.post(reportsOf2+"/step", form).sentOn(t, reportsOf2+"/versions/1")
	has(t, lead.page(home+"/audit"), whyItStays)
}
