package service

import (
	"context"

	"tulos/internal/partnership"
)

// Measurement reads a measurement that the person may see.
func (s *Service) Measurement(ctx context.Context, by By, project partnership.ProjectCode, ref string) (Stored[Logged[partnership.Measurement]], error) {
	return s.measurements().get(ctx, by, project, ref)
}

// LogMeasurement keeps a new draft of a measurement of the person's own organisation
// and returns the reference that it was given. A draft need not be complete.
func (s *Service) LogMeasurement(ctx context.Context, by By, project partnership.ProjectCode, m partnership.Measurement) (ref string, err error) {
	return s.measurements().log(ctx, by, project, m, nil)
}

// SubmitNewMeasurement is LogMeasurement, and submits what was logged in the same go. What
// cannot be submitted stays a draft: MoveMeasurement says why.
func (s *Service) SubmitNewMeasurement(ctx context.Context, by By, project partnership.ProjectCode, m partnership.Measurement, why string) (ref string, err error) {
	return s.measurements().log(ctx, by, project, m, &Move{Step: partnership.Submit, Comment: why})
}

// EditMeasurement puts m in place of the draft or returned measurement with its
// reference, seen at that revision. Partner and status stay.
func (s *Service) EditMeasurement(ctx context.Context, by By, project partnership.ProjectCode, seen int64, m partnership.Measurement) error {
	return s.measurements().edit(ctx, by, project, seen, m)
}

// MoveMeasurement submits, withdraws, returns, accepts or reopens a measurement. One
// that is wrong cannot be submitted or accepted: Invalid.
func (s *Service) MoveMeasurement(ctx context.Context, by By, project partnership.ProjectCode, ref string, m Move) error {
	return s.measurements().move(ctx, by, project, ref, m)
}

// DeleteMeasurement deletes a draft that was never reviewed, seen at that revision, and
// returns what brings it back.
func (s *Service) DeleteMeasurement(ctx context.Context, by By, project partnership.ProjectCode, ref string, seen int64) (Deleted, error) {
	return s.measurements().remove(ctx, by, project, ref, seen)
}

// RestoreMeasurement brings a draft back that DeleteMeasurement deleted, if nothing happened to
// it since.
func (s *Service) RestoreMeasurement(ctx context.Context, by By, project partnership.ProjectCode, ref string, kept Deleted) error {
	return s.measurements().restore(ctx, by, project, ref, kept)
}
