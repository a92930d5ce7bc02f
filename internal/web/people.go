package web

import (
	"net/http"
	"net/url"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A peopleView lists the people of the installation.
type peopleView struct {
	Search  string
	People  []personRow
	Count   int // of all that were found
	IsShort bool
}

// A personRow is a person in the list.
type personRow struct {
	Path, Name, Email string
	State             personState
	Administrator     bool
	SecondFactor      bool
	Places            []placeRow
}

// A personState says whether a person can sign in.
type personState string

const (
	stateActive   personState = "active"
	stateInvited  personState = "invited" // has no password yet
	stateDisabled personState = "disabled"
)

func stateOf(u *partnership.User) personState {
	switch {
	case u.Disabled:
		return stateDisabled
	case u.Password == "":
		return stateInvited
	default:
		return stateActive
	}
}

// A placeRow is what a person is in a project.
type placeRow struct {
	Project      string // its code
	Title        results.Text
	Organisation string
	Roles        []partnership.Role
}

var peoplePage = page[peopleView]{"people/people.html"}

// mostPeople is how many people a page lists.
const mostPeople = 200

func listPeople(r *request) error {
	view := peopleView{Search: r.Query("q")}
	people, err := r.Service.People(r.ctx(), r.by(), view.Search)
	if err != nil {
		return err
	}
	casts, err := r.casts()
	if err != nil {
		return err
	}
	view.Count = len(people)
	view.IsShort = len(people) > mostPeople
	for n := range people[:min(len(people), mostPeople)] {
		view.People = append(view.People, newPersonRow(&people[n], casts))
	}
	return show(r, http.StatusOK, peoplePage, r.words.Text("people.title", nil), view)
}

func newPersonRow(p *service.Person, casts casts) personRow {
	row := personRow{
		Path: personPath(p.ID), Name: p.Name, Email: p.Email,
		State: stateOf(&p.User), Administrator: p.Administrator, SecondFactor: p.SecondFactor,
	}
	for _, m := range p.Places {
		row.Places = append(row.Places, casts.place(m))
	}
	return row
}

func personPath(id partnership.UserID) string { return "/people/" + url.PathEscape(string(id)) }

// casts are who takes part in all projects.
type casts []service.Cast

func (r *request) casts() (casts, error) { return r.Service.Casts(r.ctx(), r.by()) }

// place is a membership in words.
func (c casts) place(m partnership.Membership) placeRow {
	row := placeRow{Project: string(m.Project), Organisation: string(m.Organisation), Roles: m.Roles}
	for _, cast := range c {
		if cast.Project != m.Project {
			continue
		}
		row.Title = cast.Title
		for _, o := range cast.Organisations {
			if o.ID == m.Organisation {
				row.Organisation = o.Name
			}
		}
	}
	return row
}

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
