package service

import (
	"context"

	"tulos/internal/partnership"
	"tulos/internal/store/archive"
)

// LackingTexts lists the texts of a project's set-up that lack one of its
// languages, for its lead and administrators; and the languages of the project.
func (s *Service) LackingTexts(ctx context.Context, by By, project partnership.ProjectCode) (texts []partnership.LackingText, languages []string, err error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, nil, err
	}
	if !maySetPolicy(actor) {
		return nil, nil, refuse(Forbidden, "error.forbidden")
	}
	setup, err := archive.Projects.Get(ctx, s.Engine, string(project))
	if err != nil {
		return nil, nil, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	p := &setup.Value.Project
	return p.LackingTexts(), p.Languages, nil
}
