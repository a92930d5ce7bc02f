package web

import (
	"strings"
	"time"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A newsView is something that changed.
type newsView struct {
	At      time.Time
	Text    string       // what it was: "Measurement", "Report of period 2"
	Title   results.Text // of an activity
	Path    string
	Partner string
	Status  partnership.Status // that it got; empty where it has none
}

// newsViews tell what changed of what is looked at.
func (r *request) newsViews(d *service.Dashboard, s dashboardScope) []newsView {
	var all []newsView
	for n := range d.News {
		e := &d.News[n]
		if e.Partner != "" && !s.has(d.Overview, e.Partner) {
			continue
		}
		all = append(all, r.newsView(d.Overview, e))
	}
	return all
}

func (r *request) newsView(o *service.Overview, e *service.Event) newsView {
	v := newsView{At: e.At, Title: e.Title}
	if e.Partner != "" {
		v.Partner = organisationName(o.Setup, e.Partner)
	}
	subject, step, _ := strings.Cut(e.What, ".")
	period := i18n.Args{"Period": int(e.Period)}
	switch subject {
	case "activity":
		v.Path, v.Status, v.Text = r.activityPath(e.Ref), statusAfter(step), e.Ref
	case "measurement":
		v.Path, v.Status, v.Text = r.measurementPath(e.Ref), statusAfter(step), r.words.Text("review.measurement", nil)+" "+e.Ref
	case "partner-report":
		v.Status, v.Text = statusAfter(step), r.words.Text("news.partner-report", period)
		if r.actor.May(partnership.ReadDrafts) || r.actor.MayFor(partnership.ReadOwnDrafts, e.Partner) {
			v.Path = withQuery(r.partnerReportPath(e.Period), "partner", string(e.Partner))
		}
	case "project-report":
		v.Path, v.Status, v.Text = base(r.project())+"/reports", statusAfter(step), r.words.Text("dashboard.report-of", period)
	case "deduction", "planned", "project":
		v.Text = r.words.Text("news."+subject, nil)
	case "partner":
		v.Text = r.words.Text("news.partners", nil)
	default:
		v.Text = r.words.Text("news.setup", nil)
	}
	return v
}

// statusAfter is the status that a step leads to.
func statusAfter(step string) partnership.Status {
	switch partnership.Step(step) {
	case partnership.Submit:
		return partnership.Submitted
	case partnership.Accept:
		return partnership.Accepted
	case partnership.Verify:
		return partnership.Verified
	case partnership.Return, partnership.Reopen:
		return partnership.Returned
	case partnership.Withdraw:
	}
	return partnership.Draft
}
