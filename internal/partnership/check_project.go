package partnership

import (
	"tulos/internal/results"
	"tulos/pkg/codelist"
)

// Organisations finds what is wrong with the organisations; paths start with the
// number of one.
func (c *Checker) Organisations() []results.Problem {
	var f results.Findings
	var ids results.Names[results.PartnerID]
	for n, o := range c.dossier.Organisations {
		var one results.Findings
		results.CheckName(&one, "id", o.ID, &ids)
		one.Require("name", o.Name != "")
		one.Require("country", o.Country != "")
		code(&one, "country", o.Country, codelist.Country, NoSuchCountry)
		one.Require("type", o.Type != "")
		results.Choose(&one, "type", o.Type, NGO, Government, International, Academic, Private)
		f.Item("", n, one.Problems())
	}
	return f.Problems()
}

// Project finds what is wrong with the set-up of the project; paths are relative
// to it.
func (c *Checker) Project() []results.Problem {
	var f results.Findings
	p := &c.dossier.Project
	f.Require("code", p.Code != "")
	c.scope.RequireText(&f, "title", p.Title)
	c.scope.CheckText(&f, "summary", p.Summary)
	f.Require("languages", len(p.Languages) > 0)
	var languages results.Names[string]
	for n, l := range p.Languages {
		code(&f, results.At("languages", n), l, codelist.Language, results.NoSuchLanguage)
		if !languages.Add(l) {
			f.Wrong(results.At("languages", n), results.Repeated, "Value", l)
		}
	}
	f.Require("currency", p.Currency != "")
	code(&f, "currency", p.Currency, codelist.Currency, NoSuchCurrency)
	results.CheckSpan(&f, p.Start, p.End)
	c.organisation(&f, "funder", p.Funder)
	c.partners(&f, p)
	for n, id := range p.Collaborators {
		c.organisation(&f, results.At("collaborators", n), id)
	}
	c.shares(&f, p)
	c.periods(&f, p)
	thresholds(&f, p.Thresholds)
	if p.SuppressBelow != nil && *p.SuppressBelow < 0 {
		f.Wrong("suppressBelow", results.Negative)
	}
	var keys results.Names[results.DimensionKey]
	for n := range p.Dimensions {
		f.Item("dimensions", n, c.scope.CheckDimension(&p.Dimensions[n], &keys))
	}
	f.Under("results", c.scope.CheckResults(p.Results))
	c.budget(&f, p)
	results.Choose(&f, "rateRule", p.RateRule, MonthSubmitted, MonthOfExpense, PeriodAverage)
	return f.Problems()
}

// partners checks the partners; that there is one lead only where all roles are
// known.
func (c *Checker) partners(f *results.Findings, p *Project) {
	var ids results.Names[results.PartnerID]
	leads, unknown := 0, 0
	for n := range p.Partners {
		partner := &p.Partners[n]
		switch partner.Role {
		case LeadPartner:
			leads++
		case OtherPartner:
		default:
			unknown++
		}
		f.Item("partners", n, c.partner(partner, &ids))
	}
	if leads > 1 || leads == 0 && unknown == 0 {
		f.Wrong("partners", OneLead)
	}
}

func (c *Checker) partner(p *Partner, before *results.Names[results.PartnerID]) []results.Problem {
	var f results.Findings
	c.organisation(&f, "organisation", p.Organisation)
	if !before.Add(p.Organisation) {
		f.Wrong("organisation", results.Repeated, "Value", string(p.Organisation))
	}
	f.Require("role", p.Role != "")
	results.Choose(&f, "role", p.Role, LeadPartner, OtherPartner)
	if !p.Left.IsZero() && p.Left.Before(p.Joined) {
		f.Wrong("left", LeftBeforeJoined, "Value", p.Left.String(), "Joined", p.Joined.String())
	}
	if p.Suspended != nil {
		f.Require("suspended.from", !p.Suspended.From.IsZero())
		c.scope.RequireText(&f, "suspended.reason", p.Suspended.Reason)
	}
	for n, s := range p.Suspensions {
		at := results.At("suspensions", n)
		f.Require(at+".from", !s.From.IsZero())
		f.Require(at+".to", !s.To.IsZero())
		if !s.To.IsZero() && s.To.Before(s.From) {
			f.Wrong(at+".to", results.EndBeforeStart, "Value", s.To.String(), "Start", s.From.String())
		}
		c.scope.RequireText(&f, at+".reason", s.Reason)
	}
	return f.Problems()
}

// shares checks the percentages of countries and sectors, which add up to 100.
func (c *Checker) shares(f *results.Findings, p *Project) {
	var countries, sectors total
	for n, share := range p.Countries {
		path := results.At("countries", n)
		f.Require(path+".country", share.Country != "")
		code(f, path+".country", share.Country, codelist.Country, NoSuchCountry)
		countries.add(f, path+".percentage", share.Percentage)
	}
	countries.check(f, "countries")
	for n, share := range p.Sectors {
		path := results.At("sectors", n)
		f.Require(path+".code", share.Code != "")
		code(f, path+".code", share.Code, codelist.Sector, NoSuchSector)
		sectors.add(f, path+".percentage", share.Percentage)
	}
	sectors.check(f, "sectors")
}

// A total adds up percentages; it is not judged where one of them is wrong.
type total struct {
	count, wrong int
	sum          results.Number
}

func (t *total) add(f *results.Findings, path string, percentage *results.Number) {
	t.count++
	switch {
	case percentage == nil:
		t.wrong++
		f.Wrong(path, results.Missing)
	case percentage.Sign() <= 0:
		t.wrong++
		f.Wrong(path, results.NotPositive)
	default:
		t.sum = t.sum.Add(*percentage)
	}
}

func (t *total) check(f *results.Findings, path string) {
	if t.count > 0 && t.wrong == 0 && !t.sum.Equal(results.Int(100)) {
		f.Wrong(path, NotHundred, "Sum", t.sum.String())
	}
}

// periods checks that the periods are in order and share no day.
func (c *Checker) periods(f *results.Findings, p *Project) {
	f.Require("periods", len(p.Periods) > 0)
	var last results.Date
	for n, period := range p.Periods {
		var one results.Findings
		results.CheckSpan(&one, period.Start, period.End)
		problems := one.Problems()
		f.Item("periods", n, problems)
		if len(problems) > 0 {
			continue
		}
		if !last.Before(period.Start) {
			f.Wrong(results.At("periods", n), PeriodsOverlap, "Value", period.Start.String(), "Last", last.String())
		}
		if last.Before(period.End) {
			last = period.End
		}
	}
}

func thresholds(f *results.Findings, t results.Thresholds) {
	if t.OnTrack == nil && t.AtRisk == nil {
		return
	}
	sound := isThreshold(f, "thresholds.onTrack", t.OnTrack)
	if isThreshold(f, "thresholds.atRisk", t.AtRisk) && sound && t.AtRisk.Cmp(*t.OnTrack) > 0 {
		f.Wrong("thresholds.atRisk", AtRiskAboveOnTrack)
	}
}

func isThreshold(f *results.Findings, path string, n *results.Number) bool {
	switch {
	case n == nil:
		f.Wrong(path, results.Missing)
	case n.Sign() < 0:
		f.Wrong(path, results.Negative)
	default:
		return true
	}
	return false
}

func (c *Checker) budget(f *results.Findings, p *Project) {
	var codes results.Names[string]
	for n, line := range p.BudgetLines {
		var one results.Findings
		results.CheckName(&one, "code", line.Code, &codes)
		c.scope.RequireText(&one, "title", line.Title)
		for k, amount := range line.Amounts {
			path := results.At("amounts", k)
			c.scope.CheckPartner(&one, path+".partner", amount.Partner)
			one.Require(path+".amount", amount.Amount != nil)
		}
		f.Item("budgetLines", n, one.Problems())
	}
}
