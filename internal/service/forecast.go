package service

import (
	"context"
	"errors"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// Forecast reads what a partner expects to spend in a period, for those who may write it:
// the partner's own people while it reports, and the lead. Nothing told is an empty
// forecast at revision 0.
func (s *Service) Forecast(ctx context.Context, by By, project partnership.ProjectCode, k results.PeriodNo, partner results.PartnerID) (Stored[partnership.Forecast], error) {
	var none Stored[partnership.Forecast]
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return none, err
	}
	setup, err := archive.Projects.Get(ctx, s.Engine, string(project))
	if err != nil {
		return none, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	p := &setup.Value.Project
	switch {
	case k < 1 || int(k) > len(p.Periods):
		return none, refuse(NotFound, "error.no-such-period", "Period", int(k))
	case !s.mayForesee(actor, p, partner):
		return none, refuse(Forbidden, "error.forbidden")
	}
	return forecastOf(ctx, s.Engine, project, k, partner)
}

// mayForesee says whether somebody may write the forecast of a partner.
func (s *Service) mayForesee(actor partnership.Actor, p *partnership.Project, partner results.PartnerID) bool {
	if _, isPartner := p.Partner(partner); !isPartner {
		return false
	}
	return actor.May(partnership.KeepAccounts) || actor.MayFor(partnership.LogEntries, partner) && p.IsReporting(partner, s.Today())
}

func forecastOf(ctx context.Context, r store.Reader, project partnership.ProjectCode, k results.PeriodNo, partner results.PartnerID) (Stored[partnership.Forecast], error) {
	none := partnership.Forecast{Project: project, Partner: partner, Period: k}
	found, err := archive.Forecasts.Get(ctx, r, archive.Forecasts.ID(none))
	if errors.Is(err, store.ErrNotFound) {
		return Stored[partnership.Forecast]{Value: none}, nil
	}
	return found, err
}

// WriteForecast puts a partner's forecast of a period in place of the one seen at a
// revision, as a whole; 0 is none.
func (s *Service) WriteForecast(ctx context.Context, by By, seen int64, f partnership.Forecast) error {
	_, err := s.run(ctx, task{by, f.Project, "forecast.write", []any{seen, f}, func(c *change) (string, error) {
		setup := &c.setup.Value
		if !s.mayForesee(c.actor, &setup.Project, f.Partner) {
			return "", refuse(Forbidden, "error.forbidden")
		}
		old, err := forecastOf(c.ctx, c.service.Engine, f.Project, f.Period, f.Partner)
		if err != nil {
			return "", err
		}
		if err := expect(seen, old); err != nil {
			return "", err
		}
		if err := reject(partnership.NewChecker(setup.Dossier()).Forecast(&f)); err != nil {
			return "", err
		}
		if old.Rev == 0 {
			return "", c.put(archive.Forecasts.Insert(f))
		}
		return "", c.put(archive.Forecasts.Replace(old, f))
	}})
	return err
}
