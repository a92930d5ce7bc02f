package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	o, err := s.Overview(ctx, by, project)
	if err != nil {
		return nil, err
	}
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	all, err := s.news(ctx, project)
	if err != nil {
		return nil, fmt.Errorf("read what changed: %w", err)
	}
	d := &Dashboard{Overview: o}
	if d.Consents, err = s.consentCounts(ctx, actor, project); err != nil {
		return nil, fmt.Errorf("count consents: %w", err)
	}
	since := s.Now().Add(-newsTime)
	for _, e := range all.events {
		if len(d.News) < mostNews && e.At.After(since) && e.isFor(actor) {
			d.News = append(d.News, e.Event)
		}
	}
	return d, nil
}

// An event is one whoever may see it; status is what the thing has now.
type event struct {
	Event
	of     place // empty: of the project
	status partnership.Status
}

// news are the latest changes of a project that people want to know of, the latest first,
// at one end of its audit chain.
type news struct {
	at     mark
	events []event
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

// news returns those of a project as it is now, which must not be changed.
func (s *Service) news(ctx context.Context, project partnership.ProjectCode) (*news, error) {
	return atEnd(ctx, s, s.newsOf, project, making[news]{
		end: func(n *news) mark { return n.at },
		follow: func(before *news, acts []act, end mark) (*news, error) {
			if len(acts) > newsAmong {
				return nil, nil
			}
			return before.followed(ctx, s.Engine, acts, end, s.Now())
		},
		read: func(snapshot store.Reader, chain partnership.Chain, _ *news) (*news, error) {
			return readNews(ctx, snapshot, chain, s.Now())
		},
	})
}

// readNews reads the news at the end of a chain.
func readNews(ctx context.Context, r store.Reader, chain partnership.Chain, now time.Time) (*news, error) {
	n := &newsReader{r: r, since: now.Add(-newsTime), subjects: map[place]*event{}}
	q := ofProject(chain.Project)
	q.Order, q.Limit = store.Descending("no"), newsAmong
	for found, err := range archive.Audits.Find(ctx, r, q) {
		if err == nil {
			err = n.add(ctx, &found.Value)
		}
		if err != nil {
			return nil, err
		}
		if found.Value.At.Before(n.since) {
			break
		}
	}
	return &news{endOf(chain), n.events}, nil
}

// followed are the news after acts.
func (n *news) followed(ctx context.Context, r store.Reader, acts []act, end mark, now time.Time) (*news, error) {
	next := &newsReader{r: r, since: now.Add(-newsTime), subjects: map[place]*event{}}
	for _, a := range slices.Backward(acts) {
		if err := next.add(ctx, a.Audit); err != nil {
			return nil, err
		}
	}
	touched := map[place]bool{}
	for _, a := range acts {
		for _, c := range a.Changes {
			touched[place{c.Collection, c.ID}] = true
		}
	}
	for _, e := range n.events {
		if !touched[e.of] {
			next.subjects[e.of] = &e
		}
		if err := next.tell(ctx, e.Event, e.of); err != nil {
			return nil, err
		}
	}
	return &news{end, next.events}, nil
}

// A newsReader puts news together, the latest first.
type newsReader struct {
	r        store.Reader
	since    time.Time
	events   []event
	subjects map[place]*event // as they are now; nil is what has gone
}

// add adds an entry of the audit, if it is news.
func (n *newsReader) add(ctx context.Context, a *partnership.Audit) error {
	if !isNews(a.What) {
		return nil
	}
	return n.tell(ctx, Event{At: a.At, What: a.What}, subjectOf(a))
}

// event reads what a change was about; what has gone since is store.ErrNotFound.
func (s *Service) event(ctx context.Context, a *partnership.Audit) (event, error) {
	e, err := readSubject(ctx, s.Engine, subjectOf(a))
	e.At, e.What = a.At, a.What
	return e, err
}

// subjectOf is the document that a change was about, as far as it is told of; empty where
// it was about the project.
func subjectOf(a *partnership.Audit) place {
	for _, c := range a.Changes {
		switch c.Collection {
		case archive.Activities.Collection(), archive.Measurements.Collection(), archive.Expenditure.Collection(),
			archive.PartnerReports.Collection(), archive.ProjectReports.Collection(), archive.Narratives.Collection():
			return place{c.Collection, c.ID}
		}
	}
	return place{}
}

// tell adds an event of a document, if that is still there, and if it is not too many.
func (n *newsReader) tell(ctx context.Context, e Event, of place) error {
	if len(n.events) == mostResolved || e.At.Before(n.since) {
		return nil
	}
	now, isKnown := n.subjects[of]
	if !isKnown {
		read, err := readSubject(ctx, n.r, of)
		switch {
		case err == nil:
			now = &read
		case !errors.Is(err, store.ErrNotFound):
			return err
		}
		n.subjects[of] = now
	}
	if now == nil { // it has gone since
		return nil
	}
	told := *now
	told.At, told.What, told.of = e.At, e.What, of
	n.events = append(n.events, told)
	return nil
}

// readSubject reads what an event is about, without its time.
func readSubject(ctx context.Context, r store.Reader, of place) (e event, err error) {
	switch of.collection {
	case archive.Activities.Collection():
		var found Stored[Logged[partnership.Activity]]
		found, err = archive.Activities.Get(ctx, r, of.id)
		v := &found.Value.Value
		e.Ref, e.Title, e.Partner, e.status = v.Ref, v.Title, v.Partner, v.Status
	case archive.Measurements.Collection():
		var found Stored[Logged[partnership.Measurement]]
		found, err = archive.Measurements.Get(ctx, r, of.id)
		e.Ref, e.Partner, e.status = found.Value.Value.Ref, found.Value.Value.Partner, found.Value.Value.Status
	case archive.Expenditure.Collection():
		var found Stored[Logged[partnership.Expense]]
		found, err = archive.Expenditure.Get(ctx, r, of.id)
		e.Ref, e.Partner, e.status = found.Value.Value.Ref, found.Value.Value.Partner, found.Value.Value.Status
	case archive.PartnerReports.Collection():
		var found Stored[partnership.PartnerReport]
		found, err = archive.PartnerReports.Get(ctx, r, of.id)
		e.Period, e.Partner, e.status = found.Value.Period, found.Value.Partner, found.Value.Status
	case archive.ProjectReports.Collection():
		var found Stored[partnership.ProjectReport]
		found, err = archive.ProjectReports.Get(ctx, r, of.id)
		e.Period, e.status = found.Value.Period, found.Value.Status
	case archive.Narratives.Collection():
		var found Stored[Logged[partnership.Narrative]]
		found, err = archive.Narratives.Get(ctx, r, of.id)
		e.Period, e.Partner = found.Value.Value.Period, found.Value.Value.Partner
	}
	return e, err
}
