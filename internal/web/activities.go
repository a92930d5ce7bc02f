package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
)

// An activitiesView lists activities, the latest first.
type activitiesView struct {
	Path       string
	Partners   []partnerChoice
	Statuses   []statusChoice
	Periods    []periodView
	IsFiltered bool
	OnlyOwn    bool // of others what was accepted is listed
	IsFirst    bool
	Activities []activityItem
	Next       string // path of the next page
	First      string // path of the first
	New        string // path of the form, for those who log

	Measurements string // path of their list
}

// A statusChoice is a status that can be chosen.
type statusChoice struct {
	Status   partnership.Status
	IsChosen bool
}

// An activityItem is a line of a list of activities.
type activityItem struct {
	Path, Ref string
	Title     results.Text
	Type      partnership.ActivityType
	Partner   string
	Day       results.Date
	Place     string
	Status    partnership.Status
}

var activitiesPage = page[activitiesView]{"activities/activities.html"}

// activitiesOnPage is how many are listed at once.
const activitiesOnPage = 50

func listActivities(r *request) error {
	o, err := r.Service.Overview(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	filter, period, err := r.activityFilter(o)
	if err != nil {
		return err
	}
	found, next, err := r.Service.Activities(r.ctx(), r.by(), r.project(), filter, store.Cursor(r.Query("after")), activitiesOnPage)
	if errors.Is(err, store.ErrCursor) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	view := activitiesView{
		Path: base(r.project()) + "/activities", Partners: partnerChoices(o.Setup, filter.Partner),
		Periods: periodsOf(o, period), IsFirst: r.Query("after") == "",
		Measurements: r.measurementsPath(), IsFiltered: filter != service.Filter{}, OnlyOwn: !r.actor.May(partnership.ReadDrafts),
	}
	for _, s := range []partnership.Status{partnership.Draft, partnership.Submitted, partnership.Returned, partnership.Accepted} {
		view.Statuses = append(view.Statuses, statusChoice{s, s == filter.Status})
	}
	for n := range found {
		view.Activities = append(view.Activities, r.activityItem(o.Setup, &found[n].Value.Value))
	}
	view.First = r.pageOf(filter, period, "")
	if next != "" {
		view.Next = r.pageOf(filter, period, next)
	}
	if r.actor.May(partnership.LogEntries) {
		view.New = view.Path + "/new"
	}
	return show(r, http.StatusOK, activitiesPage, r.words.Text("nav.activities", nil), view)
}

// activityFilter reads the filter of the address. Whoever sees drafts of the own
// organisation alone, and asks for what is not accepted, is shown those.
func (r *request) activityFilter(o *service.Overview) (f service.Filter, period results.PeriodNo, err error) {
	if f.Partner, err = r.chosenPartner(o.Setup); err != nil {
		return f, 0, err
	}
	switch s := partnership.Status(r.Query("status")); s {
	case partnership.Draft, partnership.Submitted, partnership.Returned, partnership.Accepted:
		f.Status = s
	case "":
	default:
		return f, 0, errNotFound
	}
	if f.Status != "" && f.Status != partnership.Accepted && !r.actor.MayRead(f.Partner, f.Status) {
		f.Partner = r.actor.Organisation
	}
	if r.Query("period") == "" {
		return f, 0, nil
	}
	if period, err = r.chosenPeriod(o); err != nil {
		return f, 0, err
	}
	p := o.Setup.Project.Periods[period-1]
	f.From, f.To = p.Start, p.End
	return f, period, nil
}

func (r *request) activityItem(setup *partnership.Setup, a *partnership.Activity) activityItem {
	return activityItem{
		Path: r.activityPath(a.Ref), Ref: a.Ref, Title: a.Title, Type: a.Type,
		Partner: organisationName(setup, a.Partner), Day: a.Day(), Place: a.Place, Status: a.Status,
	}
}

// pageOf is the path of a page of the list.
func (r *request) pageOf(f service.Filter, period results.PeriodNo, after store.Cursor) string {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" {
			q.Set(name, value)
		}
	}
	set("partner", string(f.Partner))
	set("status", string(f.Status))
	if period > 0 {
		set("period", strconv.Itoa(int(period)))
	}
	set("after", string(after))
	path := base(r.project()) + "/activities"
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}
