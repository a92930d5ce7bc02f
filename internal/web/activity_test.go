package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

const activities = home + "/activities"

// newForm are the fields of the form of a new activity, filled in.
func (b *browser) newForm() url.Values {
	b.Helper()
	form := b.form(b.page(activities+"/new?planned=A1.1"), activities)
	form.Set("type", "training")
	form.Set("title", "Training in Ogre")
	form.Set("start", "2026-11-20")
	for name, values := range form {
		if values[0] == "OP1.2" {
			form.Set(strings.TrimSuffix(name, "indicator")+"value", "1")
		}
	}
	return form
}

// stored is an activity as it is now.
func (b *browser) stored(ref string) service.Stored[service.Logged[partnership.Activity]] {
	b.Helper()
	a, err := b.service.Activity(b.Context(), b.by("staff"), baltic, ref)
	if err != nil {
		b.Fatal(err)
	}
	return a
}

// drafts are the references of the drafts of the partner of the tests.
func (b *browser) drafts() []string {
	b.Helper()
	all, err := b.service.Activities(b.Context(), b.by("staff"), baltic, service.Listing{
		Filter: service.Filter{Partner: drosa, Status: partnership.Draft}, Limit: 50,
	})
	if err != nil {
		b.Fatal(err)
	}
	var refs []string
	for _, a := range all.Items {
		refs = append(refs, a.Value.Value.Ref)
	}
	return refs
}

// logged sends the form and gives the reference of the new draft.
func (b *browser) logged(form url.Values) string {
	b.Helper()
	before := strings.Join(b.drafts(), " ")
	form.Set("do", "save")
	if a := b.post(activities, form); a.status != http.StatusSeeOther {
		b.Fatalf("save: %d\n%s", a.status, a.body)
	}
	for _, ref := range b.drafts() {
		if !strings.Contains(before, ref) {
			return ref
		}
	}
	b.Fatal("no new draft")
	return ""
}

func TestLogAndSubmit(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	form := b.newForm()
	ref := b.logged(form)
	a := b.stored(ref).Value.Value
	if a.Title["en"] != "Training in Ogre" || a.Output != "OP1" || a.Planned != "A1.1" || a.Country != "LV" || len(a.Contributions) != 1 {
		t.Errorf("logged %+v", a)
	}
	if work := b.page(home + "/work"); !strings.Contains(work, ref) {
		t.Error("the draft is not in my work")
	}
	edit := activities + "/" + ref + "/edit"
	again := b.form(b.page(edit), edit)
	again.Set("title", "")
	again.Set("do", "submit")
	refused := b.post(edit, again)
	if refused.status != http.StatusUnprocessableEntity || !strings.Contains(refused.body, `href="#title"`) ||
		!strings.Contains(refused.body, `id="title-error"`) {
		t.Fatalf("submitted without a title: %d\n%s", refused.status, refused.body)
	}
	again = b.form(refused.body, edit)
	again.Set("title", "Training in Ogre, mended")
	again.Set("do", "submit")
	for range 2 { // sent twice
		if a := b.post(edit, again); a.status != http.StatusSeeOther || a.header.Get("Location") != activities+"/"+ref {
			t.Fatalf("submit: %d\n%s", a.status, a.body)
		}
	}
	if s := b.stored(ref).Value.Value.Status; s != partnership.Submitted {
		t.Errorf("status %s", s)
	}
}

func TestLoggedTwiceStoredOnce(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	form := b.newForm()
	b.logged(form)
	count := len(b.drafts())
	if a := b.post(activities, form); a.status != http.StatusSeeOther {
		t.Errorf("again: %d\n%s", a.status, a.body)
	}
	if n := len(b.drafts()); n != count {
		t.Errorf("%d drafts, were %d", n, count)
	}
}

// sendAlone sends a form as the script does that saves drafts.
func (b *browser) sendAlone(path string, form url.Values) (status int, answer struct {
	Fields           map[string]string
	Action, Autosave string
},
) {
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
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil && response.StatusCode == http.StatusOK {
		b.Fatal(err)
	}
	return response.StatusCode, answer
}

func TestDraftSavesItself(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	count := len(b.drafts())
	form := b.newForm()
	status, heard := b.sendAlone(activities, form)
	if status != http.StatusOK {
		t.Fatalf("%d", status)
	}
	// The answer to the next one is lost: the form is sent again with the key of
	// before, and other content.
	form.Set("title", "Training in Ogre and Salaspils")
	status, again := b.sendAlone(activities, form)
	if status != http.StatusOK || again.Fields["ref"] != heard.Fields["ref"] {
		t.Fatalf("%d %v, before %v", status, again, heard)
	}
	for range 3 { // the answers of edits are lost as well, but for the last
		for name, value := range again.Fields {
			form.Set(name, value)
		}
		form.Set("place", "Ogre")
		if status, _ := b.sendAlone(again.Autosave, form); status != http.StatusOK {
			t.Fatalf("%d", status)
		}
		form.Set("place", "Salaspils")
		if status, again = b.sendAlone(again.Autosave, form); status != http.StatusOK {
			t.Fatalf("%d", status)
		}
	}
	a := b.stored(again.Fields["ref"]).Value.Value
	if a.Place != "Salaspils" || a.Title["en"] != "Training in Ogre and Salaspils" {
		t.Errorf("stored %+v", a)
	}
	if n := len(b.drafts()); n != count+1 {
		t.Errorf("%d drafts, were %d", n, count)
	}
	form.Set("rev", "1")
	form.Set("key", "another")
	if status, _ := b.sendAlone(again.Autosave, form); status != http.StatusConflict {
		t.Errorf("an old revision: %d", status)
	}
}

// TestUnheardSaveHidesNobody sends a form again whose answer was lost, after
// someone else has changed the entry.
func TestUnheardSaveHidesNobody(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff, manager := s.as("staff"), s.as("manager")
	ref := staff.logged(staff.newForm())
	edit := activities + "/" + ref + "/edit"
	mine := staff.form(staff.page(edit), edit)
	mine.Set("place", "Ogre")
	if status, _ := staff.sendAlone(edit, mine); status != http.StatusOK { // the answer is lost
		t.Fatalf("%d", status)
	}
	other := manager.form(manager.page(edit), edit)
	other.Set("place", "Cēsis")
	if status, _ := manager.sendAlone(edit, other); status != http.StatusOK {
		t.Fatalf("%d", status)
	}
	mine.Set("narrative", "Twelve came")
	if status, _ := staff.sendAlone(edit, mine); status != http.StatusConflict {
		t.Errorf("%d", status)
	}
	if place := staff.stored(ref).Value.Value.Place; place != "Cēsis" {
		t.Errorf("place %s", place)
	}
}

func TestWhatIsNoNumberIsKeptAndTold(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	count := len(b.drafts())
	form := b.newForm()
	var cell string
	for name := range form {
		if strings.Contains(name, ".cell.value.") {
			cell = name
		}
	}
	form.Set("start", "yesterday")
	form.Set("narrative", "So it was & <b>more</b>")
	form.Set(cell, "a dozen")
	for name, values := range form {
		if values[0] == "OP1.2" {
			form.Set(strings.TrimSuffix(name, "indicator")+"value", "about 3")
		}
	}
	form.Set("do", "save")
	a := b.post(activities, form)
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("%d", a.status)
	}
	again := b.form(a.body, activities)
	for name, values := range form {
		if name != "key" && name != "do" && again.Get(name) != values[0] && !strings.Contains(name, "{n}") {
			t.Errorf("%s: %q, was %q", name, again.Get(name), values[0])
		}
	}
	for _, want := range []string{`value="yesterday"`, `value="a dozen"`, `value="about 3"`, `aria-invalid="true"`, "This is no number."} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if n := len(b.drafts()); n != count {
		t.Errorf("%d drafts, were %d", n, count)
	}
}

func TestButtonsWithoutScripts(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	form := b.newForm()
	press := func(name, value string) string {
		sent := url.Values{}
		for k, v := range form {
			sent[k] = v
		}
		sent.Set(name, value)
		a := b.post(activities, sent)
		if a.status != http.StatusOK {
			t.Fatalf("%s: %d", name, a.status)
		}
		form = b.form(a.body, activities)
		return a.body
	}
	press("add", "quote")
	form.Set("quote.0.text", "What a day")
	press("add", "quote")
	press("add", "publication")
	press("add", "publication.0.edition")
	press("add", "link")
	for _, name := range []string{"quote.1.text", "publication.0.edition.1.url", "link.0.url"} {
		if !form.Has(name) {
			t.Errorf("no field %s", name)
		}
	}
	if form.Get("quote.0.text") != "What a day" || form.Get("title") != "Training in Ogre" {
		t.Error("what was typed is lost")
	}
	press("remove", "quote.0")
	if form.Has("quote.0.text") || !form.Has("quote.1.text") {
		t.Error("the wrong quote was removed")
	}
	form.Set("part", "output=OP3")
	if page := press("use", "1"); !strings.Contains(page, ">OP3.1 ") || strings.Contains(page, ">OP2.1 ") {
		t.Error("not the indicators of OP3")
	}
	if page := press("show-all", "1"); !strings.Contains(page, ">OP2.1 ") {
		t.Error("not all indicators")
	}
	if n := len(b.drafts()); n != 1 {
		t.Errorf("%d drafts", n)
	}
}

func TestTwoEditorsLoseNothing(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff, manager := s.as("staff"), s.as("manager")
	ref := staff.logged(staff.newForm())
	edit := activities + "/" + ref + "/edit"
	mine, other := staff.form(staff.page(edit), edit), manager.form(manager.page(edit), edit)
	other.Set("place", "Cēsis")
	other.Set("do", "save")
	if a := manager.post(edit, other); a.status != http.StatusSeeOther {
		t.Fatalf("%d", a.status)
	}
	mine.Set("narrative", "Twelve came")
	mine.Set("place", "Ogre")
	mine.Set("do", "save")
	a := staff.post(edit, mine)
	if a.status != http.StatusConflict || !strings.Contains(a.body, "Cēsis") || !strings.Contains(a.body, "Ogre") {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	merged := staff.form(a.body, edit)
	if merged.Get("narrative") != "Twelve came" || merged.Get("place") != "Ogre" {
		t.Error("mine is not in the form")
	}
	merged.Set("do", "save")
	if a := staff.post(edit, merged); a.status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	if now := s.as("staff").stored(ref).Value.Value; now.Place != "Ogre" || now.Narrative["en"] != "Twelve came" {
		t.Errorf("stored %+v", now)
	}
}

func TestStepsOnThePage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead, staff := s.as("lead"), s.as("staff")
	step := activities + "/" + submitted + "/step"
	form := lead.form(lead.page(activities+"/"+submitted), step)
	form.Set("step", "return")
	a := lead.post(step, form)
	if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `id="comment-error"`) {
		t.Fatalf("returned without a comment: %d", a.status)
	}
	form.Set("comment", "Which town?")
	form.Set("then", "https://example.org/")
	if a := lead.post(step, form); a.status != http.StatusSeeOther || a.header.Get("Location") != "/" {
		t.Fatalf("%d %s", a.status, a.header.Get("Location"))
	}
	if work := staff.page(home + "/work"); !strings.Contains(work, "Which town?") {
		t.Error("my work does not show why it was returned")
	}
	edit := activities + "/" + submitted + "/edit"
	if page := staff.page(edit); !strings.Contains(page, "Which town?") {
		t.Error("the form does not show why it was returned")
	}
}

// TestTextsInOtherLanguagesStay edits the texts of an entry in one language.
func TestTextsInOtherLanguagesStay(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	edit := activities + "/" + drafted + "/edit"
	was := b.stored(drafted).Value.Value.Title
	form := b.form(b.page(edit+"?language=fi"), edit)
	form.Set("title", "Koulutus")
	form.Set("do", "save")
	if a := b.post(edit, form); a.status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	now := b.stored(drafted).Value.Value.Title
	if now["fi"] != "Koulutus" || now["lv"] != was["lv"] || now["en"] != was["en"] {
		t.Errorf("title %v, was %v", now, was)
	}
}
