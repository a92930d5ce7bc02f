package archive

import (
	"tulos/internal/partnership"
	"tulos/internal/results"
)

type partnerDocument struct {
	Organisation results.PartnerID       `bson:"organisation"`
	Role         partnership.PartnerRole `bson:"role,omitempty"`
	Joined       string                  `bson:"joined,omitempty"`
	Left         string                  `bson:"left,omitempty"`
	Suspended    *suspensionDocument     `bson:"suspended,omitempty"`
	Suspensions  []suspensionDocument    `bson:"suspensions,omitempty"`
	Budget       string                  `bson:"budget,omitempty"`
}

type suspensionDocument struct {
	From   string `bson:"from,omitempty"`
	To     string `bson:"to,omitempty"`
	Reason text   `bson:"reason,omitempty"`
}

func newPartnerDocument(p *partnership.Partner) partnerDocument {
	d := partnerDocument{
		Organisation: p.Organisation, Role: p.Role, Joined: newDate(p.Joined), Left: newDate(p.Left),
		Suspensions: listed(p.Suspensions, newSuspensionDocument), Budget: newNumber(p.Budget),
	}
	if p.Suspended != nil {
		d.Suspended = &suspensionDocument{From: newDate(p.Suspended.From), Reason: text(p.Suspended.Reason)}
	}
	return d
}

func (r *reading) partner(d *partnerDocument) partnership.Partner {
	p := partnership.Partner{
		Organisation: d.Organisation, Role: d.Role, Joined: r.date(d.Joined), Left: r.date(d.Left),
		Suspensions: listed(d.Suspensions, r.suspension), Budget: r.number(d.Budget),
	}
	if d.Suspended != nil {
		p.Suspended = &partnership.Suspension{From: r.date(d.Suspended.From), Reason: results.Text(d.Suspended.Reason)}
	}
	return p
}

func newSuspensionDocument(s *partnership.EndedSuspension) suspensionDocument {
	return suspensionDocument{newDate(s.From), newDate(s.To), text(s.Reason)}
}

func (r *reading) suspension(d *suspensionDocument) partnership.EndedSuspension {
	return partnership.EndedSuspension{From: r.date(d.From), To: r.date(d.To), Reason: results.Text(d.Reason)}
}

type countryDocument struct {
	Country    string `bson:"country"`
	Percentage string `bson:"percentage,omitempty"`
}

func newCountryDocument(s *partnership.CountryShare) countryDocument {
	return countryDocument{s.Country, newNumber(s.Percentage)}
}

func (r *reading) country(d *countryDocument) partnership.CountryShare {
	return partnership.CountryShare{Country: d.Country, Percentage: r.number(d.Percentage)}
}

type sectorDocument struct {
	Code       string `bson:"code"`
	Percentage string `bson:"percentage,omitempty"`
}

func newSectorDocument(s *partnership.SectorShare) sectorDocument {
	return sectorDocument{s.Code, newNumber(s.Percentage)}
}

func (r *reading) sector(d *sectorDocument) partnership.SectorShare {
	return partnership.SectorShare{Code: d.Code, Percentage: r.number(d.Percentage)}
}

type periodDocument struct {
	Start string `bson:"start,omitempty"`
	End   string `bson:"end,omitempty"`
	Due   string `bson:"due,omitempty"`
}

func newPeriodDocument(p *partnership.Period) periodDocument {
	return periodDocument{newDate(p.Start), newDate(p.End), newDate(p.Due)}
}

func (r *reading) period(d *periodDocument) partnership.Period {
	return partnership.Period{Start: r.date(d.Start), End: r.date(d.End), Due: r.date(d.Due)}
}

type budgetLineDocument struct {
	Code    string                 `bson:"code"`
	Title   text                   `bson:"title,omitempty"`
	Amounts []budgetAmountDocument `bson:"amounts,omitempty"`
}

type budgetAmountDocument struct {
	Partner results.PartnerID `bson:"partner"`
	Amount  string            `bson:"amount,omitempty"`
}

func newBudgetLineDocument(l *partnership.BudgetLine) budgetLineDocument {
	return budgetLineDocument{l.Code, text(l.Title), listed(l.Amounts, newBudgetAmountDocument)}
}

func (r *reading) budgetLine(d *budgetLineDocument) partnership.BudgetLine {
	return partnership.BudgetLine{Code: d.Code, Title: results.Text(d.Title), Amounts: listed(d.Amounts, r.budgetAmount)}
}

func newBudgetAmountDocument(a *partnership.BudgetAmount) budgetAmountDocument {
	return budgetAmountDocument{a.Partner, newNumber(a.Amount)}
}

func (r *reading) budgetAmount(d *budgetAmountDocument) partnership.BudgetAmount {
	return partnership.BudgetAmount{Partner: d.Partner, Amount: r.number(d.Amount)}
}
