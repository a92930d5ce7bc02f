package service

import (
	"context"
	"errors"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// askSecondFactor refuses a user without a second factor where the project asks for
// one. That of a single sign-on counts.
func askSecondFactor(ctx context.Context, r store.Reader, by By, u partnership.User, project partnership.ProjectCode) error {
	if u.SecondFactor || by.SecondFactor {
		return nil
	}
	policy, err := archive.Policies.Get(ctx, r, string(project))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if policy.Value.SecondFactor {
		return refuse(NeedsSecondFactor, "error.needs-second-factor")
	}
	return nil
}

// Policy reads what a project asks of its people, for its lead and administrators.
// It is at revision 0 as long as nothing was asked.
func (s *Service) Policy(ctx context.Context, by By, project partnership.ProjectCode) (Stored[partnership.Policy], error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return Stored[partnership.Policy]{}, err
	}
	if !maySetPolicy(actor) {
		return Stored[partnership.Policy]{}, refuse(Forbidden, "error.forbidden")
	}
	if _, err := archive.Projects.Get(ctx, s.Engine, string(project)); err != nil {
		return Stored[partnership.Policy]{}, orNotFound(err, "error.no-such-project", "Project", string(project))
	}
	return s.policy(ctx, project)
}

func maySetPolicy(actor partnership.Actor) bool {
	return actor.May(partnership.EditSetup) || actor.May(partnership.Administer)
}

func (s *Service) policy(ctx context.Context, project partnership.ProjectCode) (Stored[partnership.Policy], error) {
	policy, err := archive.Policies.Get(ctx, s.Engine, string(project))
	if errors.Is(err, store.ErrNotFound) {
		return Stored[partnership.Policy]{Value: partnership.Policy{Project: project}}, nil
	}
	return policy, err
}

// ChangePolicy changes what a project asks of its people, which had the revision
// seen, for its lead and administrators.
func (s *Service) ChangePolicy(ctx context.Context, by By, seen int64, p partnership.Policy) error {
	_, err := s.run(ctx, task{by, p.Project, "policy.change", []any{seen, p}, func(c *change) (string, error) {
		if !maySetPolicy(c.actor) {
			return "", refuse(Forbidden, "error.forbidden")
		}
		old, err := s.policy(ctx, p.Project)
		if err != nil {
			return "", err
		}
		if err := expect(seen, old); err != nil || p == old.Value {
			return "", err
		}
		return "", save(c, archive.Policies, old, p)
	}})
	return err
}

// LackSecondFactor names the people of a project who have no second factor, by
// name, for its lead and administrators.
func (s *Service) LackSecondFactor(ctx context.Context, by By, project partnership.ProjectCode) ([]string, error) {
	if _, err := s.Policy(ctx, by, project); err != nil {
		return nil, err
	}
	var names []string
	q := store.Query{Where: []store.Condition{store.Equal("project", project)}}
	for m, err := range archive.Memberships.Find(ctx, s.Engine, q) {
		if err != nil {
			return nil, err
		}
		u, err := archive.Users.Get(ctx, s.Engine, string(m.Value.User))
		if err != nil {
			return nil, err
		}
		if !u.Value.SecondFactor && !u.Value.Disabled {
			names = append(names, u.Value.Name)
		}
	}
	sortByName(names, func(name string) string { return name })
	return names, nil
}
