package web

import (
	"net/http"

	"tulos/internal/results"
	"tulos/internal/service"
)

// A sharesView is how figures are shared out: by partner, by country, and by the
// categories of their breakdowns.
type sharesView struct {
	dashboardFrame
	Partners   []string // columns
	ByPartner  []sharesRow
	Countries  []string // columns
	ByCountry  []sharesRow
	Breakdowns []breakdownOf
}

// A sharesRow is an indicator's cumulative figure, whole and in parts.
type sharesRow struct {
	Code, Path string
	Title      written
	Total      shareView
	Parts      []shareView
}

// A shareView is a part of a figure, which leads to what it is made of. Key names
// it: "OP1.1/2/partner:a/cumulative".
type shareView struct{ Name, Key, Text, Path string }

// A sharesTable is a table of figures in parts. ID is that of its heading.
type sharesTable struct {
	ID    string
	Heads []string
	Rows  []sharesRow
}

// PartnersTable has the figures by partner.
func (v sharesView) PartnersTable() sharesTable {
	return sharesTable{"by-partner", v.Partners, v.ByPartner}
}

// CountriesTable has the figures by country.
func (v sharesView) CountriesTable() sharesTable {
	return sharesTable{"by-country", v.Countries, v.ByCountry}
}

// A breakdownOf is the breakdown of an indicator.
type breakdownOf struct {
	Code, Path string
	Title      written
	Breakdown  *breakdownView
}

// ID is that of the breakdown's heading.
func (b breakdownOf) ID() string { return "breakdown-" + b.Code }

var sharesPage = page[sharesView]{"dashboard/shares.html"}

func showShares(r *request) error {
	o, err := r.Service.Overview(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	s, err := r.scope(o)
	if err != nil {
		return err
	}
	all, err := r.Service.Shares(r.ctx(), r.by(), r.project(), s.period)
	if err != nil {
		return err
	}
	view := sharesView{dashboardFrame: r.dashboardFrame(all.Overview, s, "/dashboard/shares")}
	places := r.partnersOf(all.Overview, s)
	for _, n := range places {
		view.Partners = append(view.Partners, r.partnerLabel(all.Setup, all.Setup.Project.Partners[n].Organisation))
	}
	countries := countriesIn(all, s)
	for _, c := range countries {
		view.Countries = append(view.Countries, r.countryName(c.Country))
	}
	isIn := map[results.IndicatorCode]bool{}
	for i := range results.Indicators(s.results(all.Overview)) {
		isIn[i.Code] = true
	}
	for n, f := range all.Figures {
		if !isIn[f.Indicator.Code] {
			continue
		}
		row := &f.Rows[s.period-1]
		view.ByPartner = append(view.ByPartner, r.byPartner(f.Indicator, row, places))
		view.ByCountry = append(view.ByCountry, r.byCountry(f.Indicator, row, n, countries))
		if b := r.breakdown(all.Overview, f.Indicator, row); b != nil {
			view.Breakdowns = append(view.Breakdowns, breakdownOf{
				string(f.Indicator.Code), r.indicatorPath(f.Indicator.Code, s.period) + "#breakdown", writtenIn(r.words, f.Indicator.Title), b,
			})
		}
	}
	return show(r, http.StatusOK, sharesPage, r.words.Text("dashboard.tab-shares", nil), view)
}

// countriesIn are the countries that are looked at.
func countriesIn(all *service.Shares, s dashboardScope) []service.CountryPart {
	var in []service.CountryPart
	for _, c := range all.Countries {
		if (s.country == "" || s.country == c.Country) && (s.partner == "" || all.CountryOf(s.partner) == c.Country) {
			in = append(in, c)
		}
	}
	return in
}

func (r *request) countryName(code string) string {
	if code == "" {
		return r.words.Text("shares.no-country", nil)
	}
	return r.words.CountryName(code)
}

// figureKey names the figures of an indicator at the end of a period.
func figureKey(i *results.Indicator, k results.PeriodNo) string {
	return string(i.Code) + "/" + periodText(k)
}

func (r *request) sharesRow(i *results.Indicator, row *results.Row) sharesRow {
	path := r.indicatorPath(i.Code, row.Period)
	return sharesRow{
		Code: string(i.Code), Path: path, Title: writtenIn(r.words, i.Title),
		Total: shareView{Key: figureKey(i, row.Period) + "/cumulative", Text: orNone(figure(r.words, i, row.Cumulative)), Path: path + "#how"},
	}
}

func (r *request) byPartner(i *results.Indicator, row *results.Row, places []int) sharesRow {
	v := r.sharesRow(i, row)
	for _, n := range places {
		p := &row.Partners[n]
		v.Parts = append(v.Parts, shareView{
			Key:  figureKey(i, row.Period) + "/partner:" + string(p.Partner) + "/cumulative",
			Text: r.partnerFigure(i, p, p.Cumulative), Path: r.partnerPath(i.Code, row.Period, p.Partner),
		})
	}
	return v
}

// byCountry is the indicator that is the n-th of all, by country.
func (r *request) byCountry(i *results.Indicator, row *results.Row, n int, countries []service.CountryPart) sharesRow {
	v := r.sharesRow(i, row)
	for _, c := range countries {
		v.Parts = append(v.Parts, r.countryShare(i, c.Country, &c.Rows[n]))
	}
	return v
}

func (r *request) countryShare(i *results.Indicator, country string, row *results.Row) shareView {
	return shareView{
		Name: r.countryName(country),
		Key:  figureKey(i, row.Period) + "/country:" + country + "/cumulative",
		Text: orNone(figure(r.words, i, row.Cumulative)), Path: r.indicatorPath(i.Code, row.Period) + "#by-country",
	}
}
