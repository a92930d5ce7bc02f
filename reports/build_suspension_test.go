package reports_test

import (
	"strings"
	"testing"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/reports"
)

// TestReportsTellOfSuspensions: which partner, since when and until when; why, to the
// partnership alone.
func TestReportsTellOfSuspensions(t *testing.T) {
	t.Parallel()
	d := demo(t)
	p := &d.Project.Partners[1]
	p.Suspensions = []partnership.EndedSuspension{{
		From: results.DateOf(2026, 2, 1), To: results.DateOf(2026, 3, 31), Reason: results.Text{"en": "Accounts were late"},
	}}
	p.Suspended = &partnership.Suspension{From: results.DateOf(2026, 11, 1), Reason: results.Text{"en": "Audit under way"}}
	o, _ := d.Organisation(p.Organisation)
	for _, c := range []struct {
		audience reports.Audience
		period   results.PeriodNo
		says     []string
		not      []string
	}{
		{reports.Partnership, 1, []string{"suspended from 01/02/2026 to 31/03/2026", "Accounts were late"}, []string{"01/11/2026", "Audit under way"}},
		{reports.Partnership, 2, []string{"from 01/02/2026 to 31/03/2026", "suspended from 01/11/2026.", "Audit under way"}, nil},
		{reports.Funder, 2, []string{"from 01/02/2026 to 31/03/2026", "suspended from 01/11/2026."}, []string{"Accounts were late", "Audit under way"}},
	} {
		text := strings.Join(texts(build(t, d, reports.Options{
			Language: i18n.English, From: c.period, To: c.period, Audience: c.audience, AsOf: results.DateOf(2027, 1, 1),
		})), "\n")
		for _, s := range append(c.says, o.Name+": suspended") {
			if !strings.Contains(text, s) {
				t.Errorf("period %d for the %s does not say %q", c.period, c.audience, s)
			}
		}
		for _, s := range c.not {
			if strings.Contains(text, s) {
				t.Errorf("period %d for the %s says %q", c.period, c.audience, s)
			}
		}
	}
}
