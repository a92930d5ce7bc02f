package service

import (
	"context"
	"maps"
	"slices"
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
		if err := reject(checkDeduction(&c.setup.Value, &d)); err != nil {
			return "", err
		}
		logged := Logged[results.Deduction]{Project: project, No: c.number(), Value: d}
		c.deducted(nil, &logged)
		return strconv.Itoa(logged.No), c.put(archive.Deductions.Insert(logged))
	}})
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(outcome)
}

// checkDeduction finds what is wrong with a deduction.
func checkDeduction(setup *partnership.Setup, d *results.Deduction) []results.Problem {
	problems := partnership.NewChecker(setup.Dossier()).Deduction(d)
	for _, language := range slices.Sorted(maps.Keys(d.Reason)) {
		problems = append(problems, withoutPersonal("reason."+language, d.Reason[language])...)
	}
	return problems
}

// RevokeDeduction takes a deduction back, seen at a revision.
func (s *Service) RevokeDeduction(ctx context.Context, by By, project partnership.ProjectCode, no int, seen int64) error {
	_, err := s.run(ctx, task{by, project, "deduction.revoke", []any{no, seen}, func(c *change) (string, error) {
		if err := c.require(partnership.Deduct); err != nil {
			return "", err
		}
		id := archive.Deductions.ID(Logged[results.Deduction]{Project: project, No: no})
		old, err := archive.Deductions.Get(ctx, c.service.Engine, id)
		if err != nil {
			return "", orNotFound(err, "error.no-such-deduction", "No", no)
		}
		if err := expect(seen, old); err != nil {
			return "", err
		}
		c.deducted(&old.Value, nil)
		return "", c.put(archive.Deductions.Delete(old), nil)
	}})
	return err
}

// ChangeDeduction puts another deduction in place of one, seen at a revision.
func (s *Service) ChangeDeduction(ctx context.Context, by By, project partnership.ProjectCode, no int, seen int64, d results.Deduction) error {
	_, err := s.run(ctx, task{by, project, "deduction.change", []any{no, seen, d}, func(c *change) (string, error) {
		if err := c.require(partnership.Deduct); err != nil {
			return "", err
		}
		logged := Logged[results.Deduction]{Project: project, No: no, Value: d}
		old, err := archive.Deductions.Get(ctx, c.service.Engine, archive.Deductions.ID(logged))
		if err != nil {
			return "", orNotFound(err, "error.no-such-deduction", "No", no)
		}
		if err := expect(seen, old); err != nil {
			return "", err
		}
		if err := reject(checkDeduction(&c.setup.Value, &d)); err != nil {
			return "", err
		}
		c.deducted(&old.Value, &logged)
		return "", c.put(archive.Deductions.Replace(old, logged))
	}})
	return err
}

// deducted notes which figures a deduction is taken off no more, and which now.
func (c *change) deducted(was, is *Logged[results.Deduction]) {
	if was != nil {
		c.tally(deductedSet, results.TallyKey{Indicator: was.Value.Indicator, Period: was.Value.Period}, strconv.Itoa(was.No), "")
	}
	if is != nil {
		c.tally(deductedSet, results.TallyKey{Indicator: is.Value.Indicator, Period: is.Value.Period}, "", strconv.Itoa(is.No))
	}
}

// PreviewDeduction tells which cumulative figures would become others by a
// deduction in place of that with the number; 0 is a new one, and nil takes it back.
func (s *Service) PreviewDeduction(ctx context.Context, by By, project partnership.ProjectCode, no int, d *results.Deduction) ([]FigureChange, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.Deduct) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	st, err := s.standing(ctx, project)
	if err != nil {
		return nil, err
	}
	setup := &st.setup.Value
	if d != nil {
		if err := reject(checkDeduction(setup, d)); err != nil {
			return nil, err
		}
	}
	var next []results.Deduction
	for old, err := range archive.Deductions.Find(ctx, s.Engine, ofProject(project)) {
		if err != nil {
			return nil, err
		}
		if old.Value.No != no {
			next = append(next, old.Value.Value)
		}
	}
	if d != nil {
		next = append(next, *d)
	}
	return compareFigures(st.figures, setup.Project.Frame(next).Figures(st.tallies)), nil
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
