package service

import (
	"context"
	"errors"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// MovePartnerReport submits, withdraws, returns, accepts or reopens a partner's
// report of a period; Move.Seen is 0 where there was none yet. It is accepted once
// no entry of the partner in the period waits for review.
func (s *Service) MovePartnerReport(ctx context.Context, by By, project partnership.ProjectCode,
	period results.PeriodNo, partner results.PartnerID, m Move,
) error {
	_, err := s.run(ctx, task{by, project, "partner-report." + string(m.Step), []any{period, partner, m}, func(c *change) (string, error) {
		permission := partnership.Review
		if m.Step == partnership.Submit || m.Step == partnership.Withdraw {
			permission = partnership.SubmitPartnerReport
		}
		if err := c.mayMove(permission, partner); err != nil {
			return "", err
		}
		old, err := c.partnerReport(period, partner)
		if err != nil {
			return "", err
		}
		if err := expect(m.Seen, old); err != nil {
			return "", err
		}
		report := old.Value
		if err := c.justifyReport(&m, report.Status, period, partner); err != nil {
			return "", err
		}
		if report.Comments, err = c.step(&report.Status, report.Comments, m); err != nil {
			return "", err
		}
		if m.Step == partnership.Accept {
			if err := c.requireReviewed(period, partner); err != nil {
				return "", err
			}
		}
		return "", save(c, archive.PartnerReports, old, report)
	}})
	return err
}

// PartnerReports reads the reports of partners that have been begun: all of them
// for those who may see drafts, those of the own organisation for its people.
func (s *Service) PartnerReports(ctx context.Context, by By, project partnership.ProjectCode) ([]Stored[partnership.PartnerReport], error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	q := ofProject(project)
	switch {
	case actor.May(partnership.ReadDrafts):
	case actor.May(partnership.ReadOwnDrafts):
		q.Where = append(q.Where, store.Equal("partner", actor.Organisation))
	default:
		return nil, refuse(Forbidden, "error.forbidden")
	}
	return collect(archive.PartnerReports.Find(ctx, s.Engine, q))
}

// PartnerReport reads a partner's report of a period, or an empty draft with
// revision 0 where it has not been begun. Of another partner it is there for those
// who may see drafts.
func (s *Service) PartnerReport(ctx context.Context, by By, project partnership.ProjectCode,
	period results.PeriodNo, partner results.PartnerID,
) (Stored[partnership.PartnerReport], error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return Stored[partnership.PartnerReport]{}, err
	}
	if !actor.May(partnership.ReadDrafts) && !actor.MayFor(partnership.ReadOwnDrafts, partner) {
		return Stored[partnership.PartnerReport]{}, refuse(NotFound, "error.no-such-partner", "Partner", string(partner))
	}
	setup, err := archive.Projects.Get(ctx, s.Engine, string(project))
	if err != nil {
		return Stored[partnership.PartnerReport]{}, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	return partnerReport(ctx, s.Engine, &setup.Value.Project, period, partner)
}

func (c *change) partnerReport(period results.PeriodNo, partner results.PartnerID) (Stored[partnership.PartnerReport], error) {
	return partnerReport(c.ctx, c.service.Engine, &c.setup.Value.Project, period, partner)
}

// partnerReport reads a partner's report, or begins it.
func partnerReport(ctx context.Context, r store.Reader, project *partnership.Project,
	period results.PeriodNo, partner results.PartnerID,
) (Stored[partnership.PartnerReport], error) {
	report := partnership.PartnerReport{
		Project: project.Code, Period: period, Partner: partner, Status: partnership.Draft,
	}
	if err := requirePeriod(project, period); err != nil {
		return Stored[partnership.PartnerReport]{}, err
	}
	if _, ok := project.Partner(partner); !ok {
		return Stored[partnership.PartnerReport]{}, refuse(NotFound, "error.no-such-partner", "Partner", string(partner))
	}
	found, err := archive.PartnerReports.Get(ctx, r, archive.PartnerReports.ID(report))
	if errors.Is(err, store.ErrNotFound) {
		return Stored[partnership.PartnerReport]{Value: report}, nil
	}
	return found, err
}

// requireReviewed refuses while entries of the partner wait for review.
func (c *change) requireReviewed(period results.PeriodNo, partner results.PartnerID) error {
	waiting, err := waitingEntries(c.ctx, c.service.Engine, &c.setup.Value.Project, period, store.Equal("partner", partner))
	if err != nil {
		return err
	}
	if waiting > 0 {
		return refuse(NotPossible, "error.entries-wait", "Count", waiting)
	}
	return nil
}

// waitingEntries counts the entries of a period that wait for review.
func waitingEntries(ctx context.Context, r store.Reader, project *partnership.Project,
	period results.PeriodNo, more ...store.Condition,
) (int, error) {
	where := append(inPeriod(project, period, partnership.Submitted), more...)
	activities, err := archive.Activities.Count(ctx, r, where...)
	if err != nil {
		return 0, err
	}
	measurements, err := archive.Measurements.Count(ctx, r, where...)
	return int(activities + measurements), err
}

// inPeriod describes the entries of a period in a status.
func inPeriod(project *partnership.Project, period results.PeriodNo, status partnership.Status) []store.Condition {
	p := project.Periods[period-1]
	return []store.Condition{
		store.Equal("project", project.Code), store.Equal("status", status),
		store.AtLeast("day", p.Start.String()), store.AtMost("day", p.End.String()),
	}
}

func requirePeriod(project *partnership.Project, period results.PeriodNo) error {
	if period < 1 || int(period) > len(project.Periods) {
		return refuse(NotFound, "error.no-such-period", "Period", int(period))
	}
	return nil
}
