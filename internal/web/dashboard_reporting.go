package web

import (
	"net/http"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/reports"
)

// A reportingView is what a partner has reported of a period.
type reportingView struct {
	Name          string
	Key           string // names what it has reported: "reporting:a/2"
	SuspendedFrom results.Date
	IsMember      bool
	Reported      int
	Due           int
	Silent        []standLink
	Report        partnership.Status // of its report
	ReportPath    string             // for those who may read it
}

// A standLink leads to an indicator.
type standLink struct{ Code, Path string }

// reportingViews tell of the partners that are looked at what they have reported.
func (r *request) reportingViews(o *service.Overview, s dashboardScope, k results.PeriodNo) []reportingView {
	reporting := o.Reporting(k)
	var all []reportingView
	for _, n := range r.partnersOf(o, s) {
		p := reporting[n]
		v := reportingView{
			Name: organisationName(o.Setup, p.Partner.Organisation), Key: reportingKey(p.Partner.Organisation, k), IsMember: p.IsMember,
			Reported: p.Reported, Due: p.Reported + len(p.Silent), Report: p.Report,
		}
		if p.Partner.Suspended != nil {
			v.SuspendedFrom = p.Partner.Suspended.From
		}
		for _, code := range p.Silent {
			v.Silent = append(v.Silent, standLink{string(code), r.indicatorPath(code, k) + "#by-partner"})
		}
		if r.actor.May(partnership.ReadDrafts) || r.actor.MayFor(partnership.ReadOwnDrafts, p.Partner.Organisation) {
			v.ReportPath = withQuery(r.partnerReportPath(k), "partner", string(p.Partner.Organisation))
		}
		all = append(all, v)
	}
	return all
}

func reportingKey(partner results.PartnerID, k results.PeriodNo) string {
	return "reporting:" + string(partner) + "/" + periodText(k)
}

// A reportingPageView is who has reported of which period.
type reportingPageView struct {
	dashboardFrame
	Chart     *chartView
	Rows      []matrixRow
	Partners  []reportingView // of the period
	Deadlines []deadlineView
}

// A matrixRow is what a partner has reported, period by period.
type matrixRow struct {
	Name          string
	SuspendedFrom results.Date
	Cells         []matrixCell
}

// A matrixCell is what a partner has reported of a period.
type matrixCell struct {
	Key    string
	Kind   string // shape of the status
	Text   string
	Report partnership.Status
	Path   string // of that period
}

var reportingPage = page[reportingPageView]{"dashboard/reporting.html"}

func showReporting(r *request) error {
	o, err := r.Service.Overview(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	s, err := r.scope(o)
	if err != nil {
		return err
	}
	view := reportingPageView{
		dashboardFrame: r.dashboardFrame(o, s, "/dashboard/reporting"),
		Partners:       r.reportingViews(o, s, s.period), Deadlines: deadlines(o, s.period),
	}
	places := r.partnersOf(o, s)
	view.Rows = make([]matrixRow, len(places))
	for k := range o.Setup.Project.Periods {
		at := s
		at.period = results.PeriodNo(k + 1)
		reporting := o.Reporting(at.period)
		for n, place := range places {
			row := &view.Rows[n]
			row.Name, row.SuspendedFrom = view.Partners[n].Name, view.Partners[n].SuspendedFrom
			cell := r.matrixCell(o, &reporting[place], at.period)
			cell.Path = base(r.project()) + "/dashboard/reporting" + at.query() + "#missing"
			row.Cells = append(row.Cells, cell)
		}
	}
	if view.Chart, err = r.chart("chart-reporting", r.reportingChart(view.Partners)); err != nil {
		return err
	}
	return show(r, http.StatusOK, reportingPage, r.words.Text("dashboard.tab-reporting", nil), view)
}

// matrixCell says in a word what a partner has reported of a period. A period that
// has not begun asks for nothing, and one that runs for nothing yet.
func (r *request) matrixCell(o *service.Overview, p *service.Reporting, k results.PeriodNo) matrixCell {
	due := p.Reported + len(p.Silent)
	cell := matrixCell{Key: reportingKey(p.Partner.Organisation, k), Report: p.Report}
	say := func(kind, key string) {
		cell.Kind, cell.Text = kind, r.words.Text(key, nil)
	}
	of := r.words.Text("report.reported-by-short", i18n.Args{"Reported": p.Reported, "Due": due})
	switch {
	case !p.IsMember:
		say("no-target", "state.not-member")
	case due == 0 && p.Suspended:
		say("no-target", "state.suspended")
	case due == 0:
		say("no-target", "dashboard.nothing-due")
	case len(p.Silent) == 0:
		cell.Kind, cell.Text = "achieved", of
	case p.Reported == 0 && o.IsAhead(k):
		say("not-started", "dashboard.not-started")
	case p.Reported == 0 && !o.IsRunning(k):
		say("off-track", "state.not-reported")
	case o.IsRunning(k) || o.IsAhead(k):
		cell.Kind, cell.Text = "not-reported", of
	default:
		cell.Kind, cell.Text = "at-risk", of
	}
	return cell
}

// reportingChart is how much of what was due each partner has reported.
func (r *request) reportingChart(partners []reportingView) reports.Chart {
	c := reports.Chart{
		Kind: reports.Bars, Title: r.words.Text("chart.reporting", nil), Axis: r.words.Text("chart.axis-indicators", nil),
	}
	reported := reports.Series{Name: r.words.Text("state.reported", nil)}
	due := reports.Series{Name: r.words.Text("chart.due", nil), Marker: true}
	for _, p := range partners {
		c.Categories = append(c.Categories, p.Name)
		reported.Points = append(reported.Points, counted(r.words, p.Reported))
		due.Points = append(due.Points, counted(r.words, p.Due))
	}
	c.Series = []reports.Series{reported, due}
	describe(&c)
	return c
}
