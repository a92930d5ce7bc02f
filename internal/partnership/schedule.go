package partnership

import "tulos/internal/results"

// mostPeriods is how many periods a schedule has at most.
const mostPeriods = 200

// Schedule makes the reporting periods of a project: each as many months long, from
// its first day to its last, with reports due some days after the end.
func Schedule(start, end results.Date, months, dueDays int) []Period {
	var all []Period
	if start.IsZero() || months < 1 {
		return nil
	}
	for n := 0; n < mostPeriods; n++ {
		p := Period{Start: start.AddMonths(n * months), End: start.AddMonths((n + 1) * months).AddDays(-1)}
		if end.Before(p.Start) {
			break
		}
		if end.Before(p.End) {
			p.End = end
		}
		p.Due = p.End.AddDays(dueDays)
		all = append(all, p)
	}
	return all
}
