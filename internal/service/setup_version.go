package service

import (
	"context"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// DraftSetup reads a project's set-up twice, for whoever may change it: as it is,
// and a copy of its own to be changed.
func (s *Service) DraftSetup(ctx context.Context, by By, project partnership.ProjectCode) (now Stored[partnership.Setup], draft partnership.Setup, err error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return now, draft, err
	}
	if !maySetUp(actor) {
		return now, draft, refuse(Forbidden, "error.forbidden")
	}
	snapshot, err := s.Engine.Snapshot(ctx)
	if err != nil {
		return now, draft, err
	}
	defer snapshot.Close()
	now, err = archive.Projects.Get(ctx, snapshot, string(project))
	if err != nil {
		return now, draft, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	again, err := archive.Projects.Get(ctx, snapshot, string(project))
	return now, again.Value, err
}

// Versions reads all versions of a project's set-up, the present one first, for
// whoever may change it or see the audit.
func (s *Service) Versions(ctx context.Context, by By, project partnership.ProjectCode) ([]partnership.Setup, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !maySetUp(actor) && !actor.May(partnership.ReadAudit) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	snapshot, err := s.Engine.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	now, err := archive.Projects.Get(ctx, snapshot, string(project))
	if err != nil {
		return nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	all := []partnership.Setup{now.Value}
	for v, err := range archive.Versions.Find(ctx, snapshot, ofProject(project)) {
		if err != nil {
			return nil, err
		}
		all = append(all, v.Value)
	}
	slices.SortFunc(all, func(a, b partnership.Setup) int { return b.Version - a.Version })
	return all, nil
}

// A Gauge is a project's set-up with what is still missing in it.
type Gauge struct {
	Setup  Stored[partnership.Setup]
	Gaps   []results.Problem // warnings, with paths from the top of the set-up
	People int               // who have a place in the project
}

// Gauge reads a project's set-up with what is missing in it, for whoever may read
// the set-up.
func (s *Service) Gauge(ctx context.Context, by By, project partnership.ProjectCode) (Gauge, error) {
	setup, err := s.Setup(ctx, by, project)
	if err != nil {
		return Gauge{}, err
	}
	people, err := archive.Memberships.Count(ctx, s.Engine, store.Equal("project", project))
	return Gauge{setup, setup.Value.Gaps(), int(people)}, err
}
