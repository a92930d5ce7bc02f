package web

import (
	"net/http"

	"tulos/internal/results"
	"tulos/internal/service"
)

// A castsView lists the organisations of each project.
type castsView struct{ Projects []castView }

type castView struct {
	Code          string
	Title         results.Text
	SecondFactor  bool
	PolicyPath    string
	LanguagesPath string
	SetupPath     string
	Organisations []castRow
}

type castRow struct {
	Name, Country string
	Part          service.CastPart
}

var castsPage = page[castsView]{"people/organisations.html"}

func listOrganisations(r *request) error {
	all, err := r.casts()
	if err != nil {
		return err
	}
	var view castsView
	for _, cast := range all {
		v := castView{
			Code: string(cast.Project), Title: cast.Title, SecondFactor: cast.SecondFactor,
			PolicyPath: base(cast.Project) + "/security", LanguagesPath: base(cast.Project) + "/languages",
			SetupPath: base(cast.Project) + "/setup",
		}
		for _, o := range cast.Organisations {
			country := o.Country
			if country != "" {
				country = r.words.CountryName(country)
			}
			v.Organisations = append(v.Organisations, castRow{o.Name, country, o.Part})
		}
		view.Projects = append(view.Projects, v)
	}
	return show(r, http.StatusOK, castsPage, r.words.Text("people.organisations", nil), view)
}
