package partnership_test

import (
	"fmt"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

func day(t *testing.T, s string) results.Date {
	t.Helper()
	d, err := results.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestSchedule(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		schedule   partnership.Schedule
		start, end string
		kept       string // last day of a period that stays
		want       string
	}{
		"months from the 31st": {
			partnership.Schedule{Months: 1, DueDays: 10},
			"2027-12-31", "2028-04-15", "",
			"2027-12-31–2028-01-30 02-09, 2028-01-31–2028-02-28 03-09, 2028-02-29–2028-03-30 04-09, 2028-03-31–2028-04-15 04-25",
		},
		"months from the 31st without a leap day": {
			partnership.Schedule{Months: 1},
			"2027-01-31", "2027-03-30", "",
			"2027-01-31–2027-02-27 02-27, 2027-02-28–2027-03-30 03-30",
		},
		"months of the calendar in a leap year": {
			partnership.Schedule{Months: 1, ByCalendar: true, DueDays: 30},
			"2028-01-10", "2028-03-31", "",
			"2028-01-10–2028-01-31 03-01, 2028-02-01–2028-02-29 03-30, 2028-03-01–2028-03-31 04-30",
		},
		"quarters of the calendar": {
			partnership.Schedule{Months: 3, ByCalendar: true, DueDays: 15},
			"2026-02-15", "2026-10-10", "",
			"2026-02-15–2026-03-31 04-15, 2026-04-01–2026-06-30 07-15, 2026-07-01–2026-09-30 10-15, 2026-10-01–2026-10-10 10-25",
		},
		"half-years from the start": {
			partnership.Schedule{Months: 6, DueDays: 30},
			"2026-02-15", "2027-02-14", "",
			"2026-02-15–2026-08-14 09-13, 2026-08-15–2027-02-14 03-16",
		},
		"half-years of the calendar": {
			partnership.Schedule{Months: 6, ByCalendar: true},
			"2026-07-01", "2026-12-31", "",
			"2026-07-01–2026-12-31 12-31",
		},
		"years of the calendar over the turn of the year": {
			partnership.Schedule{Months: 12, ByCalendar: true, DueDays: 60},
			"2026-11-01", "2028-01-01", "",
			"2026-11-01–2026-12-31 03-01, 2027-01-01–2027-12-31 02-29, 2028-01-01–2028-01-01 03-01",
		},
		"years from a leap day": {
			partnership.Schedule{Months: 12},
			"2028-02-29", "2030-01-31", "",
			"2028-02-29–2029-02-27 02-27, 2029-02-28–2030-01-31 01-31",
		},
		"after a period that stays": {
			partnership.Schedule{Months: 3, ByCalendar: true},
			"2026-01-01", "2026-12-31", "2026-05-10",
			"2026-01-01–2026-05-10 05-10, 2026-05-11–2026-06-30 06-30, 2026-07-01–2026-09-30 09-30, 2026-10-01–2026-12-31 12-31",
		},
		"after one that stays to the end": {
			partnership.Schedule{Months: 3}, "2026-01-01", "2026-12-31", "2026-12-31", "2026-01-01–2026-12-31 12-31",
		},
		"one day":    {partnership.Schedule{Months: 1}, "2026-01-01", "2026-01-01", "", "2026-01-01–2026-01-01 01-01"},
		"end before": {partnership.Schedule{Months: 1}, "2026-01-02", "2026-01-01", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start, end := day(t, c.start), day(t, c.end)
			var kept []partnership.Period
			if c.kept != "" {
				last := day(t, c.kept)
				kept = []partnership.Period{{Start: start, End: last, Due: last}}
			}
			var got []string
			for _, p := range c.schedule.Periods(kept, start, end) {
				got = append(got, fmt.Sprintf("%s–%s %s", p.Start, p.End, p.Due.String()[5:]))
			}
			if text := strings.Join(got, ", "); text != c.want {
				t.Errorf("got  %s\nwant %s", text, c.want)
			}
		})
	}
}
