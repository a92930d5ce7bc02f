package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const (
	filmed  = "FI-2026-101" // of suojellaan-lapsia, accepted in period 2, with a photo
	picture = home + "/files/evidence/webinar-speakers.jpg"
	caption = "The speakers of the webinar"
)

// consents sends one of the forms on an item's page, filled in.
func (b *browser) consents(item, do string, fields url.Values) answer {
	b.Helper()
	page := b.page(item)
	form := b.form(page[strings.Index(page, `id="`+do+`"`):], item)
	for name, values := range fields {
		form[name] = values
	}
	form.Set("do", do)
	return b.post(item, form)
}

// TestConsentIsWithdrawn: staff withdraw the consent for a photo of an accepted
// activity; no page shows it any more, and its address says so. Then consent is given
// anew.
func TestConsentIsWithdrawn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("other")
	register, item := home+"/consents", activities+"/"+filmed+"/consent/photo-0"
	pages := []string{register, home + "/evidence", activities + "/" + filmed, home + "/reports/2/preview", home + "/export/consents.csv", home + "/export/evidence.csv"}
	lead := s.as("lead")
	for _, page := range pages {
		if !strings.Contains(lead.page(page), caption) {
			t.Errorf("%s does not show the photo to begin with", page)
		}
	}
	if !strings.Contains(b.page(register), item) || strings.Contains(s.as("staff").page(register), item) {
		t.Error("the way to the photo's consent is for its partner's people")
	}

	ahead := b.consents(item, "withdraw", url.Values{"day": {"2026-11-24"}})
	if ahead.status != http.StatusUnprocessableEntity || !strings.Contains(ahead.body, `href="#day"`) {
		t.Errorf("a day to come: %d", ahead.status)
	}
	a := b.consents(item, "withdraw", url.Values{"day": {"2026-11-20"}, "reason": {"By letter"}})
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	item = a.header.Get("Location")
	if page := b.page(item); !strings.Contains(page, "By letter") || strings.Contains(page, caption) || strings.Contains(page, "webinar-speakers") {
		t.Errorf("the item's page\n%s", page)
	}
	for _, page := range pages {
		if text := lead.page(page); strings.Contains(text, caption) || strings.Contains(text, "webinar-speakers") {
			t.Errorf("%s still shows the photo", page)
		}
	}
	for _, who := range []string{"other", "staff", "lead", "auditor"} {
		for _, query := range []string{"", "?of=" + filmed, "?size=small"} {
			gone := s.as(who).get(picture + query)
			if gone.status != http.StatusGone || !strings.Contains(gone.body, "consent to show it was withdrawn") {
				t.Errorf("%s%s: %d", who, query, gone.status)
			}
		}
	}
	if page := lead.page(home + "/dashboard"); !strings.Contains(page, "consents?consent=withdrawn") {
		t.Error("the lead's dashboard does not tell of it")
	}
	if page := lead.page(home + "/audit?sort=consent"); !strings.Contains(page, "By letter") || !strings.Contains(page, filmed) {
		t.Error("the audit does not tell of it")
	}

	wrong := lead.consents(item, "give", url.Values{"given": {""}})
	if wrong.status != http.StatusUnprocessableEntity || !strings.Contains(wrong.body, `href="#given"`) {
		t.Errorf("consent without a day: %d", wrong.status)
	}
	a = lead.consents(item, "give", url.Values{
		"given": {"2026-11-22"}, "until": {"2026-12-01"}, "means": {"Form in the office"}, "purpose": {"reports", "publication"},
	})
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	page := lead.page(a.header.Get("Location"))
	for _, want := range []string{caption, "Form in the office", "Websites and publications", "Consent ends soon"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of the new consent does not tell %q", want)
		}
	}
	if again := b.get(picture + "?of=" + filmed); again.status != http.StatusOK {
		t.Errorf("the photo: %d", again.status)
	}
	if page := b.page(home + "/dashboard"); !strings.Contains(page, "consents?consent=ending&amp;partner=suojellaan-lapsia") {
		t.Error("the partner's dashboard does not warn")
	}
}

// TestQuoteIsWithdrawn: the words are taken out wherever they stand, also of pages in
// other languages and from what is searched.
func TestQuoteIsWithdrawn(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.submitReport()
	b, lead := s.as("staff"), s.as("lead")
	item := activities + "/" + quoted + "/consent/quote-0"
	page := b.page(item)
	for _, want := range []string{"2 other activities", "Project report, period 1, version 1"} {
		if !strings.Contains(page, want) {
			t.Errorf("before it is withdrawn the page does not tell %q", want)
		}
	}
	a := b.consents(item, "withdraw", url.Values{"day": {"2026-11-23"}})
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	for _, page := range []string{
		home + "/consents", activities + "/" + quoted, activities + "/FI-2026-001", home + "/reports/1/preview", home + "/export/consents.csv",
	} {
		if strings.Contains(lead.page(page), "whom to call") {
			t.Errorf("%s still has the words", page)
		}
	}
	if page := lead.page(home + "/consents?q=call"); strings.Contains(page, quoted) {
		t.Error("it is found by its words")
	}
	if page := lead.page(a.header.Get("Location")); !strings.Contains(page, home+"/reports/1/versions/1") {
		t.Error("the lead is not led to the sealed report that has the words")
	}
	if stale := b.post(item, url.Values{"do": {"withdraw"}, "rev": {"1"}, "day": {"2026-11-23"}}); stale.status != http.StatusConflict {
		t.Errorf("withdrawn again: %d", stale.status)
	}
}

// TestPurposesInTheForm: what a quote may be used for is chosen in the activity's form.
func TestPurposesInTheForm(t *testing.T) {
	t.Parallel()
	b := newSite(t).as("staff")
	form := b.newForm()
	form.Set("quote.0.text", "It was good")
	form.Set("quote.0.role", "Teacher")
	form.Set("quote.0.consent", "1")
	form.Set("quote.0.given", "2026-11-12")
	form["quote.0.purpose"] = []string{"publication", "nonsense"}
	ref := b.logged(form)
	if c := b.stored(ref).Value.Value.Quotes[0].Consent; len(c.Purposes) != 1 || c.Purposes[0] != "publication" {
		t.Errorf("purposes %v", c.Purposes)
	}
	edit := activities + "/" + ref + "/edit"
	again := b.form(b.page(edit), edit)
	again.Set("title", "Another title")
	b.post(edit, again)
	if c := b.stored(ref).Value.Value.Quotes[0].Consent; len(c.Purposes) != 1 {
		t.Errorf("after an edit purposes %v", c.Purposes)
	}
}
