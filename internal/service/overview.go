package service

import (
	"context"
	"fmt"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// An Overview is how a project stands. What it points to is shared with others who
// ask: it must not be changed.
type Overview struct {
	Setup      *partnership.Setup
	Figures    []results.IndicatorFigures // of all indicators that are combined, a row for each period
	Deductions []results.Deduction
	Reports    map[ReportKey]partnership.Status // of the partners, where they were begun
	Today      results.Date
	Waiting    Waiting
}

// A ReportKey names a partner's report of a period.
type ReportKey struct {
	Partner results.PartnerID
	Period  results.PeriodNo
}

// Overview reads how a project stands, for those who may see what was accepted.
func (s *Service) Overview(ctx context.Context, by By, project partnership.ProjectCode) (*Overview, error) {
	o, _, err := s.overview(ctx, by, project)
	return o, err
}

// overview is an Overview with what it was made of.
func (s *Service) overview(ctx context.Context, by By, project partnership.ProjectCode) (*Overview, *standing, error) {
	actor, now, err := s.standingFor(ctx, by, project, partnership.ReadAccepted)
	if err != nil {
		return nil, nil, err
	}
	o := &Overview{
		Setup: &now.setup.Value, Figures: now.figures, Deductions: now.deductions,
		Reports: map[ReportKey]partnership.Status{}, Today: s.Today(),
	}
	for r, err := range archive.PartnerReports.Find(ctx, s.Engine, ofProject(project)) {
		if err != nil {
			return nil, nil, fmt.Errorf("read partner reports: %w", err)
		}
		o.Reports[ReportKey{r.Value.Partner, r.Value.Period}] = r.Value.Status
	}
	o.Waiting, err = s.waiting(ctx, actor, project)
	return o, now, err
}

// standingFor reads how a project stands for someone who has a permission there.
func (s *Service) standingFor(ctx context.Context, by By, project partnership.ProjectCode, p partnership.Permission) (partnership.Actor, *standing, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return actor, nil, err
	}
	if !actor.May(p) {
		return actor, nil, refuse(Forbidden, "error.forbidden")
	}
	now, err := s.standing(ctx, project)
	return actor, now, err
}

// Waiting is how many entries wait for somebody in a project.
type Waiting struct {
	Review   int // were submitted: for those who may see them all
	Returned int // came back to the person's own organisation
}

// Waiting counts what waits for someone in a project; it costs little where
// nothing has changed since it was last asked.
func (s *Service) Waiting(ctx context.Context, by By, project partnership.ProjectCode) (Waiting, error) {
	actor, _, err := s.standingFor(ctx, by, project, partnership.ReadAccepted)
	if err != nil {
		return Waiting{}, err
	}
	return s.waiting(ctx, actor, project)
}

func (s *Service) waiting(ctx context.Context, actor partnership.Actor, project partnership.ProjectCode) (w Waiting, err error) {
	waiting, err := s.pending(ctx, project)
	if err != nil {
		return w, err
	}
	if actor.May(partnership.ReadDrafts) {
		w.Review = waiting.counts[countKey{status: partnership.Submitted}]
	}
	if actor.MayFor(partnership.LogEntries, actor.Organisation) {
		w.Returned = waiting.counts[countKey{partnership.Returned, actor.Organisation}]
	}
	return w, nil
}

// Period is the one that people mean today: the running one, else the last that
// has begun, else the first.
func (o *Overview) Period() results.PeriodNo {
	k := results.PeriodNo(1)
	for n, p := range o.Setup.Project.Periods {
		if !o.Today.Before(p.Start) {
			k = results.PeriodNo(n + 1)
		}
	}
	return k
}

// HasPeriod says whether the project has a period of that number.
func (o *Overview) HasPeriod(k results.PeriodNo) bool {
	return k >= 1 && int(k) <= len(o.Setup.Project.Periods)
}

// IsRunning says whether a period has begun, but not ended: its status is only
// that so far.
func (o *Overview) IsRunning(k results.PeriodNo) bool {
	p := o.Setup.Project.Periods[k-1]
	return !o.Today.Before(p.Start) && !p.End.Before(o.Today)
}

// IsAhead says whether a period has not begun, so that it has no status yet.
func (o *Overview) IsAhead(k results.PeriodNo) bool {
	return o.Today.Before(o.Setup.Project.Periods[k-1].Start)
}

// A Reporting is what a partner has done about a period: how many indicators it
// has reported of those that it was due to, and which are silent.
type Reporting struct {
	Partner   partnership.Partner
	IsMember  bool // in the period; also where there is no indicator yet that could tell
	Suspended bool // so that no more is due
	Reported  int
	Silent    []results.IndicatorCode
	Report    partnership.Status // of its report; empty where it has not begun
}

// Reporting tells for each partner, in the project's order, what it has done about
// a period.
func (o *Overview) Reporting(k results.PeriodNo) []Reporting {
	all := make([]Reporting, len(o.Setup.Project.Partners))
	for n, p := range o.Setup.Project.Partners {
		r := Reporting{Partner: p, IsMember: len(o.Figures) == 0, Report: o.Reports[ReportKey{p.Organisation, k}]}
		for _, f := range o.Figures {
			state := f.Rows[k-1].Partners[n].State
			r.IsMember = r.IsMember || state != results.NotMember
			switch state {
			case results.Reported:
				r.Reported++
			case results.Silent:
				r.Silent = append(r.Silent, f.Indicator.Code)
			case results.Suspended:
				r.Suspended = true
			case results.NotMember, results.NotApplicable:
			}
		}
		all[n] = r
	}
	return all
}

// Figure finds the figures of an indicator; ok is false where it has none.
func (o *Overview) Figure(code results.IndicatorCode) (f results.IndicatorFigures, ok bool) {
	for _, f := range o.Figures {
		if f.Indicator.Code == code {
			return f, true
		}
	}
	return results.IndicatorFigures{}, false
}

// ofPeriod are the conditions of accepted entries of a period, of a partner where
// one is named.
func (now *standing) ofPeriod(k results.PeriodNo, partner results.PartnerID) []store.Condition {
	p := now.setup.Value.Project.Periods[k-1]
	where := []store.Condition{
		store.Equal("project", now.setup.Value.Project.Code), store.Equal("status", partnership.Accepted),
		store.AtLeast("day", p.Start.String()), store.AtMost("day", p.End.String()),
	}
	if partner != "" {
		where = append(where, store.Equal("partner", partner))
	}
	return where
}
