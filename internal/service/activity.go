package service

import (
	"context"

	"tulos/internal/partnership"
)

// Activity reads an activity that the person may see.
func (s *Service) Activity(ctx context.Context, by By, project partnership.ProjectCode, ref string) (Stored[Logged[partnership.Activity]], error) {
	return s.activities().get(ctx, by, project, ref)
}

// LogActivity keeps a new draft of an activity of the person's own organisation
// and returns the reference that it was given. A draft need not be complete; its
// files come by Attach.
func (s *Service) LogActivity(ctx context.Context, by By, project partnership.ProjectCode, a partnership.Activity) (ref string, err error) {
	return s.newActivity(ctx, by, project, a, nil)
}

// SubmitNewActivity is LogActivity, and submits what was logged in the same go. What cannot
// be submitted stays a draft: MoveActivity says why.
func (s *Service) SubmitNewActivity(ctx context.Context, by By, project partnership.ProjectCode, a partnership.Activity, why string) (ref string, err error) {
	return s.newActivity(ctx, by, project, a, &Move{Step: partnership.Submit, Comment: why})
}

func (s *Service) newActivity(ctx context.Context, by By, project partnership.ProjectCode, a partnership.Activity, submission *Move) (ref string, err error) {
	if err := keepFiles(a.Ref, nil, a.Evidence); err != nil {
		return "", err
	}
	a.Withdrawn = nil
	return s.activities().log(ctx, by, project, a, submission)
}

// EditActivity puts a in place of the draft or returned activity with its
// reference, seen at that revision. Partner, status, files and what was withdrawn stay.
func (s *Service) EditActivity(ctx context.Context, by By, project partnership.ProjectCode, seen int64, a partnership.Activity) error {
	is, err := s.Activity(ctx, by, project, a.Ref)
	if err == nil && is.Rev == seen { // at another revision it is a Conflict, or was done before
		err = keepFiles(a.Ref, is.Value.Value.Evidence, a.Evidence)
	}
	if err != nil {
		return err
	}
	return s.activities().edit(ctx, by, project, seen, a)
}

// MoveActivity submits, withdraws, returns, accepts or reopens an activity. One
// that is wrong cannot be submitted or accepted: Invalid.
func (s *Service) MoveActivity(ctx context.Context, by By, project partnership.ProjectCode, ref string, m Move) error {
	return s.activities().move(ctx, by, project, ref, m)
}

// DeleteActivity deletes a draft that was never reviewed, seen at that revision, and
// returns what brings it back.
func (s *Service) DeleteActivity(ctx context.Context, by By, project partnership.ProjectCode, ref string, seen int64) (Deleted, error) {
	return s.activities().remove(ctx, by, project, ref, seen)
}

// RestoreActivity brings a draft back that DeleteActivity deleted, if nothing happened to
// it since.
func (s *Service) RestoreActivity(ctx context.Context, by By, project partnership.ProjectCode, ref string, kept Deleted) error {
	return s.activities().restore(ctx, by, project, ref, kept)
}
