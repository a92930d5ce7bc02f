package web_test

import (
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// TestPortfolioOfFunder: a funder sees what submitted reports said, as it was then,
// and nothing of what came since.
func TestPortfolioOfFunder(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	funder := s.as("funder")
	before := funder.page("/projects")
	has(t, before, "Not submitted", home)
	hasNot(t, before, "data-figure", "Achieved", "On track", "Not reported", "wait for review")

	s.submitReport()
	c := newFigureCheck(s)
	sealed := funder.page("/projects")
	has(t, sealed, "1 report waits for your answer", "Waits for your answer", home+"/reports/1/versions/1")
	_, figures, _ := strings.Cut(sealed, `id="figures-`)
	c.page("sealed", figures)
	for code, rows := range c.rows {
		for _, what := range []string{"cumulative", "expected", "achievement", "status", "reported"} {
			if !c.seen[string(code)+"/1/"+what] || c.seen[string(code)+"/2/"+what] {
				t.Errorf("%s of %d periods: %s of the first, and of no other", code, len(rows), what)
			}
		}
	}

	err := s.service.MoveActivity(t.Context(), s.by("lead"), baltic, "LV-2026-015", service.Move{
		Seen: s.revOf("lead", "LV-2026-015"), Step: partnership.Reopen, Comment: "Numbers to be checked",
	})
	if err != nil {
		t.Fatal(err)
	}
	if after := funder.page("/projects"); after != sealed {
		t.Error("a sealed report changed with what it was made of")
	}
	err = s.service.MoveProjectReport(t.Context(), s.by("funder"), baltic, 1, 1, service.Move{
		Seen: s.reportRev("funder"), Step: partnership.Return, Comment: "What is unclear",
	})
	if err != nil {
		t.Fatal(err)
	}
	returned := funder.page("/projects")
	has(t, returned, "Clarification asked")
	hasNot(t, returned, "Waits for your answer", "versions/2")
}

// TestPortfolioOfPartnership: whoever may see what was accepted sees how it stands
// now, and staff does not see sealed reports.
func TestPortfolioOfPartnership(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.submitReport()
	staff := s.as("staff").page("/projects")
	has(t, staff, "On track (so far)", "3 indicators are not reported by you")
	hasNot(t, staff, "data-figure=\"OP", "versions/1", "wait for review")
	lead := s.as("lead").page("/projects")
	has(t, lead, "3 entries wait for review", home+"/reports/1/versions/1")
	hasNot(t, lead, "Waits for your answer")
	has(t, s.as("stranger").page("/projects"), "No projects yet")
}

// revOf is the revision of an activity.
func (s *site) revOf(name, ref string) int64 {
	s.Helper()
	a, err := s.service.Activity(s.Context(), s.by(name), baltic, ref)
	if err != nil {
		s.Fatal(err)
	}
	return a.Rev
}

// reportRev is the revision of the only version of the first period's report.
func (s *site) reportRev(name string) int64 {
	s.Helper()
	all, err := s.service.ProjectReports(s.Context(), s.by(name), baltic)
	if err != nil || len(all) != 1 {
		s.Fatalf("%d versions, %v", len(all), err)
	}
	return all[0].Rev
}

// TestDashboardInScope: a filter leaves what it names, in the address, on each page.
func TestDashboardInScope(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead := s.as("lead")
	overview := lead.page(home + "/dashboard?period=2&partner=drosa-maja&result=OP1")
	has(t, overview, "Safe House Shelter", `data-figure="OP1.1/2/partner:drosa-maja/cumulative"`, "period=2&amp;result=OP1", "Show everything")
	hasNot(t, overview, `id="result-OP2"`, "partner:stellit")
	shares := lead.page(home + "/dashboard/shares?country=FI")
	has(t, shares, "country:FI", "partner:suojellaan-lapsia")
	hasNot(t, shares, "country:LV", "partner:drosa-maja")
	has(t, lead.page(home+"/dashboard/shares?country=FI&partner=drosa-maja"), "No partner fits")
	plan := lead.page(home + "/dashboard/plan?result=OP2")
	has(t, plan, "A2.1", "Done in part", "Nothing accepted of: Stellit")
	hasNot(t, plan, "A1.1", "LV-2026-017")
	reporting := lead.page(home + "/dashboard/reporting?partner=stellit")
	has(t, reporting, `data-figure="reporting:stellit/1"`)
	hasNot(t, reporting, "reporting:drosa-maja")
	for _, page := range []string{"", "/shares", "/plan", "/reporting"} {
		for _, query := range []string{"?country=XX", "?result=NONE", "?partner=cbss", "?period=9"} {
			if a := lead.get(home + "/dashboard" + page + query); a.status != 404 {
				t.Errorf("%s%s: %d", page, query, a.status)
			}
		}
	}
}

// TestPlanShowsWhatMayBeSeen: drafts are for the own organisation and the lead.
func TestPlanShowsWhatMayBeSeen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff := s.as("staff").page(home + "/dashboard/plan")
	has(t, staff, "LV-2026-018", "LV-2026-017", "FI-2026-008", home+"/activities/new?planned=A1.1")
	hasNot(t, staff, "FI-2026-010", "FI-2026-009")
	has(t, s.as("lead").page(home+"/dashboard/plan"), "FI-2026-010", "LV-2026-018")
}

// TestNewsShowWhatMayBeSeen: what was submitted is news for the lead and the own
// organisation, what was accepted for all.
func TestNewsShowWhatMayBeSeen(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	other, staff, lead := s.as("other"), s.as("staff"), s.as("lead")
	for _, b := range []*browser{other, staff, lead} {
		hasNot(t, newsOf(b), submitted)
	}
	move := func(name string, step partnership.Step, comment string) {
		err := s.service.MoveActivity(t.Context(), s.by(name), baltic, submitted, service.Move{Seen: s.revOf(name, submitted), Step: step, Comment: comment})
		if err != nil {
			t.Fatal(err)
		}
	}
	move("lead", partnership.Return, "Where was it?")
	for _, b := range []*browser{staff, lead} {
		has(t, newsOf(b), submitted, "Returned")
	}
	hasNot(t, newsOf(other), submitted, "Where was it?")
	move("staff", partnership.Submit, "")
	move("lead", partnership.Accept, "")
	has(t, newsOf(other), submitted, "Accepted")
	hasNot(t, newsOf(other), "Returned", "Submitted")
	has(t, newsOf(lead), "Returned", "Submitted", "Accepted")
}

// newsOf is what the dashboard tells of changes.
func newsOf(b *browser) string {
	b.Helper()
	_, news, _ := strings.Cut(b.page(home+"/dashboard"), `id="news"`)
	news, _, _ = strings.Cut(news, "</section>")
	return news
}

// TestOwnPartComesFirst: people of a partner find its part before that of others.
func TestOwnPartComesFirst(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	page := s.as("staff").page(home + "/dashboard")
	has(t, page, "Your part: Safe House Shelter", "6 of 9 indicators are reported")
	_, table, _ := strings.Cut(s.as("staff").page(home+"/dashboard/shares"), `id="by-partner"`)
	own, lead := strings.Index(table, "partner:drosa-maja"), strings.Index(table, "partner:stellit")
	if own < 0 || own > lead {
		t.Errorf("the own column begins at %d, that of the lead at %d", own, lead)
	}
	hasNot(t, s.as("auditor").page(home+"/dashboard"), "Your part")
}
