package service

import (
	"context"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store/archive"
	"tulos/reports"
)

// A Readiness tells how far the project's report of a period is.
type Readiness struct {
	Period   results.PeriodNo
	Report   Stored[partnership.ProjectReport] // the latest version; revision 0 where none has begun
	Asked    []partnership.Comment             // what the funder wanted clarified in it
	IsOver   bool                              // the period
	Waiting  int                               // entries that wait for review, while the report is open
	Partners []Stored[partnership.PartnerReport]
	Form     ReportForm
	Sections []SectionState
}

// A SectionState tells whether a section says something: what the lead wrote, or a
// partner whose report is accepted.
type SectionState struct {
	Name      string
	Heading   reports.Wording
	Help      reports.Wording // what to write; may be empty
	Mandatory bool            // the report cannot be submitted without
	Optional  bool            // left out where nothing is said
	IsWritten bool
}

// Readiness tells how far the project's report of a period is, for those who may
// see drafts. Of Partners are those that had to report at the period's end, or have.
func (s *Service) Readiness(ctx context.Context, by By, project partnership.ProjectCode, period results.PeriodNo) (*Readiness, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.ReadDrafts) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	setup, err := archive.Projects.Get(ctx, s.Engine, string(project))
	if err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	p := &setup.Value.Project
	r := &Readiness{Period: period}
	if r.Report, err = latestReport(ctx, s.Engine, p, period); err != nil {
		return nil, err
	}
	r.IsOver = p.Periods[period-1].End.Before(s.Today())
	if r.Report.Value.Status.IsOpen() {
		if r.Waiting, err = waitingEntries(ctx, s.Engine, p, period); err != nil {
			return nil, err
		}
	}
	if r.Asked, err = s.asked(ctx, r.Report.Value); err != nil {
		return nil, err
	}
	if r.Partners, err = s.partnersReports(ctx, p, period); err != nil {
		return nil, err
	}
	if r.Form, err = s.reportForm(ctx, s.Engine, &setup.Value, period); err != nil {
		return nil, err
	}
	r.Sections, err = s.sections(ctx, project, r)
	return r, err
}

// asked are the comments with which the version before was returned.
func (s *Service) asked(ctx context.Context, latest partnership.ProjectReport) ([]partnership.Comment, error) {
	if latest.Version == 1 {
		return nil, nil
	}
	latest.Version--
	before, err := archive.ProjectReports.Get(ctx, s.Engine, archive.ProjectReports.ID(latest))
	var asked []partnership.Comment
	for _, c := range before.Value.Comments {
		if c.Step == partnership.Return {
			asked = append(asked, c)
		}
	}
	return asked, err
}

func (s *Service) partnersReports(ctx context.Context, p *partnership.Project, period results.PeriodNo) ([]Stored[partnership.PartnerReport], error) {
	var all []Stored[partnership.PartnerReport]
	for _, partner := range p.Partners {
		report, err := partnerReport(ctx, s.Engine, p, period, partner.Organisation)
		if err != nil {
			return nil, err
		}
		if report.Rev > 0 || p.IsReporting(partner.Organisation, p.Periods[period-1].End) {
			all = append(all, report)
		}
	}
	return all, nil
}

func (s *Service) sections(ctx context.Context, project partnership.ProjectCode, r *Readiness) ([]SectionState, error) {
	all := r.Form.Asked()
	isSaid := map[results.PartnerID]bool{"": true}
	for _, report := range r.Partners {
		isSaid[report.Value.Partner] = report.Value.Status == partnership.Accepted
	}
	written := map[string]bool{}
	for n, err := range archive.Narratives.Find(ctx, s.Engine, ofPeriod(project, r.Period)) {
		if err != nil {
			return nil, err
		}
		if v := n.Value.Value; isSaid[v.Partner] {
			written[v.Section] = true
		}
	}
	for k := range all {
		all[k].IsWritten = written[all[k].Name]
	}
	return all, nil
}

// Asked are the sections of the report that people write, in order.
func (f ReportForm) Asked() []SectionState {
	var all []SectionState
	for _, s := range f.Sections {
		if s.Question != "" {
			all = append(all, SectionState{
				Name: s.Question, Heading: s.Heading, Help: s.Help, Mandatory: s.Mandatory, Optional: s.Optional,
			})
		}
	}
	return all
}
