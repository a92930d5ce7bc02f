package archive

import (
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// Projects are the set-ups that hold, kept by project.
var Projects = newTable(store.Collection{
	Name: "projects", Shard: "project",
	Keys: keys(store.String, "project"),
}, projectID, newSetupDocument, (*reading).setup)

// Versions are the earlier set-ups, kept by project and version.
var Versions = newTable(store.Collection{
	Name: "versions", Shard: "project",
	Keys: keys(store.String, "project"),
}, versionID, newSetupDocument, (*reading).setup)

type setupDocument struct {
	Code          partnership.ProjectCode `bson:"project"`
	Version       int                     `bson:"version"`
	At            int64                   `bson:"at"`
	By            partnership.UserID      `bson:"by,omitempty"`
	Organisations []organisationDocument  `bson:"organisations,omitempty"`
	Title         text                    `bson:"title,omitempty"`
	Summary       text                    `bson:"summary,omitempty"`
	Languages     []string                `bson:"languages,omitempty"`
	Currency      string                  `bson:"currency,omitempty"`
	Start         string                  `bson:"start,omitempty"`
	End           string                  `bson:"end,omitempty"`
	Funder        results.PartnerID       `bson:"funder,omitempty"`
	GrantNumber   string                  `bson:"grantNumber,omitempty"`
	Partners      []partnerDocument       `bson:"partners,omitempty"`
	Collaborators []results.PartnerID     `bson:"collaborators,omitempty"`
	Countries     []countryDocument       `bson:"countries,omitempty"`
	Sectors       []sectorDocument        `bson:"sectors,omitempty"`
	Periods       []periodDocument        `bson:"periods,omitempty"`
	OnTrack       string                  `bson:"onTrack,omitempty"`
	AtRisk        string                  `bson:"atRisk,omitempty"`
	SuppressBelow *int                    `bson:"suppressBelow,omitempty"`
	Dimensions    []dimensionDocument     `bson:"dimensions,omitempty"`
	Results       []resultDocument        `bson:"results,omitempty"`
	BudgetLines   []budgetLineDocument    `bson:"budgetLines,omitempty"`
	RateRule      partnership.RateRule    `bson:"rateRule,omitempty"`
	Form          string                  `bson:"form,omitempty"`
}

type organisationDocument struct {
	ID         results.PartnerID            `bson:"id"`
	Name       string                       `bson:"name,omitempty"`
	Country    string                       `bson:"country,omitempty"`
	Type       partnership.OrganisationType `bson:"type,omitempty"`
	Identifier string                       `bson:"identifier,omitempty"`
	Website    string                       `bson:"website,omitempty"`
}

func projectID(s *partnership.Setup) string { return string(s.Project.Code) }

func versionID(s *partnership.Setup) string { return joined(s.Project.Code, padded(s.Version, 6)) }

func newSetupDocument(s *partnership.Setup) setupDocument {
	p := &s.Project
	return setupDocument{
		Code: p.Code, Version: s.Version, At: newMoment(s.At), By: s.By,
		Organisations: listed(s.Organisations, newOrganisationDocument),
		Title:         text(p.Title), Summary: text(p.Summary), Languages: p.Languages, Currency: p.Currency,
		Start: newDate(p.Start), End: newDate(p.End), Funder: p.Funder, GrantNumber: p.GrantNumber,
		Partners: listed(p.Partners, newPartnerDocument), Collaborators: p.Collaborators,
		Countries: listed(p.Countries, newCountryDocument), Sectors: listed(p.Sectors, newSectorDocument),
		Periods: listed(p.Periods, newPeriodDocument),
		OnTrack: newNumber(p.Thresholds.OnTrack), AtRisk: newNumber(p.Thresholds.AtRisk),
		SuppressBelow: p.SuppressBelow, Dimensions: listed(p.Dimensions, newDimensionDocument),
		Results: listed(p.Results, newResultDocument), BudgetLines: listed(p.BudgetLines, newBudgetLineDocument),
		RateRule: p.RateRule, Form: s.Form,
	}
}

func (r *reading) setup(d *setupDocument) partnership.Setup {
	return partnership.Setup{
		Version: d.Version, At: moment(d.At), By: d.By, Organisations: listed(d.Organisations, r.organisation), Form: d.Form,
		Project: partnership.Project{
			Code: d.Code, Title: results.Text(d.Title), Summary: results.Text(d.Summary),
			Languages: d.Languages, Currency: d.Currency, Start: r.date(d.Start), End: r.date(d.End),
			Funder: d.Funder, GrantNumber: d.GrantNumber,
			Partners: listed(d.Partners, r.partner), Collaborators: d.Collaborators,
			Countries: listed(d.Countries, r.country), Sectors: listed(d.Sectors, r.sector),
			Periods:       listed(d.Periods, r.period),
			Thresholds:    results.Thresholds{OnTrack: r.number(d.OnTrack), AtRisk: r.number(d.AtRisk)},
			SuppressBelow: d.SuppressBelow, Dimensions: listed(d.Dimensions, r.dimension),
			Results: listed(d.Results, r.result), BudgetLines: listed(d.BudgetLines, r.budgetLine),
			RateRule: d.RateRule,
		},
	}
}

func newOrganisationDocument(o *partnership.Organisation) organisationDocument {
	return organisationDocument{o.ID, o.Name, o.Country, o.Type, o.Identifier, o.Website}
}

func (*reading) organisation(d *organisationDocument) partnership.Organisation {
	return partnership.Organisation{
		ID: d.ID, Name: d.Name, Country: d.Country, Type: d.Type, Identifier: d.Identifier, Website: d.Website,
	}
}
