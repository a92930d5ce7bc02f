package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"tulos/internal/partnership"
)

// errUnreadable is that of a form that is no form.
var errUnreadable = errors.New("the form that was sent cannot be read")

// sentForm reads a form that was sent, with its files; what it says must be text.
func (r *request) sentForm() error {
	err := r.Request.ParseForm()
	if err == nil {
		err = r.Request.ParseMultipartForm(formBytes)
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) { // what else it may be was read
		return fmt.Errorf("%w: %w", errUnreadable, err)
	}
	if !areTexts(r.Request.PostForm) {
		return errUnreadable
	}
	return nil
}

// areTexts says whether names and values are text, which can be looked for and kept.
func areTexts(values url.Values) bool {
	for name, all := range values {
		if !utf8.ValidString(name) || slices.ContainsFunc(all, func(s string) bool { return !utf8.ValidString(s) }) {
			return false
		}
	}
	return true
}

// wantsJSON says whether a script has sent the form by itself.
func (r *request) wantsJSON() bool {
	return strings.Contains(r.GetHeader("Accept"), "application/json")
}

// save does what the buttons of the form ask for.
func (e *activityEdit) save() error {
	a, reader := e.form.read(e.request.words, e.project(), &e.was.Value)
	e.reader = reader
	return e.saveBacked(e, a)
}

func (e *activityEdit) turn(values url.Values) { e.form.turn(values) }

func (e *activityEdit) takeFiles() {
	e.form.Files = formMaker{e.request.words, e.reader.language}.evidence(e.was.Value.Evidence).Files
}

func (e *activityEdit) kept() error { return e.warnOfAlike() }

// areAlike says whether mine says what is stored, but for its status, and for files
// that were added since.
func areAlike(mine, stored partnership.Activity) bool {
	mine.Status = stored.Status
	stored.Evidence = knownFiles(mine.Evidence, stored.Evidence)
	return saysTheSame(mine, stored)
}

// conflict shows both versions, and the form with mine on top of the other.
func (e *activityEdit) conflict(mine partnership.Activity) error {
	if err := e.readNow(e.ref()); err != nil {
		return err
	}
	rows := versionsOf(e.lines(&mine), e.lines(&e.was.Value))
	e.form.takeOver(formMaker{e.request.words, e.reader.language}, &e.was.Value)
	v, err := e.view()
	if err != nil {
		return err
	}
	v.Versions = rows
	return e.show(http.StatusConflict, &v)
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
