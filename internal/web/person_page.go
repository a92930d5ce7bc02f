package web

import (
	"net/http"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A personView is the page of a person, for an administrator.
type personView struct {
	Problems   fieldProblems
	Path, Name string
	Rev        int64
	IsSelf     bool
	State      service.PersonState
	Factor     bool
	Since      time.Time // of the second factor
	Linked     *linkedView
	Person     personForm
	Stored     *storedPerson // what someone else has saved meanwhile
	Places     []placeRow
	Place      placeForm
	Tokens     tokenList
}

// A storedPerson is a person as somebody else has saved it.
type storedPerson struct {
	Name, Email, Language string
	Administrator         bool
}

var personPage = page[personView]{"people/person.html"}

func showPerson(r *request) error { return r.personPage(http.StatusOK, nil, nil) }

// personPage shows a person, with what was typed about it where that is given.
func (r *request) personPage(status int, typed *partnership.User, problems fieldProblems) error {
	user, err := r.Service.User(r.ctx(), r.by(), partnership.UserID(r.Param("user")))
	if err != nil {
		return err
	}
	all, err := r.casts()
	if err != nil {
		return err
	}
	u := user.Value
	view := personView{
		Problems: problems, Path: personPath(u.ID), Name: u.Name, Rev: user.Rev, IsSelf: u.ID == r.user.ID,
		State: service.StateOf(&u), Factor: u.SecondFactor, Place: r.placeForm(all, problems),
	}
	if typed == nil {
		typed = &u
	}
	if status == http.StatusConflict {
		view.Stored = &storedPerson{u.Name, u.Email, u.Language, u.Administrator}
	}
	view.Person = r.personForm(*typed, problems)
	factor, err := r.Service.SecondFactor(r.ctx(), service.By{User: u.ID})
	if err != nil {
		return err
	}
	view.Since = factor.Since
	if view.Linked, err = r.linked(u.ID); err != nil {
		return err
	}
	memberships, err := r.Service.Memberships(r.ctx(), r.by(), u.ID, "")
	if err != nil {
		return err
	}
	for _, m := range memberships {
		view.Places = append(view.Places, all.place(m.Value))
	}
	if view.Tokens, err = r.tokenList(u.ID, view.Path+"/tokens/revoke"); err != nil {
		return err
	}
	return show(r, status, personPage, u.Name, view)
}

func changePerson(r *request) error {
	u := r.typedPerson()
	u.ID = partnership.UserID(r.Param("user"))
	err := r.Service.ChangeUser(r.ctx(), r.by(), seenRevision(r.PostForm("rev")), u)
	switch {
	case service.IsKind(err, service.Invalid):
		return r.personPage(http.StatusUnprocessableEntity, &u, r.fieldProblems(err))
	case service.IsKind(err, service.Conflict):
		return r.personPage(http.StatusConflict, &u, nil)
	}
	return r.doneWithPerson(err, "people.saved")
}

// doneWithPerson goes back to the person's page and says what was done.
func (r *request) doneWithPerson(err error, notice string) error {
	if err != nil {
		return err
	}
	r.notice(r.words.Text(notice, nil))
	return r.to(personPath(partnership.UserID(r.Param("user"))))
}

func disablePerson(r *request) error {
	err := r.Service.DisableUser(r.ctx(), r.by(), partnership.UserID(r.Param("user")), true)
	return r.doneWithPerson(err, "people.disabled")
}

func enablePerson(r *request) error {
	err := r.Service.DisableUser(r.ctx(), r.by(), partnership.UserID(r.Param("user")), false)
	return r.doneWithPerson(err, "people.enabled")
}

func endPersonSessions(r *request) error {
	err := r.Service.EndSessions(r.ctx(), r.by(), partnership.UserID(r.Param("user")))
	return r.doneWithPerson(err, "people.sessions-ended")
}

func removePersonFactor(r *request) error {
	err := r.Service.RemoveSecondFactor(r.ctx(), r.by(), partnership.UserID(r.Param("user")))
	return r.doneWithPerson(err, "factor.turned-off")
}

// grantPlace gives a person a place in a project.
func grantPlace(r *request) error {
	place, _ := r.typedPlace()
	place.User = partnership.UserID(r.Param("user"))
	if _, err := r.Service.User(r.ctx(), r.by(), place.User); err != nil {
		return err
	}
	err := r.Service.Grant(r.ctx(), r.by(), place)
	if service.IsKind(err, service.Invalid) || service.IsKind(err, service.NotFound) {
		return r.personPage(http.StatusUnprocessableEntity, nil, r.placeProblems(err))
	}
	return r.doneWithPerson(err, "people.place-given")
}

// removePlace takes a person's place in a project away; it may be gone already.
func removePlace(r *request) error {
	project, user := partnership.ProjectCode(r.PostForm("project")), partnership.UserID(r.Param("user"))
	if _, err := r.Service.User(r.ctx(), r.by(), user); err != nil {
		return err
	}
	err := r.Service.Revoke(r.ctx(), r.by(), project, user)
	if service.IsKind(err, service.NotFound) {
		err = nil
	}
	return r.doneWithPerson(err, "people.place-removed")
}
