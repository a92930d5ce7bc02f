package web_test

import (
	"net/http"
	"strings"
	"testing"

	"tulos/internal/partnership"
)

// TestDuplicate: the form of a new activity is filled in as another was, but for its
// days, figures and evidence, and the other stays as it is.
func TestDuplicate(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("staff")
	first := b.newForm()
	first.Set("place", "Ogre")
	first.Set("narrative", "A day of exercises.")
	ref := b.logged(first)
	copied := activities + "/" + ref + "/copy"
	has(t, b.page(activities+"?status=draft"), `href="`+copied+`"`)
	has(t, b.page(activities+"/"+ref), `href="`+copied+`"`)
	page := b.page(copied)
	has(t, page, "Filled in from "+ref)
	form := b.form(page, activities)
	for name, want := range map[string]string{
		"title": "Training in Ogre", "type": "training", "place": "Ogre", "narrative": "A day of exercises.",
		"start": "", "ref": "", "part": first.Get("part"),
	} {
		if is := form.Get(name); is != want {
			t.Errorf("%s is %q, want %q", name, is, want)
		}
	}
	for name, values := range form {
		if strings.HasSuffix(name, "value") && values[0] != "" {
			t.Errorf("%s is %q", name, values[0])
		}
	}
	form.Set("start", "2026-11-21")
	again := b.logged(form)
	if a := b.stored(again).Value.Value; again == ref || a.Title["en"] != "Training in Ogre" || a.Planned != "A1.1" {
		t.Errorf("%s is %+v", again, a)
	}
	hasNot(t, s.as("lead").page(activities+"?partner="+string(drosa)), "/copy")
}

// TestLoggedPerhapsTwice: whoever saves or submits what was perhaps logged before is
// told, with a link, and nothing is held up.
func TestLoggedPerhapsTwice(t *testing.T) {
	t.Parallel()
	const warning = "Perhaps logged twice"
	s := newSite(t)
	b := s.as("staff")
	first := b.logged(b.newForm())
	hasNot(t, b.page(home+"/work"), warning)
	second := b.logged(b.newForm())
	page := b.page(home + "/work")
	has(t, page, warning, `href="`+activities+`/`+first+`"`)
	hasNot(t, b.page(home+"/work"), warning)

	edit := activities + "/" + second + "/edit"
	form := b.form(b.page(edit), edit)
	form.Set("do", "submit")
	if a := b.post(edit, form); a.status != http.StatusSeeOther {
		t.Fatalf("submit: %d\n%s", a.status, a.body)
	}
	has(t, b.page(activities+"/"+second), warning, first)
	if is := b.stored(second).Value.Value.Status; is != partnership.Submitted {
		t.Errorf("it is %s", is)
	}

	other := b.newForm()
	other.Set("start", "2026-11-19")
	b.logged(other)
	hasNot(t, b.page(home+"/work"), warning)
}

// TestHistoryOfAnActivity: whoever may see the audit is led to what it says of an
// activity.
func TestHistoryOfAnActivity(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	const history = `href="` + home + `/audit?ref=LV-2026-017"`
	has(t, s.as("lead").page(activities+"/LV-2026-017"), history)
	hasNot(t, s.as("staff").page(activities+"/LV-2026-017"), history)
}
