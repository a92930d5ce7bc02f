package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
)

// A personRow is a person in the list.
type personRow struct {
	Path, Name, Email string
	State             service.PersonState
	Administrator     bool
	SecondFactor      bool
	Places            []placeRow
}

// A placeRow is what a person is in a project.
type placeRow struct {
	Project      string // its code
	Title        results.Text
	Organisation string
	Roles        []partnership.Role
}

var peoplePage = page[listPage[personRow]]{"people/people.html"}

func listPeople(r *request) error {
	casts, err := r.casts()
	if err != nil {
		return err
	}
	l, selects, err := r.peopleListing(casts)
	if err != nil {
		return err
	}
	found, err := r.Service.People(r.ctx(), r.by(), l)
	if err != nil {
		return noCursor(err)
	}
	query := peopleQuery(l)
	view := listPage[personRow]{List: listView{
		Title: r.words.Text("people.title", nil), Path: "/people", Search: l.Search, SearchLabel: "people.search-label", Selects: selects,
		IsFiltered: l.PeopleFilter != service.PeopleFilter{}, IsFirst: l.After == "",
		Count:   r.words.Text("people.count", i18n.Args{"Count": found.Count}),
		Columns: r.columns("me.name", "people.state", "people.places"),
		New:     &link{Text: r.words.Text("people.new", nil), Path: "/people/new"},
		First:   withSearch("/people", query.Encode()),
		CSV:     withSearch("/people/export/people.csv", query.Encode()), XLSX: withSearch("/people/export/people.xlsx", query.Encode()),
	}}
	if found.Next != "" {
		query.Set("after", string(found.Next))
		view.List.Next = withSearch("/people", query.Encode())
	}
	for n := range found.Items {
		view.Rows = append(view.Rows, newPersonRow(&found.Items[n], casts))
	}
	return show(r, http.StatusOK, peoplePage, view.List.Title, view)
}

// administrators are found by what is no role in a project.
const administrators = "administrator"

// peopleListing reads what is asked for from the address, and the choices there are.
func (r *request) peopleListing(casts casts) (service.PeopleListing, []selectView, error) {
	l := service.PeopleListing{
		PeopleFilter: service.PeopleFilter{
			Search: searched(r.Query("q")), Organisation: results.PartnerID(r.Query("organisation")), State: service.PersonState(r.Query("state")),
		},
		Order: service.PeopleOrder(r.Query("order")), After: store.Cursor(r.Query("after")), Limit: listedOnPage,
	}
	role := partnership.Role(r.Query("role"))
	if l.Administrators = role == administrators; !l.Administrators {
		l.Role = role
	}
	order, isKnown := orders(r, l.Order, ordering[service.PeopleOrder]{service.ByName, "people.by-name"},
		ordering[service.PeopleOrder]{service.ByEmail, "people.by-email"})
	selects := []selectView{
		{"organisation", "people.organisation", true, casts.organisations(l.Organisation)},
		{"role", "people.role", true, choices(r, "role.", append(partnership.Roles(), administrators), role)},
		{"state", "people.state", true, choices(r, "people.state-", service.PersonStates(), l.State)},
	}
	for _, s := range selects {
		isKnown = isKnown && (r.Query(s.Name) == "" || slices.ContainsFunc(s.Options, func(o option) bool { return o.IsChosen }))
	}
	if !isKnown {
		return l, nil, errNotFound
	}
	return l, append(selects, order), nil
}

// organisations are those that people can have a place for, by name.
func (c casts) organisations(chosen results.PartnerID) []option {
	var all []option
	for _, cast := range c {
		for _, o := range cast.Organisations {
			if o.HasPeople() && !slices.ContainsFunc(all, func(one option) bool { return one.Value == string(o.ID) }) {
				all = append(all, option{Value: string(o.ID), Text: o.Name, IsChosen: o.ID == chosen})
			}
		}
	}
	slices.SortFunc(all, func(a, b option) int { return strings.Compare(a.Text, b.Text) })
	return all
}

// peopleQuery is the query of an address that asks for people.
func peopleQuery(l service.PeopleListing) url.Values {
	role := string(l.Role)
	if l.Administrators {
		role = administrators
	}
	return queryOf(map[string]string{
		"q": l.Search, "organisation": string(l.Organisation), "role": role, "state": string(l.State), "order": string(l.Order),
	})
}

// exportPeople hands out the people that are listed.
func exportPeople(r *request) error {
	casts, err := r.casts()
	if err != nil {
		return err
	}
	l, _, err := r.peopleListing(casts)
	if err != nil {
		return err
	}
	name, ending, _ := strings.Cut(r.Param("file"), ".")
	if name != "people" {
		return errNotFound
	}
	w, err := r.handOut(name, service.SheetFormat(ending))
	if err != nil {
		return err
	}
	return r.Service.PeopleFile(r.ctx(), r.by(), service.PeopleHandout{PeopleListing: l, Format: service.SheetFormat(ending), Words: r.words}, w)
}

func newPersonRow(p *service.Person, casts casts) personRow {
	row := personRow{
		Path: personPath(p.ID), Name: p.Name, Email: p.Email,
		State: service.StateOf(&p.User), Administrator: p.Administrator, SecondFactor: p.SecondFactor,
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
