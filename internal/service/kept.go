package service

import (
	"context"
	"errors"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// Of how many forms, and how large together with the names of their fields, somebody
// can have some kept in a project.
const (
	mostKept    = 50
	largestKept = 1 << 20
)

// KeepForm keeps a form that somebody of a partner sent while it did not report, in
// place of the one with its key. It is the sender's alone, and no part of the audit.
// Too many and too large ones are NotPossible.
func (s *Service) KeepForm(ctx context.Context, by By, f partnership.KeptForm) error {
	if err := s.requireKeeping(ctx, by, f.Project); err != nil {
		return err
	}
	f.User, f.At = by.User, s.Now()
	if f.Size() > largestKept {
		return refuse(NotPossible, "error.not-kept")
	}
	count, err := archive.KeptForms.Count(ctx, s.Engine, keptBy(by, f.Project)...)
	if err != nil {
		return err
	}
	for range attempts {
		err = s.keepForm(ctx, f, count)
		if !errors.Is(err, store.ErrConflict) {
			break
		}
	}
	return err
}

func (s *Service) keepForm(ctx context.Context, f partnership.KeptForm, count int64) error {
	old, err := archive.KeptForms.Get(ctx, s.Engine, archive.KeptForms.ID(f))
	var w archive.Write
	switch {
	case err == nil:
		w, err = archive.KeptForms.Replace(old, f)
	case !errors.Is(err, store.ErrNotFound):
		return err
	case count >= mostKept:
		return refuse(NotPossible, "error.not-kept")
	default:
		w, err = archive.KeptForms.Insert(f)
	}
	if err != nil {
		return err
	}
	return s.Engine.Commit(ctx, store.Unit{w.Write})
}

// KeptForms reads the forms that are kept for somebody in a project, the latest
// first.
func (s *Service) KeptForms(ctx context.Context, by By, project partnership.ProjectCode) ([]partnership.KeptForm, error) {
	if err := s.requireKeeping(ctx, by, project); err != nil {
		return nil, err
	}
	stored, err := collect(archive.KeptForms.Find(ctx, s.Engine, store.Query{
		Where: keptBy(by, project), Order: store.Descending("at"),
	}))
	if err != nil {
		return nil, err
	}
	all := make([]partnership.KeptForm, len(stored))
	for n, f := range stored {
		all[n] = f.Value
	}
	return all, nil
}

// KeptForm reads a form that is kept for somebody, by its key.
func (s *Service) KeptForm(ctx context.Context, by By, project partnership.ProjectCode, key string) (partnership.KeptForm, error) {
	if err := s.requireKeeping(ctx, by, project); err != nil {
		return partnership.KeptForm{}, err
	}
	found, err := archive.KeptForms.Get(ctx, s.Engine, keptID(by, project, key))
	return found.Value, orNotFound(err, "error.no-such-entry", "Ref", key)
}

// DropKeptForm takes a form that is kept for somebody away; one that is not there is
// gone already.
func (s *Service) DropKeptForm(ctx context.Context, by By, project partnership.ProjectCode, key string) error {
	if err := s.requireKeeping(ctx, by, project); err != nil {
		return err
	}
	old, err := archive.KeptForms.Get(ctx, s.Engine, keptID(by, project, key))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return s.Engine.Commit(ctx, store.Unit{archive.KeptForms.Delete(old).Write})
}

// requireKeeping refuses who logs nothing in the project.
func (s *Service) requireKeeping(ctx context.Context, by By, project partnership.ProjectCode) error {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err == nil && !actor.May(partnership.LogEntries) {
		err = refuse(Forbidden, "error.forbidden")
	}
	return err
}

func keptBy(by By, project partnership.ProjectCode) []store.Condition {
	return []store.Condition{store.Equal("project", project), store.Equal("user", by.User)}
}

func keptID(by By, project partnership.ProjectCode, key string) string {
	return archive.KeptForms.ID(partnership.KeptForm{Project: project, User: by.User, Key: key})
}
