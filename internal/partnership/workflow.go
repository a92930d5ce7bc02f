package partnership

import (
	"time"

	"tulos/internal/results"
)

// A Step moves an entry or a report on in the workflow.
type Step string

// The steps. A project report that is returned was asked to be clarified.
const (
	Submit   Step = "submit"
	Withdraw Step = "withdraw" // what was submitted, before it was reviewed
	Return   Step = "return"   // with a comment
	Accept   Step = "accept"
	Verify   Step = "verify" // an expense that was accepted, by a controller
	Reopen   Step = "reopen" // what was accepted or verified, with a reason
)

// After is the status to which a step leads; ok is false where it is not
// possible.
func (s Status) After(step Step) (next Status, ok bool) {
	switch {
	case step == Submit && s.IsOpen():
		return Submitted, true
	case step == Withdraw && s == Submitted:
		return Draft, true
	case step == Return && s == Submitted, step == Reopen && (s == Accepted || s == Verified):
		return Returned, true
	case step == Accept && s == Submitted:
		return Accepted, true
	case step == Verify && s == Accepted:
		return Verified, true
	}
	return s, false
}

// NeedsComment says whether whoever takes the step must say why.
func (s Step) NeedsComment() bool { return s == Return || s == Reopen }

// IsOpen says whether the partner may edit what has the status.
func (s Status) IsOpen() bool { return s == Draft || s == Returned }

// IsSpent says whether an expense that has the status counts as spent.
func (s Status) IsSpent() bool { return s == Accepted || s == Verified }

// A Comment is why something was returned or reopened.
type Comment struct {
	By   UserID
	At   time.Time
	Step Step
	Text string
}

// Logged is a thing as a project keeps it: an activity, a measurement, an expense,
// a deduction, a narrative or a rate. No is its place in the project's log, from 1,
// shared by all of them; Comments are those of its reviewers.
type Logged[T any] struct {
	Project  ProjectCode
	No       int
	Comments []Comment
	Value    T
}

// IsReporting says whether a partner may report on a day: it has joined, has not
// left, and is not suspended.
func (p *Project) IsReporting(partner results.PartnerID, day results.Date) bool {
	m, ok := p.Partner(partner)
	return ok && !day.Before(m.Joined) && (m.Left.IsZero() || !m.Left.Before(day)) &&
		(m.Suspended == nil || day.Before(m.Suspended.From))
}

// Partner finds a partner of the project.
func (p *Project) Partner(id results.PartnerID) (Partner, bool) {
	for _, m := range p.Partners {
		if m.Organisation == id {
			return m, true
		}
	}
	return Partner{}, false
}

// Lead is the partner that leads the project; empty where none does.
func (p *Project) Lead() results.PartnerID {
	for _, m := range p.Partners {
		if m.Role == LeadPartner {
			return m.Organisation
		}
	}
	return ""
}
