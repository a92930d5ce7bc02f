package service

import (
	"context"
	"errors"

	"tulos/internal/partnership"
)

// Chosen names an entry of several, seen at a revision.
type Chosen struct {
	Ref  string
	Seen int64
}

// An Outcome of one of several: Refused says why nothing was done, and is nil where
// it was.
type Outcome struct {
	Chosen
	Refused *Error
}

// MoveActivities takes a step with several activities, one after the other: what
// cannot be done with one does not hold the others up. All have the same comment. The
// same form sent again does nothing more.
func (s *Service) MoveActivities(ctx context.Context, by By, project partnership.ProjectCode, all []Chosen, step partnership.Step, comment string) ([]Outcome, error) {
	return several(all, by, func(by By, one Chosen) error {
		return s.MoveActivity(ctx, by, project, one.Ref, Move{one.Seen, step, comment})
	})
}

// MoveMeasurements takes a step with several measurements, as MoveActivities does.
func (s *Service) MoveMeasurements(ctx context.Context, by By, project partnership.ProjectCode, all []Chosen, step partnership.Step, comment string) ([]Outcome, error) {
	return several(all, by, func(by By, one Chosen) error {
		return s.MoveMeasurement(ctx, by, project, one.Ref, Move{one.Seen, step, comment})
	})
}

// MoveExpenses takes a step with several expenses, as MoveActivities does.
func (s *Service) MoveExpenses(ctx context.Context, by By, project partnership.ProjectCode, all []Chosen, step partnership.Step, comment string) ([]Outcome, error) {
	return several(all, by, func(by By, one Chosen) error {
		return s.MoveExpense(ctx, by, project, one.Ref, Move{one.Seen, step, comment})
	})
}

// several does something with each; what was done so far is told with an error too.
func several(all []Chosen, by By, do func(By, Chosen) error) ([]Outcome, error) {
	var outcomes []Outcome
	for _, one := range all {
		mine := by
		if by.Key != "" {
			mine.Key = by.Key + "/" + one.Ref
		}
		o := Outcome{Chosen: one}
		if err := do(mine, one); err != nil && !errors.As(err, &o.Refused) {
			return outcomes, err
		}
		outcomes = append(outcomes, o)
	}
	return outcomes, nil
}
