package service

import (
	"context"
	"errors"
	"iter"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// A Filter describes entries; what is zero is not asked for.
type Filter struct {
	Partner  results.PartnerID
	Status   partnership.Status
	From, To results.Date             // of the day that decides about the period
	Kind     string                   // type of activities, indicator of measurements, budget line of expenses, kind of parts
	Consent  partnership.ConsentState // of quotes and photos
	Search   string                   // words that must all be there, whatever their case and accents
}

// isIndexed says whether the filter asks for what the storage has no key of.
func (f Filter) isIndexed() bool { return f.Kind != "" || f.Search != "" }

// An Order is how a list is ordered.
type Order string

// The orders of lists.
const (
	Newest   Order = ""       // by day
	Oldest   Order = "oldest" // by day
	LastMade Order = "made"   // what was logged last comes first
)

func (o Order) ofStore(day string) store.Order {
	switch o {
	case Oldest:
		return store.Ascending(day)
	case LastMade:
		return store.Descending("")
	case Newest:
	}
	return store.Descending(day)
}

// A Listing asks for a page of a list.
type Listing struct {
	Filter
	Order Order
	After store.Cursor // of the page before; empty for the first
	Limit int
}

// A Listed page of a list.
type Listed[T any] struct {
	Items []T
	Next  store.Cursor // empty on the last page
	Count int          // of all that was found; -1 where it was not counted
}

// Activities reads a page of the activities that fulfil the filter and that the
// person may see. Whoever may not see drafts of others sees of other partners what
// was accepted. A cursor that is none is store.ErrCursor.
func (s *Service) Activities(ctx context.Context, by By, project partnership.ProjectCode, l Listing) (Listed[Stored[Logged[partnership.Activity]]], error) {
	return page(ctx, listed[partnership.Activity]{s, archive.Activities, ofActivities, "day", s.narrowed}, by, project, l)
}

// Measurements reads a page of measurements, as Activities does.
func (s *Service) Measurements(ctx context.Context, by By, project partnership.ProjectCode, l Listing) (Listed[Stored[Logged[partnership.Measurement]]], error) {
	return page(ctx, listed[partnership.Measurement]{s, archive.Measurements, ofMeasurements, "day", s.narrowed}, by, project, l)
}

// EachActivity yields all the activities that Activities lists, without pages. An
// error is yielded last.
func (s *Service) EachActivity(ctx context.Context, by By, project partnership.ProjectCode, l Listing) iter.Seq2[Stored[Logged[partnership.Activity]], error] {
	return each(ctx, listed[partnership.Activity]{s, archive.Activities, ofActivities, "day", s.narrowed}, by, project, l)
}

// EachMeasurement yields all the measurements that Measurements lists.
func (s *Service) EachMeasurement(ctx context.Context, by By, project partnership.ProjectCode, l Listing) iter.Seq2[Stored[Logged[partnership.Measurement]], error] {
	return each(ctx, listed[partnership.Measurement]{s, archive.Measurements, ofMeasurements, "day", s.narrowed}, by, project, l)
}

// CountActivities counts the activities that fulfil the filter and that the person
// may see.
func (s *Service) CountActivities(ctx context.Context, by By, project partnership.ProjectCode, f Filter) (int, error) {
	return count(ctx, listed[partnership.Activity]{s, archive.Activities, ofActivities, "day", s.narrowed}, by, project, f)
}

// CountMeasurements counts measurements, as CountActivities does.
func (s *Service) CountMeasurements(ctx context.Context, by By, project partnership.ProjectCode, f Filter) (int, error) {
	return count(ctx, listed[partnership.Measurement]{s, archive.Measurements, ofMeasurements, "day", s.narrowed}, by, project, f)
}

// Expenses reads a page of the expenses that fulfil the filter and that the person may
// see: of the own organisation, or of all; the filter's Kind is a budget line.
func (s *Service) Expenses(ctx context.Context, by By, project partnership.ProjectCode, l Listing) (Listed[Stored[Logged[partnership.Expense]]], error) {
	return page(ctx, s.listedExpenses(), by, project, l)
}

// EachExpense yields all the expenses that Expenses lists.
func (s *Service) EachExpense(ctx context.Context, by By, project partnership.ProjectCode, l Listing) iter.Seq2[Stored[Logged[partnership.Expense]], error] {
	return each(ctx, s.listedExpenses(), by, project, l)
}

// CountExpenses counts expenses, as CountActivities does.
func (s *Service) CountExpenses(ctx context.Context, by By, project partnership.ProjectCode, f Filter) (int, error) {
	return count(ctx, s.listedExpenses(), by, project, f)
}

func (s *Service) listedExpenses() listed[partnership.Expense] {
	return listed[partnership.Expense]{s, archive.Expenditure, ofExpenses, "date", s.narrowedToMoney}
}

// narrowedToMoney keeps a filter of expenses to those that the person may see.
func (s *Service) narrowedToMoney(ctx context.Context, by By, project partnership.ProjectCode, f Filter) (Filter, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return f, err
	}
	if f.Partner == "" && !actor.MayReadMoney("") {
		f.Partner = actor.Organisation
	}
	if !actor.MayReadMoney(f.Partner) {
		return f, refuse(Forbidden, "error.forbidden")
	}
	return f, nil
}

// A listed sort of entries.
type listed[T any] struct {
	service *Service
	table   archive.Table[Logged[T]]
	lines   func(*index) lines
	day     string // key of the day that decides about the period
	// narrowed keeps a filter to what the person may see.
	narrowed func(context.Context, By, partnership.ProjectCode, Filter) (Filter, error)
}

func ofActivities(x *index) lines   { return x.activities }
func ofMeasurements(x *index) lines { return x.measurements }
func ofExpenses(x *index) lines     { return x.expenses }

func page[T any](ctx context.Context, of listed[T], by By, project partnership.ProjectCode, l Listing) (Listed[Stored[Logged[T]]], error) {
	none := Listed[Stored[Logged[T]]]{}
	f, err := of.narrowed(ctx, by, project, l.Filter)
	if err != nil {
		return none, err
	}
	if !f.isIndexed() {
		items, next, err := of.table.Page(ctx, of.service.Engine, store.Query{
			Where: f.conditions(project, of.day), Order: l.Order.ofStore(of.day), After: l.After, Limit: l.Limit,
		})
		return Listed[Stored[Logged[T]]]{items, next, -1}, err
	}
	search, err := of.service.search(ctx, project, f)
	if err != nil {
		return none, err
	}
	found, err := search.page(of.lines(search.index), l)
	if err != nil {
		return none, err
	}
	page := Listed[Stored[Logged[T]]]{Next: found.Next, Count: found.Count}
	for _, line := range found.Items {
		switch e, err := of.table.Get(ctx, of.service.Engine, line.id); {
		case err == nil:
			page.Items = append(page.Items, e)
		case !errors.Is(err, store.ErrNotFound): // it has gone since
			return none, err
		}
	}
	return page, nil
}

func each[T any](ctx context.Context, of listed[T], by By, project partnership.ProjectCode, l Listing) iter.Seq2[Stored[Logged[T]], error] {
	return func(yield func(Stored[Logged[T]], error) bool) {
		f, err := of.narrowed(ctx, by, project, l.Filter)
		if err != nil {
			yield(Stored[Logged[T]]{}, err)
			return
		}
		if !f.isIndexed() {
			of.table.Find(ctx, of.service.Engine, store.Query{Where: f.conditions(project, of.day), Order: l.Order.ofStore(of.day)})(yield)
			return
		}
		search, err := of.service.search(ctx, project, f)
		if err != nil {
			yield(Stored[Logged[T]]{}, err)
			return
		}
		for _, line := range search.all(of.lines(search.index), l.Order) {
			e, err := of.table.Get(ctx, of.service.Engine, line.id)
			if errors.Is(err, store.ErrNotFound) {
				continue // it has gone since
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

func count[T any](ctx context.Context, of listed[T], by By, project partnership.ProjectCode, f Filter) (int, error) {
	f, err := of.narrowed(ctx, by, project, f)
	if err != nil {
		return 0, err
	}
	if f.isIndexed() {
		search, err := of.service.search(ctx, project, f)
		if err != nil {
			return 0, err
		}
		return len(search.all(of.lines(search.index), Newest)), nil
	}
	n, err := of.table.Count(ctx, of.service.Engine, f.conditions(project, of.day)...)
	return int(n), err
}

// narrowed keeps a filter to what the person may see.
func (s *Service) narrowed(ctx context.Context, by By, project partnership.ProjectCode, f Filter) (Filter, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return f, err
	}
	if !actor.May(partnership.ReadAccepted) {
		return f, refuse(Forbidden, "error.forbidden")
	}
	switch isOwn := actor.MayFor(partnership.ReadOwnDrafts, f.Partner); {
	case f.Status != "" && (isOwn || actor.MayRead(f.Partner, f.Status)):
	case f.Status != "":
		return f, refuse(Forbidden, "error.forbidden")
	case !isOwn && !actor.May(partnership.ReadDrafts):
		f.Status = partnership.Accepted
	}
	return f, nil
}

// conditions are the filter's for the storage, but for what it has no key of; day is the
// key of the day.
func (f Filter) conditions(project partnership.ProjectCode, day string) []store.Condition {
	where := []store.Condition{store.Equal("project", project)}
	if f.Partner != "" {
		where = append(where, store.Equal("partner", f.Partner))
	}
	if f.Status != "" {
		where = append(where, store.Equal("status", f.Status))
	}
	if !f.From.IsZero() {
		where = append(where, store.AtLeast(day, f.From.String()))
	}
	if !f.To.IsZero() {
		where = append(where, store.AtMost(day, f.To.String()))
	}
	return where
}
