package service

import (
	"context"
	"errors"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// Sent tells what came of the form with By.Key where the person has sent it
// before; was is false where not. Whoever has not heard the answer finds what they
// have made.
func (s *Service) Sent(ctx context.Context, by By, project partnership.ProjectCode) (outcome string, was bool, err error) {
	id := archive.Requests.ID(archive.Request{Project: project, Key: by.Key})
	request, err := archive.Requests.Get(ctx, s.Engine, id)
	switch {
	case errors.Is(err, store.ErrNotFound), err == nil && request.Value.By != by.User:
		return "", false, nil
	case err != nil:
		return "", false, err
	}
	return request.Value.Outcome, true, nil
}
