package web

import (
	"net/http"
	"time"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A meView is what people can change about themselves.
type meView struct {
	Problems      fieldProblems
	Name          field
	Email         string
	Old, Password field
	Again         field
	Sessions      []sessionView
	HasOthers     bool // sessions besides this one
	SecondFactor  bool
	HasCode       bool // of an app
	HasPasskeys   bool // there can be some
	Linked        *linkedView
	Letters       []option
	HasMail       bool
	Led           []link // what the projects that the person leads ask of their people
}

// A sessionView is a browser that is signed in.
type sessionView struct {
	Token, Agent string
	Seen         time.Time
	IsThis       bool
}

var mePage = page[meView]{"me/me.html"}

func showMe(r *request) error { return r.mePage(http.StatusOK, r.user.Name, nil) }

func (r *request) mePage(status int, name string, problems fieldProblems) error {
	view := meView{
		Problems: problems, Email: r.user.Email, SecondFactor: r.user.SecondFactor,
		Letters: r.letterOptions(), HasMail: r.Service.Mail != nil,
		Name:     r.field("name", "me.name", name, problems),
		Old:      r.passwordField("old", "me.old", "", problems),
		Password: r.passwordField("password", "invitation.password", "invitation.hint", problems),
		Again:    r.passwordField("again", "invitation.again", "", problems),
	}
	view.Name.Complete, view.Again.Complete = "name", "new-password"
	factor, err := r.Service.SecondFactor(r.ctx(), r.by())
	if err != nil {
		return err
	}
	view.HasCode, view.HasPasskeys = factor.On, r.Service.HasPasskeys()
	sessions, err := r.Service.MySessions(r.ctx(), r.by())
	if err != nil {
		return err
	}
	for _, s := range sessions {
		isThis := s.Token == hashedToken(r.sessions.Token(r.ctx()))
		view.Sessions = append(view.Sessions, sessionView{Token: s.Token, Agent: s.Agent, Seen: s.Seen, IsThis: isThis})
		view.HasOthers = view.HasOthers || !isThis
	}
	if view.Linked, err = r.linked(r.user.ID); err != nil {
		return err
	}
	if view.Led, err = r.led(); err != nil {
		return err
	}
	return show(r, status, mePage, r.words.Text("me.title", nil), view)
}

// led are the projects that the person leads.
func (r *request) led() ([]link, error) {
	places, err := r.Service.Places(r.ctx(), r.by())
	if err != nil {
		return nil, err
	}
	var all []link
	for _, p := range places {
		actor := partnership.Actor{Roles: p.Roles}
		if actor.May(partnership.EditSetup) {
			all = append(all, link{Text: inLanguage(r.words, p.Title), Path: base(p.Project)})
		}
	}
	return all, nil
}

func changeMe(r *request) error {
	language := r.user.Language
	if l := i18n.Language(r.PostForm("language")); l.IsShipped() {
		language = string(l)
	}
	err := r.Service.ChangeMe(r.ctx(), r.by(), r.PostForm("name"), language)
	if service.IsKind(err, service.Invalid) {
		return r.mePage(http.StatusUnprocessableEntity, r.PostForm("name"), r.fieldProblems(err))
	}
	if err != nil {
		return err
	}
	words, err := r.Messages.For(i18n.Language(language)) // that of the page to come
	if err != nil {
		return err
	}
	r.notice(words.Text("me.saved", nil))
	return r.to("/me")
}

// changePassword gives the person a new password and signs all other browsers out.
func changePassword(r *request) error {
	if r.PostForm("password") != r.PostForm("again") {
		return r.mePage(http.StatusUnprocessableEntity, r.user.Name, r.differ())
	}
	var user partnership.User
	problem, err := r.proveBy(func() (err error) {
		user, err = r.Service.ChangePassword(r.ctx(), r.by(), r.PostForm("old"), r.PostForm("password"))
		return err
	})
	switch {
	case problem != "":
		return r.mePage(http.StatusUnprocessableEntity, r.user.Name, fieldProblems{{"old", problem}})
	case service.IsKind(err, service.Invalid):
		return r.mePage(http.StatusUnprocessableEntity, r.user.Name, r.fieldProblems(err))
	case err != nil:
		return err
	}
	return r.goOnAlone(user, "me.password-changed")
}

// differ says that the new password was written in two ways.
func (r *request) differ() fieldProblems {
	return fieldProblems{{"again", r.words.Text("invitation.differ", nil)}}
}

// goOnAlone goes on with this session, under a new token, after all of the user's
// were ended.
func (r *request) goOnAlone(user partnership.User, notice string) error {
	if err := r.renew(user); err != nil {
		return err
	}
	r.notice(r.words.Text(notice, nil))
	return r.to("/me")
}

// renew takes this session into the user's epoch, under a new token.
func (r *request) renew(user partnership.User) error {
	r.sessions.Put(r.ctx(), sessionEpochKey, user.Epoch)
	return r.sessions.RenewToken(r.ctx())
}

func endSession(r *request) error {
	if err := r.Service.EndMySession(r.ctx(), r.by(), r.PostForm("token")); err != nil {
		return err
	}
	return r.to("/me")
}

// endOtherSessions signs all other browsers out.
func endOtherSessions(r *request) error {
	user, err := r.Service.EndMySessions(r.ctx(), r.by())
	if err != nil {
		return err
	}
	return r.goOnAlone(user, "me.others-ended")
}
