package service

import (
	"context"
	"errors"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A Standstill is why somebody's partner does not report at present, and whom to ask.
type Standstill struct {
	Setup   *partnership.Setup
	Partner partnership.Partner
	Lead    results.PartnerID
	People  []string // who lead the project, by name
}

// Standstill tells the people of a partner why it does not report at present.
func (s *Service) Standstill(ctx context.Context, by By, project partnership.ProjectCode) (*Standstill, error) {
	actor, now, err := s.standingFor(ctx, by, project, partnership.ReadProject)
	if err != nil {
		return nil, err
	}
	st := &Standstill{Setup: &now.setup.Value}
	partner, isPartner := st.Setup.Project.Partner(actor.Organisation)
	if !isPartner {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	st.Partner = partner
	st.Lead = st.Setup.Project.Lead()
	st.People, err = s.leads(ctx, project)
	return st, err
}

// leads names the people who lead a project.
func (s *Service) leads(ctx context.Context, project partnership.ProjectCode) ([]string, error) {
	var names []string
	for m, err := range archive.Memberships.Find(ctx, s.Engine, ofProject(project)) {
		if err != nil {
			return nil, err
		}
		if !(partnership.Actor{Roles: m.Value.Roles}).May(partnership.Review) {
			continue
		}
		u, err := archive.Users.Get(ctx, s.Engine, string(m.Value.User))
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		if err == nil && !u.Value.Disabled {
			names = append(names, u.Value.Name)
		}
	}
	sortByName(names, func(name string) string { return name })
	return names, nil
}
