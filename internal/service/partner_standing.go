package service

import (
	"context"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A PartnerStanding is what a partner's report of a period rests on: its figures, and
// what is missing.
type PartnerStanding struct {
	*Overview
	Period       results.PeriodNo
	Figures      []PartnerFigure            // of the indicators that the partner reports, in their order
	Silent       []*results.Indicator       // that it is due to report and has not
	Activities   map[partnership.Status]int // of the period
	Measurements map[partnership.Status]int // of the period
}

// A PartnerFigure is a partner's part in an indicator, made of what was accepted.
type PartnerFigure struct {
	Indicator *results.Indicator
	Own       results.PartnerRow
}

// PartnerStanding reads what a partner's report of a period rests on, for those who may
// read the report.
func (s *Service) PartnerStanding(ctx context.Context, by By, project partnership.ProjectCode,
	period results.PeriodNo, partner results.PartnerID,
) (*PartnerStanding, error) {
	if _, err := s.PartnerReport(ctx, by, project, period, partner); err != nil {
		return nil, err
	}
	o, err := s.Overview(ctx, by, project)
	if err != nil {
		return nil, err
	}
	p := &PartnerStanding{
		Overview: o, Period: period,
		Activities: map[partnership.Status]int{}, Measurements: map[partnership.Status]int{},
	}
	for _, f := range o.Figures {
		for _, own := range f.Rows[period-1].Partners {
			if own.Partner != partner {
				continue
			}
			if own.State != results.NotMember || own.Cumulative.IsKnown() {
				p.Figures = append(p.Figures, PartnerFigure{f.Indicator, own})
			}
			if own.State == results.Silent {
				p.Silent = append(p.Silent, f.Indicator)
			}
		}
	}
	days := o.Setup.Project.Periods[period-1]
	for _, status := range []partnership.Status{partnership.Draft, partnership.Submitted, partnership.Returned, partnership.Accepted} {
		f := Filter{Partner: partner, Status: status, From: days.Start, To: days.End}
		if p.Activities[status], err = s.CountActivities(ctx, by, project, f); err != nil {
			return nil, err
		}
		if p.Measurements[status], err = s.CountMeasurements(ctx, by, project, f); err != nil {
			return nil, err
		}
	}
	return p, nil
}
