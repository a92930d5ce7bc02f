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
	RateRepeated       results.ProblemCode = "rate-repeated"
)

// Warnings.
const (
	OutsidePeriods    results.ProblemCode = "outside-periods"
	OutsideMembership results.ProblemCode = "outside-membership"
	DeductionTooLarge results.ProblemCode = "deduction-too-large"
	TextsLackLanguage results.ProblemCode = "texts-lack-language"
)

// A Checker finds what is wrong with a dossier and its parts. It holds indexes of
// the dossier as it was when the checker was made.
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
	var f results.Findings
	f.Under("organisations", c.Organisations())
	f.Under("project", c.Project())
	c.log(&f)
	c.money(&f)
	for n := range c.dossier.Narratives {
		f.Item("narratives", n, c.Narrative(&c.dossier.Narratives[n]))
	}
	c.languages(&f)
	if !results.HasErrors(f.Problems()) {
		c.deductions(&f)
	}
	return f.Problems()
}

// log checks activities and measurements, whose references are of one kind, and
// deductions.
func (c *Checker) log(f *results.Findings) {
	var refs results.Names[string]
	for n := range c.dossier.Activities {
		a := &c.dossier.Activities[n]
		isRepeated(f, "activities", n, a.Ref, &refs)
		f.Item("activities", n, c.Activity(a))
	}
	for n := range c.dossier.Measurements {
		m := &c.dossier.Measurements[n]
		isRepeated(f, "measurements", n, m.Ref, &refs)
		f.Item("measurements", n, c.Measurement(m))
	}
	for n := range c.dossier.Deductions {
		f.Item("deductions", n, c.Deduction(&c.dossier.Deductions[n]))
	}
}

func (c *Checker) money(f *results.Findings) {
	var refs results.Names[string]
	for n := range c.dossier.Expenditure {
		e := &c.dossier.Expenditure[n]
		isRepeated(f, "expenditure", n, e.Ref, &refs)
		f.Item("expenditure", n, c.Expense(e))
	}
	type on struct{ currency, day string }
	var rates results.Names[on]
	for n := range c.dossier.Rates {
		r := &c.dossier.Rates[n]
		f.Item("rates", n, c.Rate(r))
		day := r.Month
		if day == "" {
			day = r.Date.String()
		}
		if r.Currency != "" && day != "" && !rates.Add(on{r.Currency, day}) {
			f.Wrong(results.At("rates", n), RateRepeated, "Currency", r.Currency, "Value", day)
		}
	}
}

func isRepeated(f *results.Findings, list string, n int, ref string, before *results.Names[string]) {
	if ref != "" && !before.Add(ref) {
		f.Wrong(results.At(list, n)+".ref", results.Repeated, "Value", ref)
	}
}

// languages warns of the languages of the project that texts lack.
func (c *Checker) languages(f *results.Findings) {
	lacking := make([]int, len(c.dossier.Project.Languages))
	for t := range c.dossier.Texts() {
		for n, language := range c.dossier.Project.Languages {
			if _, ok := t[language]; !ok && len(t) > 0 {
				lacking[n]++
			}
		}
	}
	for n, count := range lacking {
		if language := c.dossier.Project.Languages[n]; count > 0 && codelist.Language(language) {
			f.Warn(results.At("project.languages", n), TextsLackLanguage, "Count", count, "Language", language)
		}
	}
}

// deductions warns of those that take off more than there is, in their period or
// so far. It needs a dossier without errors.
func (c *Checker) deductions(f *results.Findings) {
	if len(c.dossier.Deductions) == 0 {
		return
	}
	frame, tallies := c.dossier.Project.Frame(nil), c.dossier.Tallies()
	indicators := map[results.IndicatorCode]*results.Indicator{}
	for i := range results.Indicators(c.dossier.Project.Results) {
		indicators[i.Code] = i
	}
	taken := map[results.IndicatorCode][]results.Number{}
	for n, d := range c.dossier.Deductions {
		if taken[d.Indicator] == nil {
			taken[d.Indicator] = make([]results.Number, len(frame.Periods)+1)
		}
		byPeriod := taken[d.Indicator]
		byPeriod[d.Period] = byPeriod[d.Period].Add(*d.Value)
		var toDate results.Number
		for _, value := range byPeriod[:d.Period+1] {
			toDate = toDate.Add(value)
		}
		row := frame.Span(tallies, indicators[d.Indicator], d.Period, d.Period)
		value, reported := row.Value.Number()
		sofar, _ := row.Cumulative.Number()
		if reported && byPeriod[d.Period].Cmp(value) > 0 || toDate.Cmp(sofar) > 0 {
			f.Warn(results.At("deductions", n)+".value", DeductionTooLarge, "Value", d.Value.String())
		}
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
