package partnership

import (
	"tulos/internal/results"
	"tulos/pkg/codelist"
)

// The problems that this package finds besides those of internal/results; their
// messages are in internal/i18n.
const (
	NoSuchOrganisation results.ProblemCode = "no-such-organisation"
	NoSuchResult       results.ProblemCode = "no-such-result"
	NoSuchPlanned      results.ProblemCode = "no-such-planned-activity"
	NoSuchLine         results.ProblemCode = "no-such-budget-line"
	NoSuchCountry      results.ProblemCode = "no-such-country"
	NoSuchCurrency     results.ProblemCode = "no-such-currency"
	NoSuchSector       results.ProblemCode = "no-such-sector"
	OneLead            results.ProblemCode = "one-lead"
	LeftBeforeJoined   results.ProblemCode = "left-before-joined"
	PeriodsOverlap     results.ProblemCode = "periods-overlap"
	NotHundred         results.ProblemCode = "not-hundred"
	AtRiskAboveOnTrack results.ProblemCode = "at-risk-above-on-track"
	NotMonth           results.ProblemCode = "not-month"
	MonthOrDate        results.ProblemCode = "month-or-date"
	RateOfItself       results.ProblemCode = "rate-of-itself"
	RateRepeated       results.ProblemCode = "rate-repeated"
	NotCents           results.ProblemCode = "not-cents"
	PassedToLead       results.ProblemCode = "passed-to-lead"
)

// Warnings.
const (
	NotConverted      results.ProblemCode = "not-converted"
	OutsidePeriods    results.ProblemCode = "outside-periods"
	OutsideMembership results.ProblemCode = "outside-membership"
	DeductionTooLarge results.ProblemCode = "deduction-too-large"
	TextsLackLanguage results.ProblemCode = "texts-lack-language"
)

// A Checker finds what is wrong with a dossier and its parts. It holds indexes of
// the dossier's project and organisations as they were when the checker was made;
// what was logged need not be in the dossier to be checked part by part.
type Checker struct {
	dossier       *Dossier
	scope         *results.Scope
	organisations results.Names[results.PartnerID]
	members       map[results.PartnerID]*Partner
	lines         results.Names[string]
}

// NewChecker makes the checker of a dossier.
func NewChecker(d *Dossier) *Checker {
	c := &Checker{
		dossier: d,
		scope:   results.NewScope(d.Frame(), d.Project.Dimensions, codelist.Language),
		members: map[results.PartnerID]*Partner{},
	}
	for _, o := range d.Organisations {
		c.organisations.Add(o.ID)
	}
	for n := range d.Project.Partners {
		p := &d.Project.Partners[n]
		if c.members[p.Organisation] == nil {
			c.members[p.Organisation] = p
		}
	}
	for _, l := range d.Project.BudgetLines {
		c.lines.Add(l.Code)
	}
	return c
}

// Check finds all that is wrong with the dossier, with paths from its top
// ("activities[3].contributions[0].indicator").
func (c *Checker) Check() []results.Problem {
	d, r := c.dossier, c.Inspect()
	each(d.Activities, r.Activity)
	each(d.Measurements, r.Measurement)
	each(d.Deductions, r.Deduction)
	each(d.Expenditure, r.Expense)
	each(d.Rates, r.Rate)
	each(d.Narratives, r.Narrative)
	return r.Problems()
}

func each[T any](items []T, check func(int, *T)) {
	for n := range items {
		check(n, &items[n])
	}
}

// organisation finds an organisation missing or unknown.
func (c *Checker) organisation(f *results.Findings, path string, id results.PartnerID) {
	switch {
	case id == "":
		f.Wrong(path, results.Missing)
	case !c.organisations.Has(id):
		f.Wrong(path, NoSuchOrganisation, "Value", string(id))
	}
}

// code finds a code that is not of its list.
func code(f *results.Findings, path, value string, isKnown func(string) bool, problem results.ProblemCode) {
	if value != "" && !isKnown(value) {
		f.Wrong(path, problem, "Value", value)
	}
}

func status(f *results.Findings, s Status) {
	results.Choose(f, "status", s, Draft, Submitted, Returned, Accepted)
}
