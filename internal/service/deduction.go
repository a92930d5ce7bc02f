package service

import (
	"context"
	"strconv"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// Deduct takes people off an indicator who were counted by more than one partner.
// It returns the number of the deduction in the project's log.
func (s *Service) Deduct(ctx context.Context, by By, project partnership.ProjectCode, d results.Deduction) (no int, err error) {
	outcome, err := s.run(ctx, task{by, project, "deduction.make", d, func(c *change) (string, error) {
		if err := c.require(partnership.Deduct); err != nil {
			return "", err
		}
		checker := partnership.NewChecker(c.setup.Value.Dossier())
		if err := reject(checker.Deduction(&d)); err != nil {
			return "", err
		}
		logged := Logged[results.Deduction]{Project: project, No: c.number(), Value: d}
		return strconv.Itoa(logged.No), c.put(archive.Deductions.Insert(logged))
	}})
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(outcome)
}

// RevokeDeduction takes a deduction back, seen at a revision.
func (s *Service) RevokeDeduction(ctx context.Context, by By, project partnership.ProjectCode, no int, seen int64) error {
	_, err := s.run(ctx, task{by, project, "deduction.revoke", []any{no, seen}, func(c *change) (string, error) {
		if err := c.require(partnership.Deduct); err != nil {
			return "", err
		}
		id := archive.Deductions.ID(Logged[results.Deduction]{Project: project, No: no})
		old, err := archive.Deductions.Get(ctx, c.Engine, id)
		if err != nil {
			return "", orNotFound(err, "error.no-such-deduction", "No", no)
		}
		if err := expect(seen, old); err != nil {
			return "", err
		}
		return "", c.put(archive.Deductions.Delete(old), nil)
	}})
	return err
}

// Deductions reads the deductions of a project, in the order in which they were
// made.
func (s *Service) Deductions(ctx context.Context, by By, project partnership.ProjectCode) ([]Stored[Logged[results.Deduction]], error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.ReadAccepted) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	return collect(archive.Deductions.Find(ctx, s.Engine, store.Query{Where: ofProject(project).Where}))
}
