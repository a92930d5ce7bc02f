package web

import (
	"net/http"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A setupView shows the whole of a set-up.
type setupView struct {
	Path           string
	Code, Currency string
	Title, Summary results.Text
	Start, End     results.Date
	Version        int
	CanEdit        bool
	SeesVersions   bool
	SeesDeductions bool
	Gaps           []problemLink
	NeedsPeople    bool
	CanInvite      bool
	Partners       []setupPartner
	Organisations  []link // besides the partners
	Periods        []partnership.Period
	Results        []setupResult
	Dimensions     []setupDimension
	BudgetLines    []link
}

type setupPartner struct {
	Name, Path string
	IsLead     bool
	Joined     results.Date
	Left       results.Date
	Suspended  results.Date
	Ended      []partnership.EndedSuspension
}

type setupResult struct {
	Code, Path string
	Title      results.Text
	Level      results.Level
	Indicators []setupIndicator
	Planned    []setupPlanned
	Below      []setupResult

	NewIndicator string // path of its form, for whoever may add one
}

type setupIndicator struct {
	Code, Path  string
	Title, Unit results.Text
	Measure     results.Measure
	Target      string
}

type setupPlanned struct {
	Code, Path string
	Title      results.Text
	Start, End results.Date
	Partners   string
}

type setupDimension struct {
	Path       string
	Title      results.Text
	Categories string
}

var setupPage = page[setupView]{"setup/setup.html"}

func showSetup(r *request) error {
	g, err := r.Service.Gauge(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	s := &g.Setup.Value
	p := &s.Project
	v := setupView{
		Path: r.setupPath(), Code: string(p.Code), Currency: p.Currency, Title: p.Title, Summary: p.Summary,
		Start: p.Start, End: p.End, Version: s.Version, Periods: p.Periods,
		CanEdit:   r.maySetUp(),
		CanInvite: r.actor.May(partnership.Administer),
	}
	v.SeesVersions = v.CanEdit || r.actor.May(partnership.ReadAudit)
	v.SeesDeductions = r.actor.May(partnership.ReadAccepted)
	if v.CanEdit {
		v.NeedsPeople = g.People == 0
		for _, gap := range g.Gaps {
			place := r.placeOf(s, gap.Path)
			v.Gaps = append(v.Gaps, problemLink{place.Path, place.Text + ": " + bundle.Message(r.words, gap)})
		}
	}
	for _, partner := range p.Partners {
		row := setupPartner{
			Name: organisationName(s, partner.Organisation), Path: r.partPath("partners", string(partner.Organisation)),
			IsLead: partner.Role == partnership.LeadPartner, Joined: partner.Joined, Left: partner.Left,
			Ended: partner.Suspensions,
		}
		if partner.Suspended != nil {
			row.Suspended = partner.Suspended.From
		}
		v.Partners = append(v.Partners, row)
	}
	for _, o := range s.Organisations {
		if _, isPartner := p.Partner(o.ID); !isPartner {
			v.Organisations = append(v.Organisations, link{Text: o.Name, Path: r.partPath("organisations", string(o.ID))})
		}
	}
	v.Results = r.setupResults(s, p.Results)
	for _, d := range p.Dimensions {
		row := setupDimension{Path: r.partPath("dimensions", string(d.Key)), Title: d.Title}
		var titles []string
		for _, c := range d.Categories {
			titles = append(titles, inLanguage(r.words, c.Title))
		}
		row.Categories = r.words.List(titles)
		v.Dimensions = append(v.Dimensions, row)
	}
	for _, l := range p.BudgetLines {
		v.BudgetLines = append(v.BudgetLines, link{Text: r.titled(l.Code, l.Title), Path: r.partPath("budget", l.Code)})
	}
	return show(r, http.StatusOK, setupPage, r.words.Text("setup.heading", nil), v)
}

func (r *request) setupResults(s *partnership.Setup, all []results.Result) []setupResult {
	var views []setupResult
	for n := range all {
		result := &all[n]
		v := setupResult{
			Code: string(result.Code), Path: r.partPath("results", string(result.Code)), Title: result.Title, Level: result.Level,
			Below: r.setupResults(s, result.Results),
		}
		if r.maySetUp() {
			v.NewIndicator = r.setupPath() + "/indicators?in=" + escapeQuery(v.Code)
		}
		for k := range result.Indicators {
			i := &result.Indicators[k]
			v.Indicators = append(v.Indicators, setupIndicator{
				Code: string(i.Code), Path: r.partPath("indicators", string(i.Code)), Title: i.Title, Unit: i.Unit, Measure: i.Measure,
				Target: figure(r.words, i, i.TargetFigure()),
			})
		}
		for _, p := range result.Planned {
			var names []string
			for _, id := range p.Partners {
				names = append(names, organisationName(s, id))
			}
			v.Planned = append(v.Planned, setupPlanned{
				string(p.Code), r.partPath("planned", string(p.Code)), p.Title, p.Start, p.End, r.words.List(names),
			})
		}
		views = append(views, v)
	}
	return views
}
