package web

import (
	"net/http"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A firstView is the page on which the first administrator of an installation is
// made.
type firstView struct {
	Token           string
	Problems        fieldProblems
	Name, Email     field
	Password, Again field
}

var firstPage = page[firstView]{"first/first.html"}

func showFirst(r *request) error {
	if err := r.Service.CheckFirstLink(r.ctx(), r.Param("token")); err != nil {
		return r.linkOver(err)
	}
	return r.firstPage(http.StatusOK, nil)
}

func (r *request) firstPage(status int, problems fieldProblems) error {
	view := firstView{
		Token: r.Param("token"), Problems: problems,
		Name:     r.field("name", "me.name", r.PostForm("name"), problems),
		Email:    r.field("email", "signin.email", r.PostForm("email"), problems),
		Password: r.passwordField("password", "signin.password", "invitation.hint", problems),
		Again:    r.passwordField("again", "invitation.again", "", problems),
	}
	view.Name.Complete, view.Email.Complete, view.Again.Complete = "name", "username", "new-password"
	return show(r, status, firstPage, r.words.Text("first.title", nil), view)
}

// makeFirst makes the first administrator and signs them in.
func makeFirst(r *request) error {
	if err := r.Service.CheckFirstLink(r.ctx(), r.Param("token")); err != nil {
		return r.linkOver(err)
	}
	if r.PostForm("password") != r.PostForm("again") {
		return r.firstPage(http.StatusUnprocessableEntity, r.differ())
	}
	u := partnership.User{Name: r.PostForm("name"), Email: r.PostForm("email"), Language: string(r.words.Language())}
	user, err := r.Service.AddFirst(r.ctx(), r.Param("token"), u, r.PostForm("password"))
	switch {
	case service.IsKind(err, service.Invalid):
		return r.firstPage(http.StatusUnprocessableEntity, r.fieldProblems(err))
	case err != nil:
		return r.linkOver(err)
	}
	return r.enter(user, "/projects", nil)
}
