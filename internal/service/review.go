package service

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// Queued is an entry that waits for review.
type Queued struct {
	Ref           string
	Partner       results.PartnerID
	Day           results.Date
	Period        results.PeriodNo         // 0: outside of all
	IsMeasurement bool                     // else it is an activity
	Type          partnership.ActivityType // of an activity
	Title         results.Text             // of an activity; of a measurement that of its indicator
	Indicator     results.IndicatorCode    // of a measurement
	WasReturned   bool                     // before

	id string // in its collection: the place among those of a day
}

// A Queue is a page of what waits for review, the oldest first; Count is how much
// waits altogether, Next the cursor of the page after it, empty on the last.
type Queue struct {
	Overview *Overview
	Entries  []Queued
	Count    int
	Next     store.Cursor
}

// A QueuePage says which page of the queue is read: of a partner where one is
// named, after a cursor, empty for the first, at most so many.
type QueuePage struct {
	Partner results.PartnerID
	After   store.Cursor
	Limit   int
}

// Queue reads a page of the entries that wait for review, for those who review.
func (s *Service) Queue(ctx context.Context, by By, project partnership.ProjectCode, p QueuePage) (*Queue, error) {
	_, now, err := s.standingFor(ctx, by, project, partnership.Review)
	if err != nil {
		return nil, err
	}
	q := &Queue{}
	if q.Overview, err = s.Overview(ctx, by, project); err != nil {
		return nil, err
	}
	waiting, err := s.pending(ctx, project)
	if err != nil {
		return nil, err
	}
	q.Count = waiting.counts[countKey{partnership.Submitted, p.Partner}]
	q.Entries, q.Next, err = s.queue(ctx, now, p)
	return q, err
}

// queueOrder is the order in which entries wait: by day, then as they were logged.
func queueOrder() store.Order { return store.Ascending("day") }

// queue reads a page out of activities and measurements as if they were one list.
func (s *Service) queue(ctx context.Context, now *standing, p QueuePage) (page []Queued, next store.Cursor, err error) {
	where := []store.Condition{
		store.Equal("project", now.setup.Value.Project.Code), store.Equal("status", partnership.Submitted),
	}
	if p.Partner != "" {
		where = append(where, store.Equal("partner", p.Partner))
	}
	query := store.Query{Where: where, Order: queueOrder(), After: p.After, Limit: p.Limit + 1}
	var all []Queued
	for found, err := range archive.Activities.Find(ctx, s.Engine, query) {
		if err != nil {
			return nil, "", fmt.Errorf("read what waits for review: %w", err)
		}
		all = append(all, now.queuedActivity(&found))
	}
	for found, err := range archive.Measurements.Find(ctx, s.Engine, query) {
		if err != nil {
			return nil, "", fmt.Errorf("read what waits for review: %w", err)
		}
		all = append(all, now.queuedMeasurement(&found))
	}
	slices.SortFunc(all, Queued.compare)
	if len(all) <= p.Limit {
		return all, "", nil
	}
	next, err = all[p.Limit-1].place().Cursor(queueOrder())
	return all[:p.Limit], next, err
}

func (now *standing) queuedActivity(found *Stored[Logged[partnership.Activity]]) Queued {
	a := &found.Value.Value
	return Queued{
		Ref: a.Ref, Partner: a.Partner, Day: a.Day(), Period: now.frame.PeriodOf(a.Day()),
		Type: a.Type, Title: a.Title, WasReturned: len(found.Value.Comments) > 0, id: found.ID,
	}
}

func (now *standing) queuedMeasurement(found *Stored[Logged[partnership.Measurement]]) Queued {
	m := &found.Value.Value
	q := Queued{
		Ref: m.Ref, Partner: m.Partner, Day: m.Date, Period: now.frame.PeriodOf(m.Date),
		IsMeasurement: true, Indicator: m.Indicator, WasReturned: len(found.Value.Comments) > 0, id: found.ID,
	}
	if i, ok := indicator(&now.setup.Value.Project, m.Indicator); ok {
		q.Title = i.Title
	}
	return q
}

func (q Queued) compare(o Queued) int {
	return cmp.Or(q.Day.Compare(o.Day), cmp.Compare(q.id, o.id))
}

// place is that of the entry in the queue, also of one that does not wait.
func (q Queued) place() store.Place {
	p := store.Place{ID: q.id}
	if !q.Day.IsZero() {
		p.Value = q.Day.String()
	}
	return p
}

// A Review is an entry with what to hold it against; it is an activity or a
// measurement, and the other is nil.
type Review struct {
	Overview    *Overview
	Activity    *Stored[Logged[partnership.Activity]]
	Measurement *Stored[Logged[partnership.Measurement]]
	Period      results.PeriodNo          // 0: outside of all
	Problems    []results.Problem         // by the set-up as it is now
	Planned     *results.PlannedActivity  // that it says it was
	Prospects   []Prospect                // in the order of its contributions
	Alike       []partnership.Activity    // not drafts: perhaps the same activity
	AlikeValues []partnership.Measurement // not drafts: perhaps the same measurement
	Next        *Queued                   // that waits after it; nil where none does
}

// A Prospect is what an entry that was submitted would make of an indicator.
type Prospect struct {
	Indicator    *results.Indicator
	Contribution results.Contribution
	Rows         []results.Row // as it stands, one for each period; none of text
	Then         *results.Row  // of the entry's period if it is accepted; nil where that changes nothing
}

// IsWaiting says whether the entry waits for review.
func (r *Review) IsWaiting() bool {
	if r.Activity != nil {
		return r.Activity.Value.Value.Status == partnership.Submitted
	}
	return r.Measurement.Value.Value.Status == partnership.Submitted
}

// ReviewActivity reads an activity for review.
func (s *Service) ReviewActivity(ctx context.Context, by By, project partnership.ProjectCode, ref string) (*Review, error) {
	_, now, err := s.standingFor(ctx, by, project, partnership.Review)
	if err != nil {
		return nil, err
	}
	found, err := s.Activity(ctx, by, project, ref)
	if err != nil {
		return nil, err
	}
	a := &found.Value.Value
	r := &Review{Activity: &found, Planned: planned(&now.setup.Value.Project, a.Planned)}
	isTold := func(o *partnership.Activity) bool { return o.Status != partnership.Draft }
	if r.Alike, err = s.alike(ctx, project, a, isTold); err != nil {
		return nil, err
	}
	return r, s.review(ctx, by, now, r, a)
}

// ReviewMeasurement reads a measurement for review.
func (s *Service) ReviewMeasurement(ctx context.Context, by By, project partnership.ProjectCode, ref string) (*Review, error) {
	_, now, err := s.standingFor(ctx, by, project, partnership.Review)
	if err != nil {
		return nil, err
	}
	found, err := s.Measurement(ctx, by, project, ref)
	if err != nil {
		return nil, err
	}
	m := &found.Value.Value
	r := &Review{Measurement: &found}
	if r.AlikeValues, err = s.alikeValues(ctx, project, m); err != nil {
		return nil, err
	}
	return r, s.review(ctx, by, now, r, m)
}

// A reviewed entry is an activity or a measurement.
type reviewed interface {
	partnership.Countable
	Check(*partnership.Checker) []results.Problem
	Written() iter.Seq2[string, string]
}

// review fills in what both sorts of entries are held against.
func (s *Service) review(ctx context.Context, by By, now *standing, r *Review, e reviewed) (err error) {
	project := &now.setup.Value.Project
	if r.Overview, err = s.Overview(ctx, by, project.Code); err != nil {
		return err
	}
	r.Problems = e.Check(partnership.NewChecker(now.setup.Value.Dossier()))
	for _, p := range personal(e.Written()) {
		p.Warning = true
		r.Problems = append(r.Problems, p)
	}
	head := e.Head()
	for counted := range e.Entries() {
		r.Prospects = append(r.Prospects, now.prospect(*head.Partner, *head.Status, counted))
	}
	var at Queued
	if r.Activity != nil {
		at = now.queuedActivity(r.Activity)
	} else {
		at = now.queuedMeasurement(r.Measurement)
	}
	r.Period = at.Period
	r.Next, err = s.next(ctx, now, at)
	return err
}

// prospect works out what an entry would make of its indicator.
func (now *standing) prospect(partner results.PartnerID, status partnership.Status, e results.Entry) Prospect {
	p := Prospect{Contribution: e.Contribution}
	i, ok := indicator(&now.setup.Value.Project, e.Indicator)
	if !ok {
		return p
	}
	p.Indicator = i
	for _, f := range now.figures {
		if f.Indicator.Code == i.Code {
			p.Rows = f.Rows
		}
	}
	k := now.frame.PeriodOf(e.Date)
	if status == partnership.Accepted || p.Rows == nil || k == 0 {
		return p
	}
	tallies := maps.Clone(now.tallies)
	key := results.TallyKey{Indicator: i.Code, Partner: partner, Period: k}
	if was := tallies[key]; was != nil {
		tally := *was
		tally.Cells, tally.Entries = slices.Clone(was.Cells), slices.Clone(was.Entries)
		tallies[key] = &tally
	}
	tallies.Add(now.frame, i, partner, e)
	then := now.frame.Span(tallies, i, k, k)
	p.Then = &then
	return p
}

// planned finds an activity of the work plan; nil where there is none.
func planned(p *partnership.Project, code results.PlannedCode) *results.PlannedActivity {
	for r := range results.All(p.Results) {
		for n := range r.Planned {
			if r.Planned[n].Code == code && code != "" {
				return &r.Planned[n]
			}
		}
	}
	return nil
}

// AlikeActivities are those that are perhaps the same as an activity of the person's
// own organisation, of what the person may see; none while it has no day or type.
func (s *Service) AlikeActivities(ctx context.Context, by By, project partnership.ProjectCode, ref string) ([]partnership.Activity, error) {
	actor, err := s.actor(ctx, s.Engine, by, project)
	if err != nil {
		return nil, err
	}
	found, err := s.Activity(ctx, by, project, ref)
	if err != nil {
		return nil, err
	}
	a := &found.Value.Value
	if a.Day().IsZero() || a.Type == "" {
		return nil, nil
	}
	return s.alike(ctx, project, a, func(o *partnership.Activity) bool { return actor.MayRead(o.Partner, o.Status) })
}

// alike finds activities of the same day, type and place that the same partner has
// logged, or one that co-organised it, of those that are told of.
func (s *Service) alike(ctx context.Context, project partnership.ProjectCode, a *partnership.Activity,
	isTold func(*partnership.Activity) bool,
) ([]partnership.Activity, error) {
	if a.Day().IsZero() { // a draft
		return nil, nil
	}
	var all []partnership.Activity
	q := store.Query{Where: []store.Condition{store.Equal("project", project), store.Equal("day", a.Day().String())}}
	for found, err := range archive.Activities.Find(ctx, s.Engine, q) {
		if err != nil {
			return nil, fmt.Errorf("look for activities like %s: %w", a.Ref, err)
		}
		o := &found.Value.Value
		isTogether := o.Partner == a.Partner || slices.Contains(a.CoOrganisers, o.Partner) || slices.Contains(o.CoOrganisers, a.Partner)
		isSame := o.Type == a.Type && strings.EqualFold(strings.TrimSpace(o.Place), strings.TrimSpace(a.Place))
		if o.Ref != a.Ref && isTold(o) && isTogether && isSame {
			all = append(all, *o)
		}
	}
	return all, nil
}

// alikeValues finds measurements of the same indicator, day and partner.
func (s *Service) alikeValues(ctx context.Context, project partnership.ProjectCode, m *partnership.Measurement) ([]partnership.Measurement, error) {
	if m.Date.IsZero() { // a draft
		return nil, nil
	}
	var all []partnership.Measurement
	q := store.Query{Where: []store.Condition{
		store.Equal("project", project), store.Equal("partner", m.Partner), store.Equal("day", m.Date.String()),
	}}
	for found, err := range archive.Measurements.Find(ctx, s.Engine, q) {
		if err != nil {
			return nil, fmt.Errorf("look for measurements like %s: %w", m.Ref, err)
		}
		o := &found.Value.Value
		if o.Ref != m.Ref && o.Status != partnership.Draft && o.Indicator == m.Indicator {
			all = append(all, *o)
		}
	}
	return all, nil
}

// next finds what waits after an entry, or the first where nothing does.
func (s *Service) next(ctx context.Context, now *standing, at Queued) (*Queued, error) {
	after, err := at.place().Cursor(queueOrder())
	if err != nil {
		return nil, err
	}
	for _, from := range []store.Cursor{after, ""} {
		all, _, err := s.queue(ctx, now, QueuePage{After: from, Limit: 2})
		if err != nil {
			return nil, fmt.Errorf("find what waits next: %w", err)
		}
		for n := range all {
			if all[n].id != at.id {
				return &all[n], nil
			}
		}
	}
	return nil, nil //nolint:nilnil // nothing waits
}
