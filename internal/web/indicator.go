package web

import (
	"net/http"
	"net/url"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// An indicatorView is a figure, opened: how it is made, and of what.
type indicatorView struct {
	Result         namedView
	Stand          *standView // nil of an indicator of text
	Code           string
	Title, Unit    results.Text
	Source         results.Text
	Periods        []periodView
	Period         periodView
	Dashboard      string // path
	Path           string
	Rules          []string
	Participation  *participationView
	Rows           []standView // one for each period, in their order
	Trend          *chartView
	Partners       []partnerRowView
	PartnersChart  *chartView
	Missing        string // partners that are due and have not reported
	Countries      []shareView
	BreakdownChart *chartView
	Print          printHead
	Breakdown      *breakdownView
	Deductions     []deductionView
	Chosen         partnerChoice   // the partner that contributions are listed of, if one is
	Choices        []partnerChoice // where there are too many for all
	Contributions  []partnerContributionsView
}

// BreakdownTable is the breakdown below the heading of this page.
func (v indicatorView) BreakdownTable() breakdownTable {
	return breakdownTable{"breakdown", v.Breakdown}
}

// A breakdownTable is a breakdown with the id of its heading.
type breakdownTable struct {
	ID        string
	Breakdown *breakdownView
}

// A participationView is what stands beside people who are counted once.
type participationView struct{ Participations, Deducted string }

// A partnerRowView is a partner's part in a figure.
type partnerRowView struct {
	Name, Key, Path                  string
	SuspendedFrom                    results.Date
	State                            results.State
	Value, Cumulative, Target, Share string
}

// A deductionView is what was taken off because several partners had counted it.
type deductionView struct {
	Period results.PeriodNo
	Value  string
	Reason results.Text
}

// partnerContributionsView are the contributions of a partner in the period.
type partnerContributionsView struct {
	Name    string
	Key     string // of the value
	Value   string // what they come to
	Entries []contributionEntryView
	Left    int
}

// A contributionEntryView is a contribution with its entry.
type contributionEntryView struct {
	Ref, Path     string
	Title         results.Text
	Day           results.Date
	CoOrganisers  string
	IsMeasurement bool
	Contribution  contributionView
	Evidence      []evidenceView
}

var indicatorPage = page[indicatorView]{"indicator/indicator.html"}

func showIndicator(r *request) error {
	o, err := r.Service.Overview(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	k, err := r.chosenPeriod(o)
	if err != nil {
		return err
	}
	partner, err := r.chosenPartner(o.Setup)
	if err != nil {
		return err
	}
	t, err := r.Service.Trace(r.ctx(), r.by(), r.project(), service.Traced{
		Indicator: results.IndicatorCode(r.Param("code")), Period: k, Partner: partner,
	})
	if err != nil {
		return err
	}
	view := r.indicatorView(t, k, partner)
	if err := r.addIndicatorCharts(&view, t, k); err != nil {
		return err
	}
	return show(r, http.StatusOK, indicatorPage, view.Code+" "+inLanguage(r.words, view.Title), view)
}

func (r *request) indicatorView(t *service.Trace, k results.PeriodNo, partner results.PartnerID) indicatorView {
	o, i := t.Overview, t.Indicator
	view := indicatorView{
		Result: namedView{string(t.Result.Code), t.Result.Title}, Code: string(i.Code),
		Title: i.Title, Unit: i.Unit, Source: i.Source,
		Periods: periodsOf(o, k), Rules: rules(r.words, i),
		Dashboard: base(r.project()) + "/dashboard?period=" + strconv.Itoa(int(k)),
		Path:      base(r.project()) + "/indicators/" + url.PathEscape(string(i.Code)),
	}
	view.Period, view.Print = view.Periods[k-1], r.printHead(o, k)
	maker := r.standMaker(o)
	for n := range t.Rows {
		view.Rows = append(view.Rows, maker.stand(i, &t.Rows[n]))
	}
	if t.Rows != nil {
		row := &t.Rows[k-1]
		view.Stand = &view.Rows[k-1]
		view.Partners = r.partnerRows(o, i, row)
		view.Breakdown = r.breakdown(o, i, row)
		var missing []results.PartnerID
		for _, p := range row.Partners {
			if p.State == results.Silent {
				missing = append(missing, p.Partner)
			}
		}
		view.Missing = r.organisations(o, missing)
		for _, c := range t.Countries {
			view.Countries = append(view.Countries, r.countryShare(i, c.Country, &c.Rows[0]))
		}
		if i.Unique {
			view.Participation = &participationView{
				figure(r.words, i, row.Participations), figure(r.words, i, results.Known(row.Deducted)),
			}
		}
	}
	for _, d := range o.Deductions {
		if d.Indicator == i.Code && d.Value != nil {
			view.Deductions = append(view.Deductions, deductionView{d.Period, figure(r.words, i, results.Known(*d.Value)), d.Reason})
		}
	}
	if t.Contributions == nil || partner != "" {
		view.Choices = partnerChoices(o.Setup, partner)
	}
	view.Contributions = r.contributionViews(t, k)
	return view
}

// addIndicatorCharts draws the figure over time, by partner and by category.
func (r *request) addIndicatorCharts(view *indicatorView, t *service.Trace, k results.PeriodNo) (err error) {
	if t.Rows == nil {
		return nil
	}
	o, i, row := t.Overview, t.Indicator, &t.Rows[k-1]
	if view.Trend, err = r.chart("chart-trend", r.trendChart(o, i, t.Rows)); err != nil {
		return err
	}
	if view.PartnersChart, err = r.chart("chart-partners", r.partnerChart(o, i, row)); err != nil {
		return err
	}
	view.BreakdownChart, err = r.chart("chart-breakdown", r.breakdownChart(o, i, row))
	return err
}

// rules say in words how the figure of an indicator is made.
func rules(words *i18n.Localizer, i *results.Indicator) []string {
	say := func(key string) string { return words.Text("method."+key, nil) }
	if !i.IsCombined() {
		return []string{say("accepted-only"), say("text")}
	}
	partners := string(i.Partners())
	switch {
	case i.IsPair():
		partners = "pooled"
	case i.Measure == results.MeasureStage:
		partners = "stage-" + partners
	}
	all := []string{
		say("accepted-only"), say("within." + string(i.Within())), say("time." + string(i.Time())), say("partners." + partners),
	}
	if i.Unique {
		all = append(all, say("people-once"), say("deductions"))
	}
	if i.Measure == results.Percentage {
		all = append(all, say("percentages"))
	}
	return all
}

func (r *request) partnerRows(o *service.Overview, i *results.Indicator, row *results.Row) []partnerRowView {
	var all []partnerRowView
	for _, p := range row.Partners {
		v := partnerRowView{
			Name: organisationName(o.Setup, p.Partner), State: p.State,
			Key: figureKey(i, row.Period) + "/partner:" + string(p.Partner), Path: r.partnerPath(i.Code, row.Period, p.Partner),
			Value: figure(r.words, i, p.Value), Cumulative: figure(r.words, i, p.Cumulative),
			Target: figure(r.words, i, p.Target), Share: share(r.words, p.Achievement),
		}
		if member, ok := o.Setup.Project.Partner(p.Partner); ok && member.Suspended != nil {
			v.SuspendedFrom = member.Suspended.From
		}
		all = append(all, v)
	}
	return all
}

func (r *request) contributionViews(t *service.Trace, k results.PeriodNo) []partnerContributionsView {
	var all []partnerContributionsView
	for _, p := range t.Contributions {
		v := partnerContributionsView{Name: organisationName(t.Overview.Setup, p.Partner), Left: p.Left}
		if t.Rows != nil {
			for _, row := range t.Rows[k-1].Partners {
				if row.Partner == p.Partner {
					v.Key = figureKey(t.Indicator, k) + "/partner:" + string(p.Partner) + "/value"
					v.Value = figure(r.words, t.Indicator, row.Value)
				}
			}
		}
		for n := range p.Entries {
			v.Entries = append(v.Entries, r.contributionEntry(t.Overview.Setup, &p.Entries[n]))
		}
		all = append(all, v)
	}
	return all
}

func (r *request) contributionEntry(setup *partnership.Setup, e *service.ContributionEntry) contributionEntryView {
	v := contributionEntryView{
		Ref: e.Ref, Path: r.activityPath(e.Ref), Title: e.Title, Day: e.Date, IsMeasurement: e.IsMeasurement,
		Contribution: contributionViewOf(r.words, &setup.Project, &e.Contribution),
	}
	if e.IsMeasurement {
		v.Path = r.measurementPath(e.Ref)
	}
	var others []string
	for _, id := range e.CoOrganisers {
		others = append(others, organisationName(setup, id))
	}
	v.CoOrganisers = r.words.List(others)
	sorted := r.evidenceList(v.Ref, e.Evidence)
	v.Evidence = append(append(sorted.Photos, sorted.Documents...), sorted.Links...)
	return v
}
