package service

import (
	"cmp"
	"context"
	"errors"
	"io"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/pkg/photo"
	"tulos/reports"
)

// A ReportForm is the form that the project's report of a period has, and from which
// the partners' reports take their questions.
type ReportForm struct {
	reports.Definition
	Own     string // chosen for this report; empty where the project's form holds
	Project string // that of the project
	Missing string // what was chosen, where the installation has it no more: the general form stands in
}

// library are the definitions of the installation.
func (s *Service) library() (*reports.Library, error) {
	if s.Forms != nil {
		return s.Forms, nil
	}
	return reports.Shipped()
}

// ReportForms are the forms that a report can have.
func (s *Service) ReportForms() ([]reports.Definition, error) {
	library, err := s.library()
	if err != nil {
		return nil, err
	}
	return library.All(), nil
}

// ReportForm tells the form of the project's report of a period to whoever may read
// the project.
func (s *Service) ReportForm(ctx context.Context, by By, project partnership.ProjectCode, period results.PeriodNo) (ReportForm, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return ReportForm{}, err
	}
	if !actor.May(partnership.ReadProject) {
		return ReportForm{}, refuse(Forbidden, "error.forbidden")
	}
	setup, err := archive.Projects.Get(ctx, s.Engine, string(project))
	if err != nil {
		return ReportForm{}, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	return s.reportForm(ctx, s.Engine, &setup.Value, period)
}

// reportForm is the form of the latest version of the report.
func (s *Service) reportForm(ctx context.Context, r store.Reader, setup *partnership.Setup, period results.PeriodNo) (ReportForm, error) {
	report, err := latestReport(ctx, r, &setup.Project, period)
	if err != nil {
		return ReportForm{}, err
	}
	library, err := s.library()
	if err != nil {
		return ReportForm{}, err
	}
	f := ReportForm{Own: report.Value.Form, Project: cmp.Or(setup.Form, reports.General)}
	name := cmp.Or(f.Own, f.Project)
	f.Definition, err = library.Definition(name)
	if errors.Is(err, reports.ErrUnknownDefinition) {
		f.Missing = name
		f.Definition, err = library.Definition(reports.General)
	}
	return f, err
}

// A FormChoice is the form that someone chooses for a report. Seen is the revision of
// the report, 0 where there was none yet; SeenSetup that of the set-up.
type FormChoice struct {
	Form       string
	IsProjects bool // it becomes the form of the project: of all reports without one of their own
	Seen       int64
	SeenSetup  int64
}

// ChooseReportForm gives the project's report of a period a form, while the report is
// open.
func (s *Service) ChooseReportForm(ctx context.Context, by By, project partnership.ProjectCode, period results.PeriodNo, choice FormChoice) error {
	_, err := s.run(ctx, task{by, project, "project-report.form", []any{period, choice}, func(c *change) (string, error) {
		if err := c.require(partnership.AssembleReport); err != nil {
			return "", err
		}
		if err := s.requireForm(choice.Form); err != nil {
			return "", err
		}
		old, err := c.projectReport(period)
		if err != nil {
			return "", err
		}
		if err := expect(choice.Seen, old); err != nil {
			return "", err
		}
		if !old.Value.Status.IsOpen() {
			return "", refuse(NotPossible, "error.report-not-open")
		}
		report := old.Value
		report.Form = choice.Form
		if choice.IsProjects {
			report.Form = ""
			if err := c.setForm(choice); err != nil {
				return "", err
			}
		}
		return choice.Form, save(c, archive.ProjectReports, old, report)
	}})
	return err
}

// setForm makes a form that of the project. It touches no figure.
func (c *change) setForm(choice FormChoice) error {
	if err := c.require(partnership.EditSetup); err != nil {
		return err
	}
	if err := expect(choice.SeenSetup, c.setup); err != nil {
		return err
	}
	if c.setup.Value.Form == choice.Form {
		return nil
	}
	next := c.setup.Value
	next.Form, next.Version, next.At, next.By = choice.Form, next.Version+1, c.at, c.actor.User
	if err := c.put(archive.Versions.Insert(c.setup.Value)); err != nil {
		return err
	}
	return c.put(archive.Projects.Replace(c.setup, next))
}

// requireForm refuses a form that the installation does not have.
func (s *Service) requireForm(form string) error {
	library, err := s.library()
	if err != nil {
		return err
	}
	if _, err := library.Definition(form); err != nil {
		return errNoForm(form)
	}
	return nil
}

func errNoForm(form string) error { return refuse(NotPossible, "error.no-such-form", "Form", form) }

// photo reads a photo of the project's evidence.
func (s *Service) photo(ctx context.Context, project partnership.ProjectCode) func(string) ([]byte, error) {
	return func(name string) (data []byte, err error) {
		f, err := s.Engine.OpenFile(ctx, fileName(project, name))
		if err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		return io.ReadAll(io.LimitReader(f, photo.MaxSize+1))
	}
}
