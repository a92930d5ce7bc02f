package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

const setupHome = home + "/setup"

// setupForm opens the page of a thing in the set-up and reads its form.
func (b *browser) setupForm(path string) url.Values {
	b.Helper()
	form := b.form(b.page(path), path)
	form.Set("do", "save")
	return form
}

// setup is the demo's set-up as it is now.
func (s *site) setup() *partnership.Setup {
	s.Helper()
	is, err := s.service.Setup(s.Context(), s.by("lead"), baltic)
	if err != nil {
		s.Fatal(err)
	}
	return &is.Value
}

func (s *site) indicator(code results.IndicatorCode) *results.Indicator {
	s.Helper()
	for i := range results.Indicators(s.setup().Project.Results) {
		if i.Code == code {
			return i
		}
	}
	return nil
}

// TestFormsOfASetupSayWhatIsThere: every form of the demo's set-up, sent as it is,
// changes nothing but the version.
func TestFormsOfASetupSayWhatIsThere(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("lead")
	before := s.encoded(s.setup())
	for _, path := range []string{
		"/details", "/periods", "/thresholds", "/results/I", "/results/OC1", "/results/OP2", "/indicators/OC1.1", "/indicators/OC1.2",
		"/indicators/OP1.1", "/indicators/OP1.2", "/indicators/OP1.3", "/indicators/OP2.1", "/indicators/OP2.2", "/indicators/OP3.1",
		"/indicators/OP3.2", "/indicators/OP3.3", "/planned/A1.1", "/planned/A3.1", "/dimensions/sex", "/dimensions/profession",
		"/organisations/cbss", "/partners/drosa-maja", "/leave/drosa-maja", "/budget/B1",
	} {
		b.post(setupHome+path, b.setupForm(setupHome+path)).wants(t, http.StatusSeeOther)
		if after := s.encoded(s.setup()); after != before {
			t.Fatalf("%s changed the set-up:\n%s", path, cmp.Diff(before, after))
		}
	}
}

func TestAnIndicatorIsMade(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("lead")
	path := setupHome + "/indicators?in=OP3"
	form := b.setupForm(path)
	form.Set("code", "OP1.1")
	form.Set("target", "many")
	form.Set("title.en", "")
	b.post(path, form).wants(t, http.StatusUnprocessableEntity, `href="#target"`, `id="target-error"`)
	form.Set("target", "-5")
	a := b.post(path, form)
	a.wants(t, http.StatusUnprocessableEntity, `href="#code"`, `id="code-error"`, `id="title-en-error"`, `id="target-error"`)

	form.Set("measure", "stage")
	form.Set("add", "stages")
	a = b.post(path, form)
	a.wants(t, http.StatusOK, `name="stages.0.title.en"`)
	form.Del("add")
	form.Set("do", "save")
	form.Set("code", "OP3.9")
	form.Set("title.en", "Guidelines adopted")
	form.Set("target", "")
	form.Set("stages.0.title.en", "Drafted")
	form.Set("stages.3.title.en", "Adopted at last")
	b.post(path, form).wants(t, http.StatusSeeOther)
	b.post(path, form).wants(t, http.StatusSeeOther) // sent twice
	i := s.indicator("OP3.9")
	if i == nil || len(i.Stages) != 2 || i.Stages[1].Key != "adopted-at-last" || s.setup().Version != 2 {
		t.Fatalf("version %d, indicator %+v", s.setup().Version, i)
	}
	page := b.page(setupHome + "/indicators/OP3.9")
	if !strings.Contains(page, "The stage is the one that all partners have reached.") || !strings.Contains(page, "1\u00a0·\u00a0Drafted") {
		t.Errorf("no rule in words, or no example\n%s", page)
	}
	form = b.setupForm(setupHome + "/indicators/OP3.9")
	form.Set("target", "adopted-at-last")
	form.Set("above", "OP2")
	b.post(setupHome+"/indicators/OP3.9", form).wants(t, http.StatusSeeOther)
	if i := s.indicator("OP3.9"); i.Target == nil || i.Target.Stage != "adopted-at-last" {
		t.Errorf("target %+v", i.Target)
	}
	form = b.setupForm(setupHome + "/indicators/OP3.9")
	b.post(setupHome+"/indicators/OP3.9", url.Values{"do": {"remove"}, "rev": form["rev"]}).wants(t, http.StatusSeeOther)
	if s.indicator("OP3.9") != nil {
		t.Error("it is still there")
	}
}

// TestExampleOfARule: the page shows what the chosen rule makes of small numbers.
func TestExampleOfARule(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("lead")
	path := setupHome + "/indicators/OP1.2"
	form := b.setupForm(path)
	form.Set("do", "again")
	for _, c := range []struct{ time, partners, within, cumulative string }{
		{"sum", "sum", "sum", "48"}, {"latest", "sum", "sum", "14"}, {"sum", "max", "sum", "28"}, {"max", "average", "max", "15"},
	} {
		form.Set("acrossPeriods", c.time)
		form.Set("acrossPartners", c.partners)
		form.Set("withinPeriod", c.within)
		b.post(path, form).wants(t, http.StatusOK, "<strong>"+c.cumulative+"</strong>")
	}
	if s.setup().Version != 1 {
		t.Error("looking changed the set-up")
	}
}

// TestAChangeIsShownWithItsEffect: a change of a rule shows which figures become
// others, and is made when it is agreed to.
func TestAChangeIsShownWithItsEffect(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("lead")
	path := setupHome + "/indicators/OP2.2"
	form := b.setupForm(path)
	form.Set("acrossPartners", "max")
	a := b.post(path, form)
	a.wants(t, http.StatusOK, "What this change does", "Figures that change", "Across partners", `name="confirm"`)
	if s.setup().Version != 1 {
		t.Fatal("it was made before it was agreed to")
	}
	agreed := b.form(a.body, path)
	b.post(path, agreed).wants(t, http.StatusSeeOther)
	if i := s.indicator("OP2.2"); i.AcrossPartners != results.Max {
		t.Errorf("the rule is %q", i.AcrossPartners)
	}

	drop := b.setupForm(setupHome + "/indicators/OP3.2")
	a = b.post(setupHome+"/indicators/OP3.2", url.Values{"do": {"remove"}, "rev": drop["rev"]})
	a.wants(t, http.StatusOK, "FI-2026-101", home+"/activities/FI-2026-101")
	if strings.Contains(a.body, "Make this change") {
		t.Error("what would break can be agreed to")
	}
	drop = b.setupForm(path)
	b.post(path, url.Values{"do": {"remove"}, "rev": drop["rev"]}).wants(t, http.StatusOK, `href="`+home+`/measurements/M-001"`)
	b.post(path, form).wants(t, http.StatusSeeOther) // its key has been used: it is done

	admin := s.as("administrator")
	form = admin.setupForm(path)
	form.Set("acrossPartners", "sum")
	admin.post(path, form).wants(t, http.StatusConflict, "lead has to make it")
}

// TestTwoEditorsOfASetup: the second is told, sees both versions, loses nothing.
func TestTwoEditorsOfASetup(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead, admin := s.as("lead"), s.as("administrator")
	path := setupHome + "/planned/A1.1"
	mine, theirs := lead.setupForm(path), admin.setupForm(path)
	theirs.Set("title.en", "Their title")
	admin.post(path, theirs).wants(t, http.StatusSeeOther)
	mine.Set("title.en", "My title")
	a := lead.post(path, mine)
	a.wants(t, http.StatusConflict, "My title", "Their title", "What the other has changed")
	again := lead.form(a.body, path)
	again.Set("do", "save")
	lead.post(path, again).wants(t, http.StatusSeeOther)
	for r := range results.All(s.setup().Project.Results) {
		for _, p := range r.Planned {
			if p.Code == "A1.1" && p.Title["en"] != "My title" {
				t.Errorf("title %v", p.Title)
			}
		}
	}
}

// change sends a form, and agrees to its effect where it has one.
func (b *browser) change(path string, form url.Values) {
	b.Helper()
	a := b.post(path, form)
	if a.status == http.StatusOK {
		a = b.post(path, b.form(a.body, path))
	}
	a.wants(b.T, http.StatusSeeOther)
}

// TestPartnersInForms: joining, leaving, suspension and its end, planned activities
// handed over.
func TestPartnersInForms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("lead")
	join := b.setupForm(setupHome + "/partners")
	b.post(setupHome+"/partners", join).wants(t, http.StatusUnprocessableEntity, `href="#name"`, `id="country-error"`, `id="type-error"`)
	join.Set("name", "Eesti laps")
	join.Set("country", "EE")
	join.Set("type", "ngo")
	join.Set("joined", "2026-10-01")
	b.change(setupHome+"/partners", join) // a stage that all have reached waits for the new partner
	if p, ok := s.setup().Project.Partner("eesti-laps"); !ok || p.Joined != results.DateOf(2026, 10, 1) {
		t.Fatalf("partner %+v", p)
	}

	hand := b.setupForm(setupHome + "/reassign/stellit")
	b.post(setupHome+"/reassign/stellit", hand).wants(t, http.StatusUnprocessableEntity, `href="#planned"`, `href="#reason"`)
	hand.Set("planned", "A2.2")
	b.post(setupHome+"/reassign/stellit", hand).wants(t, http.StatusUnprocessableEntity, `href="#to"`)
	hand.Set("to", "eesti-laps")
	hand.Set("reason", "They have the room")
	b.post(setupHome+"/reassign/stellit", hand).wants(t, http.StatusSeeOther)

	path := setupHome + "/suspend/drosa-maja"
	if page := b.page(setupHome); !strings.Contains(page, `href="`+setupHome+`/partners/drosa-maja"`) || strings.Contains(page, "/suspend/") {
		t.Error("the partner's line does not lead to the partner")
	}
	suspend := b.setupForm(path)
	b.post(path, suspend).wants(t, http.StatusUnprocessableEntity, `href="#suspended-from"`, `href="#suspended-reason-en"`)
	suspend.Set("suspended.from", "2026-11-01")
	suspend.Set("suspended.reason.en", "Audit under way")
	b.change(path, suspend)
	b.get(setupHome).wants(t, http.StatusOK, "Suspended from")
	resume := b.setupForm(path)
	b.change(path, url.Values{"do": {"remove"}, "rev": resume["rev"]})
	if p, _ := s.setup().Project.Partner(drosa); p.Suspended != nil {
		t.Error("it is still suspended")
	}

	path = setupHome + "/leave/drosa-maja"
	leave := b.setupForm(path)
	leave.Set("left", "2020-01-01")
	b.change(path, leave) // it is no longer part of levels
	if p, _ := s.setup().Project.Partner(drosa); p.Left != results.DateOf(2020, 1, 1) {
		t.Errorf("left on %v", p.Left)
	}
}

// TestPeriodsAreMade: the helper makes periods after those that hold something, which can
// be changed before they are saved. Where that changes one that does, it is shown first.
func TestPeriodsAreMade(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	b := s.as("lead")
	path := setupHome + "/periods"
	before := s.setup().Project
	form := b.setupForm(path)
	form.Set("do", "again")
	form.Set("months", "3")
	form.Set("from", "calendar")
	form.Set("days", "20")
	a := b.post(path, form)
	made := b.form(a.body, path)
	for name, want := range map[string]string{
		"periods.0.end": "2026-06-30", "periods.1.end": "2026-12-31", "periods.1.due": before.Periods[1].Due.String(), // they hold something
		"periods.2.start": "2027-01-01", "periods.2.end": "2027-03-31", "periods.2.due": "2027-04-20",
	} {
		if got := made.Get(name); got != want {
			t.Errorf("%s is %s, not %s", name, got, want)
		}
	}
	made.Set("do", "save")
	made.Set("periods.1.due", "2027-02-20")
	a = b.post(path, made)
	a.wants(t, http.StatusOK, "Periods that hold entries or reports", "20/02/2027")
	if after := s.setup().Project; after.Periods[1] != before.Periods[1] {
		t.Fatal("a period with entries was changed before somebody agreed")
	}
	b.post(path, b.form(a.body, path)).wants(t, http.StatusSeeOther)
	if after := s.setup().Project; after.Periods[1].Due.String() != "2027-02-20" || len(after.Periods) < 4 {
		t.Errorf("periods %v", after.Periods)
	}
	form = b.setupForm(path)
	form.Set("periods.1.start", "2026-01-05")
	b.post(path, form).wants(t, http.StatusUnprocessableEntity, `href="#periods-1-start"`)
}

// TestOthersReadTheSetup: whoever may only read sees values, and no form.
func TestOthersReadTheSetup(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, who := range []string{"staff", "funder", "auditor"} {
		b := s.as(who)
		page := b.page(setupHome + "/indicators/OP1.1")
		if strings.Contains(page, `action="`+setupHome) || !strings.Contains(page, "Target") {
			t.Errorf("%s sees\n%s", who, page)
		}
		if strings.Contains(b.page(setupHome), "Add a result") {
			t.Errorf("%s is offered to add a result", who)
		}
	}
}

// encoded is a set-up as a bundle.
func (s *site) encoded(setup *partnership.Setup) string {
	s.Helper()
	var b strings.Builder
	if err := bundle.Encode(&b, setup.Dossier()); err != nil {
		s.Fatal(err)
	}
	return b.String()
}
