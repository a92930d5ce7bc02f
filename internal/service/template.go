package service

import (
	"bytes"
	"context"
	"io"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
	"tulos/pkg/workbook"
	"tulos/reports"
)

// A Template is a donor's workbook that is to be filled in for a period, in a language.
type Template struct {
	Period   results.PeriodNo
	Language i18n.Language
	File     []byte
}

// FillTemplate writes a donor's workbook with its placeholders filled in for a period,
// as the funder may see it, for who assembles reports. Placeholders that cannot be
// filled are returned, and nothing is written. A file that is refused is Invalid.
func (s *Service) FillTemplate(ctx context.Context, by By, project partnership.ProjectCode, t Template, w io.Writer) ([]reports.Placeholder, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.AssembleReport) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	book, err := workbook.Open(bytes.NewReader(t.File), int64(len(t.File)), workbook.DefaultLimits())
	if err != nil {
		return nil, RefusedFile(err)
	}
	m, err := s.gather(ctx, project, t.Period, reports.Funder)
	if err != nil {
		return nil, err
	}
	if err := s.readEarlier(ctx, m); err != nil {
		return nil, err
	}
	values, wrong, err := reports.Fill(m.dossier, m.options(t.Language, reports.Funder, s.Today()), book)
	if err != nil || len(wrong) > 0 {
		return wrong, RefusedFile(err)
	}
	return nil, book.Fill(w, values)
}

// readEarlier reads what was accepted in the periods before, which placeholders can
// name.
func (s *Service) readEarlier(ctx context.Context, m *material) error {
	p := &m.dossier.Project
	for k := results.PeriodNo(1); k < m.period; k++ {
		for a, err := range archive.Activities.Find(ctx, s.Engine, store.Query{Where: inPeriod(p, k, partnership.Accepted)}) {
			if err != nil {
				return err
			}
			m.dossier.Activities = append(m.dossier.Activities, a.Value.Value)
		}
	}
	return nil
}

// Placeholders lists what can stand in a donor's workbook of a project, to be copied.
func (s *Service) Placeholders(ctx context.Context, by By, project partnership.ProjectCode) ([]reports.PlaceholderGroup, error) {
	setup, err := s.Setup(ctx, by, project)
	if err != nil {
		return nil, err
	}
	return reports.Placeholders(&setup.Value.Project), nil
}
