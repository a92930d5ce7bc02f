package web

import (
	"net/http"
	"slices"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A portfolioView is all projects of a person.
type portfolioView struct {
	Holdings  []holdingView
	Elsewhere []link // to the set-up of projects in which an administrator has no place
	Waits     int    // reports that wait for the reader's answer
	Today     results.Date
}

// A holdingView is a project, as far as the reader may see it.
type holdingView struct {
	Code, Path string
	Title      written
	Roles      []partnership.Role
	IsLocked   bool
	Counts     []statusCount
	Of         *periodView  // the period that the counts are of
	AsOf       results.Date // the day the figures were submitted; zero where they are those of now
	Waiting    service.Waiting
	Silent     int // indicators that the reader's partner has not reported
	Waits      int
	Periods    []heldPeriod
	Figures    []heldFigure // of the report that was submitted last
	Deadlines  []deadlineView
}

// A heldPeriod is a period with the report that was submitted of it.
type heldPeriod struct {
	Period  periodView
	State   partnership.Status // empty where none was
	Version int
	AsOf    results.Date
	Path    string
	Waits   bool
}

// A heldFigure is an indicator as a report said it.
type heldFigure struct {
	Code, Key                     string
	Title                         written
	Cumulative, Expected, Reached string
	Status                        statusView
	ReportedBy                    string
}

var portfolioPage = page[portfolioView]{"portfolio/portfolio.html"}

func showPortfolio(r *request) error {
	all, err := r.Service.Portfolio(r.ctx(), r.by())
	if err != nil {
		return err
	}
	view := portfolioView{Today: r.Service.Today()}
	for n := range all {
		h := r.holdingView(&all[n])
		view.Waits += h.Waits
		view.Holdings = append(view.Holdings, h)
	}
	if view.Elsewhere, err = r.elsewhere(all); err != nil {
		return err
	}
	return show(r, http.StatusOK, portfolioPage, r.words.Text("portfolio.title", nil), view)
}

// elsewhere are the projects that an administrator sets up without a place in them.
func (r *request) elsewhere(held []service.Holding) ([]link, error) {
	if !r.user.Administrator {
		return nil, nil
	}
	all, err := r.casts()
	if err != nil {
		return nil, err
	}
	var links []link
	for _, cast := range all {
		if !slices.ContainsFunc(held, func(h service.Holding) bool { return h.Project == cast.Project }) {
			links = append(links, link{Text: r.titled(string(cast.Project), cast.Title), Path: base(cast.Project) + "/setup"})
		}
	}
	return links, nil
}

func (r *request) holdingView(h *service.Holding) holdingView {
	v := holdingView{
		Code: string(h.Project), Path: base(h.Project), Title: writtenIn(r.words, h.Title), Roles: h.Roles, IsLocked: h.IsLocked, Waits: h.Waits(),
	}
	if h.IsLocked {
		return v
	}
	if o := h.Overview; o != nil {
		v.Waiting, v.Deadlines = o.Waiting, deadlines(o, o.Period())
		v.Of = &periodsOf(o, o.Period())[o.Period()-1]
		if !o.IsAhead(o.Period()) {
			v.Counts = r.countViews(o.Statuses(o.Period(), withBelow(o.Setup.Project.Results)...), o.IsRunning(o.Period()))
		}
		v.Silent = silentOf(h)
	}
	if f := h.Figures; f != nil && h.Overview == nil {
		p := h.Setup.Project.Periods[f.Period-1]
		v.Of, v.AsOf = &periodView{No: f.Period, Start: p.Start, End: p.End, Due: p.Due}, f.AsOf
		v.Counts = r.countViews(f.Statuses(), f.IsRunning(&h.Setup.Project))
	}
	if h.Figures != nil {
		v.Figures = r.heldFigures(h)
	}
	if h.HasReports {
		v.Periods = r.heldPeriods(h)
	}
	return v
}

// silentOf is how many indicators the reader's partner has not reported in the
// present period.
func silentOf(h *service.Holding) int {
	for _, p := range h.Overview.Reporting(h.Overview.Period()) {
		if p.Partner.Organisation == h.Own {
			return len(p.Silent)
		}
	}
	return 0
}

// countViews are counts of statuses from best to worst, of a running period so far.
func (r *request) countViews(counts map[results.Status]int, isRunning bool) []statusCount {
	var all []statusCount
	for _, kind := range []results.Status{
		results.Achieved, results.OnTrack, results.AtRisk, results.OffTrack, results.NoTarget, results.NotReported,
	} {
		if counts[kind] > 0 {
			all = append(all, statusCount{Status: r.statusWord(kind, isRunning), Count: counts[kind]})
		}
	}
	return all
}

func (r *request) statusWord(kind results.Status, isRunning bool) statusView {
	word := r.words.Text("status."+string(kind), nil)
	if isRunning && kind != results.NotReported {
		word = r.words.Text("status.so-far", i18n.Args{"Status": word})
	}
	return statusView{string(kind), word}
}

// heldPeriods are the periods that have begun or have a report, the latest first.
func (r *request) heldPeriods(h *service.Holding) []heldPeriod {
	today := r.Service.Today()
	var all []heldPeriod
	for n := len(h.Setup.Project.Periods) - 1; n >= 0; n-- {
		p, k := h.Setup.Project.Periods[n], results.PeriodNo(n+1)
		v := heldPeriod{Period: periodView{
			No: k, Start: p.Start, End: p.End, Due: p.Due,
			IsRunning: !today.Before(p.Start) && !p.End.Before(today), IsAhead: today.Before(p.Start),
		}}
		for _, report := range h.Reports {
			if report.Value.Period == k {
				v.State, v.Version, v.AsOf = report.Value.Status, report.Value.Version, report.Value.AsOf
				v.Path = base(h.Project) + "/reports/" + strconv.Itoa(n+1) + "/versions/" + strconv.Itoa(v.Version)
				v.Waits = h.CanAnswer && v.State == partnership.Submitted
			}
		}
		if v.State != "" || !v.Period.IsAhead {
			all = append(all, v)
		}
	}
	return all
}

// heldFigures are those of the report that was submitted last, in the order of the
// framework as it is now. What has gone from it since is in the report itself.
func (r *request) heldFigures(h *service.Holding) []heldFigure {
	var all []heldFigure
	for i := range results.Indicators(h.Setup.Project.Results) {
		if row, ok := h.Figures.Rows[i.Code]; ok {
			all = append(all, r.heldFigure(h, i, &row))
		}
	}
	return all
}

func (r *request) heldFigure(h *service.Holding, i *results.Indicator, row *results.Row) heldFigure {
	return heldFigure{
		Code: string(i.Code), Key: figureKey(i, row.Period), Title: writtenIn(r.words, i.Title),
		Cumulative: orNone(figure(r.words, i, row.Cumulative)), Expected: orNone(figure(r.words, i, row.Expected)),
		Reached: orNone(share(r.words, row.Achievement)), Status: r.statusWord(row.Status, h.Figures.IsRunning(&h.Setup.Project)),
		ReportedBy: r.words.Text("report.reported-by-short", i18n.Args{"Reported": row.ReportedBy, "Due": row.DueFrom}),
	}
}
