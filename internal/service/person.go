package service

import (
	"context"
	"errors"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// Names tells the names of users to those who have a place in the project, and to
// administrators, so that they know whose comments they read. Whoever is not there any more has none.
func (s *Service) Names(ctx context.Context, by By, project partnership.ProjectCode, users ...partnership.UserID) (map[partnership.UserID]string, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.ReadProject) && !actor.May(partnership.ReadAccepted) && !actor.May(partnership.Administer) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	names := map[partnership.UserID]string{}
	for _, id := range users {
		if _, known := names[id]; known || id == "" {
			continue
		}
		user, err := archive.Users.Get(ctx, s.Engine, string(id))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		names[id] = user.Value.Name
	}
	return names, nil
}
