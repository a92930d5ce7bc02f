package service

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A Trace is what a figure is made of.
type Trace struct {
	Overview  *Overview
	Result    *results.Result // that the indicator belongs to
	Indicator *results.Indicator
	Rows      []results.Row // one for each period; none of an indicator of text
	Countries []CountryPart // of the period, with the row of the indicator alone
	// Contributions of the period, in the project's order of partners. It is nil
	// where there are too many to look through for more than one partner.
	Contributions []PartnerContributions
}

// PartnerContributions are what a partner's accepted entries of a period add to an
// indicator, in order of date and reference, and how many more there are than are
// listed.
type PartnerContributions struct {
	Partner results.PartnerID
	Entries []ContributionEntry
	Left    int
}

// A ContributionEntry is a contribution with the entry that it is of.
type ContributionEntry struct {
	results.Entry
	IsMeasurement bool
	Title         results.Text // of an activity
	CoOrganisers  []results.PartnerID
	Evidence      []partnership.Evidence
}

// A Traced figure: of an indicator in a period, and of a partner where one is
// named.
type Traced struct {
	Indicator results.IndicatorCode
	Period    results.PeriodNo
	Partner   results.PartnerID
}

// Among how many contributions of a period those of all partners are looked for,
// and how many of a partner are listed.
const (
	mostTraced = 2000
	mostListed = 500
)

// Trace opens a figure: partner by partner, the accepted entries that it is made
// of, for those who may see what was accepted.
func (s *Service) Trace(ctx context.Context, by By, project partnership.ProjectCode, of Traced) (*Trace, error) {
	o, now, err := s.overview(ctx, by, project)
	if err != nil {
		return nil, err
	}
	t := &Trace{Overview: o}
	for r := range results.All(o.Setup.Project.Results) {
		for n := range r.Indicators {
			if r.Indicators[n].Code == of.Indicator {
				t.Result, t.Indicator = r, &r.Indicators[n]
			}
		}
	}
	_, isPartner := o.Setup.Project.Partner(of.Partner)
	switch {
	case t.Indicator == nil:
		return nil, refuse(NotFound, "error.no-such-indicator", "Indicator", string(of.Indicator))
	case !o.HasPeriod(of.Period):
		return nil, refuse(NotFound, "error.no-such-period", "Period", int(of.Period))
	case of.Partner != "" && !isPartner:
		return nil, refuse(NotFound, "error.no-such-partner", "Partner", string(of.Partner))
	}
	if f, ok := o.Figure(of.Indicator); ok {
		t.Rows = f.Rows
		if t.Countries, err = now.countriesOf(of.Indicator, of.Period); err != nil {
			return nil, err
		}
	}
	if of.Partner == "" && now.contributed(of.Period) > mostTraced {
		return t, nil
	}
	t.Contributions, err = s.contributions(ctx, o, of, now.ofPeriod(of.Period, of.Partner))
	return t, err
}

// contributed is how many contributions of a period count, to all indicators.
func (now *standing) contributed(k results.PeriodNo) int {
	n := 0
	for key, tally := range now.tallies {
		if key.Period == k {
			n += tally.Count + tally.Marks
		}
	}
	return n
}

// contributions reads the entries that fulfil the conditions and takes what they
// add to the indicator.
func (s *Service) contributions(ctx context.Context, o *Overview, of Traced, where []store.Condition) ([]PartnerContributions, error) {
	byPartner := map[results.PartnerID]*PartnerContributions{}
	add := func(partner results.PartnerID, e ContributionEntry) {
		if e.Indicator != of.Indicator {
			return
		}
		p := byPartner[partner]
		if p == nil {
			p = &PartnerContributions{Partner: partner}
			byPartner[partner] = p
		}
		if len(p.Entries) == mostListed {
			p.Left++
			return
		}
		p.Entries = append(p.Entries, e)
	}
	q := store.Query{Where: where, Order: store.Descending("day")}
	for found, err := range archive.Measurements.Find(ctx, s.Engine, q) {
		if err != nil {
			return nil, fmt.Errorf("trace %s: %w", of.Indicator, err)
		}
		m := &found.Value.Value
		for e := range m.Entries() {
			add(m.Partner, ContributionEntry{Entry: e, IsMeasurement: true})
		}
	}
	for found, err := range archive.Activities.Find(ctx, s.Engine, q) {
		if err != nil {
			return nil, fmt.Errorf("trace %s: %w", of.Indicator, err)
		}
		a := &found.Value.Value
		for e := range a.Entries() {
			add(a.Partner, ContributionEntry{Entry: e, Title: a.Title, CoOrganisers: a.CoOrganisers, Evidence: a.Evidence})
		}
	}
	all := []PartnerContributions{}
	for _, partner := range o.Setup.Project.Partners {
		if p := byPartner[partner.Organisation]; p != nil {
			slices.SortFunc(p.Entries, func(a, b ContributionEntry) int {
				return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.Ref, b.Ref))
			})
			all = append(all, *p)
		}
	}
	return all, nil
}
