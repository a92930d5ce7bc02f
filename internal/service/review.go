package service

import (
	"cmp"
	"context"
	"fmt"
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
}

// A Queue is what waits for review, the oldest first; Count is how much it is
// altogether.
type Queue struct {
	Overview *Overview
	Entries  []Queued
	Count    int
}

// Queue reads at most so many of the entries that wait for review, of a partner
// where one is named, for those who review.
func (s *Service) Queue(ctx context.Context, by By, project partnership.ProjectCode, partner results.PartnerID, limit int) (*Queue, error) {
	_, now, err := s.standingFor(ctx, by, project, partnership.Review)
	if err != nil {
		return nil, err
	}
	q := &Queue{}
	if q.Overview, err = s.Overview(ctx, by, project); err != nil {
		return nil, err
	}
	if q.Count, err = s.entriesIn(ctx, now, countKey{partnership.Submitted, partner}); err != nil {
		return nil, err
	}
	q.Entries, err = s.queue(ctx, now, partner, limit)
	return q, err
}

func (s *Service) queue(ctx context.Context, now *standing, partner results.PartnerID, limit int) ([]Queued, error) {
	where := []store.Condition{
		store.Equal("project", now.setup.Value.Project.Code), store.Equal("status", partnership.Submitted),
	}
	if partner != "" {
		where = append(where, store.Equal("partner", partner))
	}
	query := store.Query{Where: where, Order: store.Ascending("day"), Limit: limit}
	var all []Queued
	for found, err := range archive.Activities.Find(ctx, s.Engine, query) {
		if err != nil {
			return nil, fmt.Errorf("read what waits for review: %w", err)
		}
		a := &found.Value.Value
		all = append(all, Queued{
			Ref: a.Ref, Partner: a.Partner, Day: a.Day(), Period: now.frame.PeriodOf(a.Day()),
			Type: a.Type, Title: a.Title, WasReturned: len(found.Value.Comments) > 0,
		})
	}
	for found, err := range archive.Measurements.Find(ctx, s.Engine, query) {
		if err != nil {
			return nil, fmt.Errorf("read what waits for review: %w", err)
		}
		m := &found.Value.Value
		one := Queued{
			Ref: m.Ref, Partner: m.Partner, Day: m.Date, Period: now.frame.PeriodOf(m.Date),
			IsMeasurement: true, Indicator: m.Indicator, WasReturned: len(found.Value.Comments) > 0,
		}
		if i, ok := indicator(&now.setup.Value.Project, m.Indicator); ok {
			one.Title = i.Title
		}
		all = append(all, one)
	}
	slices.SortFunc(all, Queued.compare)
	return all[:min(len(all), limit)], nil
}

func (q Queued) compare(o Queued) int {
	return cmp.Or(q.Day.Compare(o.Day), cmp.Compare(q.Ref, o.Ref))
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
	if r.Alike, err = s.alike(ctx, project, a); err != nil {
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
}

// review fills in what both sorts of entries are held against.
func (s *Service) review(ctx context.Context, by By, now *standing, r *Review, e reviewed) (err error) {
	project := &now.setup.Value.Project
	if r.Overview, err = s.Overview(ctx, by, project.Code); err != nil {
		return err
	}
	r.Problems = e.Check(partnership.NewChecker(now.setup.Value.Dossier()))
	head := e.Head()
	var day results.Date
	for counted := range e.Entries() {
		day = counted.Date
		r.Prospects = append(r.Prospects, now.prospect(*head.Partner, *head.Status, counted))
	}
	if r.Activity != nil {
		day = r.Activity.Value.Value.Day()
	}
	r.Period = now.frame.PeriodOf(day)
	r.Next, err = s.next(ctx, now, Queued{Day: day, Ref: *head.Ref})
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
	tallies := maps.Clone(now.tallies.Tallies)
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

// alike finds activities of the same day, type and place that the same partner has
// logged, or one that co-organised it.
func (s *Service) alike(ctx context.Context, project partnership.ProjectCode, a *partnership.Activity) ([]partnership.Activity, error) {
	var all []partnership.Activity
	q := store.Query{Where: []store.Condition{store.Equal("project", project), store.Equal("day", a.Day().String())}}
	for found, err := range archive.Activities.Find(ctx, s.Engine, q) {
		if err != nil {
			return nil, fmt.Errorf("look for activities like %s: %w", a.Ref, err)
		}
		o := &found.Value.Value
		isTogether := o.Partner == a.Partner || slices.Contains(a.CoOrganisers, o.Partner) || slices.Contains(o.CoOrganisers, a.Partner)
		isSame := o.Type == a.Type && strings.EqualFold(strings.TrimSpace(o.Place), strings.TrimSpace(a.Place))
		if o.Ref != a.Ref && o.Status != partnership.Draft && isTogether && isSame {
			all = append(all, *o)
		}
	}
	return all, nil
}

// alikeValues finds measurements of the same indicator, day and partner.
func (s *Service) alikeValues(ctx context.Context, project partnership.ProjectCode, m *partnership.Measurement) ([]partnership.Measurement, error) {
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

// lookAhead is how far into the queue the next entry is looked for.
const lookAhead = 50

// next finds what waits after an entry, or before it where nothing does.
func (s *Service) next(ctx context.Context, now *standing, after Queued) (*Queued, error) {
	all, err := s.queue(ctx, now, "", lookAhead)
	if err != nil {
		return nil, fmt.Errorf("find what waits next: %w", err)
	}
	all = slices.DeleteFunc(all, func(q Queued) bool { return q.Ref == after.Ref })
	for n := range all {
		if all[n].compare(after) > 0 {
			return &all[n], nil
		}
	}
	if len(all) > 0 {
		return &all[0], nil
	}
	return nil, nil //nolint:nilnil // nothing waits
}
