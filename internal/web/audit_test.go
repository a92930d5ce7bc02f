package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// TestAuditPage: who did what to which entry, by thing, person and time; and that the
// chain is whole.
func TestAuditPage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead := s.as("lead")
	lead.review("LV-2026-017", "return", "Say where it was")
	page := lead.page(home + "/audit")
	has(t, page, "returned it", `href="`+home+`/activities/LV-2026-017"`, "Say where it was", "The chain is whole")
	page = lead.page(home + "/audit?ref=LV-2026-017")
	has(t, page, "returned it")
	hasNot(t, page, "Imported")
	hasNot(t, lead.page(home+"/audit?sort=measurement"), "returned it")
	hasNot(t, lead.page(home+"/audit?to=2026-11-22"), "returned it")
	has(t, lead.page(home+"/audit?from=2026-11-23&to=2026-11-23"), "returned it")
	if a := lead.get(home + "/audit?ref=NOWHERE"); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "NOWHERE") {
		t.Errorf("a reference that there is none of: %d", a.status)
	}
	has(t, lead.page(home+"/audit/audit.csv"), "activity.return", "LV-2026-017")
}

// TestSeveralInTheList: three are accepted in one go, and taken back by the notice.
func TestSeveralInTheList(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead := s.as("lead")
	list := home + "/activities?status=submitted"
	action := home + "/activities/several?status=submitted"
	form := lead.form(lead.page(list), action)
	refs := len(form["shown"])
	if refs < 2 {
		t.Fatalf("%d wait", refs)
	}
	form.Set("all", "1")
	form.Set("step", "return")
	if a := lead.post(action, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `href="#comment"`) {
		t.Fatalf("return without a comment: %d", a.status)
	}
	form.Set("step", "accept")
	if a := lead.post(action, form); a.status != http.StatusSeeOther {
		t.Fatalf("accept: %d", a.status)
	}
	page := lead.page(list)
	has(t, page, "accepted and count", "Nothing fits", "Take it back")
	undo := lead.form(page, action)
	undo.Set("step", "reopen")
	if a := lead.post(action, undo); a.status != http.StatusSeeOther {
		t.Fatalf("take back: %d\n%s", a.status, a.body)
	}
	has(t, lead.page(home+"/activities?status=returned"), "open again")
	hasNot(t, lead.page(list), "Take it back")
	form = url.Values{"step": {"accept"}, "key": {"another"}}
	if a := lead.post(action, form); a.status != http.StatusUnprocessableEntity {
		t.Errorf("nothing chosen: %d", a.status)
	}
}

// TestPartnerReportCycle: the partner sees its figures and what is missing, submits;
// the lead returns, accepts, takes the text over, and is told when it has changed.
func TestPartnerReportCycle(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	manager, lead := s.as("manager"), s.as("lead")
	path := home + "/partner-report/2?partner=drosa-maja"
	page := manager.page(path)
	has(t, page, "Own target", "Missing", "OP1.1", "Draft")
	action := regexp.MustCompile(`<form method="post" action="([^"]*partner-report[^"]*)"`).FindStringSubmatch(page)[1]
	form := manager.form(page, unescape(action))
	form.Set("text.cooperation", "We met the police in Riga.")
	form.Set("then", "")
	if a := manager.post(unescape(action), form); a.status != http.StatusSeeOther {
		t.Fatalf("write: %d\n%s", a.status, a.body)
	}
	edit := home + "/reports/2/edit"
	page = lead.page(edit + "?language=en")
	has(t, page, "We met the police in Riga.")
	form = lead.form(page, edit)
	form.Set("take", "cooperation|en|drosa-maja")
	if a := lead.post(edit, form); a.status != http.StatusSeeOther {
		t.Fatalf("take: %d\n%s", a.status, a.body)
	}
	page = lead.page(edit + "?language=en")
	has(t, page, "Taken over", "Safe House Shelter (Patvērums «Drošā māja»):\nWe met the police in Riga.")
	hasNot(t, page, "Changed since it was taken over")

	page = manager.page(path)
	form = manager.form(page, unescape(action))
	form.Set("text.cooperation", "We met the police in Riga and Liepāja.")
	manager.post(unescape(action), form)
	has(t, lead.page(edit+"?language=en"), "Changed since it was taken over", "Liepāja")

	s.cycle(manager, lead, path)
}

// cycle submits a partner's report, returns it, submits it again and withdraws it.
func (s *site) cycle(manager, lead *browser, path string) {
	s.Helper()
	step := home + "/partner-report/2/step?partner=drosa-maja"
	manager.sends(path+"&view=check", step, "step", "submit").sentOn(s.T, path)
	lead.sends(path, step, "step", "return", "comment", "More about schools").sentOn(s.T, path)
	has(s.T, manager.page(path), "More about schools")
	manager.sends(path+"&view=check", step, "step", "submit").sentOn(s.T, path)
	manager.sends(path, step, "step", "withdraw").sentOn(s.T, path)
}
