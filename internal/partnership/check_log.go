package partnership

import (
	"tulos/internal/results"
	"tulos/pkg/codelist"
)

// Activity finds what is wrong with an activity by itself; paths are relative to
// it.
func (c *Checker) Activity(a *Activity) []results.Problem {
	var f results.Findings
	f.Require("ref", a.Ref != "")
	c.scope.CheckPartner(&f, "partner", a.Partner)
	f.Require("type", a.Type != "")
	results.Choose(&f, "type", a.Type, ActivityTypes()...)
	c.scope.RequireText(&f, "title", a.Title)
	f.Require("start", !a.Start.IsZero())
	results.CheckOrder(&f, a.Start, "end", a.End)
	c.scope.CheckText(&f, "narrative", a.Narrative)
	if a.Output != "" && !c.scope.HasResult(a.Output) {
		f.Wrong("output", NoSuchResult, "Value", string(a.Output))
	}
	if a.Planned != "" && !c.scope.HasPlanned(a.Planned) {
		f.Wrong("planned", NoSuchPlanned, "Value", string(a.Planned))
	}
	code(&f, "country", a.Country, codelist.Country, NoSuchCountry)
	for n, id := range a.CoOrganisers {
		c.organisation(&f, results.At("coOrganisers", n), id)
	}
	status(&f, a.Status)
	c.contributions(&f, a)
	for n := range a.Publications {
		f.Item("publications", n, c.publication(&a.Publications[n]))
	}
	for n := range a.Quotes {
		f.Item("quotes", n, c.quote(&a.Quotes[n]))
	}
	for n := range a.Evidence {
		f.Item("evidence", n, c.evidence(&a.Evidence[n]))
	}
	return f.Problems()
}

func (c *Checker) contributions(f *results.Findings, a *Activity) {
	var indicators results.Names[results.IndicatorCode]
	for n := range a.Contributions {
		contribution := &a.Contributions[n]
		f.Item("contributions", n, contribution.Check(c.scope))
		if !indicators.Add(contribution.Indicator) {
			f.Wrong(results.At("contributions", n)+".indicator", results.Repeated, "Value", string(contribution.Indicator))
		}
	}
	if len(a.Contributions) == 0 || a.End.Before(a.Start) && !a.End.IsZero() {
		return
	}
	field := "end"
	if a.End.IsZero() {
		field = "start"
	}
	c.day(f, field, a.Partner, a.Day())
}

// day warns of a contribution that counts nowhere, or is of a time when its
// partner was not in the project.
func (c *Checker) day(f *results.Findings, path string, partner results.PartnerID, day results.Date) {
	if c.scope.IsOutside(day) {
		f.Warn(path, OutsidePeriods, "Value", day.String())
		return
	}
	m := c.members[partner]
	if m == nil || day.IsZero() {
		return
	}
	from, to := c.dossier.Project.Start, c.dossier.Project.End
	if !m.Joined.IsZero() {
		from = m.Joined
	}
	if !m.Left.IsZero() {
		to = m.Left
	}
	if isKnown := !from.IsZero() && !to.IsZero() && !to.Before(from); isKnown && (day.Before(from) || to.Before(day)) {
		f.Warn(path, OutsideMembership, "Value", day.String(), "Partner", string(partner))
	}
}

func (c *Checker) publication(p *Publication) []results.Problem {
	var f results.Findings
	c.scope.RequireText(&f, "title", p.Title)
	f.Require("kind", p.Kind != "")
	results.Choose(&f, "kind", p.Kind, PublicationKinds()...)
	for n, e := range p.Editions {
		var one results.Findings
		one.Require("language", e.Language != "")
		code(&one, "language", e.Language, codelist.Language, results.NoSuchLanguage)
		one.Require("date", !e.Date.IsZero())
		if e.Pages < 0 {
			one.Wrong("pages", results.Negative)
		}
		f.Item("editions", n, one.Problems())
	}
	return f.Problems()
}

func (c *Checker) quote(q *Quote) []results.Problem {
	var f results.Findings
	c.scope.RequireText(&f, "text", q.Text)
	c.scope.RequireText(&f, "role", q.Role)
	f.Require("consent", q.Consent != nil)
	consent(&f, q.Consent)
	return f.Problems()
}

func (c *Checker) evidence(e *Evidence) []results.Problem {
	var f results.Findings
	f.Require("file", e.File != "")
	c.scope.RequireText(&f, "caption", e.Caption)
	f.Require("kind", e.Kind != "")
	results.Choose(&f, "kind", e.Kind, Photo, Document, Link)
	consent(&f, e.Consent)
	return f.Problems()
}

func consent(f *results.Findings, c *Consent) {
	if c == nil {
		return
	}
	f.Require("consent.given", !c.Given.IsZero())
	c.checkPurposes(f, "consent.purposes")
}

// Measurement finds what is wrong with a measurement by itself; paths are
// relative to it.
func (c *Checker) Measurement(m *Measurement) []results.Problem {
	var f results.Findings
	f.Require("ref", m.Ref != "")
	c.scope.CheckPartner(&f, "partner", m.Partner)
	f.Require("date", !m.Date.IsZero())
	f.Under("", m.Contribution.Check(c.scope))
	status(&f, m.Status)
	c.day(&f, "date", m.Partner, m.Date)
	return f.Problems()
}

// Deduction finds what is wrong with a deduction by itself; paths are relative to
// it.
func (c *Checker) Deduction(d *results.Deduction) []results.Problem {
	var f results.Findings
	if i := c.scope.Indicator(&f, "indicator", d.Indicator); i != nil && !i.Unique {
		f.Wrong("indicator", results.NotUnique)
	}
	c.scope.CheckPeriod(&f, "period", d.Period)
	positive(&f, "value", d.Value)
	c.scope.RequireText(&f, "reason", d.Reason)
	return f.Problems()
}

// positive finds a number missing, or not above 0.
func positive(f *results.Findings, path string, n *results.Number) {
	switch {
	case n == nil:
		f.Wrong(path, results.Missing)
	case n.Sign() <= 0:
		f.Wrong(path, results.NotPositive)
	}
}
