package service

import (
	"context"
	"errors"
	"iter"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A Part of an activity stands in a list of its own: a publication, a piece of
// evidence, or a quote or photo with its consent.
type Part struct {
	Activity *partnership.Activity
	No       int // of the part in the activity, from 0; among its Items where it has consent
}

// A PartSort is a sort of parts.
type PartSort int

// The sorts of parts.
const (
	Publications PartSort = iota
	Evidence
	Consents
)

func (o PartSort) lines(x *index) lines {
	switch o {
	case Evidence:
		return x.evidence
	case Consents:
		return x.consents
	case Publications:
	}
	return x.publications
}

func (o PartSort) count(a *partnership.Activity) int {
	switch o {
	case Evidence:
		return len(a.Evidence)
	case Consents:
		return len(a.Items())
	case Publications:
	}
	return len(a.Publications)
}

// Parts reads a page of the parts of one sort of the activities that the person may
// see, as Activities does; the filter's kind is that of the part.
func (s *Service) Parts(ctx context.Context, by By, project partnership.ProjectCode, o PartSort, l Listing) (Listed[Part], error) {
	f, err := s.narrowed(ctx, by, project, l.Filter)
	if err != nil {
		return Listed[Part]{}, err
	}
	search, err := s.search(ctx, project, f)
	if err != nil {
		return Listed[Part]{}, err
	}
	found, err := search.page(o.lines(search.index), l)
	if err != nil {
		return Listed[Part]{}, err
	}
	page := Listed[Part]{Next: found.Next, Count: found.Count}
	for part, err := range s.parts(ctx, o, found.Items) {
		if err != nil {
			return Listed[Part]{}, err
		}
		page.Items = append(page.Items, part)
	}
	return page, nil
}

// EachPart yields all that Parts lists, without pages. An error is yielded last.
func (s *Service) EachPart(ctx context.Context, by By, project partnership.ProjectCode, o PartSort, l Listing) iter.Seq2[Part, error] {
	return func(yield func(Part, error) bool) {
		f, err := s.narrowed(ctx, by, project, l.Filter)
		var search *search
		if err == nil {
			search, err = s.search(ctx, project, f)
		}
		if err != nil {
			yield(Part{}, err)
			return
		}
		s.parts(ctx, o, search.all(o.lines(search.index), l.Order))(yield)
	}
}

// parts reads the activities of lines; one with several parts is read once for those
// that follow each other.
func (s *Service) parts(ctx context.Context, o PartSort, lines []*line) iter.Seq2[Part, error] {
	return func(yield func(Part, error) bool) {
		var last string
		var activity *partnership.Activity
		for _, l := range lines {
			if l.id != last {
				found, err := archive.Activities.Get(ctx, s.Engine, l.id)
				if err != nil && !errors.Is(err, store.ErrNotFound) {
					yield(Part{}, err)
					return
				}
				last, activity = l.id, nil
				if err == nil {
					activity = &found.Value.Value
				}
			}
			if activity == nil || l.part >= o.count(activity) {
				continue // it has gone since
			}
			if !yield(Part{activity, l.part}, nil) {
				return
			}
		}
	}
}
