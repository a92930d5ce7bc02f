package web

import (
	"encoding/json"
	"net/http"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
)

// myData hands out all that is stored about the person who asks.
func myData(r *request) error { return r.subjectData(r.user.ID) }

// personData hands out all that is stored about a person, for an administrator.
func personData(r *request) error { return r.subjectData(partnership.UserID(r.Param("user"))) }

func (r *request) subjectData(id partnership.UserID) error {
	data, err := r.Service.SubjectData(r.ctx(), r.by(), id)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(data, "", "  ")
	if err != nil {
		return err
	}
	r.Header("Content-Disposition", `attachment; filename="personal-data.json"`)
	r.Data(http.StatusOK, "application/json; charset=utf-8", text)
	return nil
}

// An eraseView is the page on which it is agreed that a person is erased.
type eraseView struct {
	Name, Path, Back string
	Goes, Stays      []string
}

var erasePage = page[eraseView]{"people/erase.html"}

// showErase says what goes and what stays.
func showErase(r *request) error {
	user, err := r.Service.User(r.ctx(), r.by(), partnership.UserID(r.Param("user")))
	if err != nil {
		return err
	}
	v := eraseView{Name: user.Value.Name, Path: personPath(user.Value.ID) + "/erase", Back: personPath(user.Value.ID)}
	for _, part := range []string{"account", "access", "kept"} {
		v.Goes = append(v.Goes, r.words.Text("erase.goes-"+part, nil))
	}
	for _, part := range []string{"work", "audit", "backups"} {
		v.Stays = append(v.Stays, r.words.Text("erase.stays-"+part, nil))
	}
	return show(r, http.StatusOK, erasePage, r.words.Text("erase.title", i18n.Args{"Name": v.Name}), v)
}

func erasePerson(r *request) error {
	pseudonym, err := r.Service.EraseUser(r.ctx(), r.by(), partnership.UserID(r.Param("user")))
	if err != nil {
		return err
	}
	r.notice(r.words.Text("erase.done", i18n.Args{"Name": pseudonym}))
	return r.to("/people")
}
