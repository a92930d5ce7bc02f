package web

import (
	"net/url"
	"slices"
	"strconv"

	"tulos/internal/results"
	"tulos/internal/service"
)

// A dashboardScope is what of a project is looked at. It is in the address, so that
// a view can be shared; what is empty is not asked for.
type dashboardScope struct {
	period  results.PeriodNo
	partner results.PartnerID
	country string
	result  results.ResultCode
}

// scope reads what is looked at from the address.
func (r *request) scope(o *service.Overview) (s dashboardScope, err error) {
	if s.period, err = r.chosenPeriod(o); err != nil {
		return s, err
	}
	if s.partner, err = r.chosenPartner(o.Setup); err != nil {
		return s, err
	}
	s.country, s.result = r.Query("country"), results.ResultCode(r.Query("result"))
	if s.country != "" && !slices.Contains(o.Countries(), s.country) {
		return s, errNotFound
	}
	for result := range results.All(o.Setup.Project.Results) {
		if result.Code == s.result {
			return s, nil
		}
	}
	if s.result != "" {
		return s, errNotFound
	}
	return s, nil
}

// query is the scope as a part of an address.
func (s dashboardScope) query() string {
	q := url.Values{}
	for name, value := range map[string]string{
		"period": strconv.Itoa(int(s.period)), "partner": string(s.partner), "country": s.country, "result": string(s.result),
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return "?" + q.Encode()
}

// isPart says whether some of the partners are looked at, not all.
func (s dashboardScope) isPart() bool { return s.partner != "" || s.country != "" }

// has says whether a partner is looked at.
func (s dashboardScope) has(o *service.Overview, partner results.PartnerID) bool {
	return (s.partner == "" || s.partner == partner) && (s.country == "" || s.country == o.CountryOf(partner))
}

// results are those that are looked at: all, or one with those below it.
func (s dashboardScope) results(o *service.Overview) []results.Result {
	if s.result == "" {
		return o.Setup.Project.Results
	}
	for result := range results.All(o.Setup.Project.Results) {
		if result.Code == s.result {
			return []results.Result{*result}
		}
	}
	return nil
}

// partners are the places in the set-up of those that are looked at, the reader's
// own first.
func (r *request) partnersOf(o *service.Overview, s dashboardScope) []int {
	var all []int
	for n, p := range o.Setup.Project.Partners {
		switch {
		case !s.has(o, p.Organisation):
		case p.Organisation == r.actor.Organisation:
			all = slices.Insert(all, 0, n)
		default:
			all = append(all, n)
		}
	}
	return all
}

// A dashboardFrame is what the pages of a dashboard have in common.
type dashboardFrame struct {
	Path           string // of the page, where its filter is sent to
	Reset          string // of the page with all
	Tabs           []link
	Periods        []periodView
	Period         periodView
	PartnerChoices []partnerChoice
	CountryChoices []option
	ResultChoices  []option
	Scope          []string // what is looked at, in words
	Print          printHead
}

// A printHead stands above a page on paper.
type printHead struct {
	Project written
	Period  periodView
	Today   results.Date
	Scope   []string
}

// dashboardTabs are the pages of a dashboard.
func dashboardTabs() []struct{ key, path string } {
	return []struct{ key, path string }{
		{"dashboard.tab-overview", "/dashboard"},
		{"dashboard.tab-shares", "/dashboard/shares"},
		{"dashboard.tab-plan", "/dashboard/plan"},
		{"dashboard.tab-reporting", "/dashboard/reporting"},
	}
}

// dashboardFrame makes what stands around a page of the dashboard.
func (r *request) dashboardFrame(o *service.Overview, s dashboardScope, path string) dashboardFrame {
	f := dashboardFrame{
		Path: base(r.project()) + path, Periods: periodsOf(o, s.period), PartnerChoices: partnerChoices(o.Setup, s.partner),
	}
	f.Period = f.Periods[s.period-1]
	for _, tab := range dashboardTabs() {
		f.Tabs = append(f.Tabs, link{
			Text: r.words.Text(tab.key, nil), Path: base(r.project()) + tab.path + s.query(), IsCurrent: tab.path == path,
		})
	}
	for _, c := range o.Countries() {
		if c != "" {
			f.CountryChoices = append(f.CountryChoices, option{Value: c, Text: r.words.CountryName(c), IsChosen: c == s.country})
		}
	}
	for result := range results.All(o.Setup.Project.Results) {
		f.ResultChoices = append(f.ResultChoices, option{
			Value: string(result.Code), Text: string(result.Code) + " " + inLanguage(r.words, result.Title), IsChosen: result.Code == s.result,
		})
	}
	if s.partner != "" {
		f.Scope = append(f.Scope, organisationName(o.Setup, s.partner))
	}
	if s.country != "" {
		f.Scope = append(f.Scope, r.words.CountryName(s.country))
	}
	if s.result != "" {
		f.Scope = append(f.Scope, string(s.result))
	}
	if len(f.Scope) > 0 {
		f.Reset = f.Path + dashboardScope{period: s.period}.query()
	}
	f.Print = r.printHead(o, s.period)
	f.Print.Scope = f.Scope
	return f
}

func (r *request) printHead(o *service.Overview, k results.PeriodNo) printHead {
	return printHead{Project: writtenIn(r.words, o.Setup.Project.Title), Period: periodsOf(o, k)[k-1], Today: o.Today}
}
