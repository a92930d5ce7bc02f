package service

import (
	"context"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A PeriodChange is a reporting period with something in it that gets other days; Is
// is none where the period goes.
type PeriodChange struct {
	Period  results.PeriodNo
	Was, Is partnership.Period
}

// HeldPeriods are the first of a project's periods, to the last that has something in
// it: an entry, be it a draft, or a report that was begun.
func (s *Service) HeldPeriods(ctx context.Context, by By, project partnership.ProjectCode) ([]partnership.Period, error) {
	setup, err := s.Setup(ctx, by, project)
	if err != nil {
		return nil, err
	}
	p := &setup.Value.Project
	for n := len(p.Periods); n > 0; n-- {
		holds, err := holdsSomething(ctx, s.Engine, p, results.PeriodNo(n))
		if err != nil {
			return nil, err
		}
		if holds {
			return p.Periods[:n:n], nil
		}
	}
	return nil, nil
}

// holdsSomething says whether a period has an entry in any status, or a report that was
// begun.
func holdsSomething(ctx context.Context, r store.Reader, p *partnership.Project, k results.PeriodNo) (bool, error) {
	period := p.Periods[k-1]
	entries := func(day string) store.Query {
		return store.Query{Limit: 1, Where: []store.Condition{
			store.Equal("project", p.Code), store.AtLeast(day, period.Start.String()), store.AtMost(day, period.End.String()),
		}}
	}
	reports := ofPeriod(p.Code, k)
	reports.Limit = 1
	for _, one := range []struct {
		collection string
		query      store.Query
	}{
		{archive.Activities.Collection(), entries("day")},
		{archive.Measurements.Collection(), entries("day")},
		{archive.Expenditure.Collection(), entries("date")},
		{archive.Narratives.Collection(), reports},
		{archive.PartnerReports.Collection(), reports},
		{archive.ProjectReports.Collection(), reports},
	} {
		one.query.Collection = one.collection
		for _, err := range r.Find(ctx, one.query) {
			return err == nil, err
		}
	}
	return false, nil
}

// changedPeriods are those with something in them that a next set-up gives other days.
func changedPeriods(ctx context.Context, r store.Reader, old, next *partnership.Project) ([]PeriodChange, error) {
	var all []PeriodChange
	for n, was := range old.Periods {
		c := PeriodChange{Period: results.PeriodNo(n + 1), Was: was}
		if n < len(next.Periods) {
			c.Is = next.Periods[n]
		}
		if c.Is == was {
			continue
		}
		holds, err := holdsSomething(ctx, r, old, c.Period)
		if err != nil {
			return nil, err
		}
		if holds {
			all = append(all, c)
		}
	}
	return all, nil
}
