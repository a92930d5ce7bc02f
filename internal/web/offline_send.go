package web

import (
	"errors"
	"net/http"
	"regexp"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// Answers to a draft that was written without a connection, and is sent by a script.
type (
	// offlineTaken tells where the activity is now.
	offlineTaken struct {
		Ref  string `json:"ref"`
		Path string `json:"path"`
	}
	// offlineRefused tells what is wrong, at which fields; with AsksWhy personal data can
	// stay if it is said why.
	offlineRefused struct {
		Problems []offlineProblem `json:"problems"`
		AsksWhy  bool             `json:"asksWhy,omitempty"`
	}
	offlineProblem struct {
		Field string `json:"field"`
		Text  string `json:"text"`
	}
	// offlineOther tells that the draft was taken before, with other content, and where
	// both versions are seen when this one is sent there.
	offlineOther struct {
		Error string `json:"error"`
		Path  string `json:"path"`
	}
)

// personField names who has written a draft: nobody else sends it.
const personField = "person"

// draftID is what a browser makes the id of a draft of.
var draftID = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// draft is the id of the path's draft.
func (r *request) draft() (string, error) {
	id := r.Param("draft")
	if !draftID.MatchString(id) {
		return "", errNotFound
	}
	return id, nil
}

// sendOffline takes a draft that was written without a connection: whole, once.
func sendOffline(r *request) error {
	id, err := r.draft()
	if err != nil {
		return err
	}
	if person := r.PostForm(personField); person != "" && person != string(r.user.ID) {
		return errSignedOut
	}
	e, err := r.activityEdit()
	if err != nil {
		return err
	}
	e.key = id
	e.form = decodeActivity(r.Request.PostForm)
	d := e.sending()
	if len(e.reader.mistakes) > 0 {
		return e.refuseOffline(nil)
	}
	by := r.selfWith(id)
	ref, err := r.Service.SendActivity(r.ctx(), by, r.project(), d)
	switch {
	case service.IsKind(err, service.Invalid):
		return e.refuseOffline(problemsOf(err))
	case service.IsKind(err, service.Conflict):
		return r.otherOffline(by)
	case service.IsKind(err, service.NotPossible):
		return errors.Join(r.Service.DropUploads(r.ctx(), by, r.project(), id), r.answerMissing(err))
	case err != nil:
		return err
	}
	r.JSON(http.StatusOK, offlineTaken{ref, r.activityPath(ref)})
	return nil
}

// sending is what the form sends.
func (e *activityEdit) sending() service.Sending {
	d := service.Sending{Submit: e.request.PostForm("do") == "submit", Why: clean(e.request.PostForm("why"))}
	d.Activity, e.reader = e.form.read(e.request.words, e.project(), &e.was.Value)
	for n := range e.form.Files {
		f := &e.form.Files[n]
		p := at("file", f.No)
		e.reader.fields[results.At("evidence", len(d.Activity.Evidence)+n)] = p
		d.Files = append(d.Files, service.SentFile{
			No: f.No, SHA256: e.request.PostForm(p + "sha256"),
			Evidence: partnership.Evidence{Caption: e.reader.text(p+"caption", f.Caption), Consent: e.reader.consent(p, f.Consent)},
		})
	}
	return d
}

// refuseOffline tells what is wrong with a draft; nothing of it is kept.
func (e *activityEdit) refuseOffline(problems []results.Problem) error {
	var answer offlineRefused
	for _, m := range e.messages(problems) {
		answer.Problems = append(answer.Problems, offlineProblem(m))
	}
	answer.AsksWhy = e.asksWhy
	e.request.JSON(http.StatusUnprocessableEntity, answer)
	return nil
}

// otherOffline answers that the draft's id was used for something else. To others than
// who did that, it is as if there were no such place.
func (r *request) otherOffline(by service.By) error {
	ref, was, err := r.Service.Sent(r.ctx(), by, r.project())
	if err != nil {
		return err
	}
	if !was {
		return errNotFound
	}
	r.JSON(http.StatusConflict, offlineOther{r.words.Text("offline.other", i18n.Args{"Ref": ref}), r.activityPath(ref) + "/edit"})
	return nil
}

// answerMissing answers that a file is not all there: it is to be sent anew.
func (r *request) answerMissing(err error) error {
	var refused *service.Error
	if !errors.As(err, &refused) {
		return err
	}
	r.JSON(http.StatusPreconditionFailed, map[string]string{"error": r.words.Text(refused.Message, refused.Args)})
	return nil
}
