package partnership_test

import (
	"fmt"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

func TestDeadlines(t *testing.T) {
	t.Parallel()
	p := partnership.Project{
		Start: day(t, "2026-01-01"), End: day(t, "2026-12-31"),
		Partners: []partnership.Partner{
			{Organisation: "a"},
			{Organisation: "joined", Joined: day(t, "2026-07-01")},
			{Organisation: "left", Left: day(t, "2026-06-30")},
			{Organisation: "suspended", Suspended: &partnership.Suspension{From: day(t, "2026-07-01")}},
			{Organisation: "resumed", Suspensions: []partnership.EndedSuspension{{From: day(t, "2025-12-01"), To: day(t, "2026-06-30")}}},
		},
		Periods: []partnership.Period{
			{Start: day(t, "2026-01-01"), End: day(t, "2026-06-30"), Due: day(t, "2026-07-30")},
			{Start: day(t, "2026-07-01"), End: day(t, "2026-12-31"), Due: day(t, "2027-01-30")},
		},
	}
	status := func(k results.PeriodNo, partner results.PartnerID) partnership.Status {
		switch {
		case k == 1 && partner == "left":
			return partnership.Submitted
		case k == 1 && partner == "suspended":
			return partnership.Accepted
		case k == 1 && partner == "":
			return partnership.Returned
		}
		return ""
	}
	for today, want := range map[string]string{
		"2026-07-15": "1 a open, 1 left submitted, 1 suspended accepted, 1  returned, 2 a open, 2 joined open, 2 resumed open, 2  open",
		"2026-07-16": "1 a due-soon, 1 left submitted, 1 suspended accepted, 1  returned, 2 a open, 2 joined open, 2 resumed open, 2  open",
		"2026-07-30": "1 a due-soon, 1 left submitted, 1 suspended accepted, 1  returned, 2 a open, 2 joined open, 2 resumed open, 2  open",
		"2026-07-31": "1 a overdue, 1 left submitted, 1 suspended accepted, 1  returned, 2 a open, 2 joined open, 2 resumed open, 2  open",
	} {
		var got []string
		for _, d := range p.Deadlines(day(t, today), status) {
			got = append(got, fmt.Sprintf("%d %s %s", d.Period, d.Partner, d.State))
		}
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("%s:\ngot  %s\nwant %s", today, text, want)
		}
	}
}
