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
)

// A personForm is what an administrator writes about a person.
type personForm struct {
	Name, Email   field
	Languages     []tongue
	Administrator bool
}

func (r *request) personForm(u partnership.User, problems fieldProblems) personForm {
	f := personForm{
		Name:          r.field("name", "me.name", u.Name, problems),
		Email:         r.field("email", "signin.email", u.Email, problems),
		Administrator: u.Administrator,
	}
	f.Name.Complete, f.Email.Complete = "off", "off"
	f.Name.Hint, f.Email.Hint = r.words.Text("people.name-hint", nil), r.words.Text("people.email-hint", nil)
	for _, l := range languages() {
		f.Languages = append(f.Languages, tongue{string(l), l.OwnName(), string(l) == u.Language})
	}
	return f
}

// typedPerson is the person whom the form describes.
func (r *request) typedPerson() partnership.User {
	u := partnership.User{
		Name: r.PostForm("name"), Email: r.PostForm("email"),
		Language: string(i18n.English), Administrator: r.PostForm("administrator") != "",
	}
	if l := i18n.Language(r.PostForm("language")); l.IsShipped() {
		u.Language = string(l)
	}
	return u
}

// A placeForm is a choice of a place in a project.
type placeForm struct {
	Projects                  []placeProject
	Roles                     []placeRole
	PlaceProblem, RoleProblem string
}

type placeProject struct {
	Title   string
	Choices []placeChoice
}

type placeChoice struct {
	Value, Text string
	IsChosen    bool
}

type placeRole struct {
	Role     partnership.Role
	IsChosen bool
}

func (r *request) placeForm(casts casts, problems fieldProblems) placeForm {
	f := placeForm{PlaceProblem: problems.of("place"), RoleProblem: problems.of("roles")}
	chosen, roles := r.PostForm("place"), r.PostFormArray("roles")
	for _, role := range partnership.Roles() {
		f.Roles = append(f.Roles, placeRole{role, slices.Contains(roles, string(role))})
	}
	for _, cast := range casts {
		p := placeProject{Title: inLanguage(r.words, cast.Title)}
		add := func(id results.PartnerID, text string) {
			value := url.Values{"project": {string(cast.Project)}, "organisation": {string(id)}}.Encode()
			p.Choices = append(p.Choices, placeChoice{value, text, value == chosen})
		}
		for _, o := range cast.Organisations {
			if o.HasPeople() {
				add(o.ID, o.Name+" – "+r.words.Text("people.part-"+string(o.Part), nil))
			}
		}
		add("", r.words.Text("people.no-organisation", nil))
		f.Projects = append(f.Projects, p)
	}
	return f
}

// typedPlace is the place that was chosen; ok is false where none was.
func (r *request) typedPlace() (m partnership.Membership, ok bool) {
	values, err := url.ParseQuery(r.PostForm("place"))
	if err != nil {
		values = nil
	}
	m.Project = partnership.ProjectCode(values.Get("project"))
	m.Organisation = results.PartnerID(values.Get("organisation"))
	for _, role := range r.PostFormArray("roles") {
		m.Roles = append(m.Roles, partnership.Role(role))
	}
	return m, m.Project != "" || len(m.Roles) > 0
}

// placeProblems are what is wrong with a person and a place, at the fields of the
// forms.
func (r *request) placeProblems(err error) fieldProblems {
	if service.IsKind(err, service.NotFound) { // no such project
		return fieldProblems{{"place", r.words.Text("people.choose-place", nil)}}
	}
	problems := r.fieldProblems(err)
	for n := range problems {
		f := strings.TrimPrefix(problems[n].Field, "places[0].")
		switch {
		case strings.HasPrefix(f, "roles"):
			f = "roles"
		case f == "organisation":
			f = "place"
		}
		problems[n].Field = f
	}
	return problems
}

// A newPersonView is the page for taking up a person.
type newPersonView struct {
	Problems fieldProblems
	Person   personForm
	Place    placeForm
}

var newPersonPage = page[newPersonView]{"people/new.html"}

func showNewPerson(r *request) error {
	return r.newPersonPage(http.StatusOK, partnership.User{Language: string(r.words.Language())}, nil)
}

func (r *request) newPersonPage(status int, u partnership.User, problems fieldProblems) error {
	all, err := r.casts()
	if err != nil {
		return err
	}
	view := newPersonView{Problems: problems, Person: r.personForm(u, problems), Place: r.placeForm(all, problems)}
	return show(r, status, newPersonPage, r.words.Text("people.new", nil), view)
}

// addPerson takes a person up and shows the link for choosing a password.
func addPerson(r *request) error {
	u := r.typedPerson()
	var places []partnership.Membership
	if place, ok := r.typedPlace(); ok {
		places = append(places, place)
	}
	id, err := r.Service.AddUser(r.ctx(), r.by(), u, places...)
	switch {
	case service.IsKind(err, service.Invalid), service.IsKind(err, service.NotFound):
		return r.newPersonPage(http.StatusUnprocessableEntity, u, r.placeProblems(err))
	case err != nil:
		return err
	}
	return r.showLink(id)
}

// A linkView shows a link for choosing a password, once.
type linkView struct {
	Name, Email string
	Link        string
	Days        int
	Path        string // of the person's page
}

var linkPage = page[linkView]{"people/link.html"}

// newLink ends a person's password and shows a link for choosing another.
func newLink(r *request) error { return r.showLink(partnership.UserID(r.Param("user"))) }

func (r *request) showLink(id partnership.UserID) error {
	token, err := r.Service.Invite(r.ctx(), r.by(), id)
	if err != nil {
		return err
	}
	user, err := r.Service.User(r.ctx(), r.by(), id)
	if err != nil {
		return err
	}
	return show(r, http.StatusOK, linkPage, r.words.Text("people.link", nil), linkView{
		Name: user.Value.Name, Email: user.Value.Email, Path: personPath(id),
		Link: r.address("/invitation/" + token), Days: int(service.InvitationTime.Hours() / 24),
	})
}

// address is a path of ours as others can open it: under the address of the installation,
// or where none is set by the host that this request came to.
func (r *request) address(path string) string {
	if r.Address != "" {
		return r.Address + path
	}
	scheme := "http://"
	if r.Secure || r.Request.TLS != nil {
		scheme = "https://"
	}
	return scheme + r.Request.Host + path
}
