package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// An entryEdit is a form of an entry under way: of an activity or a measurement.
type entryEdit[T any] struct {
	request  *request
	uses     entryUses[T]
	overview *service.Overview
	was      partnership.Logged[T] // without a reference: a new one
	rev      int64
	reader   *reader // of the form, where it was sent
	key      string  // of the form that was sent
	asksWhy  bool    // personal data must stay
}

// entryUses are the use cases of a sort of entries, and what tells its sorts apart.
type entryUses[T any] struct {
	head func(*T) partnership.Head
	path func(r *request, ref string) string
	read func(*service.Service, context.Context, service.By, partnership.ProjectCode, string) (service.Stored[service.Logged[T]], error)
	log  func(*service.Service, context.Context, service.By, partnership.ProjectCode, T) (string, error)
	// submitNew is log, and submits with why personal data must stay.
	submitNew func(*service.Service, context.Context, service.By, partnership.ProjectCode, T, string) (string, error)
	edit      func(*service.Service, context.Context, service.By, partnership.ProjectCode, int64, T) error
	move      func(*service.Service, context.Context, service.By, partnership.ProjectCode, string, service.Move) error
	// Those of entries with evidence; nil for others.
	backing func(*T) *[]partnership.Evidence
	attach  func(*service.Service, context.Context, service.By, partnership.ProjectCode, string, int64, service.Upload) (string, error)
	detach  func(*service.Service, context.Context, service.By, partnership.ProjectCode, string, int64, string) error
	// isAlike says whether mine says what is stored, but for its status.
	isAlike func(mine, stored T) bool
	// goOn puts into mine what was added to the stored one since.
	goOn func(mine *T, stored T)
}

// newEntry begins with a new entry of the person's organisation.
func newEntry[T any](r *request, uses entryUses[T]) (entryEdit[T], error) {
	e := entryEdit[T]{request: r, uses: uses, key: r.PostForm("key")}
	var err error
	if e.overview, err = r.Service.Overview(r.ctx(), r.by(), r.project()); err != nil {
		return e, err
	}
	head := e.head()
	*head.Partner, *head.Status = r.actor.Organisation, partnership.Draft
	if r.Param("ref") == "" && !e.project().IsReporting(r.actor.Organisation, e.overview.Today) {
		return e, errNotReporting
	}
	return e, nil
}

// readOwn takes the entry of the path, for whoever may edit it.
func (e *entryEdit[T]) readOwn() error {
	if err := e.readNow(e.request.Param("ref")); err != nil {
		return err
	}
	if !e.request.actor.MayFor(partnership.LogEntries, *e.head().Partner) {
		return errForbidden
	}
	return nil
}

func (e *entryEdit[T]) project() *partnership.Project { return &e.overview.Setup.Project }

func (e *entryEdit[T]) head() partnership.Head { return e.uses.head(&e.was.Value) }

func (e *entryEdit[T]) ref() string { return *e.head().Ref }

// readNow takes the entry as it is now for the one that is edited.
func (e *entryEdit[T]) readNow(ref string) error {
	now, err := e.uses.read(e.request.Service, e.request.ctx(), e.request.by(), e.request.project(), ref)
	if err != nil {
		return err
	}
	e.was, e.rev = now.Value, now.Rev
	return nil
}

// store keeps the entry: a new one under the form's key, another one in place of
// the one that was seen. What the same form did before, unheard, is gone on with. A new one
// that is to be handed in next is submitted in the same go, if it can be.
func (e *entryEdit[T]) store(v T, isHandedIn bool) error {
	by := e.request.selfWith(e.key)
	if e.ref() != "" {
		return e.replace(by, v)
	}
	ref, err := e.logNew(by, v, isHandedIn)
	if service.IsKind(err, service.Conflict) && e.isMine(by, &ref) {
		if err := e.readNow(ref); err != nil {
			return err
		}
		*e.uses.head(&v).Ref = ref
		e.uses.goOn(&v, e.was.Value)
		return e.replace(e.request.self(), v)
	}
	if err != nil {
		return err
	}
	return e.readNow(ref)
}

func (e *entryEdit[T]) logNew(by service.By, v T, isHandedIn bool) (ref string, err error) {
	if isHandedIn {
		return e.uses.submitNew(e.request.Service, e.request.ctx(), by, e.request.project(), v, e.request.submission(0).Comment)
	}
	return e.uses.log(e.request.Service, e.request.ctx(), by, e.request.project(), v)
}

// isMine says whether the form was sent before by the same person, and what it
// made.
func (e *entryEdit[T]) isMine(by service.By, ref *string) bool {
	outcome, was, err := e.request.Service.Sent(e.request.ctx(), by, e.request.project())
	*ref = outcome
	return err == nil && was
}

func (e *entryEdit[T]) replace(by service.By, v T) error {
	err := e.uses.edit(e.request.Service, e.request.ctx(), by, e.request.project(), e.rev, v)
	mine := *e.uses.head(&v).Ref
	var ref string
	if service.IsKind(err, service.Conflict) && e.isMine(by, &ref) && ref == mine {
		err = e.replaceMine(err, v)
	}
	if err != nil {
		return err
	}
	return e.readNow(mine)
}

// replaceMine goes on where the same form has changed the entry before: what is
// there already is done, and what it alone has changed can be replaced.
func (e *entryEdit[T]) replaceMine(conflict error, v T) error {
	by := e.request.self()
	now, err := e.uses.read(e.request.Service, e.request.ctx(), by, e.request.project(), *e.uses.head(&v).Ref)
	switch {
	case err != nil:
		return err
	case e.uses.isAlike(v, now.Value.Value):
		return nil
	case now.Rev != e.rev+1:
		return conflict
	}
	return e.uses.edit(e.request.Service, e.request.ctx(), by, e.request.project(), now.Rev, v)
}

// An entryForm is the page of a form of entries.
type entryForm[T any] interface {
	page(status int, wrong []fieldMessage) error
	messages(problems []results.Problem) []fieldMessage
	conflict(mine T) error
}

// answerStoring answers that the entry could not be stored or submitted.
func (e *entryEdit[T]) answerStoring(form entryForm[T], err error, mine T) error {
	switch {
	case service.IsKind(err, service.Invalid):
		return form.page(http.StatusUnprocessableEntity, form.messages(problemsOf(err)))
	case service.IsKind(err, service.Conflict) && e.ref() != "":
		return form.conflict(mine)
	}
	return err
}

// title is that of the form's page; fresh is the message of a new one.
func (e *entryEdit[T]) title(v *entryFormView, fresh string) string {
	title := e.request.words.Text(fresh, nil)
	if v.Ref != "" {
		title = e.request.words.Text("activity.edit", i18n.Args{"Ref": v.Ref})
	}
	if len(v.Problems) > 0 {
		title = e.request.words.Text("activity.error", nil) + ": " + title
	}
	return title
}

// saysTheSame says whether two entries have the same content.
func saysTheSame(mine, stored any) bool {
	one, err := json.Marshal(mine)
	if err != nil {
		return false
	}
	other, err := json.Marshal(stored)
	return err == nil && bytes.Equal(one, other)
}

// autosave keeps what can be kept of a draft, and tells the form where it is now.
func (e *entryEdit[T]) autosave(v T) error {
	if err := e.store(v, false); err != nil {
		return err
	}
	path := e.uses.path(e.request, e.ref()) + "/edit"
	e.request.JSON(http.StatusOK, autosaved{
		Fields: map[string]string{
			"rev": revision(e.rev), "ref": e.ref(), "key": rand.Text(), "shown": e.reader.language,
		},
		Action: path, Autosave: path,
	})
	return nil
}

// autosaved is the answer to a form that saves itself.
type autosaved struct {
	Fields   map[string]string `json:"fields"`
	Action   string            `json:"action,omitempty"`
	Autosave string            `json:"autosave,omitempty"`
}

// handIn submits what was stored.
func (e *entryEdit[T]) handIn() error {
	if !e.head().Status.IsOpen() { // it was submitted as it was stored, or this was sent twice
		return nil
	}
	by := e.request.selfWith(e.key + "/submit")
	return e.uses.move(e.request.Service, e.request.ctx(), by, e.request.project(), e.ref(), e.request.submission(e.rev))
}

// goToSubmitted shows the entry that was submitted.
func (e *entryEdit[T]) goToSubmitted() error {
	e.request.notice(e.request.words.Text("activity.submitted", i18n.Args{"Ref": e.ref()}))
	return e.request.to(e.uses.path(e.request, e.ref()))
}

// goToWork tells that the draft is saved, and shows what else there is to do.
func (e *entryEdit[T]) goToWork() error {
	e.request.notice(e.request.words.Text("activity.saved", i18n.Args{"Ref": e.ref()}))
	return e.request.to(base(e.request.project()) + "/work")
}

// An entryFormView is what the forms of all entries show.
type entryFormView struct {
	Action, Autosave string
	Ref              string // empty: a new one
	Kept             string // key of the kept form that is gone on with
	Rev              int64
	Status           partnership.Status
	IsClosed         bool // it cannot be edited any more
	Faults           faults
	Problems         []problemLink
	Comments         []commentView
	Versions         []versionRow
	Why              *whyView
}

// formView makes the form's view; create is where a new entry is sent to.
func (e *entryEdit[T]) formView(create string) (entryFormView, error) {
	v := entryFormView{
		Action: create, Ref: e.ref(), Kept: e.request.PostForm(keptFormField), Rev: e.rev, Status: *e.head().Status, Faults: faults{},
		IsClosed: e.ref() != "" && !e.head().Status.IsOpen(),
	}
	if v.Ref != "" {
		v.Action = e.uses.path(e.request, v.Ref) + "/edit"
	}
	v.Autosave = v.Action
	if why := e.request.PostForm("why"); e.asksWhy || why != "" {
		v.Why = &whyView{Text: why}
	}
	var err error
	v.Comments, err = e.request.comments(e.was.Comments)
	return v, err
}

// fieldMessages say what is wrong with the form, by what reading it and by what
// checking the entry has found. Field names the field of a problem, need the message
// for a field of that label that is missing, empty where a general one serves.
func (e *entryEdit[T]) fieldMessages(problems []results.Problem, field, need func(string) string) []fieldMessage {
	var all []fieldMessage
	for _, m := range e.reader.mistakes {
		all = append(all, fieldMessage{m.Field, e.request.words.Text(m.Key, nil)})
	}
	for _, p := range problems {
		if p.Warning {
			continue
		}
		e.asksWhy = e.asksWhy || service.IsPersonal(p)
		name := field(p.Path)
		text := bundle.Message(e.request.words, p)
		if key := need(fieldLabel(name)); p.Code == results.Missing && key != "" {
			text = e.request.words.Text(key, nil)
		}
		all = append(all, fieldMessage{name, text})
	}
	return all
}

// summarise puts messages at fields, and lists them with links to these; fields
// that are not shown have theirs in the list alone.
func (v *entryFormView) summarise(all []fieldMessage) {
	for _, m := range all {
		if _, isTold := v.Faults[m.Field]; isTold {
			continue
		}
		v.Faults[m.Field] = m.Text
		v.Problems = append(v.Problems, problemLink{fieldID(m.Field), m.Text})
	}
}

// A fieldMessage says what is wrong with a field.
type fieldMessage struct{ Field, Text string }
