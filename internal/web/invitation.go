package web

import (
	"net/http"

	"tulos/internal/service"
)

// An invitationView is the page on which an invited person chooses a password.
type invitationView struct {
	Token, Email    string
	Problems        fieldProblems
	Password, Again field
}

var invitationPage = page[invitationView]{"invitation/invitation.html"}

func showInvitation(r *request) error { return r.invitationPage(http.StatusOK, nil) }

func (r *request) invitationPage(status int, problems fieldProblems) error {
	user, err := r.Service.Invited(r.ctx(), r.Param("token"))
	if err != nil {
		return r.linkOver(err)
	}
	view := invitationView{
		Token: r.Param("token"), Email: user.Email, Problems: problems,
		Password: r.passwordField("password", "invitation.password", "invitation.hint", problems),
		Again:    r.passwordField("again", "invitation.again", "", problems),
	}
	view.Again.Complete = "new-password"
	return show(r, status, invitationPage, r.words.Text("invitation.title", nil), view)
}

// linkOver says that a link is no longer good, where that is the error.
func (r *request) linkOver(err error) error {
	if !service.IsKind(err, service.NotFound) {
		return err
	}
	r.fault(http.StatusNotFound, "invitation.over", "error.link-over", "")
	return nil
}

// acceptInvitation keeps the password and lets its owner in.
func acceptInvitation(r *request) error {
	password := r.PostForm("password")
	if password != r.PostForm("again") {
		return r.invitationPage(http.StatusUnprocessableEntity, r.differ())
	}
	user, err := r.Service.ChoosePassword(r.ctx(), r.Param("token"), password)
	switch {
	case service.IsKind(err, service.Invalid):
		return r.invitationPage(http.StatusUnprocessableEntity, r.fieldProblems(err))
	case err != nil:
		return r.linkOver(err)
	}
	return r.enter(user, "/", nil)
}
