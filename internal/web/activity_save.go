package web

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// sentForm reads a form that was sent, with its files.
func (r *request) sentForm() error {
	if err := r.Request.ParseForm(); err != nil {
		return err
	}
	err := r.Request.ParseMultipartForm(formBytes)
	if errors.Is(err, http.ErrNotMultipart) {
		err = nil // what else it may be was read
	}
	return err
}

// wantsJSON says whether a script has sent the form by itself.
func (r *request) wantsJSON() bool {
	return strings.Contains(r.GetHeader("Accept"), "application/json")
}

// save does what the buttons of the form ask for: keep it, keep it and
// submit it, add files, or only change which fields there are.
func (e *activityEdit) save() error {
	values := e.Request.PostForm
	files, err := e.uploads()
	if err != nil {
		return err
	}
	a, reader := e.form.read(e.words, e.project(), &e.was.Value)
	e.reader = reader
	switch {
	case e.wantsJSON():
		return e.autosave(a)
	case isRound(values) && len(files) == 0:
		e.form.turn(values)
		return e.page(http.StatusOK, nil)
	case len(reader.mistakes) > 0:
		return e.page(http.StatusUnprocessableEntity, e.messages(nil))
	}
	if err := e.store(a); err != nil {
		return e.answerStoring(err, a)
	}
	if problems, err := e.changeFiles(files, values.Get("detach")); err != nil || len(problems) > 0 {
		return e.fileProblems(problems, err)
	}
	ref := e.was.Value.Ref
	switch {
	case values.Get("do") == "submit":
		return e.submit(a)
	case isRound(values):
		e.form.turn(values)
		return e.page(http.StatusOK, nil)
	case len(files) > 0 || values.Has("detach") || values.Get("do") == "attach":
		e.notice(e.words.Text("activity.saved", i18n.Args{"Ref": ref}))
		return e.to(e.editPath(ref, reader.language) + "#files")
	}
	e.notice(e.words.Text("activity.saved", i18n.Args{"Ref": ref}))
	return e.to(base(e.request.project()) + "/work")
}

// store keeps the activity: a new one under the form's key, another one in place of
// the one that was seen. What the same form did before, unheard, is gone on with.
func (e *activityEdit) store(a partnership.Activity) error {
	by := service.By{User: e.user.ID, Key: e.key}
	if e.was.Value.Ref != "" {
		return e.replace(by, a)
	}
	ref, err := e.Service.LogActivity(e.ctx(), by, e.request.project(), a)
	if service.IsKind(err, service.Conflict) && e.isMine(by, &ref) {
		if err := e.read(ref); err != nil {
			return err
		}
		a.Ref, a.Evidence = ref, keptFiles(a.Evidence, e.was.Value.Evidence)
		return e.replace(service.By{User: by.User}, a)
	}
	if err != nil {
		return err
	}
	return e.read(ref)
}

// isMine says whether the form was sent before by the same person, and what it
// made.
func (e *activityEdit) isMine(by service.By, ref *string) bool {
	outcome, was, err := e.Service.Sent(e.ctx(), by, e.request.project())
	*ref = outcome
	return err == nil && was
}

func (e *activityEdit) replace(by service.By, a partnership.Activity) error {
	err := e.Service.EditActivity(e.ctx(), by, e.request.project(), e.rev, a)
	var ref string
	if service.IsKind(err, service.Conflict) && e.isMine(by, &ref) && ref == a.Ref {
		err = e.replaceMine(err, a)
	}
	if err != nil {
		return err
	}
	return e.read(a.Ref)
}

// replaceMine goes on where the same form has changed the activity before: what is
// there already is done, and what it alone has changed can be replaced.
func (e *activityEdit) replaceMine(conflict error, a partnership.Activity) error {
	by := service.By{User: e.user.ID}
	now, err := e.Service.Activity(e.ctx(), by, e.request.project(), a.Ref)
	switch {
	case err != nil:
		return err
	case areAlike(a, now.Value.Value):
		return nil
	case now.Rev != e.rev+1:
		return conflict
	}
	return e.Service.EditActivity(e.ctx(), by, e.request.project(), now.Rev, a)
}

// areAlike says whether mine says what is stored, but for its status, and for files
// that were added since.
func areAlike(mine, stored partnership.Activity) bool {
	mine.Status = stored.Status
	stored.Evidence = slices.DeleteFunc(slices.Clone(stored.Evidence), func(e partnership.Evidence) bool {
		return !slices.ContainsFunc(mine.Evidence, func(m partnership.Evidence) bool { return m.File == e.File })
	})
	one, err := json.Marshal(mine)
	if err != nil {
		return false
	}
	other, err := json.Marshal(stored)
	return err == nil && bytes.Equal(one, other)
}

// read takes the activity as it is now for the one that is edited.
func (e *activityEdit) read(ref string) error {
	now, err := e.Service.Activity(e.ctx(), service.By{User: e.user.ID}, e.request.project(), ref)
	if err != nil {
		return err
	}
	e.was, e.rev = now.Value, now.Rev
	return nil
}

// answerStoring answers that the activity could not be stored.
func (e *activityEdit) answerStoring(err error, a partnership.Activity) error {
	switch {
	case service.IsKind(err, service.Invalid):
		return e.page(http.StatusUnprocessableEntity, e.messages(problemsOf(err)))
	case service.IsKind(err, service.Conflict) && a.Ref != "":
		return e.conflict(a)
	}
	return err
}

// conflict shows both versions, and the form with mine on top of the other.
func (e *activityEdit) conflict(mine partnership.Activity) error {
	if err := e.read(mine.Ref); err != nil {
		return err
	}
	rows := e.versionsOf(&mine, &e.was.Value)
	e.form.takeOver(formMaker{e.words, e.reader.language}, &e.was.Value)
	v, err := e.view()
	if err != nil {
		return err
	}
	v.Versions = rows
	return e.show(http.StatusConflict, &v)
}

// autosave keeps what can be kept of a draft, and tells the form where it is now.
func (e *activityEdit) autosave(a partnership.Activity) error {
	if err := e.store(a); err != nil {
		return err
	}
	path := e.activityPath(e.was.Value.Ref) + "/edit"
	e.JSON(http.StatusOK, autosaved{
		Fields: map[string]string{
			"rev": revision(e.rev), "ref": e.was.Value.Ref, "key": rand.Text(), "shown": e.reader.language,
		},
		Action: path, Autosave: path,
	})
	return nil
}

// autosaved is the answer to a form that saves itself.
type autosaved struct {
	Fields   map[string]string `json:"fields"`
	Action   string            `json:"action"`
	Autosave string            `json:"autosave"`
}

// submit hands the activity in; what is wrong is shown at its fields.
func (e *activityEdit) submit(a partnership.Activity) error {
	ref := e.was.Value.Ref
	if e.was.Value.Status.IsOpen() { // else this was sent twice
		by := service.By{User: e.user.ID, Key: e.key + "/submit"}
		err := e.Service.MoveActivity(e.ctx(), by, e.request.project(), ref, service.Move{Seen: e.rev, Step: partnership.Submit})
		if service.IsKind(err, service.Invalid) {
			return e.page(http.StatusUnprocessableEntity, e.messages(problemsOf(err)))
		}
		if err != nil {
			return e.answerStoring(err, a)
		}
	}
	e.notice(e.words.Text("activity.submitted", i18n.Args{"Ref": ref}))
	return e.to(e.activityPath(ref))
}

// page shows the form with what is wrong with it.
func (e *activityEdit) page(status int, wrong []fieldMessage) error {
	v, err := e.view()
	if err != nil {
		return err
	}
	v.summarise(wrong)
	return e.show(status, &v)
}

func (e *activityEdit) show(status int, v *activityFormView) error {
	e.fillIn(v)
	title := e.words.Text("activity.new", nil)
	if v.Ref != "" {
		title = e.words.Text("activity.edit", i18n.Args{"Ref": v.Ref})
	}
	if len(v.Problems) > 0 {
		title = e.words.Text("activity.error", nil) + ": " + title
	}
	return show(e.request, status, activityFormPage, title, *v)
}

// keptFiles are the files that are stored, and the links as they are now.
func keptFiles(now, stored []partnership.Evidence) []partnership.Evidence {
	var all []partnership.Evidence
	for _, e := range stored {
		if e.Kind != partnership.Link {
			all = append(all, e)
		}
	}
	for _, e := range now {
		if e.Kind == partnership.Link {
			all = append(all, e)
		}
	}
	return all
}

// fileProblems shows what was wrong with files; what else was typed has been kept.
func (e *activityEdit) fileProblems(problems []results.Problem, err error) error {
	if err != nil {
		return err
	}
	var all []fieldMessage
	for _, p := range problems {
		all = append(all, fieldMessage{"files", e.fileMessage(p)})
	}
	return e.page(http.StatusUnprocessableEntity, all)
}
