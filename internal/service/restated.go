package service

import (
	"context"
	"fmt"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/reports"
)

// Restated lists how the figures of a project differ now from what its sealed reports
// state, in the language of the words, for those who may see drafts. The next report
// will list the same. The table is empty where nothing differs.
func (s *Service) Restated(ctx context.Context, by By, project partnership.ProjectCode, words *i18n.Localizer) (reports.Table, error) {
	actor, now, err := s.standingFor(ctx, by, project, partnership.ReadAccepted)
	if err != nil {
		return reports.Table{}, err
	}
	if !actor.May(partnership.ReadDrafts) {
		return reports.Table{}, refuse(Forbidden, "error.forbidden")
	}
	all, err := now.asides.restated.get(func() ([]reports.Restated, error) {
		r, err := s.Engine.Snapshot(ctx)
		if err != nil {
			return nil, err
		}
		defer r.Close()
		stated, err := s.lastStatements(ctx, r, &now.setup.Value.Project)
		if err != nil {
			return nil, err
		}
		return restated(ctx, r, &now.setup.Value, stated, now.figures)
	})
	if err != nil {
		return reports.Table{}, fmt.Errorf("list what is restated: %w", err)
	}
	return reports.RestatedTable(now.setup.Value.Dossier(), all, words), nil
}

// restated lists the figures that differ from what was stated, with the reasons that the
// audit tells.
func restated(ctx context.Context, r store.Reader, setup *partnership.Setup, stated []statement, is []results.IndicatorFigures) ([]reports.Restated, error) {
	found := results.Restated(contents(stated), is)
	if len(found) == 0 {
		return nil, nil
	}
	since := stated[found[0].Since].no
	for _, f := range found {
		since = min(since, stated[f.Since].no)
	}
	h, err := readHistory(ctx, r, setup, since)
	if err != nil {
		return nil, fmt.Errorf("read why figures changed: %w", err)
	}
	all := make([]reports.Restated, len(found))
	for n, f := range found {
		all[n] = reports.Restated{Restatement: f, Reasons: h.reasons(f, stated[f.Since].no)}
	}
	return all, nil
}

// contents are what statements state.
func contents(stated []statement) []*results.Stated {
	var all []*results.Stated
	for _, s := range stated {
		all = append(all, s.Stated)
	}
	return all
}
