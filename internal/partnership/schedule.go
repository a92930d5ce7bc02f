package partnership

import "tulos/internal/results"

// mostPeriods is how many periods a project gets from a schedule at most.
const mostPeriods = 200

// A Schedule says how reporting periods follow each other.
type Schedule struct {
	Months     int  // how long each is
	ByCalendar bool // they end with a month, quarter, half-year or year; else they are counted from the project's first day
	DueDays    int  // from the end of a period until its report is due
}

// Periods are those from the first day of a project to its last, after some that stay as
// they are. The first and the last are shorter where the schedule does not fit.
func (s Schedule) Periods(kept []Period, start, end results.Date) []Period {
	if start.IsZero() || s.Months < 1 {
		return nil
	}
	all, from := kept[:len(kept):len(kept)], start
	if len(kept) > 0 {
		from = kept[len(kept)-1].End.Next()
	}
	for ; len(all) < mostPeriods && !end.Before(from); from = s.next(from, start) {
		last := s.next(from, start).AddDays(-1)
		if end.Before(last) {
			last = end
		}
		all = append(all, Period{Start: from, End: last, Due: last.AddDays(s.DueDays)})
	}
	return all
}

// next is the first day after the given one on which a period begins.
func (s Schedule) next(from, start results.Date) results.Date {
	if s.ByCalendar {
		year, month, _ := from.Parts()
		return results.DateOf(year, month-(month-1)%s.Months+s.Months, 1)
	}
	for n := 1; ; n++ { // always from the start: a day that short months lack comes back
		if d := start.AddMonths(n * s.Months); from.Before(d) {
			return d
		}
	}
}

// DueDays is how many days after their end the reports of the project's periods are due,
// as the last period with such a day has it; ok is false without any.
func (p *Project) DueDays() (days int, ok bool) {
	for _, period := range p.Periods {
		if !period.Due.IsZero() {
			days, ok = period.Due.DaysSince(period.End), true
		}
	}
	return days, ok
}
