package web

import (
	"net/http"
	"net/url"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/reports"
)

// A dashboardView is how a project stands at the end of a period.
type dashboardView struct {
	dashboardFrame
	Counts       []statusCount
	OnTrack      string         // from which share of what was expected an indicator is on track
	AtRisk       string         // and at risk
	Own          *reportingView // of the reader's partner
	Waiting      service.Waiting
	Review       string // path of the queue, for those who review
	Work         string // path of the own work, for those who log
	Partners     []reportingView
	Deadlines    []deadlineView
	Consents     []consentCount // that ask the reader for something
	News         []newsView
	Restated     *restatedView
	Kinds        []statusView // columns of the statuses by result
	ByResult     []resultCounts
	ResultsChart *chartView
	TimeChart    *chartView
	Results      []resultView
}

// A statusCount is how many indicators stand so.
type statusCount struct {
	Status statusView
	Key    string // names the count: "result:/2/on-track"
	Count  int
}

// resultCounts are how many indicators of a result stand how.
type resultCounts struct {
	Code, Anchor string
	Title        written
	Counts       []shareView
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

// A consentCount is how many quotes and photos stand so, with the list of them.
type consentCount struct{ Path, Text string }

// A deadlineView is the day that the report of a period is due.
type deadlineView struct {
	Period results.PeriodNo
	Due    results.Date
	Days   int // from today
	IsOver bool
}

var dashboardPage = page[dashboardView]{"dashboard/dashboard.html"}

func showDashboard(r *request) error {
	d, err := r.Service.Dashboard(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	o := d.Overview
	s, err := r.scope(o)
	if err != nil {
		return err
	}
	view := dashboardView{
		dashboardFrame: r.dashboardFrame(o, s, "/dashboard"), Waiting: o.Waiting,
		Partners: r.reportingViews(o, s, s.period), Deadlines: deadlines(o, s.period), News: r.newsViews(d, s),
	}
	view.Results = r.resultViews(o, s)
	view.Counts = countStatuses(view.Results)
	for n := range view.Counts {
		view.Counts[n].Key = "result:/" + periodText(s.period) + "/" + view.Counts[n].Status.Kind
	}
	thresholds := o.Setup.Project.Thresholds
	view.OnTrack, view.AtRisk = share(r.words, results.Known(thresholds.OnTrackFrom())), share(r.words, results.Known(thresholds.AtRiskFrom()))
	view.Consents = r.consentCounts(d.Consents)
	r.addOwn(&view, o)
	if err := r.addRestated(&view, o); err != nil {
		return err
	}
	if err := r.addCharts(&view, o, s); err != nil {
		return err
	}
	return show(r, http.StatusOK, dashboardPage, r.words.Text("nav.dashboard", nil), view)
}

// addOwn adds what the reader has to do, and what the reader's partner has done.
func (r *request) addOwn(view *dashboardView, o *service.Overview) {
	if r.actor.May(partnership.Review) {
		view.Review = base(r.project()) + "/review"
	}
	if !r.actor.May(partnership.LogEntries) {
		return
	}
	view.Work = base(r.project()) + "/work"
	own := dashboardScope{period: view.Period.No, partner: r.actor.Organisation}
	if rows := r.reportingViews(o, own, view.Period.No); len(rows) == 1 {
		view.Own = &rows[0]
	}
}

// addCharts adds how the results stand, and how they stood before.
func (r *request) addCharts(view *dashboardView, o *service.Overview, s dashboardScope) (err error) {
	kinds := []results.Status{results.Achieved, results.OnTrack, results.AtRisk, results.OffTrack, results.NoTarget, results.NotReported}
	for _, kind := range kinds {
		view.Kinds = append(view.Kinds, statusView{string(kind), r.words.Text("status."+string(kind), nil)})
	}
	axis := r.words.Text("chart.axis-indicators", nil)
	byResult := reports.Chart{Kind: reports.Bars, Title: r.words.Text("chart.results", nil), Axis: axis, Series: r.statusSeries()}
	for result := range results.All(s.results(o)) {
		counts := o.Statuses(s.period, *result)
		if len(counts) == 0 {
			continue
		}
		row := resultCounts{Code: string(result.Code), Anchor: "result-" + string(result.Code), Title: writtenIn(r.words, result.Title)}
		for _, kind := range kinds {
			row.Counts = append(row.Counts, shareView{
				Key: "result:" + row.Code + "/" + periodText(s.period) + "/" + string(kind), Text: r.words.Integer(counts[kind]),
			})
		}
		view.ByResult = append(view.ByResult, row)
		byResult.Categories = append(byResult.Categories, string(result.Code))
		r.addStatuses(byResult.Series, counts)
	}
	if o.IsAhead(s.period) {
		view.ByResult = nil
		return nil
	}
	describe(&byResult)
	if view.ResultsChart, err = r.chart("chart-results", byResult); err != nil {
		return err
	}
	overTime := reports.Chart{Kind: reports.Columns, Title: r.words.Text("chart.over-time", nil), Axis: axis, Series: r.statusSeries()}
	for k := results.PeriodNo(1); k <= o.Period(); k++ {
		overTime.Categories = append(overTime.Categories, r.words.Text("report.period", i18n.Args{"Period": int(k)}))
		r.addStatuses(overTime.Series, o.Statuses(k, withBelow(s.results(o))...))
	}
	describe(&overTime)
	view.TimeChart, err = r.chart("chart-time", overTime)
	return err
}

// withBelow are results with all below them.
func withBelow(top []results.Result) []results.Result {
	var all []results.Result
	for r := range results.All(top) {
		all = append(all, *r)
	}
	return all
}

func (r *request) resultViews(o *service.Overview, s dashboardScope) []resultView {
	figures := map[results.IndicatorCode]results.IndicatorFigures{}
	for _, f := range o.Figures {
		figures[f.Indicator.Code] = f
	}
	maker := r.standMaker(o)
	var all []resultView
	for result := range results.All(s.results(o)) {
		v := resultView{Code: string(result.Code), Level: result.Level, Title: result.Title}
		for n := range result.Indicators {
			i := &result.Indicators[n]
			f, isCombined := figures[i.Code]
			if !isCombined {
				v.Texts = append(v.Texts, textIndicator{string(i.Code), r.indicatorPath(i.Code, s.period), i.Title})
				continue
			}
			stand := maker.stand(i, &f.Rows[s.period-1])
			stand.Shares = r.shares(o, s, i, &f.Rows[s.period-1])
			stand.Trend = maker.trend(i, f.Rows[:s.period])
			v.Indicators = append(v.Indicators, stand)
		}
		all = append(all, v)
	}
	return all
}

// shares are the parts of the partners that are looked at, or of the reader's own.
func (r *request) shares(o *service.Overview, s dashboardScope, i *results.Indicator, row *results.Row) []shareView {
	var all []shareView
	for n, p := range row.Partners {
		isOwn := !s.isPart() && p.Partner == r.actor.Organisation && r.actor.May(partnership.LogEntries)
		if !isOwn && (!s.isPart() || !s.has(o, p.Partner)) {
			continue
		}
		all = append(all, shareView{
			Name: r.partnerLabel(o.Setup, o.Setup.Project.Partners[n].Organisation),
			Key:  figureKey(i, row.Period) + "/partner:" + string(p.Partner) + "/cumulative",
			Text: r.partnerFigure(i, &p, p.Cumulative), Path: r.partnerPath(i.Code, row.Period, p.Partner),
		})
	}
	return all
}

// partnerFigure writes a partner's figure, or why there is none.
func (r *request) partnerFigure(i *results.Indicator, p *results.PartnerRow, f results.Figure) string {
	if s := figure(r.words, i, f); s != "" {
		return s
	}
	if p.State == results.Reported {
		return none
	}
	return r.words.Text("state."+string(p.State), nil)
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

// partnerPath is where an indicator's page lists what a partner's figure is made of.
func (r *request) partnerPath(code results.IndicatorCode, k results.PeriodNo, partner results.PartnerID) string {
	return withQuery(r.indicatorPath(code, k), "partner", string(partner)) + "#contributions"
}
