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
	Sort   logbook.Sort
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
	q := logbook.Request{Sort: of.Sort, Setup: setup, Partner: partner, Period: k, Words: words}
	if of.Sort == logbook.Expenses {
		err = s.fillInExpenses(ctx, &q)
	} else {
		err = s.fillInActivities(ctx, &q)
	}
	if err != nil {
		return err
	}
	if of.Format == CSV {
		return writeCSV(w, logbook.Sheet(q))
	}
	return excel.WriteForm(w, logbook.Form(q))
}

// fillInActivities takes what the partner has logged of the form's period and can still
// change, and what it has logged of the work plan.
func (s *Service) fillInActivities(ctx context.Context, q *logbook.Request) error {
	q.Known = map[results.PlannedCode]bool{}
	period := q.Setup.Project.Periods[q.Period-1]
	for a, err := range archive.Activities.Find(ctx, s.Engine, store.Query{Where: ofPartner(q.Setup.Project.Code, q.Partner)}) {
		if err != nil {
			return err
		}
		v := a.Value.Value
		q.Known[v.Planned] = true
		if v.Status.IsOpen() && (v.Day().IsZero() || period.Has(v.Day())) {
			q.Open = append(q.Open, v)
		}
	}
	return nil
}

// fillInExpenses takes the expenses of the form's period that the partner can still change,
// and the currencies to choose from.
func (s *Service) fillInExpenses(ctx context.Context, q *logbook.Request) error {
	project := &q.Setup.Project
	period := project.Periods[q.Period-1]
	for e, err := range archive.Expenditure.Find(ctx, s.Engine, store.Query{Where: ofPartner(project.Code, q.Partner)}) {
		if err != nil {
			return err
		}
		if v := e.Value.Value; v.Status.IsOpen() && (v.Date.IsZero() || period.Has(v.Date)) {
			q.Spent = append(q.Spent, v)
		}
	}
	rates, err := storedRates(ctx, s.Engine, project.Code)
	if err != nil {
		return err
	}
	q.Currencies = append([]string{project.Currency}, rateCurrencies(q.Setup, rates)...)
	return nil
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
