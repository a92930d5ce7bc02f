package service

import (
	"context"
	"errors"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// Grant gives a user a place in a project, in place of the one that the user had.
func (s *Service) Grant(ctx context.Context, by By, m partnership.Membership) error {
	_, err := s.administer(ctx, by, "membership.grant", m, func(c *change) (string, error) {
		if _, err := person(ctx, c.service.Engine, m.User); err != nil {
			return "", orNotFound(err, "error.no-such-user")
		}
		return "", c.grant(m)
	})
	return err
}

func (c *change) grant(m partnership.Membership) error {
	setup, err := archive.Projects.Get(c.ctx, c.service.Engine, string(m.Project))
	if err != nil {
		return orNotFound(err, "error.no-such-project", "Project", string(m.Project))
	}
	if err := reject(checkMembership(&setup.Value.Project, m)); err != nil {
		return err
	}
	old, err := archive.Memberships.Get(c.ctx, c.service.Engine, archive.Memberships.ID(m))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return save(c, archive.Memberships, old, m)
}

// NotOfRole says that an organisation is none for which a person has that role.
const NotOfRole results.ProblemCode = "not-of-role"

// checkMembership finds what is wrong with a place in a project: staff and
// managers are of a partner, leads of the lead, funders of the funder.
func checkMembership(p *partnership.Project, m partnership.Membership) []results.Problem {
	var f results.Findings
	f.Require("roles", len(m.Roles) > 0)
	partner, isPartner := p.Partner(m.Organisation)
	for n, role := range m.Roles {
		if !results.Choose(&f, results.At("roles", n), role, partnership.Roles()...) {
			continue
		}
		isRight := true
		switch role {
		case partnership.RoleStaff, partnership.RoleManager:
			isRight = isPartner
		case partnership.RoleLead:
			isRight = isPartner && partner.Role == partnership.LeadPartner
		case partnership.RoleFunder:
			isRight = m.Organisation == p.Funder
		case partnership.RoleAuditor, partnership.RoleController:
		}
		switch {
		case slices.Contains(m.Roles[:n], role):
			f.Wrong(results.At("roles", n), results.Repeated, "Value", string(role))
		case !isRight:
			f.Wrong("organisation", NotOfRole, "Value", string(m.Organisation), "Role", string(role))
		}
	}
	return f.Problems()
}

// Revoke takes a user's place in a project away.
func (s *Service) Revoke(ctx context.Context, by By, project partnership.ProjectCode, user partnership.UserID) error {
	m := partnership.Membership{Project: project, User: user}
	_, err := s.administer(ctx, by, "membership.revoke", m, func(c *change) (string, error) {
		old, err := archive.Memberships.Get(ctx, c.service.Engine, archive.Memberships.ID(m))
		if err != nil {
			return "", orNotFound(err, "error.no-such-user")
		}
		return "", c.put(archive.Memberships.Delete(old), nil)
	})
	return err
}

// Memberships reads the places of a user, or of a project where user is empty, for
// an administrator or for the user.
func (s *Service) Memberships(ctx context.Context, by By, user partnership.UserID, project partnership.ProjectCode) ([]Stored[partnership.Membership], error) {
	actor, err := s.actor(ctx, s.Engine, by, partnership.Installation)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.Administer) && (user == "" || user != by.User) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	var q store.Query
	if user != "" {
		q.Where = append(q.Where, store.Equal("user", user))
	}
	if project != "" {
		q.Where = append(q.Where, store.Equal("project", project))
	}
	return collect(archive.Memberships.Find(ctx, s.Engine, q))
}
