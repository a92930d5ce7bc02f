package web_test

import (
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// TestDashboardTellsWhatIsRestated holds that the lead sees before the next report what it
// will list, on the dashboard, among the steps and in the preview; partners do not.
func TestDashboardTellsWhatIsRestated(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	ctx := t.Context()
	ok := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	lead := s.as("lead")
	if page := lead.page(home + "/dashboard"); strings.Contains(page, `id="restated"`) {
		t.Error("figures are restated before a report was submitted")
	}
	ok(s.service.MoveProjectReport(ctx, s.by("lead"), baltic, 1, 1, service.Move{Step: partnership.Submit}))
	a, err := s.service.Activity(ctx, s.by("lead"), baltic, "LV-2026-015")
	ok(err)
	ok(s.service.MoveActivity(ctx, s.by("lead"), baltic, "LV-2026-015", service.Move{Seen: a.Rev, Step: partnership.Reopen, Comment: "two days"}))

	page := lead.page(home + "/dashboard")
	for _, want := range []string{`id="restated"`, "Restated figures", "LV-2026-015 reopened on", "two days (lead)"} {
		if !strings.Contains(page, want) {
			t.Errorf("the dashboard does not tell %q", want)
		}
	}
	if page := lead.page(home + "/reports/2/preview"); strings.Count(page, "LV-2026-015 reopened on") == 0 || !strings.Contains(page, "/dashboard#restated") {
		t.Error("the preview does not tell what is restated")
	}
	if page := s.as("staff").page(home + "/dashboard"); strings.Contains(page, `id="restated"`) {
		t.Error("partner staff see what the next report will list")
	}
}
