package service

import (
	"context"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A Filter describes entries; what is zero is not asked for.
type Filter struct {
	Partner  results.PartnerID
	Status   partnership.Status
	From, To results.Date // of the day that decides about the period
}

// Activities reads a page of the activities that fulfil the filter and that the
// person may see, the latest day first. After is the cursor of the page before,
// empty for the first; next is empty on the last. Whoever may not see drafts of
// others sees of other partners what was accepted.
func (s *Service) Activities(ctx context.Context, by By, project partnership.ProjectCode, f Filter, after store.Cursor, limit int) (
	page []Stored[Logged[partnership.Activity]], next store.Cursor, err error,
) {
	where, err := s.seen(ctx, by, project, f)
	if err != nil {
		return nil, "", err
	}
	return archive.Activities.Page(ctx, s.Engine, store.Query{
		Where: where, Order: store.Descending("day"), After: after, Limit: limit,
	})
}

// Measurements reads a page of the measurements that fulfil the filter and that the
// person may see, as Activities does.
func (s *Service) Measurements(ctx context.Context, by By, project partnership.ProjectCode, f Filter, after store.Cursor, limit int) (
	page []Stored[Logged[partnership.Measurement]], next store.Cursor, err error,
) {
	where, err := s.seen(ctx, by, project, f)
	if err != nil {
		return nil, "", err
	}
	return archive.Measurements.Page(ctx, s.Engine, store.Query{
		Where: where, Order: store.Descending("day"), After: after, Limit: limit,
	})
}

// CountActivities counts the activities that fulfil the filter and that the person
// may see.
func (s *Service) CountActivities(ctx context.Context, by By, project partnership.ProjectCode, f Filter) (int, error) {
	where, err := s.seen(ctx, by, project, f)
	if err != nil {
		return 0, err
	}
	n, err := archive.Activities.Count(ctx, s.Engine, where...)
	return int(n), err
}

// seen turns a filter into conditions that keep to what the person may see.
func (s *Service) seen(ctx context.Context, by By, project partnership.ProjectCode, f Filter) ([]store.Condition, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.ReadAccepted) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	where := []store.Condition{store.Equal("project", project)}
	if f.Partner != "" {
		where = append(where, store.Equal("partner", f.Partner))
	}
	switch isOwn := actor.MayFor(partnership.ReadOwnDrafts, f.Partner); {
	case f.Status != "" && (isOwn || actor.MayRead(f.Partner, f.Status)):
		where = append(where, store.Equal("status", f.Status))
	case f.Status != "":
		return nil, refuse(Forbidden, "error.forbidden")
	case !isOwn && !actor.May(partnership.ReadDrafts):
		where = append(where, store.Equal("status", partnership.Accepted))
	}
	if !f.From.IsZero() {
		where = append(where, store.AtLeast("day", f.From.String()))
	}
	if !f.To.IsZero() {
		where = append(where, store.AtMost("day", f.To.String()))
	}
	return where, nil
}
