package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// suspend suspends the partner of the tests, as the lead does.
func (s *site) suspend() {
	s.Helper()
	setup, err := s.service.Setup(s.Context(), s.by("lead"), baltic)
	if err != nil {
		s.Fatal(err)
	}
	err = s.service.SuspendPartner(s.Context(), s.by("lead"), baltic, setup.Rev, drosa, partnership.Suspension{
		From: results.DateOf(2026, 11, 1), Reason: results.Text{"en": "Audit under way"},
	})
	if err != nil {
		s.Fatal(err)
	}
}

// resume ends the suspension.
func (s *site) resume() {
	s.Helper()
	setup, err := s.service.Setup(s.Context(), s.by("lead"), baltic)
	if err != nil {
		s.Fatal(err)
	}
	if err := s.service.ResumePartner(s.Context(), s.by("lead"), baltic, setup.Rev, drosa); err != nil {
		s.Fatal(err)
	}
}

// TestSuspendedPartner: in sessions that were open before, its people read what they
// could read, and change nothing.
func TestSuspendedPartner(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.keepForms()
	open := map[string]*browser{"staff": s.as("staff"), "manager": s.as("manager")}
	s.suspend()
	for who, b := range open {
		for name, e := range expectations() {
			method, path, _ := strings.Cut(name, " ")
			if !strings.Contains(name, ":project") || !slices.Contains(strings.Fields(e.in), who) {
				continue
			}
			isForm := method != http.MethodGet || strings.HasSuffix(path, "/edit") || strings.HasSuffix(path, "/new") ||
				strings.HasSuffix(path, "/copy") || strings.Contains(path, "/logbook") || strings.Contains(path, "/forecast/") || strings.HasSuffix(path, "/offline")
			isForm = isForm && !strings.Contains(path, "/kept/") // what is kept is the person's own
			if a := b.take(method, e); a.isRefused() != isForm {
				t.Errorf("%s as suspended %s: %d", name, who, a.status)
			}
		}
	}
}

// TestFormOfASuspendedPartnerIsKept: a form that was open when the partner was
// suspended is answered with what happened and whom to ask; what was written is kept,
// for its writer alone, and is there again afterwards.
func TestFormOfASuspendedPartnerIsKept(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff, manager := s.as("staff"), s.as("manager")
	before := len(staff.drafts())
	form := staff.newForm()
	form.Set("title", "Training for school nurses")
	form.Set("do", "submit")
	s.suspend()

	kept := home + "/kept/" + url.PathEscape(form.Get("key"))
	staff.post(activities, form).wants(t, http.StatusForbidden,
		"has been suspended since 01/11/2026", "Audit under way", "Whom to ask: lead", "What you wrote is kept", `href="`+kept+`"`)
	if n := len(staff.drafts()); n != before {
		t.Fatalf("%d drafts, there were %d", n, before)
	}
	says(t, staff.page(home+"/work"), "Kept for later", "Training for school nurses", kept)
	page := staff.page(kept)
	says(t, page, "Training for school nurses", "when your organisation reports again")
	if strings.Contains(page, `action="`+activities+`"`) {
		t.Error("it can be sent while the partner is suspended")
	}
	if a := manager.get(kept); a.status != http.StatusNotFound {
		t.Errorf("another person of the partner is answered %d", a.status)
	}

	s.resume()
	again := staff.form(staff.page(kept), activities)
	again.Set("use", "")
	a := staff.post(activities, again)
	a.wants(t, http.StatusOK, "Training for school nurses")
	again = staff.form(a.body, activities)
	ref := staff.logged(again)
	if got := staff.stored(ref).Value.Value; got.Title["en"] != "Training for school nurses" || len(got.Contributions) != 1 {
		t.Errorf("what was written came back as %+v", got)
	}
	if strings.Contains(staff.page(home+"/work"), "Kept for later") {
		t.Error("it is still kept after it was stored")
	}
}

// TestOtherFormsOfASuspendedPartner: measurements, partner reports and drafts that save
// themselves are kept too; each once, as it was sent last.
func TestOtherFormsOfASuspendedPartner(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff, manager := s.as("staff"), s.as("manager")
	measurement := staff.newMeasurement()
	draft := staff.newForm()
	path := home + "/partner-report/2?partner=drosa-maja"
	report := manager.form(manager.page(path), path)
	s.suspend()

	staff.post(home+"/measurements", measurement).wants(t, http.StatusForbidden, "What you wrote is kept")
	for _, title := range []string{"A", "A title", "A title at last"} {
		draft.Set("title", title)
		if status, _ := staff.sendAlone(activities, draft); status != http.StatusForbidden {
			t.Errorf("a draft that saves itself: %d", status)
		}
	}
	page := staff.page(home + "/work")
	says(t, page, "A title at last", "Measurement")
	if n := strings.Count(page, home+"/kept/"); n != 2 {
		t.Errorf("%d forms are kept, want 2", n)
	}
	kept := home + "/kept/" + url.PathEscape(draft.Get("key"))
	staff.post(kept+"/remove", nil).wants(t, http.StatusSeeOther)
	if a := staff.get(kept); a.status != http.StatusNotFound {
		t.Errorf("what was removed is answered %d", a.status)
	}

	report.Set("text.progress", "We trained nurses.")
	manager.post(path, report).wants(t, http.StatusForbidden, "What you wrote is kept")
	s.resume()
	kept = home + "/kept/" + url.PathEscape(report.Get("key"))
	manager.post(path, manager.form(manager.page(kept), path)).wants(t, http.StatusSeeOther)
	says(t, manager.page(path), "We trained nurses.")
	if a := manager.get(kept); a.status != http.StatusNotFound {
		t.Errorf("what was stored is still kept: %d", a.status)
	}
}

// TestPartnerThatLeft: its people are told that, and since when.
func TestPartnerThatLeft(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("staff")
	setup, err := s.service.Setup(t.Context(), s.by("lead"), baltic)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.service.LeavePartner(t.Context(), s.by("lead"), baltic, setup.Rev, drosa, results.DateOf(2026, 11, 20)); err != nil {
		t.Fatal(err)
	}
	b.get(activities+"/new").wants(t, http.StatusForbidden, "left the project on 20/11/2026", "Whom to ask: lead")
}

// TestPlansOfASuspendedPartner: whoever suspends a partner is led on to its planned
// activities and targets, and gives them to others with a reason.
func TestPlansOfASuspendedPartner(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead := s.as("lead")
	setup := s.setup()
	value := results.Int(20)
	for i := range results.Indicators(setup.Project.Results) {
		if i.Code == "OP1.2" {
			i.PartnerTargets = []results.PartnerTarget{{Partner: drosa, Value: &value}}
		}
	}
	now, err := s.service.Setup(t.Context(), s.by("lead"), baltic)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.service.ChangeSetup(t.Context(), s.by("lead"), baltic, now.Rev, *setup); err != nil {
		t.Fatal(err)
	}

	path, plans := setupHome+"/suspend/drosa-maja", setupHome+"/reassign/drosa-maja"
	form := lead.setupForm(path)
	form.Set("suspended.from", "2026-11-01")
	form.Set("suspended.reason.en", "Audit under way")
	a := lead.post(path, form)
	if a.status == http.StatusOK {
		a = lead.post(path, lead.form(a.body, path))
	}
	a.sentOn(t, plans)

	form = lead.setupForm(plans)
	left := form.Get("target.OP1.2.value")
	if left == "" || left == "20" {
		t.Errorf("%q of the target of 20 are offered", left)
	}
	form.Set("target.OP1.2.to", "suojellaan-lapsia")
	form.Set("target.OP1.2.value", "21")
	form.Set("reason", "The audit takes until spring")
	lead.post(plans, form).wants(t, http.StatusUnprocessableEntity, `href="#target-OP1-2-value"`)
	form.Set("target.OP1.2.value", "5")
	form.Set("planned", "A1.1")
	form.Set("to", "stellit")
	lead.post(plans, form).wants(t, http.StatusSeeOther)
	targets := s.indicator("OP1.2").PartnerTargets
	if len(targets) != 2 || targets[0].Value.String() != "15" || targets[1].Partner != "suojellaan-lapsia" || targets[1].Value.String() != "5" {
		t.Errorf("targets %+v", targets)
	}
	says(t, lead.page(home+"/audit"), "gave its plans to others", "The audit takes until spring")
	says(t, lead.page(setupHome+"/partners/drosa-maja"), plans)
}

// TestSuspensionsAreLabelled: wherever a suspended partner's entries and figures stand,
// they are marked; why is not for funders.
func TestSuspensionsAreLabelled(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.suspend()
	lead, funder := s.as("lead"), s.as("funder")
	for _, path := range []string{
		"/activities", "/activities/" + accepted, "/review", "/dashboard/shares", "/dashboard/plan", "/dashboard/reporting",
		"/indicators/OP1.2", "/partner-report/2?partner=drosa-maja", "/setup", "/reports/2/preview",
	} {
		if page := strings.ToLower(lead.page(home + path)); !strings.Contains(page, "suspended from") {
			t.Errorf("%s does not say that the partner is suspended", path)
		}
	}
	path := setupHome + "/suspend/drosa-maja"
	says(t, s.as("other").page(path), "Audit under way")
	if page := funder.page(path); strings.Contains(page, "Audit under way") || !strings.Contains(page, "01/11/2026") {
		t.Errorf("a funder reads\n%s", page)
	}
	s.resume()
	says(t, lead.page(setupHome), "Was suspended: 01/11/2026 – 22/11/2026")
}
