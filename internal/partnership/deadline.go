package partnership

import "tulos/internal/results"

// A DeadlineState is how a report stands against the day on which it is due.
type DeadlineState string

// The states of deadlines.
const (
	DeadlineOpen      DeadlineState = "open"
	DeadlineSoon      DeadlineState = "due-soon"
	DeadlineOverdue   DeadlineState = "overdue"
	DeadlineSubmitted DeadlineState = "submitted"
	DeadlineReturned  DeadlineState = "returned"
	DeadlineAccepted  DeadlineState = "accepted"
)

// soonDays is for how many days before it is due a report is due soon.
const soonDays = 14

// A Deadline is the day on which a report of a period is due.
type Deadline struct {
	Period  results.PeriodNo
	Partner results.PartnerID // whose report it is; empty: the project's
	Due     results.Date
	State   DeadlineState
}

// IsWaiting says whether the report is still to be submitted.
func (d *Deadline) IsWaiting() bool {
	return d.State != DeadlineSubmitted && d.State != DeadlineAccepted
}

// deadlineState is how a report in a status stands on a day.
func deadlineState(s Status, due, today results.Date) DeadlineState {
	switch {
	case s == Submitted:
		return DeadlineSubmitted
	case s == Accepted || s == Verified:
		return DeadlineAccepted
	case s == Returned:
		return DeadlineReturned
	case due.Before(today):
		return DeadlineOverdue
	case due.DaysSince(today) <= soonDays:
		return DeadlineSoon
	}
	return DeadlineOpen
}

// Deadlines are the days on which reports are due, period by period: those of the
// partners that report of it, in the project's order, then the project's own. status
// tells how a report stands; "" is one that has not been begun.
func (p *Project) Deadlines(today results.Date, status func(results.PeriodNo, results.PartnerID) Status) []Deadline {
	var all []Deadline
	for n := range p.Periods {
		period, k := &p.Periods[n], results.PeriodNo(n+1)
		if period.Due.IsZero() {
			continue
		}
		add := func(partner results.PartnerID) {
			all = append(all, Deadline{k, partner, period.Due, deadlineState(status(k, partner), period.Due, today)})
		}
		for m := range p.Partners {
			if p.Partners[m].reportsOf(period) {
				add(p.Partners[m].Organisation)
			}
		}
		add("")
	}
	return all
}

// reportsOf says whether a partner takes part on some day of a period, and was not
// suspended throughout.
func (p *Partner) reportsOf(period *Period) bool {
	from, to := period.Start, period.End
	if from.Before(p.Joined) {
		from = p.Joined
	}
	if !p.Left.IsZero() && p.Left.Before(to) {
		to = p.Left
	}
	for _, s := range p.Suspensions {
		if !from.Before(s.From) && !s.To.Before(from) {
			from = s.To.Next()
		}
	}
	if p.Suspended != nil && !from.Before(p.Suspended.From) {
		return false
	}
	return !to.Before(from)
}
