package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
)

// A queueView lists what waits for review, the oldest first.
type queueView struct {
	Path     string
	Partners []partnerChoice
	Partner  string // that was chosen
	Entries  []queuedView
	Count    int // of all that wait
	IsFirst  bool
	Next     string // path of the next page
	First    string // path of the first
}

// A queuedView is an entry that waits for review.
type queuedView struct {
	Path, Ref     string
	Title         results.Text
	Partner       string
	Day           results.Date
	Period        results.PeriodNo // 0: outside of all
	Type          partnership.ActivityType
	IsMeasurement bool
	WasReturned   bool
}

var queuePage = page[queueView]{"review/queue.html"}

// queueOnPage is how much of the queue is shown at once.
const queueOnPage = 50

func showQueue(r *request) error {
	partner := results.PartnerID(r.Query("partner"))
	after := store.Cursor(r.Query("after"))
	q, err := r.Service.Queue(r.ctx(), r.by(), r.project(), service.QueuePage{Partner: partner, After: after, Limit: queueOnPage})
	if errors.Is(err, store.ErrCursor) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	if _, err := r.chosenPartner(q.Overview.Setup); err != nil {
		return err
	}
	view := queueView{
		Path: r.queuePath(), Partners: partnerChoices(q.Overview.Setup, partner), Count: q.Count, IsFirst: after == "",
		First: withQuery(r.queuePath(), "partner", string(partner)),
	}
	if len(q.Entries) == 0 && after != "" { // all of this page was reviewed
		return r.to(view.First)
	}
	if q.Next != "" {
		view.Next = withQuery(view.First, "after", string(q.Next))
	}
	if partner != "" {
		view.Partner = organisationName(q.Overview.Setup, partner)
	}
	for n := range q.Entries {
		view.Entries = append(view.Entries, r.queuedView(q.Overview.Setup, &q.Entries[n]))
	}
	return show(r, http.StatusOK, queuePage, r.words.Text("nav.review", nil), view)
}

func (r *request) queuedView(setup *partnership.Setup, q *service.Queued) queuedView {
	v := queuedView{
		Path: r.queuePath() + "/" + url.PathEscape(q.Ref), Ref: q.Ref, Title: q.Title,
		Partner: r.partnerLabel(setup, q.Partner), Day: q.Day, Period: q.Period,
		Type: q.Type, IsMeasurement: q.IsMeasurement, WasReturned: q.WasReturned,
	}
	if q.IsMeasurement {
		v.Path = r.measurementPath(q.Ref)
	}
	return v
}

func (r *request) queuePath() string { return base(r.project()) + "/review" }

// A reviewView is an activity with what to hold it against.
type reviewView struct {
	Entry   entryView
	Against againstView
	Plan    *planView
	Decide  decideView
}

// An againstView is what an entry is held against.
type againstView struct {
	IsWaiting bool     // so that the figures after it are told
	Problems  []string // errors: it cannot be accepted so
	Warnings  []string
	Prospects []prospectView
	Alike     []alikeView
}

// A planView is the line of the work plan that an activity belongs to.
type planView struct {
	Code       string
	Title      results.Text
	Start, End results.Date
	Partners   string
	IsOutside  bool // the activity was not within its days
	IsForeign  bool // it is not planned for the partner
}

// A prospectView is an indicator as it stands, and as it would.
type prospectView struct {
	Code, Path    string
	Title, Unit   results.Text
	Adds          string // what the entry adds
	NotApplicable bool
	Before        []periodValue // what the partner has reported, by period
	Partner       change        // the partner's cumulative figure
	All           change        // of all partners
	Target        string
	PartnerGoal   string
	Status        *statusView // after
	Bar           *barView    // after
}

// A periodValue is a partner's figure of a period.
type periodValue struct {
	Period results.PeriodNo
	Value  string // empty: not reported
}

// A change is a figure before and after.
type change struct{ Now, Then string }

// An alikeView is an entry that is perhaps the same.
type alikeView struct {
	Path, Ref, Partner string
	Title              results.Text
	Status             partnership.Status
}

// A decideView is the form by which an entry is reviewed.
type decideView struct {
	Path    string // where it is sent to
	Rev     int64
	Then    string // the page to go on to
	Queue   string // path
	Next    *queuedView
	Status  partnership.Status
	Comment string
	Problem string // at the comment
	Message string // that someone else was quicker
}

var reviewPage = page[reviewView]{"review/entry.html"}

func showReview(r *request) error { return r.reviewPage(http.StatusOK, r.Param("ref"), decideView{}) }

// reviewPage shows an activity for review, with what was entered before.
func (r *request) reviewPage(status int, ref string, sent decideView) error {
	found, err := r.Service.ReviewActivity(r.ctx(), r.by(), r.project(), ref)
	if err != nil {
		return err
	}
	setup, logged := found.Overview.Setup, found.Activity.Value
	a := &logged.Value
	view := reviewView{
		Against: r.against(found, a.Partner), Plan: r.planView(setup, found.Planned, a),
		Decide: r.decide(found, sent),
	}
	if view.Entry, err = r.entryView(logged, setup); err != nil {
		return err
	}
	view.Decide.Path, view.Decide.Rev = r.activityPath(a.Ref)+"/step", found.Activity.Rev
	if view.Decide.Status = a.Status; a.Status == partnership.Accepted {
		view.Decide.Then = r.activityPath(a.Ref)
	}
	return show(r, status, reviewPage, a.Ref+" "+inLanguage(r.words, a.Title), view)
}

// decide fills in the form but for where it is sent to.
func (r *request) decide(found *service.Review, sent decideView) decideView {
	sent.Then, sent.Queue = r.queuePath(), r.queuePath()
	if found.Next != nil {
		next := r.queuedView(found.Overview.Setup, found.Next)
		sent.Next, sent.Then = &next, next.Path
	}
	return sent
}

func (r *request) against(found *service.Review, partner results.PartnerID) againstView {
	setup := found.Overview.Setup
	v := againstView{IsWaiting: found.IsWaiting()}
	for _, p := range found.Problems {
		if text := bundle.Message(r.words, p); p.Warning {
			v.Warnings = append(v.Warnings, text)
		} else {
			v.Problems = append(v.Problems, text)
		}
	}
	for n := range found.Prospects {
		if found.Prospects[n].Indicator != nil {
			v.Prospects = append(v.Prospects, r.prospectView(found, &found.Prospects[n], partner))
		}
	}
	for n := range found.Alike {
		a := &found.Alike[n]
		v.Alike = append(v.Alike, alikeView{r.activityPath(a.Ref), a.Ref, organisationName(setup, a.Partner), a.Title, a.Status})
	}
	for n := range found.AlikeValues {
		m := &found.AlikeValues[n]
		v.Alike = append(v.Alike, alikeView{r.measurementPath(m.Ref), m.Ref, organisationName(setup, m.Partner), nil, m.Status})
	}
	return v
}

func (r *request) planView(setup *partnership.Setup, p *results.PlannedActivity, a *partnership.Activity) *planView {
	if p == nil {
		return nil
	}
	v := &planView{
		Code: string(p.Code), Title: p.Title, Start: p.Start, End: p.End, IsForeign: len(p.Partners) > 0,
		IsOutside: !p.Start.IsZero() && a.Start.Before(p.Start) || !p.End.IsZero() && p.End.Before(a.Day()),
	}
	var names []string
	for _, id := range p.Partners {
		names = append(names, organisationName(setup, id))
		v.IsForeign = v.IsForeign && id != a.Partner
	}
	v.Partners = r.words.List(names)
	return v
}

func (r *request) prospectView(found *service.Review, p *service.Prospect, partner results.PartnerID) prospectView {
	o, i := found.Overview, p.Indicator
	k := max(found.Period, 1)
	v := prospectView{
		Code: string(i.Code), Path: r.indicatorPath(i.Code, k), Title: i.Title, Unit: i.Unit,
		Target: figure(r.words, i, i.TargetFigure()), PartnerGoal: figure(r.words, i, i.PartnerTarget(partner)),
	}
	c := contributionViewOf(r.words, &o.Setup.Project, &p.Contribution)
	v.NotApplicable = c.NotApplicable
	v.Adds = c.Value
	if c.Stage != nil {
		v.Adds = inLanguage(r.words, c.Stage)
	}
	if p.Rows == nil {
		return v
	}
	for n := range p.Rows[:k] {
		value := figure(r.words, i, partnerRow(&p.Rows[n], partner).Value)
		v.Before = append(v.Before, periodValue{results.PeriodNo(n + 1), value})
	}
	now := &p.Rows[k-1]
	v.Partner.Now = figure(r.words, i, partnerRow(now, partner).Cumulative)
	v.All.Now = figure(r.words, i, now.Cumulative)
	after := now
	if p.Then != nil {
		after = p.Then
		v.Partner.Then = figure(r.words, i, partnerRow(after, partner).Cumulative)
		v.All.Then = figure(r.words, i, after.Cumulative)
	}
	status := statusOf(r.words, o, after)
	v.Status, v.Bar = &status, barOf(i, after)
	return v
}

func partnerRow(row *results.Row, partner results.PartnerID) results.PartnerRow {
	for _, p := range row.Partners {
		if p.Partner == partner {
			return p
		}
	}
	return results.PartnerRow{}
}

// move reads the step that a form asks for.
func (r *request) move(rev int64) service.Move {
	return service.Move{
		Seen: rev, Step: partnership.Step(r.PostForm("step")), Comment: strings.TrimSpace(r.PostForm("comment")),
	}
}

// reviewRefused shows an activity for review again, after a step that was refused.
func (r *request) reviewRefused(ref string, refused error) error {
	status, sent, ok := r.refusedMove(refused)
	if !ok {
		return refused
	}
	return r.reviewPage(status, ref, sent)
}
