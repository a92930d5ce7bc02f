package service

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"path"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// MoveProjectReport takes a version of the project's report of a period, the
// latest, a step on. The lead submits it, which fixes what it says; the funder
// accepts it, or returns it to be clarified, which begins the next version.
// Move.Seen is 0 where there was none yet. Sections that must be written and are
// not are Invalid, named by their paths; so is what identifies people, if the comment
// does not say why it must stay.
func (s *Service) MoveProjectReport(ctx context.Context, by By, project partnership.ProjectCode,
	period results.PeriodNo, version int, m Move,
) error {
	made, err := s.sealAhead(ctx, by, project, period, m.Step)
	if err != nil {
		return err
	}
	_, err = s.run(ctx, task{by, project, "project-report." + string(m.Step), []any{period, version, m}, func(c *change) (string, error) {
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
		if old.Value.Version != version {
			return "", refuse(Conflict, "error.changed-meanwhile")
		}
		if err := expect(m.Seen, old); err != nil {
			return "", err
		}
		if m.Step == partnership.Withdraw || m.Step == partnership.Reopen {
			return "", refuse(NotPossible, "error.sealed-stays")
		}
		report := old.Value
		if err := c.justifyReport(&m, report.Status, period, ""); err != nil {
			return "", err
		}
		if report.Comments, err = c.step(&report.Status, report.Comments, m); err != nil {
			return "", err
		}
		if m.Step == partnership.Submit {
			err = c.fix(&report, made)
		}
		if m.Step == partnership.Return {
			err = c.put(archive.ProjectReports.Insert(partnership.ProjectReport{
				Project: project, Period: period, Version: report.Version + 1, Status: partnership.Draft, Form: report.Form,
			}))
		}
		if err != nil {
			return "", err
		}
		return fmt.Sprint(report.Version), save(c, archive.ProjectReports, old, report)
	}})
	return err
}

func (c *change) projectReport(period results.PeriodNo) (Stored[partnership.ProjectReport], error) {
	return latestReport(c.ctx, c.service.Engine, &c.setup.Value.Project, period)
}

// latestReport reads the latest version of the project's report, or begins the
// first.
func latestReport(ctx context.Context, r store.Reader, project *partnership.Project, period results.PeriodNo) (Stored[partnership.ProjectReport], error) {
	if err := requirePeriod(project, period); err != nil {
		return Stored[partnership.ProjectReport]{}, err
	}
	latest := Stored[partnership.ProjectReport]{Value: partnership.ProjectReport{
		Project: project.Code, Period: period, Version: 1, Status: partnership.Draft,
	}}
	for found, err := range archive.ProjectReports.Find(ctx, r, ofPeriod(project.Code, period)) {
		if err != nil {
			return latest, err
		}
		latest = found
	}
	return latest, nil
}

// A ReportVersion is a version of the project's report with the records of its
// files.
type ReportVersion struct {
	Stored[partnership.ProjectReport]
	Files []partnership.Attachment
}

// ProjectReports reads the versions of the project's reports, by period: those
// that were submitted, and for those who may see drafts also those that were not
// yet.
func (s *Service) ProjectReports(ctx context.Context, by By, project partnership.ProjectCode) ([]ReportVersion, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.ReadSealed) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	var all []ReportVersion
	for report, err := range archive.ProjectReports.Find(ctx, s.Engine, ofProject(project)) {
		if err != nil {
			return nil, err
		}
		if report.Value.Status == partnership.Draft && !actor.May(partnership.ReadDrafts) {
			continue
		}
		version := ReportVersion{Stored: report}
		for _, name := range report.Value.Files {
			file, err := s.attachment(ctx, project, name)
			if err != nil {
				return nil, err
			}
			version.Files = append(version.Files, file)
		}
		all = append(all, version)
	}
	return all, nil
}

func (s *Service) attachment(ctx context.Context, project partnership.ProjectCode, name string) (partnership.Attachment, error) {
	id := archive.Attachments.ID(partnership.Attachment{Project: project, Name: name})
	found, err := archive.Attachments.Get(ctx, s.Engine, id)
	if errors.Is(err, store.ErrNotFound) {
		err = fmt.Errorf("%w: no record of the file %s", store.ErrCorrupt, name)
	}
	return found.Value, err
}

// ReportFile opens a file of a version that was submitted, by the last part of its
// name: "report.en.pdf". Its bytes are those that were stored then, or reading
// ends in store.ErrCorrupt. Anything else is NotFound.
func (s *Service) ReportFile(ctx context.Context, by By, project partnership.ProjectCode,
	period results.PeriodNo, version int, name string,
) (*store.File, error) {
	report, err := s.sealedReport(ctx, by, project, period, version)
	if err != nil {
		return nil, err
	}
	for _, full := range report.Files {
		if path.Base(full) != name {
			continue
		}
		record, err := s.attachment(ctx, project, full)
		if err != nil {
			return nil, err
		}
		file, err := s.Engine.OpenFile(ctx, fileName(project, full))
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", full, err)
		}
		if file.SHA256 != record.SHA256 || file.Size != record.Size {
			return nil, errors.Join(fmt.Errorf("%w: %s is not the file that was recorded", store.ErrCorrupt, full), file.Close())
		}
		return file, nil
	}
	return nil, errNoReport(period)
}

// sealedReport reads a version that was submitted.
func (s *Service) sealedReport(ctx context.Context, by By, project partnership.ProjectCode,
	period results.PeriodNo, version int,
) (partnership.ProjectReport, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return partnership.ProjectReport{}, err
	}
	if !actor.May(partnership.ReadSealed) {
		return partnership.ProjectReport{}, refuse(Forbidden, "error.forbidden")
	}
	id := archive.ProjectReports.ID(partnership.ProjectReport{Project: project, Period: period, Version: version})
	report, err := archive.ProjectReports.Get(ctx, s.Engine, id)
	if errors.Is(err, store.ErrNotFound) || err == nil && report.Value.Status == partnership.Draft {
		return partnership.ProjectReport{}, errNoReport(period)
	}
	return report.Value, err
}

func errNoReport(period results.PeriodNo) error {
	return refuse(NotFound, "error.no-such-period", "Period", int(period))
}

// save inserts a value, or replaces the one that was read before.
func save[T any](c *change, table archive.Table[T], old Stored[T], v T) error {
	if old.Rev == 0 {
		return c.put(table.Insert(v))
	}
	return c.put(table.Replace(old, v))
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
