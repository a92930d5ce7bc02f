package iati

import (
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"

	standard "tulos/pkg/iati"
)

// What a clean activity file lacks.
const (
	NoIdentifier    results.ProblemCode = "iati-no-identifier"
	UnknownPrefix   results.ProblemCode = "iati-unknown-prefix"
	BadSymbols      results.ProblemCode = "iati-bad-symbols"
	SameIdentifier  results.ProblemCode = "iati-same-identifier"
	NoSectors       results.ProblemCode = "iati-no-sectors"
	NoCountries     results.ProblemCode = "iati-no-countries"
	MainLanguage    results.ProblemCode = "iati-main-language"
	LeftOutLanguage results.ProblemCode = "iati-left-out-language"
	LacksLanguage   results.ProblemCode = "iati-lacks-language"
	NoSummary       results.ProblemCode = "iati-no-summary"
	NoGrantNumber   results.ProblemCode = "iati-no-grant-number"
	NoBudget        results.ProblemCode = "iati-no-budget"
	NoPartnerBudget results.ProblemCode = "iati-no-partner-budget"
	BadWebsite      results.ProblemCode = "iati-bad-website"
	NothingToTell   results.ProblemCode = "iati-nothing-to-tell"
	NoIndicator     results.ProblemCode = "iati-no-indicator"
	NoTarget        results.ProblemCode = "iati-no-target"
	NoBaseline      results.ProblemCode = "iati-no-baseline"
	BaselineYear    results.ProblemCode = "iati-baseline-year"
	NoRate          results.ProblemCode = "iati-no-rate"
	NoReport        results.ProblemCode = "iati-no-report"
	NoAddress       results.ProblemCode = "iati-no-address"
)

// Check finds what a clean activity file of a project lacks, with paths from the top of
// its set-up. Errors would break a rule of the standard, warnings leave readers without
// something that they look for. Reports has what was sealed, also where it has no URL.
func Check(d *partnership.Dossier, o Options) []results.Problem {
	c := checking{Dossier: d, options: o, lead: d.Project.Lead()}
	c.identifiers()
	c.project()
	c.languages()
	c.results()
	c.spending()
	c.reports()
	return c.found.Problems()
}

type checking struct {
	*partnership.Dossier
	options Options
	lead    results.PartnerID
	found   results.Findings
}

// identifiers holds those of the lead to be right, and those of others as well as can
// be: they have names besides.
func (c *checking) identifiers() {
	p := &c.Project
	if code := string(p.Code); !standard.IsClean(code) {
		c.found.Wrong("project.code", BadSymbols, "Value", code)
	}
	owners := map[string]string{}
	for n := range c.Organisations {
		o := &c.Organisations[n]
		tell := c.found.Warn
		if o.ID == c.lead {
			tell = c.found.Wrong
		}
		at := results.At("organisations", n)
		id, path := o.Identifier, results.Join(at, "identifier")
		switch {
		case id == "":
			tell(path, NoIdentifier, "Organisation", o.Name)
		case !standard.IsClean(id):
			c.found.Wrong(path, BadSymbols, "Value", id)
		case !standard.HasKnownPrefix(id):
			tell(path, UnknownPrefix, "Value", id)
		case owners[id] != "":
			c.found.Wrong(path, SameIdentifier, "Value", id, "Organisation", owners[id])
		default:
			owners[id] = o.Name
		}
		if o.Website != "" && o.ID == c.lead && !isWebsite(o.Website) {
			c.found.Warn(results.Join(at, "website"), BadWebsite, "Value", o.Website)
		}
	}
}

func (c *checking) project() {
	p := &c.Project
	if len(p.Sectors) == 0 {
		c.found.Wrong("project.sectors", NoSectors)
	}
	if len(p.Countries) == 0 {
		c.found.Wrong("project.countries", NoCountries)
	}
	if len(p.Summary) == 0 {
		c.found.Warn("project.summary", NoSummary)
	}
	if p.GrantNumber == "" {
		c.found.Warn("project.grantNumber", NoGrantNumber)
	}
	b := builder{Dossier: c.Dossier}
	if b.budget("").Sign() <= 0 {
		c.found.Warn("project.budgetLines", NoBudget)
		return
	}
	for n, partner := range p.Partners {
		if c.options.Partners && b.budget(partner.Organisation).Sign() <= 0 {
			o, _ := c.Organisation(partner.Organisation)
			c.found.Warn(results.At("project.partners", n), NoPartnerBudget, "Partner", o.Name)
		}
	}
}

// languages wants the main one among those of the standard, and titles in it.
func (c *checking) languages() {
	p := &c.Project
	if twoLetters(p.Languages[0]) == "" {
		c.found.Wrong("project.languages", MainLanguage, "Value", p.Languages[0])
		return
	}
	for _, tag := range p.Languages[1:] {
		if twoLetters(tag) == "" {
			c.found.Warn("project.languages", LeftOutLanguage, "Value", tag)
		}
	}
	c.title("project.title", p.Title)
	c.title("project.summary", p.Summary)
}

// title wants a text in the main language, if there is one at all.
func (c *checking) title(path string, t results.Text) {
	main := c.Project.Languages[0]
	if len(t) > 0 && strings.TrimSpace(t[main]) == "" {
		c.found.Warn(path, LacksLanguage, "Language", main)
	}
}

func (c *checking) results() {
	if c.below("project.results", c.Project.Results) == 0 {
		c.found.Warn("project.results", NothingToTell)
	}
}

// below looks through results and those below them, and counts the indicators that are
// published.
func (c *checking) below(path string, all []results.Result) (published int) {
	for n := range all {
		r, at := &all[n], results.At(path, n)
		c.title(results.Join(at, "title"), r.Title)
		if len(r.Indicators) == 0 {
			c.found.Warn(at, NoIndicator, "Result", string(r.Code))
		}
		for k := range r.Indicators {
			if i := &r.Indicators[k]; !i.HiddenFromIATI {
				published++
				c.indicator(results.At(results.Join(at, "indicators"), k), i)
			}
		}
		published += c.below(results.Join(at, "results"), r.Results)
	}
	return published
}

func (c *checking) indicator(at string, i *results.Indicator) {
	c.title(results.Join(at, "title"), i.Title)
	if !i.IsCombined() {
		return
	}
	if !i.TargetFigure().IsKnown() {
		c.found.Warn(results.Join(at, "target"), NoTarget, "Indicator", string(i.Code))
	}
	switch {
	case !i.BaselineFigure().IsKnown():
		c.found.Warn(results.Join(at, "baseline"), NoBaseline, "Indicator", string(i.Code))
	case i.Baseline.Date.IsZero():
		c.found.Warn(results.Join(at, "baseline"), BaselineYear, "Indicator", string(i.Code))
	}
}

// spending wants a rate for each expense, or it is in no sum.
func (c *checking) spending() {
	b := builder{Dossier: c.Dossier, options: c.options}
	lacking := map[results.PeriodNo]bool{}
	for key, spent := range b.spending() {
		lacking[key.Period] = lacking[key.Period] || spent.Counted().Unconverted > 0
	}
	for n := range c.Project.Periods {
		if lacking[results.PeriodNo(n+1)] {
			c.found.Warn("rates", NoRate, "Period", n+1)
		}
	}
}

// reports wants one that was sealed of each period that is over and whose report was
// due, and links to those that there are.
func (c *checking) reports() {
	sealed := map[results.PeriodNo]bool{}
	lacksLink := false
	for _, r := range c.options.Reports {
		sealed[r.Period] = true
		lacksLink = lacksLink || !isLink(r.URL)
	}
	if lacksLink {
		c.found.Warn("reports", NoAddress)
	}
	today := c.options.today()
	for n := range c.Project.Periods {
		period := &c.Project.Periods[n]
		due := period.Due
		if due.IsZero() {
			due = period.End
		}
		if due.Before(today) && !sealed[results.PeriodNo(n+1)] {
			c.found.Warn("reports", NoReport, "Period", n+1)
		}
	}
}
