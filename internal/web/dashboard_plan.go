package web

import (
	"net/http"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A workPlanView is the work plan on a time line, with what was logged of it.
type workPlanView struct {
	dashboardFrame
	Counts     []statusCount
	Late       []planLine // what is missing or late
	Groups     []planGroup
	Start, End results.Date // of the time line
	Today      string       // where on it today is, in percent; empty outside
}

// A planGroup is a result with its planned activities.
type planGroup struct {
	Code  string
	Title results.Text
	Lines []planLine
}

// A planLine is a planned activity.
type planLine struct {
	Code       string
	Title      results.Text
	Start, End results.Date
	Partners   string
	State      statusView
	Missing    string // partners that have done nothing
	From, Long string // of its days on the time line, in percent
	Marks      []planMark
	Today      string
	Logged     []planEntry // the latest
	Count      int         // how many of them there are, as far as they were read
	IsCut      bool
	New        string // path of the form, for those who log
}

// A planMark is the last day of a logged activity on the time line.
type planMark struct {
	At   string // in percent
	Kind string // "accepted", or another status
}

// A planEntry is an activity that was logged.
type planEntry struct {
	Ref, Path string
	Title     results.Text
	Partner   string
	Day       results.Date
	Status    partnership.Status
	IsLate    bool
}

var planPage = page[workPlanView]{"dashboard/plan.html"}

func showPlan(r *request) error {
	plan, err := r.Service.WorkPlan(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	o := plan.Overview
	s, err := r.scope(o)
	if err != nil {
		return err
	}
	project := &o.Setup.Project
	view := workPlanView{dashboardFrame: r.dashboardFrame(o, s, "/dashboard/plan"), Start: project.Start, End: project.End}
	line := timeLine{project.Start, project.End}
	if !o.Today.Before(project.Start) && !project.End.Before(o.Today) {
		view.Today = line.at(o.Today)
	}
	isIn := map[results.ResultCode]bool{}
	for result := range results.All(s.results(o)) {
		isIn[result.Code] = true
	}
	counts := map[partnership.PlanState]int{}
	for n := range plan.Lines {
		l := &plan.Lines[n]
		if !isIn[l.Result.Code] || !isOfScope(o, s, l) {
			continue
		}
		v := r.planLine(o, s, line, l)
		v.Today = view.Today
		if last := len(view.Groups) - 1; last < 0 || view.Groups[last].Code != string(l.Result.Code) {
			view.Groups = append(view.Groups, planGroup{Code: string(l.Result.Code), Title: l.Result.Title})
		}
		g := &view.Groups[len(view.Groups)-1]
		g.Lines = append(g.Lines, v)
		counts[l.State]++
		if l.State.IsLate() || l.State == partnership.PlanQuiet {
			view.Late = append(view.Late, v)
		}
	}
	for _, state := range planStates() {
		if counts[state] > 0 {
			view.Counts = append(view.Counts, statusCount{Status: r.planState(state), Count: counts[state]})
		}
	}
	return show(r, http.StatusOK, planPage, r.words.Text("dashboard.tab-plan", nil), view)
}

func planStates() []partnership.PlanState {
	return []partnership.PlanState{
		partnership.PlanDone, partnership.PlanUnderWay, partnership.PlanQuiet, partnership.PlanPartial, partnership.PlanMissing, partnership.PlanAhead,
	}
}

// planState is the state of a planned activity with the shape of a status.
func (r *request) planState(s partnership.PlanState) statusView {
	kinds := map[partnership.PlanState]results.Status{
		partnership.PlanDone: results.Achieved, partnership.PlanUnderWay: results.OnTrack, partnership.PlanQuiet: results.AtRisk,
		partnership.PlanPartial: results.AtRisk, partnership.PlanMissing: results.OffTrack, partnership.PlanAhead: "not-started",
	}
	return statusView{string(kinds[s]), r.words.Text("plan."+string(s), nil)}
}

// isOfScope says whether partners that are looked at have a part in the activity.
func isOfScope(o *service.Overview, s dashboardScope, l *service.PlanLine) bool {
	return !s.isPart() ||
		slices.ContainsFunc(l.Planned.Partners, func(p results.PartnerID) bool { return s.has(o, p) }) ||
		slices.ContainsFunc(l.Logged, func(a partnership.Activity) bool { return s.has(o, a.Partner) })
}

func (r *request) planLine(o *service.Overview, s dashboardScope, line timeLine, l *service.PlanLine) planLine {
	p := l.Planned
	v := planLine{
		Code: string(p.Code), Title: p.Title, Start: p.Start, End: p.End, State: r.planState(l.State),
		Partners: r.organisations(o, p.Partners), Missing: r.organisations(o, l.Missing),
	}
	v.From, v.Long = line.span(p.Start, p.End)
	if r.actor.May(partnership.LogEntries) && slices.Contains(p.Partners, r.actor.Organisation) {
		v.New = withQuery(base(r.project())+"/activities/new", "planned", string(p.Code))
	}
	for n := range l.Logged {
		a := &l.Logged[n]
		if !s.has(o, a.Partner) {
			continue
		}
		if v.Count++; v.Count <= mostLogged {
			v.Logged = append(v.Logged, planEntry{
				Ref: a.Ref, Path: r.activityPath(a.Ref), Title: a.Title, Partner: r.partnerLabel(o.Setup, a.Partner),
				Day: a.Day(), Status: a.Status, IsLate: a.IsAfter(p),
			})
		}
		if !a.Day().IsZero() {
			v.Marks = append(v.Marks, planMark{line.at(a.Day()), string(a.Status)})
		}
	}
	v.IsCut = l.IsCut || v.Count > mostLogged
	return v
}

// mostLogged is how many activities are listed of a planned one.
const mostLogged = 8

func (r *request) organisations(o *service.Overview, ids []results.PartnerID) string {
	var names []string
	for _, id := range ids {
		names = append(names, organisationName(o.Setup, id))
	}
	return r.words.List(names)
}

// A timeLine is the project's days from left to right.
type timeLine struct{ start, end results.Date }

func (l timeLine) share(d results.Date) results.Number {
	days := max(1, l.end.DaysSince(l.start)+1)
	return results.Int(min(max(d.DaysSince(l.start), 0), days)).Div(results.Int(days))
}

// at is where a day is, in percent.
func (l timeLine) at(d results.Date) string { return percent(l.share(d)) }

// span is where days begin and how long they are, in percent; without an end they
// last to the end of the line.
func (l timeLine) span(from, to results.Date) (at, long string) {
	end := results.Int(1)
	if !to.IsZero() {
		end = l.share(to)
	}
	begin := results.Number{}
	if !from.IsZero() {
		begin = l.share(from)
	}
	return percent(begin), percent(end.Sub(begin))
}
