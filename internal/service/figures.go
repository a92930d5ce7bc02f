package service

import (
	"context"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// Figures makes the figures of a project, from its tallies, for those who may see
// what was accepted.
func (s *Service) Figures(ctx context.Context, by By, project partnership.ProjectCode) ([]results.IndicatorFigures, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.ReadAccepted) && by != Operator() {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	snapshot, err := s.Engine.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	setup, err := archive.Projects.Get(ctx, snapshot, string(project))
	if err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	return figures(ctx, snapshot, &setup.Value.Project)
}

func figures(ctx context.Context, r store.Reader, project *partnership.Project) ([]results.IndicatorFigures, error) {
	deductions, err := deductionsOf(ctx, r, project.Code)
	if err != nil {
		return nil, err
	}
	tallies, err := archive.Tallies(ctx, r, project.Code)
	if err != nil {
		return nil, err
	}
	return project.Frame(deductions).Figures(tallies), nil
}
