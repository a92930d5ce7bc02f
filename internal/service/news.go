package service

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// An Event is something that changed in a project, as far as a person may see it.
// What is that of the audit: "activity.accept".
type Event struct {
	At      time.Time
	What    string
	Ref     string            // of an entry
	Title   results.Text      // of an activity
	Partner results.PartnerID // whose entry or report it is
	Period  results.PeriodNo  // of a report
}

// How long news are new, among how many changes they are looked for, and how many
// are told.
const (
	newsTime     = 7 * 24 * time.Hour
	newsAmong    = 300
	mostNews     = 20
	mostResolved = 100
)

// A Dashboard is how a project stands, with what changed in the last seven days.
type Dashboard struct {
	*Overview
	News     []Event // the latest first
	Consents ConsentCounts
}

// Dashboard reads how a project stands, for those who may see what was accepted.
func (s *Service) Dashboard(ctx context.Context, by By, project partnership.ProjectCode) (*Dashboard, error) {
	o, now, err := s.overview(ctx, by, project)
	if err != nil {
		return nil, err
	}
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	all, err := now.asides.news.get(func() ([]event, error) { return s.events(ctx, project) })
	if err != nil {
		return nil, fmt.Errorf("read what changed: %w", err)
	}
	d := &Dashboard{Overview: o}
	if d.Consents, err = s.consentCounts(ctx, actor, project); err != nil {
		return nil, fmt.Errorf("count consents: %w", err)
	}
	since := s.Now().Add(-newsTime)
	for _, e := range all {
		if len(d.News) < mostNews && e.At.After(since) && e.isFor(actor) {
			d.News = append(d.News, e.Event)
		}
	}
	return d, nil
}

// An event is one whoever may see it; status is what the thing has now.
type event struct {
	Event
	status partnership.Status
}

// isFor says whether the person may see the event: of others' entries and reports
// that they were accepted, of project reports what readers of these may see.
func (e *event) isFor(a partnership.Actor) bool {
	subject, step, _ := strings.Cut(e.What, ".")
	isOpen := a.May(partnership.ReadDrafts) || a.MayFor(partnership.ReadOwnDrafts, e.Partner)
	switch subject {
	case "activity", "measurement", "partner-report":
		return isOpen || step == string(partnership.Accept) && e.status == partnership.Accepted
	case "project-report":
		return a.May(partnership.ReadSealed)
	}
	return a.May(partnership.ReadAccepted)
}

// isNews says whether people want to know of such a change: nobody does of drafts.
func isNews(what string) bool {
	subject, step, _ := strings.Cut(what, ".")
	switch subject {
	case "activity", "measurement", "partner-report", "project-report":
		switch partnership.Step(step) {
		case partnership.Submit, partnership.Accept, partnership.Return, partnership.Reopen:
			return true
		case partnership.Withdraw, partnership.Verify:
		}
		return false
	case "deduction", "setup", "partner", "planned", "project":
		return true
	}
	return false
}

// events reads the latest changes of a project that people want to know of, the
// latest first.
func (s *Service) events(ctx context.Context, project partnership.ProjectCode) ([]event, error) {
	var all []event
	since := s.Now().Add(-newsTime)
	q := store.Query{Where: []store.Condition{store.Equal("project", project)}, Order: store.Descending("no"), Limit: newsAmong}
	for found, err := range archive.Audits.Find(ctx, s.Engine, q) {
		if err != nil {
			return nil, err
		}
		a := &found.Value
		if a.At.Before(since) || len(all) == mostResolved {
			break
		}
		if !isNews(a.What) {
			continue
		}
		e, err := s.event(ctx, a)
		if errors.Is(err, store.ErrNotFound) { // it has gone since
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// event reads what a change was about.
func (s *Service) event(ctx context.Context, a *partnership.Audit) (event, error) {
	e := event{Event: Event{At: a.At, What: a.What}}
	for _, c := range a.Changes {
		var err error
		switch c.Collection {
		case archive.Activities.Collection():
			var found Stored[Logged[partnership.Activity]]
			found, err = archive.Activities.Get(ctx, s.Engine, c.ID)
			v := &found.Value.Value
			e.Ref, e.Title, e.Partner, e.status = v.Ref, v.Title, v.Partner, v.Status
		case archive.Measurements.Collection():
			var found Stored[Logged[partnership.Measurement]]
			found, err = archive.Measurements.Get(ctx, s.Engine, c.ID)
			e.Ref, e.Partner, e.status = found.Value.Value.Ref, found.Value.Value.Partner, found.Value.Value.Status
		case archive.Expenditure.Collection():
			var found Stored[Logged[partnership.Expense]]
			found, err = archive.Expenditure.Get(ctx, s.Engine, c.ID)
			e.Ref, e.Partner, e.status = found.Value.Value.Ref, found.Value.Value.Partner, found.Value.Value.Status
		case archive.PartnerReports.Collection():
			var found Stored[partnership.PartnerReport]
			found, err = archive.PartnerReports.Get(ctx, s.Engine, c.ID)
			e.Period, e.Partner, e.status = found.Value.Period, found.Value.Partner, found.Value.Status
		case archive.ProjectReports.Collection():
			var found Stored[partnership.ProjectReport]
			found, err = archive.ProjectReports.Get(ctx, s.Engine, c.ID)
			e.Period, e.status = found.Value.Period, found.Value.Status
		case archive.Narratives.Collection():
			var found Stored[Logged[partnership.Narrative]]
			found, err = archive.Narratives.Get(ctx, s.Engine, c.ID)
			e.Period, e.Partner = found.Value.Value.Period, found.Value.Value.Partner
		default:
			continue
		}
		return e, err
	}
	return e, nil
}
