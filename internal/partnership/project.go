// Package partnership holds what a project partnership is made of: projects,
// organisations and partners, what they logged and wrote, and the checks that
// tell what is wrong with it. It is pure: no I/O, no clock.
package partnership

import (
	"slices"

	"tulos/internal/results"
)

// ProjectCode is the code of a project, unique in an installation.
type ProjectCode string

// An OrganisationType is the kind of an organisation.
type OrganisationType string

// The types of organisations.
const (
	NGO           OrganisationType = "ngo"
	Government    OrganisationType = "government"
	International OrganisationType = "international"
	Academic      OrganisationType = "academic"
	Private       OrganisationType = "private"
)

// An Organisation takes part in projects as partner, funder or co-organiser.
type Organisation struct {
	ID         results.PartnerID
	Name       string
	Country    string // ISO 3166-1 alpha-2
	Type       OrganisationType
	Identifier string // org-id.guide
	Website    string
}

// A PartnerRole is what a partner is in the project.
type PartnerRole string

// The roles of partners; a project has one lead.
const (
	LeadPartner  PartnerRole = "lead"
	OtherPartner PartnerRole = "partner"
)

// A Project is the set-up of a funded project.
type Project struct {
	Code          ProjectCode
	Title         results.Text
	Summary       results.Text
	Languages     []string // BCP 47; the first is the main one
	Currency      string   // ISO 4217
	Start         results.Date
	End           results.Date
	Funder        results.PartnerID
	GrantNumber   string
	Partners      []Partner
	Collaborators []results.PartnerID // co-organise, but do not report
	Countries     []CountryShare
	Sectors       []SectorShare
	Periods       []Period
	Thresholds    results.Thresholds
	SuppressBelow *int // nil is the usual 5, 0 is off
	Dimensions    []results.Dimension
	Results       []results.Result
	BudgetLines   []BudgetLine
	RateRule      RateRule
}

// A Partner is an organisation in a project.
type Partner struct {
	Organisation results.PartnerID
	Role         PartnerRole
	Joined       results.Date // zero: from the project's start
	Left         results.Date // zero: to its end
	Suspended    *Suspension
	Suspensions  []EndedSuspension
	Budget       *results.Number // in the project's currency
}

// A Suspension stops a partner from reporting; what it has reported stays.
type Suspension struct {
	From   results.Date
	Reason results.Text
}

// An EndedSuspension is one that is over; To is its last day.
type EndedSuspension struct {
	From, To results.Date
	Reason   results.Text
}

// Resume ends the partner's suspension, so that it reports again on the day. One that
// has not begun before is as if it had not been.
func (p *Partner) Resume(day results.Date) {
	if s := p.Suspended; s != nil && s.From.Before(day) {
		p.Suspensions = append(slices.Clip(p.Suspensions), EndedSuspension{s.From, day.AddDays(-1), s.Reason})
	}
	p.Suspended = nil
}

// A CountryShare is the part of the project that benefits a country.
type CountryShare struct {
	Country    string // ISO 3166-1 alpha-2
	Percentage *results.Number
}

// A SectorShare is the part of the project in a sector.
type SectorShare struct {
	Code       string // OECD DAC, five digits
	Percentage *results.Number
}

// A Period is a reporting period with the day its report is due, if there is one.
type Period struct {
	Start, End, Due results.Date
}

// Has says whether a day is in the period.
func (p Period) Has(day results.Date) bool { return !day.Before(p.Start) && !p.End.Before(day) }

// A BudgetLine is a line of the budget with what each partner may spend on it.
type BudgetLine struct {
	Code    string
	Title   results.Text
	Amounts []BudgetAmount
}

// A BudgetAmount is a partner's part of a budget line, in the project's currency.
type BudgetAmount struct {
	Partner results.PartnerID
	Amount  *results.Number
}

// A RateRule says which day's exchange rate an expense is converted with.
type RateRule string

// The rules for rates; MonthSubmitted is the default.
const (
	MonthSubmitted RateRule = "month-submitted"
	MonthOfExpense RateRule = "month-of-expense"
	PeriodAverage  RateRule = "period-average"
)

// SuppressionThreshold is the smallest count shown to readers outside the
// partnership; 0 shows all.
func (p *Project) SuppressionThreshold() int {
	if p.SuppressBelow == nil {
		return 5
	}
	return *p.SuppressBelow
}

// Frame is what the project sets around its figures.
func (p *Project) Frame(deductions []results.Deduction) *results.Frame {
	f := &results.Frame{
		Start: p.Start, End: p.End,
		Results: p.Results, Deductions: deductions, Thresholds: p.Thresholds,
	}
	for _, period := range p.Periods {
		f.Periods = append(f.Periods, results.Period{Start: period.Start, End: period.End})
	}
	for _, partner := range p.Partners {
		m := results.Member{Partner: partner.Organisation, Joined: partner.Joined, Left: partner.Left}
		if partner.Suspended != nil {
			m.SuspendedFrom = partner.Suspended.From
		}
		for _, s := range partner.Suspensions {
			m.Suspended = append(m.Suspended, results.Period{Start: s.From, End: s.To})
		}
		f.Members = append(f.Members, m)
	}
	return f
}
