package web

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// errUnreadable is that of a form that is no form.
var errUnreadable = errors.New("the form that was sent cannot be read")

// sentForm reads a form that was sent, with its files.
func (r *request) sentForm() error {
	err := r.Request.ParseForm()
	if err == nil {
		err = r.Request.ParseMultipartForm(formBytes)
	}
	if err == nil || errors.Is(err, http.ErrNotMultipart) { // what else it may be was read
		return nil
	}
	return fmt.Errorf("%w: %w", errUnreadable, err)
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
		return e.answerStoring(e, err, a)
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
	if err := e.warnOfAlike(); err != nil {
		return err
	}
	return e.goToWork()
}

// areAlike says whether mine says what is stored, but for its status, and for files
// that were added since.
func areAlike(mine, stored partnership.Activity) bool {
	mine.Status = stored.Status
	stored.Evidence = slices.DeleteFunc(slices.Clone(stored.Evidence), func(e partnership.Evidence) bool {
		return !slices.ContainsFunc(mine.Evidence, func(m partnership.Evidence) bool { return m.File == e.File })
	})
	return saysTheSame(mine, stored)
}

// conflict shows both versions, and the form with mine on top of the other.
func (e *activityEdit) conflict(mine partnership.Activity) error {
	if err := e.readNow(e.ref()); err != nil {
		return err
	}
	rows := versionsOf(e.lines(&mine), e.lines(&e.was.Value))
	e.form.takeOver(formMaker{e.words, e.reader.language}, &e.was.Value)
	v, err := e.view()
	if err != nil {
		return err
	}
	v.Versions = rows
	return e.show(http.StatusConflict, &v)
}

// submit hands the activity in; what is wrong is shown at its fields.
func (e *activityEdit) submit(a partnership.Activity) error {
	if err := e.handIn(); err != nil {
		return e.answerStoring(e, err, a)
	}
	if err := e.warnOfAlike(); err != nil {
		return err
	}
	return e.goToSubmitted()
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
	return show(e.request, status, activityFormPage, e.title(&v.entryFormView, "activity.new"), *v)
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
