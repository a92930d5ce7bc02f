package web

import (
	"net/http"
	"strconv"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A partnerReportView is a partner's report of a period: the form in which it is
// written, or what it says.
type partnerReportView struct {
	No       int
	Period   partnership.Period
	Partner  string
	State    partnership.Status
	Rev      int64
	IsOwn    bool
	Comments []commentView
	Entries  []entryCount
	Values   []entryCount // measurements
	Figures  []partnerFigureView
	Missing  []stepView
	Writing  writingView
	Write    string // where it can be written, on the page that says what it says
	Step     string
	Back     string

	CanSubmit, CanWithdraw, CanReview, CanReopen bool

	Comment, Problem, Message string // as it was sent, and what was wrong with it
	Why                       *whyView
}

// An entryCount is how many activities of the period are in a status.
type entryCount struct {
	State partnership.Status
	Count int
	Path  string
}

// A partnerFigureView is what a partner has reported of an indicator.
type partnerFigureView struct {
	Code, Path                       string
	Title, Unit                      results.Text
	Value, Cumulative, Target, Share string // a dash where there is none
	State                            results.State
}

var partnerReportPage = page[partnerReportView]{"partnerreport/partnerreport.html"}

// A partnerReporting is a partner's report with what is written in it.
type partnerReporting struct {
	setup *partnership.Setup
	*writing
	report service.Stored[partnership.PartnerReport]
}

// partnerReporting reads the report of the path, of the partner in the query, or
// of the own organisation.
func (r *request) partnerReporting() (*partnerReporting, error) {
	setup, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return nil, err
	}
	k, err := r.periodOf(&setup.Value.Project)
	if err != nil {
		return nil, err
	}
	partner := results.PartnerID(r.Query("partner"))
	if partner == "" {
		partner = r.actor.Organisation
	}
	p := &partnerReporting{setup: &setup.Value}
	if p.report, err = r.Service.PartnerReport(r.ctx(), r.by(), r.project(), k, partner); err != nil {
		return nil, err
	}
	p.writing, _, err = r.readWriting(&setup.Value.Project, k, partner)
	return p, err
}

func showPartnerReport(r *request) error {
	p, err := r.partnerReporting()
	if err != nil {
		return err
	}
	return r.partnerReportPage(http.StatusOK, p, nil)
}

// partnerReportPage shows the form, or what the report says where the person cannot
// write it or wants to look it over; refill puts in what was sent, where it was.
func (r *request) partnerReportPage(status int, p *partnerReporting, refill func(*partnerReportView)) error {
	state, partner := p.report.Value.Status, p.partner
	mayWrite := r.actor.MayFor(partnership.LogEntries, partner) && p.project.IsReporting(partner, r.Service.Today())
	path := withQuery(r.partnerReportPath(p.period), "partner", string(partner))
	view := partnerReportView{
		No: int(p.period), Period: p.project.Periods[p.period-1], Partner: r.partnerLabel(p.setup, partner),
		State: state, Rev: p.report.Rev, IsOwn: r.actor.MayFor(partnership.ReadOwnDrafts, partner),
		Back:    base(r.project()) + "/reports",
		Step:    withQuery(r.partnerReportPath(p.period)+"/step", "partner", string(partner)),
		Writing: r.writingView(p.writing, path, mayWrite && state.IsOpen() && r.Query("view") != "check"),
	}
	if mayWrite && state.IsOpen() && !view.Writing.IsOpen {
		view.Write = withQuery(path, "language", p.language)
	}
	isManager := mayWrite && r.actor.MayFor(partnership.SubmitPartnerReport, partner)
	view.CanSubmit, view.CanWithdraw = isManager && state.IsOpen(), isManager && state == partnership.Submitted
	view.CanReview = r.actor.May(partnership.Review) && state == partnership.Submitted
	view.CanReopen = r.actor.May(partnership.Review) && state == partnership.Accepted
	for n := range view.Writing.Sections { // what must be written is the lead's to see to
		view.Writing.Sections[n].Mandatory, view.Writing.Sections[n].Optional = false, false
	}
	var err error
	if view.Comments, err = r.comments(p.report.Value.Comments); err != nil {
		return err
	}
	if err = r.standingOf(&view, p); err != nil {
		return err
	}
	if refill != nil {
		refill(&view)
	}
	title := r.words.Text("partnerreport.title", arguments([]any{"Partner", view.Partner, "Period", int(p.period)}))
	return show(r, status, partnerReportPage, title, view)
}

// standingOf puts the partner's figures into the view, and what is missing.
func (r *request) standingOf(v *partnerReportView, p *partnerReporting) error {
	now, err := r.Service.PartnerStanding(r.ctx(), r.by(), r.project(), p.period, p.partner)
	if err != nil {
		return err
	}
	for _, f := range now.Figures {
		write := func(n results.Figure) string { return orNone(figure(r.words, f.Indicator, n)) }
		v.Figures = append(v.Figures, partnerFigureView{
			Code: string(f.Indicator.Code), Path: r.indicatorPath(f.Indicator.Code, p.period),
			Title: f.Indicator.Title, Unit: f.Indicator.Unit, State: f.Own.State,
			Value: write(f.Own.Value), Cumulative: write(f.Own.Cumulative), Target: write(f.Own.Target),
			Share: orNone(share(r.words, f.Own.Achievement)),
		})
	}
	period := p.project.Periods[p.period-1]
	for _, s := range []partnership.Status{partnership.Accepted, partnership.Submitted, partnership.Returned, partnership.Draft} {
		f := service.Filter{Partner: p.partner, Status: s, From: period.Start, To: period.End}
		v.Entries = append(v.Entries, entryCount{s, now.Activities[s], r.listPath("activities", f, p.period)})
		v.Values = append(v.Values, entryCount{s, now.Measurements[s], r.listPath("measurements", f, p.period)})
	}
	v.Missing = r.missing(v, now)
	return nil
}

// missing are what the report lacks: entries that are not accepted yet, and indicators
// that nothing was reported of.
func (r *request) missing(v *partnerReportView, now *service.PartnerStanding) []stepView {
	var all []stepView
	for _, counts := range [][]entryCount{v.Entries, v.Values} {
		for _, c := range counts {
			if c.Count > 0 && c.State != partnership.Accepted {
				text := r.words.Text("partnerreport.count", arguments([]any{"Count", c.Count}))
				if strings.Contains(c.Path, "/measurements") {
					text = r.words.Text("measurement.all", nil) + ": " + strconv.Itoa(c.Count)
				}
				all = append(all, stepView{State: "open", Path: c.Path, Text: text, Word: r.words.Text("workflow."+string(c.State), nil)})
			}
		}
	}
	for _, i := range now.Silent {
		all = append(all, stepView{
			State: "open", Path: r.indicatorPath(i.Code, now.Period), Text: string(i.Code) + " " + inLanguage(r.words, i.Title),
			Word: r.words.Text("state.not-reported", nil),
		})
	}
	return all
}

func editPartnerReport(r *request) error {
	p, err := r.partnerReporting()
	if err != nil {
		return err
	}
	path := withQuery(withQuery(r.partnerReportPath(p.period), "partner", string(p.partner)), "language", p.language)
	sent := r.writingView(p.writing, path, true)
	changed := r.sentPassages(&sent)
	if r.wantsJSON() {
		return r.autosaveWriting(p.writing, changed)
	}
	err = r.Service.WritePassages(r.ctx(), r.by(), r.project(), p.period, p.partner, changed)
	if status, ok := refusedForm(err); ok {
		now, failed := r.partnerReporting()
		if failed != nil {
			return failed
		}
		return r.partnerReportPage(status, now, func(v *partnerReportView) {
			v.Writing.IsOpen = true
			r.refill(now.writing, changed, err)(&v.Writing)
		})
	}
	if err != nil {
		return err
	}
	r.notice(r.words.Text("writing.saved", nil))
	if r.PostForm("then") == "check" {
		path = withQuery(path, "view", "check")
	}
	return r.to(path)
}

func stepPartnerReport(r *request) error {
	p, err := r.partnerReporting()
	if err != nil {
		return err
	}
	m := r.move(r.whole("rev"))
	if m.Step == partnership.Submit {
		m = r.submission(m.Seen)
	}
	err = r.Service.MovePartnerReport(r.ctx(), r.by(), r.project(), p.period, p.partner, m)
	if status, ok := refusedForm(err); ok {
		now, failed := r.partnerReporting()
		if failed != nil {
			return failed
		}
		return r.partnerReportPage(status, now, func(v *partnerReportView) {
			v.Comment, v.Why = r.PostForm("comment"), r.why(err)
			if m.Step == partnership.Submit {
				r.explainPersonal(&v.Writing, err)
				v.Write = withQuery(v.Writing.Action, "language", now.language)
			}
			if len(v.Writing.Problems) > 0 {
				return
			}
			if service.IsKind(err, service.Invalid) {
				v.Problem = r.commentProblem(problemsOf(err), "partnerreport.comment-needed")
				return
			}
			v.Message = r.refusalText(err)
		})
	}
	if err != nil {
		return err
	}
	r.notice(r.words.Text("partnerreport.did-"+string(m.Step), nil))
	return r.to(withQuery(r.partnerReportPath(p.period), "partner", string(p.partner)))
}
