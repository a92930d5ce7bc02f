package service

import (
	"context"
	"errors"
	"fmt"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// items are the quotes and photos of a project, at one end of its audit chain. Dashboards
// count them: the index, which has them too, is large and made for those who search.
type items struct {
	at    mark
	lines lines
}

// items returns those of a project as it is now, which must not be changed.
func (s *Service) items(ctx context.Context, project partnership.ProjectCode) (*items, error) {
	return atEnd(ctx, s, s.itemsOf, project, making[items]{
		end: func(i *items) mark { return i.at },
		follow: func(before *items, acts []act, end mark) (*items, error) {
			changed := changedBy(acts, archive.Activities.Collection())
			if len(changed) > mostRenewed {
				return nil, nil
			}
			return before.renewed(ctx, s.Engine, end, changed)
		},
		read: func(snapshot store.Reader, chain partnership.Chain, _ *items) (*items, error) {
			return readItems(ctx, snapshot, chain)
		},
	})
}

func readItems(ctx context.Context, r store.Reader, chain partnership.Chain) (*items, error) {
	now := &items{at: endOf(chain)}
	for a, err := range archive.ActivitiesWithItems(ctx, r, chain.Project) {
		if err != nil {
			return nil, fmt.Errorf("read quotes and photos of %s: %w", chain.Project, err)
		}
		now.add(a.ID, &a.Value.Value)
	}
	now.lines = now.lines.asOne()
	return now, nil
}

func (i *items) add(id string, a *partnership.Activity) {
	for _, l := range itemLines(id, a) {
		i.lines.add(l)
	}
}

// renewed are the items at an end of the chain, of which those documents have changed.
func (i *items) renewed(ctx context.Context, r store.Reader, end mark, changed map[place]bool) (*items, error) {
	now := &items{at: end, lines: i.lines}
	ids := map[string]bool{}
	for at := range changed {
		ids[at.id] = true
	}
	if len(ids) > 0 {
		now.lines = i.lines.without(ids)
	}
	for id := range ids {
		switch a, err := archive.Activities.Get(ctx, r, id); {
		case err == nil:
			now.add(id, &a.Value.Value)
		case !errors.Is(err, store.ErrNotFound): // it has gone
			return nil, fmt.Errorf("read quotes and photos of %s: %w", id, err)
		}
	}
	return now, nil
}

// itemLines are the lines of an activity's items; what was withdrawn is not found by its
// words.
func itemLines(id string, a *partnership.Activity) []line {
	var all []line
	for n, item := range a.Items() {
		l := line{
			id: id, part: n, day: a.Day(), partner: a.Partner, status: a.Status,
			kind: string(item.Kind), consent: item.Consent(),
		}
		switch {
		case item.Withdrawn != nil:
			l.withdrawn = item.Withdrawn.Day
			l.found(a.Ref)
		case item.Photo != nil:
			l.found(append([]string{a.Ref, item.Photo.File}, allOf(item.Photo.Caption)...)...)
		default:
			l.found(append([]string{a.Ref}, append(allOf(item.Quote.Text), allOf(item.Quote.Role)...)...)...)
		}
		all = append(all, l)
	}
	return all
}
