package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// has wants a page to hold texts.
func has(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			t.Errorf("%q is missing in\n%s", text, page)
		}
	}
}

// hasNot wants a page not to hold texts.
func hasNot(t *testing.T, page string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if strings.Contains(page, text) {
			t.Errorf("%q should not be in\n%s", text, page)
		}
	}
}

// review sends the decision on an activity as the page of the review offers it.
func (b *browser) review(ref, step, comment string) answer {
	b.Helper()
	action := home + "/activities/" + ref + "/step"
	form := b.form(b.page(home+"/review/"+ref), action)
	form.Set("step", step)
	form.Set("comment", comment)
	return b.post(action, form)
}

func TestReviewGoesFromEntryToEntry(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead := s.as("lead")
	queue := lead.page(home + "/review")
	has(t, queue, `href="`+home+`/review/LV-2026-017"`, "RU-2026-024", "FI-2026-009", "3 entries wait")
	has(t, lead.page(home+"/indicators/OP1.1"), `/cumulative">423</strong>`)
	has(t, lead.page(home+"/review/LV-2026-017"), "423", "<strong>439</strong>", "A1.1")

	a := lead.review("LV-2026-017", "accept", "")
	if a.status != http.StatusSeeOther || a.header.Get("Location") != home+"/review/FI-2026-009" {
		t.Fatalf("accept: %d to %s", a.status, a.header.Get("Location"))
	}
	has(t, lead.page(home+"/indicators/OP1.1"), `/cumulative">439</strong>`)
	hasNot(t, lead.page(home+"/review"), "LV-2026-017")

	a = lead.review("FI-2026-009", "return", "")
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("return without a comment: %d", a.status)
	}
	has(t, a.body, `href="#comment"`, "govuk-error-message", "What accepting it would make")
	a = lead.review("FI-2026-009", "return", "Ask anna@example.fi")
	a.wants(t, http.StatusUnprocessableEntity, `href="#comment"`, "“anna@example.fi” looks like personal data", ">Ask anna@example.fi</textarea>")
	lead.review("FI-2026-009", "return", "How many <b>came</b>?")
	other := s.as("other")
	has(t, other.page(home+"/activities/FI-2026-009"), "How many &lt;b&gt;came&lt;/b&gt;?")
	has(t, other.page(home+"/dashboard"), `<span class="tulos-count">1</span>`)

	lead.review("RU-2026-024", "accept", "")
	has(t, lead.page(home+"/review"), "Nothing waits for review")
	lead.review("RU-2026-024", "reopen", "The wrong day")
	has(t, lead.page(home+"/review/RU-2026-024"), "The wrong day")
}

func TestReviewOfWhatHasChanged(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead := s.as("lead")
	action := home + "/activities/LV-2026-017/step"
	form := lead.form(lead.page(home+"/review/LV-2026-017"), action)
	form.Set("step", "return")
	form.Set("comment", "a long comment")
	is, err := s.service.Activity(t.Context(), s.by("staff"), baltic, "LV-2026-017")
	if err != nil {
		t.Fatal(err)
	}
	err = s.service.MoveActivity(t.Context(), s.by("staff"), baltic, "LV-2026-017", service.Move{Seen: is.Rev, Step: partnership.Withdraw})
	if err != nil {
		t.Fatal(err)
	}
	a := lead.post(action, form)
	if a.status != http.StatusConflict {
		t.Errorf("return what was withdrawn: %d", a.status)
	}
	has(t, a.body, "a long comment")
}

// measure logs and submits a measurement of the demo's second period.
func (s *site) measure(n int) string {
	s.Helper()
	value := results.Int(n)
	ref, err := s.service.LogMeasurement(s.Context(), s.by("staff"), baltic, partnership.Measurement{
		Partner: drosa, Date: results.DateOf(2026, 11, 10),
		Contribution: results.Contribution{Indicator: "OP2.2", Value: &value, Note: "<script>alert(1)</script>"},
	})
	if err != nil {
		s.Fatal(err)
	}
	err = s.service.MoveMeasurement(s.Context(), s.by("staff"), baltic, ref, service.Move{Seen: 1, Step: partnership.Submit})
	if err != nil {
		s.Fatal(err)
	}
	return ref
}

func TestReviewOfAMeasurement(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead := s.as("lead")
	ref := s.measure(7000)
	path := home + "/measurements/" + ref
	has(t, lead.page(home+"/review"), `href="`+path+`"`)
	page := lead.page(path)
	has(t, page, "<strong>8,445</strong>", "&lt;script&gt;")
	form := lead.form(page, path+"/step")
	form.Set("step", "return")
	a := lead.post(path+"/step", form)
	if a.status != http.StatusUnprocessableEntity {
		t.Errorf("return without a comment: %d", a.status)
	}
	form = lead.form(a.body, path+"/step")
	form.Set("step", "accept")
	if a = lead.post(path+"/step", form); a.status != http.StatusSeeOther {
		t.Fatalf("accept: %d\n%s", a.status, a.body)
	}
	has(t, lead.page(a.header.Get("Location")), ref+" is accepted")
	has(t, lead.page(home+"/indicators/OP2.2"), `/cumulative">8,445</strong>`, `href="`+path+`"`)
	if a = lead.post(path+"/step", form); a.status != http.StatusSeeOther {
		t.Errorf("the same form again: %d", a.status)
	}
	form.Set("key", "another")
	form.Set("comment", "typed")
	if a = lead.post(path+"/step", form); a.status != http.StatusConflict || !strings.Contains(a.body, "typed") {
		t.Errorf("accept what was accepted: %d", a.status)
	}
	has(t, s.as("other").page(path), ref)
	hasNot(t, s.as("staff").page(path), "<textarea")
}

func TestReviewWarnsOfTheSameLoggedTwice(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	var refs []string
	for range 2 {
		ref, err := s.service.LogActivity(t.Context(), s.by("staff"), baltic, partnership.Activity{
			Partner: drosa, Type: partnership.Meeting, Title: results.Text{"lv": "Sanāksme"}, Place: "Rīga",
			Start: results.DateOf(2026, 1, 5), Planned: "A2.2",
		})
		if err != nil {
			t.Fatal(err)
		}
		err = s.service.MoveActivity(t.Context(), s.by("staff"), baltic, ref, service.Move{Seen: 1, Step: partnership.Submit})
		if err != nil {
			t.Fatal(err)
		}
		refs = append(refs, ref)
	}
	has(t, s.as("lead").page(home+"/review/"+refs[1]),
		"Perhaps logged twice", `href="`+home+"/activities/"+refs[0]+`"`,
		"outside the planned dates", "not planned for this partner", `lang="lv"`)
}

func TestQueueOfAPartner(t *testing.T) {
	t.Parallel()
	lead := newSite(t).as("lead")
	page := lead.page(home + "/review?" + url.Values{"partner": {"drosa-maja"}}.Encode())
	has(t, page, "LV-2026-017", "1 entry waits")
	hasNot(t, page, "RU-2026-024")
	if a := lead.get(home + "/review?partner=nobody"); a.status != http.StatusNotFound {
		t.Errorf("of nobody: %d", a.status)
	}
}
