package service

import (
	"context"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A CountryPart is what the partners of a country come to together by the end of a
// period: a row for each of the overview's figures, by the rules of the indicators,
// with nothing taken off. A partner's country is that of its organisation, wherever
// it was active, so that the parts hold what the tallies hold.
type CountryPart struct {
	Country  string // ISO 3166-1 alpha-2; empty where the set-up names none
	Partners []results.PartnerID
	Rows     []results.Row
}

// Shares are a project's figures by partner and by country.
type Shares struct {
	*Overview
	Countries []CountryPart // in the order of their first partners
}

// Shares reads how the figures of a period are shared out, for those who may see
// what was accepted.
func (s *Service) Shares(ctx context.Context, by By, project partnership.ProjectCode, k results.PeriodNo) (*Shares, error) {
	o, now, err := s.overview(ctx, by, project)
	if err != nil {
		return nil, err
	}
	if !o.HasPeriod(k) {
		return nil, refuse(NotFound, "error.no-such-period", "Period", int(k))
	}
	countries, err := now.countries(k)
	return &Shares{o, countries}, err
}

// Countries are those of the partners, in the order of their first partners.
func (o *Overview) Countries() []string { return countriesOf(o.Setup) }

func countriesOf(setup *partnership.Setup) []string {
	var all []string
	for _, p := range setup.Project.Partners {
		if c := countryOf(setup, p.Organisation); !slices.Contains(all, c) {
			all = append(all, c)
		}
	}
	return all
}

// CountryOf is the country of a partner, empty where the set-up names none.
func (o *Overview) CountryOf(partner results.PartnerID) string { return countryOf(o.Setup, partner) }

func countryOf(setup *partnership.Setup, partner results.PartnerID) string {
	for _, o := range setup.Organisations {
		if o.ID == partner {
			return o.Country
		}
	}
	return ""
}

// countries makes the parts of a period once.
func (now *standing) countries(k results.PeriodNo) ([]CountryPart, error) {
	all, err := now.asides.countries.get(func() (map[results.PeriodNo][]CountryPart, error) {
		all := map[results.PeriodNo][]CountryPart{}
		for n := range now.frame.Periods {
			all[results.PeriodNo(n+1)] = now.countryParts(results.PeriodNo(n + 1))
		}
		return all, nil
	})
	return all[k], err
}

// countriesOf are the parts of a period with the row of one indicator.
func (now *standing) countriesOf(code results.IndicatorCode, k results.PeriodNo) ([]CountryPart, error) {
	all, err := now.countries(k)
	var one []CountryPart
	for n, f := range now.figures {
		if f.Indicator.Code != code {
			continue
		}
		for _, part := range all {
			part.Rows = part.Rows[n : n+1]
			one = append(one, part)
		}
	}
	return one, err
}

func (now *standing) countryParts(k results.PeriodNo) []CountryPart {
	setup := &now.setup.Value
	var all []CountryPart
	for _, country := range countriesOf(setup) {
		part := CountryPart{Country: country}
		frame := now.frame.Part(func(p results.PartnerID) bool { return countryOf(setup, p) == country })
		for _, m := range frame.Members {
			part.Partners = append(part.Partners, m.Partner)
		}
		for _, f := range now.figures {
			part.Rows = append(part.Rows, frame.Span(now.tallies, f.Indicator, k, k))
		}
		all = append(all, part)
	}
	return all
}
