package service

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/text/cases"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// sortByName orders by name, whatever its case.
func sortByName[T any](list []T, name func(T) string) {
	fold := cases.Fold()
	slices.SortStableFunc(list, func(a, b T) int { return strings.Compare(fold.String(name(a)), fold.String(name(b))) })
}

// A Cast is who takes part in a project.
type Cast struct {
	Project       partnership.ProjectCode
	Title         results.Text
	Organisations []CastOrganisation
	SecondFactor  bool // its people must have one
}

// A CastOrganisation is an organisation of a project: its lead, another partner, its
// funder, or a collaborator.
type CastOrganisation struct {
	partnership.Organisation
	Part CastPart
}

// A CastPart is what an organisation is in a project.
type CastPart string

// The parts of organisations.
const (
	CastLead         CastPart = "lead"
	CastPartner      CastPart = "partner"
	CastFunder       CastPart = "funder"
	CastCollaborator CastPart = "collaborator"
)

// HasPeople says whether people can have a place in the project for the
// organisation.
func (o CastOrganisation) HasPeople() bool { return o.Part != CastCollaborator }

// Casts reads who takes part in each project, by its code, for an administrator.
func (s *Service) Casts(ctx context.Context, by By) ([]Cast, error) {
	if err := s.requireAdministrator(ctx, by); err != nil {
		return nil, err
	}
	var all []Cast
	for setup, err := range archive.Projects.Find(ctx, s.Engine, store.Query{}) {
		if err != nil {
			return nil, err
		}
		policy, err := s.policy(ctx, setup.Value.Project.Code)
		if err != nil {
			return nil, err
		}
		c := newCast(&setup.Value)
		c.SecondFactor = policy.Value.SecondFactor
		all = append(all, c)
	}
	return all, nil
}

func newCast(setup *partnership.Setup) Cast {
	p := &setup.Project
	c := Cast{Project: p.Code, Title: p.Title}
	organisations := map[results.PartnerID]partnership.Organisation{}
	for _, o := range setup.Organisations {
		organisations[o.ID] = o
	}
	add := func(id results.PartnerID, part CastPart) {
		if o, ok := organisations[id]; ok {
			c.Organisations = append(c.Organisations, CastOrganisation{o, part})
			delete(organisations, id) // its first part is the one by which it has people
		}
	}
	for _, partner := range p.Partners {
		part := CastPartner
		if partner.Role == partnership.LeadPartner {
			part = CastLead
		}
		add(partner.Organisation, part)
	}
	add(p.Funder, CastFunder)
	for _, id := range p.Collaborators {
		add(id, CastCollaborator)
	}
	return c
}
