package service

import (
	"context"
	"encoding/csv"
	"io"

	"tulos/internal/i18n"
	"tulos/internal/logbook"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/reports/excel"
)

// A LogFormOf says which form is wanted.
type LogFormOf struct {
	Period results.PeriodNo
	Words  *i18n.Localizer // of its language
	Format SheetFormat
}

// LogForm writes the form in which the person's partner logs a period elsewhere.
func (s *Service) LogForm(ctx context.Context, by By, project partnership.ProjectCode, of LogFormOf, w io.Writer) error {
	k, words := of.Period, of.Words
	setup, partner, err := s.logger(ctx, s.Engine, by, project)
	if err != nil {
		return err
	}
	if k < 1 || int(k) > len(setup.Project.Periods) {
		return refuse(NotFound, "error.no-such-period", "Period", int(k))
	}
	q := logbook.Request{Setup: setup, Partner: partner, Period: k, Words: words, Known: map[results.PlannedCode]bool{}}
	period := setup.Project.Periods[k-1]
	for a, err := range archive.Activities.Find(ctx, s.Engine, store.Query{Where: ofPartner(project, partner)}) {
		if err != nil {
			return err
		}
		v := a.Value.Value
		q.Known[v.Planned] = true
		day := v.Day()
		if v.Status.IsOpen() && (day.IsZero() || !day.Before(period.Start) && !period.End.Before(day)) {
			q.Open = append(q.Open, v)
		}
	}
	if of.Format == CSV {
		return writeCSV(w, logbook.Sheet(q))
	}
	return excel.WriteForm(w, logbook.Form(q))
}

// writeCSV writes a table as spreadsheets read it: UTF-8 with a mark, semicolons, and
// no text that would be taken for a formula.
func writeCSV(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	c := csv.NewWriter(w)
	c.Comma, c.UseCRLF = ';', true
	for _, row := range rows {
		for n := range row {
			row[n] = harmless(row[n])
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func ofPartner(project partnership.ProjectCode, partner results.PartnerID) []store.Condition {
	return []store.Condition{store.Equal("project", project), store.Equal("partner", partner)}
}

// logger is the set-up, and the partner that the person logs for.
func (s *Service) logger(ctx context.Context, r store.Reader, by By, project partnership.ProjectCode) (*partnership.Setup, results.PartnerID, error) {
	actor, err := s.actor(ctx, r, by, project)
	if err != nil {
		return nil, "", err
	}
	setup, err := archive.Projects.Get(ctx, r, string(project))
	if err != nil {
		return nil, "", orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	if !actor.MayFor(partnership.LogEntries, actor.Organisation) {
		return nil, "", refuse(Forbidden, "error.forbidden")
	}
	if !setup.Value.Project.IsReporting(actor.Organisation, s.Today()) {
		return nil, "", refuse(NotReporting, "error.not-reporting", "Partner", string(actor.Organisation))
	}
	return &setup.Value, actor.Organisation, nil
}
