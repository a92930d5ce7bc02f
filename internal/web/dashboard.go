package web

import (
	"net/http"
	"net/url"
	"strconv"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A dashboardView is how a project stands at the end of a period.
type dashboardView struct {
	Path      string
	Periods   []periodView
	Period    periodView
	Counts    []statusCount
	Results   []resultView
	Partners  []reportingView
	Deadlines []deadlineView
	Waiting   service.Waiting
	Review    string // path of the queue, for those who review
	Work      string // path of the own work, for those who log
}

// A statusCount is how many indicators stand so.
type statusCount struct {
	Status statusView
	Count  int
}

// A resultView is a result with how its indicators stand.
type resultView struct {
	Code       string
	Level      results.Level
	Title      results.Text
	Indicators []standView
	Texts      []textIndicator
}

// A textIndicator is an indicator whose answers are listed, not counted.
type textIndicator struct {
	Code, Path string
	Title      results.Text
}

// A reportingView is what a partner has reported of a period.
type reportingView struct {
	Name          string
	SuspendedFrom results.Date
	IsMember      bool
	Reported      int
	Due           int
	Silent        []standLink
	Report        partnership.Status // of its report
}

// A standLink leads to an indicator.
type standLink struct{ Code, Path string }

// A deadlineView is the day that the report of a period is due.
type deadlineView struct {
	Period results.PeriodNo
	Due    results.Date
	Days   int // from today
	IsOver bool
}

var dashboardPage = page[dashboardView]{"dashboard/dashboard.html"}

func showDashboard(r *request) error {
	o, err := r.Service.Overview(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	k, err := r.chosenPeriod(o)
	if err != nil {
		return err
	}
	view := dashboardView{
		Path: base(r.project()) + "/dashboard", Periods: periodsOf(o, k), Waiting: o.Waiting,
		Results: r.resultViews(o, k), Partners: r.reportingViews(o, k), Deadlines: deadlines(o, k),
	}
	view.Period = view.Periods[k-1]
	view.Counts = countStatuses(view.Results)
	if r.actor.May(partnership.Review) {
		view.Review = base(r.project()) + "/review"
	}
	if r.actor.May(partnership.LogEntries) {
		view.Work = base(r.project()) + "/work"
	}
	return show(r, http.StatusOK, dashboardPage, r.words.Text("nav.dashboard", nil), view)
}

func (r *request) resultViews(o *service.Overview, k results.PeriodNo) []resultView {
	rows := map[results.IndicatorCode]*results.Row{}
	for _, f := range o.Figures {
		rows[f.Indicator.Code] = &f.Rows[k-1]
	}
	maker := r.standMaker(o)
	var all []resultView
	for result := range results.All(o.Setup.Project.Results) {
		v := resultView{Code: string(result.Code), Level: result.Level, Title: result.Title}
		for n := range result.Indicators {
			i := &result.Indicators[n]
			if row := rows[i.Code]; row != nil {
				v.Indicators = append(v.Indicators, maker.stand(i, row))
			} else {
				v.Texts = append(v.Texts, textIndicator{string(i.Code), r.indicatorPath(i.Code, k), i.Title})
			}
		}
		all = append(all, v)
	}
	return all
}

// countStatuses counts how many indicators stand how, from best to worst.
func countStatuses(all []resultView) []statusCount {
	counts := map[string]*statusCount{}
	for _, result := range all {
		for _, i := range result.Indicators {
			c := counts[i.Status.Kind]
			if c == nil {
				c = &statusCount{Status: i.Status}
				counts[i.Status.Kind] = c
			}
			c.Count++
		}
	}
	var list []statusCount
	for _, kind := range []results.Status{
		results.Achieved, results.OnTrack, results.AtRisk, results.OffTrack, results.NoTarget, results.NotReported, "not-started",
	} {
		if c := counts[string(kind)]; c != nil {
			list = append(list, *c)
		}
	}
	return list
}

func (r *request) reportingViews(o *service.Overview, k results.PeriodNo) []reportingView {
	var all []reportingView
	for _, p := range o.Reporting(k) {
		v := reportingView{
			Name: organisationName(o.Setup, p.Partner.Organisation), IsMember: p.IsMember,
			Reported: p.Reported, Due: p.Reported + len(p.Silent), Report: p.Report,
		}
		if p.Partner.Suspended != nil {
			v.SuspendedFrom = p.Partner.Suspended.From
		}
		for _, code := range p.Silent {
			v.Silent = append(v.Silent, standLink{string(code), r.indicatorPath(code, k)})
		}
		all = append(all, v)
	}
	return all
}

// deadlines are those of a period and of the ones that come next.
func deadlines(o *service.Overview, chosen results.PeriodNo) []deadlineView {
	const most = 3
	var all []deadlineView
	for n, p := range o.Setup.Project.Periods {
		k := results.PeriodNo(n + 1)
		isOver := p.Due.Before(o.Today)
		if p.Due.IsZero() || len(all) == most || isOver && k != chosen {
			continue
		}
		all = append(all, deadlineView{Period: k, Due: p.Due, Days: p.Due.DaysSince(o.Today), IsOver: isOver})
	}
	return all
}

// indicatorPath is the page of an indicator, at a period.
func (r *request) indicatorPath(code results.IndicatorCode, k results.PeriodNo) string {
	return base(r.project()) + "/indicators/" + url.PathEscape(string(code)) + "?period=" + strconv.Itoa(int(k))
}
