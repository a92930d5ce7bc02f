package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A calendarView is the days on which reports are due, in a project or in all of a
// person.
type calendarView struct {
	IsAll  bool
	Months []calendarMonth // of reports that are still to be submitted
	Done   []calendarItem
	Feed   *feedView // on the page of all projects
}

// A calendarMonth is the reports that are due in a month.
type calendarMonth struct {
	Name  string
	Items []calendarItem
}

// A calendarItem is a report that is due.
type calendarItem struct {
	Due     results.Date
	Period  results.PeriodNo
	Project results.Text // on the page of all projects
	Partner string       // whose report it is; empty: the project's
	Path    string
	State   partnership.DeadlineState
	Days    int // from today
	Late    int // days
}

// IsWorkflow says whether the state is one of the report, not of time.
func (i calendarItem) IsWorkflow() bool {
	return i.State == partnership.DeadlineSubmitted || i.State == partnership.DeadlineReturned || i.State == partnership.DeadlineAccepted
}

// A feedView is the address at which calendar programs read the days; Link is told once.
type feedView struct {
	Link  string
	Since time.Time // zero: there is none
}

var calendarPage = page[calendarView]{"calendar/calendar.html"}

func showCalendar(r *request) error {
	c, err := r.Service.Calendar(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	return show(r, http.StatusOK, calendarPage, r.words.Text("calendar.title", nil), r.calendarView([]service.Calendar{*c}))
}

func showCalendars(r *request) error { return r.calendars("") }

// calendars shows the days of all projects, and a new address where there is one.
func (r *request) calendars(address string) error {
	all, err := r.Service.Calendars(r.ctx(), r.by())
	if err != nil {
		return err
	}
	v := r.calendarView(all)
	v.IsAll, v.Feed = true, &feedView{Link: address}
	link, _, err := r.Service.CalendarLink(r.ctx(), r.by())
	if err != nil {
		return err
	}
	v.Feed.Since = link.Since
	return show(r, http.StatusOK, calendarPage, r.words.Text("calendar.title", nil), v)
}

func (r *request) calendarView(all []service.Calendar) calendarView {
	var v calendarView
	var waiting []calendarItem
	for n := range all {
		for _, d := range all[n].Deadlines {
			item := r.calendarItem(&all[n], d) //nolint:gosec // n is an index of all
			if d.IsWaiting() {
				waiting = append(waiting, item)
			} else {
				v.Done = append(v.Done, item)
			}
		}
	}
	slices.SortStableFunc(waiting, func(a, b calendarItem) int { return a.Due.Compare(b.Due) })
	slices.SortStableFunc(v.Done, func(a, b calendarItem) int { return b.Due.Compare(a.Due) })
	for _, item := range waiting {
		year, month, _ := item.Due.Parts()
		name := r.words.MonthYear(year, month)
		if n := len(v.Months); n == 0 || v.Months[n-1].Name != name {
			v.Months = append(v.Months, calendarMonth{Name: name})
		}
		last := &v.Months[len(v.Months)-1]
		last.Items = append(last.Items, item)
	}
	return v
}

func (r *request) calendarItem(c *service.Calendar, d partnership.Deadline) calendarItem {
	p := &c.Setup.Project
	i := calendarItem{Due: d.Due, Period: d.Period, State: d.State, Days: d.Due.DaysSince(c.Today), Path: base(p.Code) + "/reports"}
	i.Late = -i.Days
	if d.Partner != "" {
		i.Partner = organisationName(c.Setup, d.Partner)
		i.Path = withQuery(base(p.Code)+"/partner-report/"+strconv.Itoa(int(d.Period)), "partner", string(d.Partner))
	}
	if r.Param("project") == "" {
		i.Project = p.Title
	}
	return i
}

// makeFeed makes an address for calendar programs, and shows it.
func makeFeed(r *request) error {
	secret, err := r.Service.MakeCalendarLink(r.ctx(), r.by())
	if err != nil {
		return err
	}
	return r.calendars(r.address("/calendar/" + url.PathEscape(secret) + ".ics"))
}

func endFeed(r *request) error {
	if err := r.Service.EndCalendarLink(r.ctx(), r.by()); err != nil {
		return err
	}
	r.notice(r.words.Text("calendar.feed-ended", nil))
	return r.to("/calendar")
}

// A dueDay is a day of the feed: the reports of a period are due.
type dueDay struct {
	project *partnership.Setup
	period  results.PeriodNo
	due     results.Date
}

// dueDays are the days of calendars, each period once, by day.
func dueDays(all []service.Calendar) []dueDay {
	var days []dueDay
	for n := range all {
		for _, d := range all[n].Deadlines {
			one := dueDay{all[n].Setup, d.Period, d.Due}
			if !slices.Contains(days, one) {
				days = append(days, one)
			}
		}
	}
	slices.SortStableFunc(days, func(a, b dueDay) int {
		return cmp.Or(a.due.Compare(b.due), cmp.Compare(a.project.Project.Code, b.project.Project.Code))
	})
	return days
}
