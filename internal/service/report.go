package service

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// WriteNarrative keeps what a partner wrote for a section of its report, or the
// lead for one of the project's report (no partner), while that report is open.
// seen is the revision of the section's text, 0 where there was none. A nil text
// removes the section.
func (s *Service) WriteNarrative(ctx context.Context, by By, project partnership.ProjectCode, seen int64, n partnership.Narrative) error {
	_, err := s.run(ctx, task{by, project, "narrative.write", []any{seen, n}, func(c *change) (string, error) {
		if err := c.mayWrite(n); err != nil {
			return "", err
		}
		old, err := archive.Narratives.First(ctx, c.Engine,
			store.Equal("project", project), store.Equal("period", int(n.Period)),
			store.Equal("partner", n.Partner), store.Equal("section", n.Section))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return "", err
		}
		if err := expect(seen, old); err != nil {
			return "", err
		}
		return "", c.writeNarrative(old, n)
	}})
	return err
}

func (c *change) writeNarrative(old Stored[Logged[partnership.Narrative]], n partnership.Narrative) error {
	switch {
	case n.Text == nil && old.Rev == 0:
		return nil
	case n.Text == nil:
		return c.put(archive.Narratives.Delete(old), nil)
	}
	checker := partnership.NewChecker(c.setup.Value.Dossier())
	if err := reject(checker.Narrative(&n)); err != nil {
		return err
	}
	if old.Rev == 0 {
		return c.put(archive.Narratives.Insert(Logged[partnership.Narrative]{
			Project: c.chain.Value.Project, No: c.number(), Value: n,
		}))
	}
	next := old.Value
	next.Value = n
	return c.put(archive.Narratives.Replace(old, next))
}

func (c *change) mayWrite(n partnership.Narrative) error {
	if n.Partner == "" {
		if err := c.require(partnership.AssembleReport); err != nil {
			return err
		}
		report, err := c.projectReport(n.Period)
		if err == nil && !report.Value.Status.IsOpen() {
			err = refuse(NotPossible, "error.report-not-open")
		}
		return err
	}
	if err := c.requireOwn(partnership.LogEntries, n.Partner); err != nil {
		return err
	}
	report, err := c.partnerReport(n.Period, n.Partner)
	if err == nil && !report.Value.Status.IsOpen() {
		err = refuse(NotPossible, "error.report-not-open")
	}
	return err
}

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

// save inserts a value, or replaces the one that was read before.
func save[T any](c *change, table archive.Table[T], old Stored[T], v T) error {
	if old.Rev == 0 {
		return c.put(table.Insert(v))
	}
	return c.put(table.Replace(old, v))
}

// requireReviewed refuses while entries of the partner wait for review.
func (c *change) requireReviewed(period results.PeriodNo, partner results.PartnerID) error {
	p := c.setup.Value.Project.Periods[period-1]
	where := []store.Condition{
		store.Equal("project", c.chain.Value.Project), store.Equal("partner", partner),
		store.Equal("status", partnership.Submitted),
		store.AtLeast("day", p.Start.String()), store.AtMost("day", p.End.String()),
	}
	activities, err := archive.Activities.Count(c.ctx, c.Engine, where...)
	if err != nil {
		return err
	}
	measurements, err := archive.Measurements.Count(c.ctx, c.Engine, where...)
	if err != nil {
		return err
	}
	if waiting := int(activities + measurements); waiting > 0 {
		return refuse(NotPossible, "error.entries-wait", "Count", waiting)
	}
	return nil
}

// partnerReport reads a partner's report, or begins it.
func (c *change) partnerReport(period results.PeriodNo, partner results.PartnerID) (Stored[partnership.PartnerReport], error) {
	report := partnership.PartnerReport{
		Project: c.chain.Value.Project, Period: period, Partner: partner, Status: partnership.Draft,
	}
	if err := c.requirePeriod(period); err != nil {
		return Stored[partnership.PartnerReport]{}, err
	}
	if _, ok := c.setup.Value.Project.Partner(partner); !ok {
		return Stored[partnership.PartnerReport]{}, refuse(NotFound, "error.no-such-partner", "Partner", string(partner))
	}
	found, err := archive.PartnerReports.Get(c.ctx, c.Engine, archive.PartnerReports.ID(report))
	if errors.Is(err, store.ErrNotFound) {
		return Stored[partnership.PartnerReport]{Value: report}, nil
	}
	return found, err
}

func (c *change) requirePeriod(period results.PeriodNo) error {
	if period < 1 || int(period) > len(c.setup.Value.Project.Periods) {
		return refuse(NotFound, "error.no-such-period", "Period", int(period))
	}
	return nil
}

// projectReport reads the latest version of the project's report, or begins the
// first.
func (c *change) projectReport(period results.PeriodNo) (Stored[partnership.ProjectReport], error) {
	project := c.chain.Value.Project
	if err := c.requirePeriod(period); err != nil {
		return Stored[partnership.ProjectReport]{}, err
	}
	latest := Stored[partnership.ProjectReport]{Value: partnership.ProjectReport{
		Project: project, Period: period, Version: 1, Status: partnership.Draft,
	}}
	q := ofProject(project)
	q.Where = append(q.Where, store.Equal("period", int(period)))
	for found, err := range archive.ProjectReports.Find(c.ctx, c.Engine, q) {
		if err != nil {
			return latest, err
		}
		latest = found
	}
	return latest, nil
}

// MoveProjectReport takes the latest version of the project's report of a period a
// step on. The lead submits it, which fixes what it says; the funder accepts it,
// or returns it to be clarified, which begins the next version. Move.Seen is 0
// where there was none yet.
func (s *Service) MoveProjectReport(ctx context.Context, by By, project partnership.ProjectCode, period results.PeriodNo, m Move) error {
	_, err := s.run(ctx, task{by, project, "project-report." + string(m.Step), []any{period, m}, func(c *change) (string, error) {
		permission := partnership.AnswerReport
		if m.Step == partnership.Submit {
			permission = partnership.AssembleReport
		}
		if err := c.require(permission); err != nil {
			return "", err
		}
		old, err := c.projectReport(period)
		if err != nil {
			return "", err
		}
		if err := expect(m.Seen, old); err != nil {
			return "", err
		}
		if m.Step == partnership.Withdraw || m.Step == partnership.Reopen {
			return "", refuse(NotPossible, "error.sealed-stays")
		}
		report := old.Value
		if report.Comments, err = c.step(&report.Status, report.Comments, m); err != nil {
			return "", err
		}
		if m.Step == partnership.Submit {
			err = c.fix(&report)
		}
		if m.Step == partnership.Return {
			err = c.put(archive.ProjectReports.Insert(partnership.ProjectReport{
				Project: project, Period: period, Version: report.Version + 1, Status: partnership.Draft,
			}))
		}
		if err != nil {
			return "", err
		}
		return fmt.Sprint(report.Version), save(c, archive.ProjectReports, old, report)
	}})
	return err
}

// fix puts into a version all that it says: the narratives, and the figures as a
// file.
func (c *change) fix(report *partnership.ProjectReport) error {
	report.AsOf = c.Today()
	q := ofProject(report.Project)
	q.Where = append(q.Where, store.Equal("period", int(report.Period)))
	for n, err := range archive.Narratives.Find(c.ctx, c.Engine, q) {
		if err != nil {
			return err
		}
		report.Narratives = append(report.Narratives, n.Value.Value)
	}
	figures, err := c.figuresJSON()
	if err != nil {
		return err
	}
	name := fmt.Sprintf("%s%04d/%04d/figures.json", reportFiles, report.Period, report.Version)
	report.Files = []string{name}
	return c.attach(name, figures)
}

func collect[T any](all iter.Seq2[T, error]) ([]T, error) {
	var list []T
	for v, err := range all {
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}
