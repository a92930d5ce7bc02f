package web

import (
	"slices"
	"strconv"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A reportsView lists the reports of a project's periods: what the reader may see
// of them.
type reportsView struct {
	Periods []reportPeriodView // the latest first
	Ahead   []reportPeriodView // not begun
	Partner string             // whose reports the reader writes
	IsInner bool               // the reader sees drafts
}

// A reportPeriodView is a period with its reports.
type reportPeriodView struct {
	No        int
	Period    partnership.Period
	State     partnership.Status // of the latest version
	Version   int
	Edit      string
	Preview   string
	Fill      string // where a donor's workbook is filled in
	Steps     []stepView
	Versions  []versionView // submitted, the latest first
	Own       *partnerReportLink
	Partners  []partnerReportLink
	IsWritten bool // the reader sees how far the report is
}

// A stepView is something to do before a report is submitted.
type stepView struct {
	State string // "done", "open", "blocked"
	Text  string
	Word  string // how it stands
	Path  string
}

// A partnerReportLink leads to a partner's report.
type partnerReportLink struct {
	Name, Path string
	State      partnership.Status
}

var reportsPage = page[reportsView]{"report/reports.html"}

func showReports(r *request) error {
	setup, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	view := reportsView{IsInner: r.actor.May(partnership.ReadDrafts)}
	if r.actor.May(partnership.LogEntries) {
		view.Partner = organisationName(&setup.Value, r.actor.Organisation)
	}
	var versions []service.ReportVersion
	if r.actor.May(partnership.ReadSealed) {
		if versions, err = r.Service.ProjectReports(r.ctx(), r.by(), r.project()); err != nil {
			return err
		}
	}
	var own []service.Stored[partnership.PartnerReport]
	if view.Partner != "" {
		if own, err = r.Service.PartnerReports(r.ctx(), r.by(), r.project()); err != nil {
			return err
		}
	}
	for n := range slices.Backward(setup.Value.Project.Periods) {
		p, err := r.reportPeriod(&setup.Value, results.PeriodNo(n+1), versions, own)
		if err != nil {
			return err
		}
		switch {
		case !view.IsInner && view.Partner == "" && len(p.Versions) == 0:
		case r.Service.Today().Before(p.Period.Start):
			view.Ahead = append([]reportPeriodView{p}, view.Ahead...)
		default:
			view.Periods = append(view.Periods, p)
		}
	}
	return show(r, 200, reportsPage, r.words.Text("nav.reports", nil), view)
}

// reportPeriod makes the view of a period.
func (r *request) reportPeriod(setup *partnership.Setup, k results.PeriodNo,
	versions []service.ReportVersion, own []service.Stored[partnership.PartnerReport],
) (reportPeriodView, error) {
	v := reportPeriodView{No: int(k), Period: setup.Project.Periods[k-1], Versions: r.versionViews(versions, k)}
	if r.actor.May(partnership.LogEntries) {
		state := partnership.Draft
		for _, report := range own {
			if report.Value.Period == k && report.Value.Partner == r.actor.Organisation {
				state = report.Value.Status
			}
		}
		link := r.partnerLink(setup, k, r.actor.Organisation, state)
		v.Own = &link
	}
	switch isAhead := r.Service.Today().Before(v.Period.Start); {
	case !r.actor.May(partnership.ReadDrafts):
		return v, nil
	case isAhead && len(v.Versions) == 0:
		if r.actor.May(partnership.AssembleReport) {
			v.Edit = r.reportPath(k) + "/edit"
		}
		return v, nil
	}
	ready, err := r.Service.Readiness(r.ctx(), r.by(), r.project(), k)
	if err != nil {
		return v, err
	}
	v.IsWritten, v.State, v.Version = true, ready.Report.Value.Status, ready.Report.Value.Version
	v.Preview = r.reportPath(k) + "/preview"
	if r.actor.May(partnership.AssembleReport) {
		v.Fill = r.reportPath(k) + "/fill"
	}
	if r.actor.May(partnership.AssembleReport) && v.State.IsOpen() {
		v.Edit = r.reportPath(k) + "/edit"
	}
	if v.State.IsOpen() {
		if v.Steps, err = r.steps(setup, ready); err != nil {
			return v, err
		}
	}
	for _, report := range ready.Partners {
		v.Partners = append(v.Partners, r.partnerLink(setup, k, report.Value.Partner, report.Value.Status))
	}
	return v, nil
}

func (r *request) reportPath(k results.PeriodNo) string {
	return base(r.project()) + "/reports/" + strconv.Itoa(int(k))
}

func (r *request) partnerReportPath(k results.PeriodNo) string {
	return base(r.project()) + "/partner-report/" + strconv.Itoa(int(k))
}

// partnerLink leads to a partner's report of a period.
func (r *request) partnerLink(setup *partnership.Setup, k results.PeriodNo, partner results.PartnerID, state partnership.Status) partnerReportLink {
	return partnerReportLink{
		Name:  organisationName(setup, partner),
		Path:  withQuery(r.partnerReportPath(k), "partner", string(partner)),
		State: state,
	}
}

// steps tell what is to be done before the project's report is submitted.
func (r *request) steps(setup *partnership.Setup, ready *service.Readiness) ([]stepView, error) {
	steps := []stepView{r.periodStep(setup, ready), r.entriesStep(ready)}
	for _, report := range ready.Partners {
		link := r.partnerLink(setup, ready.Period, report.Value.Partner, report.Value.Status)
		step := stepView{
			State: "open", Path: link.Path, Word: r.words.Text("workflow."+string(link.State), nil),
			Text: r.words.Text("reports.partner-report-of", arguments([]any{"Partner", link.Name})),
		}
		if link.State == partnership.Accepted {
			step.State = "done"
		}
		steps = append(steps, step)
	}
	for _, s := range ready.Sections {
		if step, ok := r.sectionStep(ready.Period, s); ok {
			steps = append(steps, step)
		}
	}
	step, isRestated, err := r.restatedStep()
	if isRestated {
		steps = append(steps, step)
	}
	return steps, err
}

func (r *request) periodStep(setup *partnership.Setup, ready *service.Readiness) stepView {
	day := date(r.words, setup.Project.Periods[ready.Period-1].End)
	step := stepView{State: "open", Text: r.words.Text("reports.period-end", arguments([]any{"Date", day})), Word: r.words.Text("reports.period-runs", nil)}
	if ready.IsOver {
		step.State, step.Word = "done", r.words.Text("reports.period-over", nil)
	}
	return step
}

func (r *request) entriesStep(ready *service.Readiness) stepView {
	step := stepView{State: "done", Text: r.words.Text("reports.entries", nil), Word: r.words.Text("reports.none-waiting", nil)}
	if ready.Waiting > 0 {
		step.State, step.Word = "open", r.words.Text("reports.waiting", arguments([]any{"Count", ready.Waiting}))
		if r.actor.May(partnership.Review) {
			step.Path = base(r.project()) + "/review"
		}
	}
	return step
}

// sectionStep is that of a section that should be written; ok is false for one that
// is left out where nothing is written.
func (r *request) sectionStep(k results.PeriodNo, s service.SectionState) (step stepView, ok bool) {
	step = stepView{Text: worded(r.words, s.Heading).Text}
	if r.actor.May(partnership.AssembleReport) {
		step.Path = r.reportPath(k) + "/edit#section-" + s.Name
	}
	switch {
	case s.IsWritten:
		step.State, step.Word = "done", r.words.Text("reports.section-written", nil)
	case s.Mandatory:
		step.State, step.Word = "blocked", r.words.Text("reports.section-needed", nil)
	case !s.Optional:
		step.State, step.Word = "open", r.words.Text("reports.section-empty", nil)
	}
	return step, step.State != ""
}
