package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/results"
)

var measurementRef = regexp.MustCompile(`M-[0-9]{4}`)

// newMeasurement fills in the form of a new measurement as a browser without
// scripts does: first the indicator, then its fields.
func (b *browser) newMeasurement() url.Values {
	b.Helper()
	list := home + "/measurements"
	form := b.form(b.page(list+"/new"), list)
	form.Set("indicator", "OP2.2")
	form.Set("use", "1")
	a := b.post(list, form)
	if a.status != http.StatusOK || !strings.Contains(a.body, `name="add.0.value"`) {
		b.Fatalf("show the fields: %d\n%s", a.status, a.body)
	}
	form = b.form(a.body, list)
	form.Set("key", "a-key-of-this-form")
	return form
}

// TestMeasurementGoesItsWay: it is logged, mended, submitted, withdrawn, submitted
// again and accepted.
func TestMeasurementGoesItsWay(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff, lead := s.as("staff"), s.as("lead")
	list := home + "/measurements"
	has(t, staff.page(home+"/work"), `href="`+list+`/new"`)
	has(t, staff.page(home+"/activities"), `href="`+list+`"`)

	form := staff.newMeasurement()
	form.Set("do", "submit")
	a := staff.post(list, form)
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("submit an empty one: %d", a.status)
	}
	has(t, a.body, `href="#date"`, `href="#add-0-value"`, "Tell on which day it was measured.", "Fill in the number.")
	ref := measurementRef.FindString(a.body)
	history := `href="` + home + `/audit?ref=` + ref + `"`
	has(t, lead.page(list+"/"+ref), history) // a draft without a day
	hasNot(t, staff.page(list+"/"+ref), history)
	edit := list + "/" + ref + "/edit"

	form = staff.form(a.body, edit)
	form.Set("date", "2026-11-10")
	form.Set("add.0.value", "70 visits")
	form.Set("do", "save")
	a = staff.post(edit, form)
	has(t, a.body, "70 visits", "This is no number")
	form.Set("add.0.value", "70")
	form.Set("add.0.note", "<b>counted</b> by the server")
	if a = staff.post(edit, form); a.status != http.StatusSeeOther {
		t.Fatalf("save: %d\n%s", a.status, a.body)
	}
	has(t, staff.page(home+"/work"), ref, `href="`+edit+`"`)
	hasNot(t, staff.page(list), ref)
	has(t, staff.page(list+"?partner=drosa-maja"), ref)
	hasNot(t, s.as("other").page(list), ref)

	step := list + "/" + ref + "/step"
	staff.step(ref, "submit")
	staff.step(ref, "withdraw")
	staff.step(ref, "submit")
	has(t, lead.page(home+"/review"), ref)
	decision := lead.form(lead.page(list+"/"+ref), step)
	has(t, lead.page(list+"/"+ref), "&lt;b&gt;counted&lt;/b&gt;")
	decision.Set("step", "return")
	decision.Set("comment", "Of which site?")
	lead.post(step, decision)
	has(t, staff.page(home+"/work"), "Of which site?")
	staff.step(ref, "submit")
	if a := lead.post(step, stepForm(lead.form(lead.page(list+"/"+ref), step), "accept")); a.status != http.StatusSeeOther {
		t.Fatalf("accept: %d", a.status)
	}
	has(t, s.as("other").page(list), ref)
}

// step takes a measurement a step on, as its page offers it.
func (b *browser) step(ref, step string) {
	b.Helper()
	path := home + "/measurements/" + ref
	form := b.form(b.page(path), path+"/step")
	if form.Get("step") != step {
		b.Fatalf("the page of %s offers %q, want %q", ref, form.Get("step"), step)
	}
	if a := b.post(path+"/step", form); a.status != http.StatusSeeOther {
		b.Fatalf("%s %s: %d\n%s", step, ref, a.status, a.body)
	}
}

func stepForm(form url.Values, step string) url.Values {
	form.Set("step", step)
	return form
}

// TestMeasurementIsStoredOnce: a form that is sent twice makes one draft; of two
// people who edit it, the second sees both versions; and it can be deleted.
func TestMeasurementIsStoredOnce(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff, manager := s.as("staff"), s.as("manager")
	list := home + "/measurements"
	form := staff.newMeasurement()
	form.Set("add.0.value", "70")
	for range 2 {
		if a := staff.post(list, form); a.status != http.StatusSeeOther {
			t.Fatalf("save: %d\n%s", a.status, a.body)
		}
	}
	refs := measurementRef.FindAllString(staff.page(home+"/work"), -1)
	if len(refs) == 0 || refs[0] != refs[len(refs)-1] {
		t.Fatalf("sent twice: %v", refs)
	}
	edit := list + "/" + refs[0] + "/edit"

	mine, other := staff.form(staff.page(edit), edit), manager.form(manager.page(edit), edit)
	mine.Set("add.0.value", "71")
	other.Set("add.0.value", "99")
	manager.post(edit, other)
	a := staff.post(edit, mine)
	if a.status != http.StatusConflict {
		t.Fatalf("the second one: %d", a.status)
	}
	has(t, a.body, "Someone else has changed", ">71<", ">99<")
	again := staff.form(a.body, edit)
	if again.Get("add.0.value") != "71" {
		t.Errorf("my value became %q", again.Get("add.0.value"))
	}
	if a = staff.post(edit, again); a.status != http.StatusSeeOther {
		t.Errorf("save over the other: %d", a.status)
	}

	path := list + "/" + refs[0]
	if a = staff.post(path+"/delete", staff.form(staff.page(path), path+"/delete")); a.status != http.StatusSeeOther {
		t.Errorf("delete: %d", a.status)
	}
	page := staff.page(home + "/work")
	has(t, page, refs[0]+" is deleted", "Bring it back")
	hasNot(t, staff.page(home+"/work"), refs[0])
	back := staff.form(page, path+"/restore")
	for range 2 {
		if a = staff.post(path+"/restore", back); a.status != http.StatusSeeOther || a.header.Get("Location") != path {
			t.Errorf("bring back: %d", a.status)
		}
	}
	has(t, staff.page(path), refs[0]+" is there again", "71")
	has(t, staff.page(home+"/work"), refs[0])
	if a = staff.post(path+"/delete", staff.form(staff.page(path), path+"/delete")); a.status != http.StatusSeeOther {
		t.Errorf("delete again: %d", a.status)
	}
	has(t, staff.page(home+"/work"), refs[0]+" is deleted")
	hasNot(t, staff.page(home+"/work"), refs[0])
}

// TestMeasurementInASecondLanguage: what is said in one language stays when it is said
// in another, and a text that is said to be in another language moves there.
func TestMeasurementInASecondLanguage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff := s.as("staff")
	list := home + "/measurements"
	form := staff.form(staff.page(list+"/new?indicator=OP3.3"), list)
	form.Set("date", "2026-11-10")
	form.Set("language", "en")
	form.Set("add.0.text", "They will ask first.")
	form.Set("do", "save")
	a := staff.post(list, form)
	if a.status != http.StatusSeeOther {
		t.Fatalf("save: %d\n%s", a.status, a.body)
	}
	ref := measurementRef.FindString(staff.page(home + "/work"))
	edit := list + "/" + ref + "/edit"
	write := func(path, language, text string, want results.Text) {
		t.Helper()
		form := staff.form(staff.page(path), edit)
		form.Set("language", language)
		form.Set("add.0.text", text)
		form.Set("do", "save")
		if a := staff.post(edit, form); a.status != http.StatusSeeOther {
			t.Fatalf("save in %s: %d\n%s", language, a.status, a.body)
		}
		m, err := s.service.Measurement(t.Context(), s.by("staff"), baltic, ref)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, m.Value.Value.Text); diff != "" {
			t.Errorf("in %s (-want +got):\n%s", language, diff)
		}
	}
	write(edit+"?language=lv", "lv", "Vispirms jautās.", results.Text{"en": "They will ask first.", "lv": "Vispirms jautās."})
	has(t, staff.page(edit+"?language=lv"), "Vispirms jautās.", "They will ask first.")
	write(edit+"?language=en", "fi", "Kysyvät ensin.", results.Text{"fi": "Kysyvät ensin.", "lv": "Vispirms jautās."})
}
