package service

import (
	"context"
	"fmt"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// clear takes out what an import has put in of a project that is not there, and
// its mark last.
func (s *Service) clear(ctx context.Context, project partnership.ProjectCode) error {
	if err := s.clearDocuments(ctx, project); err != nil {
		return fmt.Errorf("take out what was imported of %s: %w", project, err)
	}
	if err := s.clearFiles(ctx, project); err != nil {
		return fmt.Errorf("take out the files imported of %s: %w", project, err)
	}
	mark, err := archive.Imports.Get(ctx, s.Engine, string(project))
	if err != nil {
		return err
	}
	return s.Engine.Commit(ctx, store.Unit{archive.Imports.Delete(mark).Write})
}

func (s *Service) clearDocuments(ctx context.Context, project partnership.ProjectCode) error {
	for _, collection := range archive.Staged() {
		q := ofProject(project)
		q.Collection = collection
		_, err := store.Load(ctx, s.Engine, func(yield func(store.Write, error) bool) {
			for d, err := range s.Engine.Find(ctx, q) {
				if !yield(store.Delete(collection, d.ID, d.Rev), err) {
					return
				}
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) clearFiles(ctx context.Context, project partnership.ProjectCode) error {
	var names []string
	for f, err := range s.Engine.ListFiles(ctx, fileName(project, "")) {
		if err != nil {
			return err
		}
		names = append(names, f.Name)
	}
	for _, name := range names {
		if err := s.Engine.DeleteFile(ctx, name); err != nil {
			return err
		}
	}
	return nil
}
