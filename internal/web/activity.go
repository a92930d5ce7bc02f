package web

import (
	"net/http"
	"net/url"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// An activityView is an activity to be read, with what the person can do with it.
type activityView struct {
	Base      string // path of the project
	Entry     entryView
	Rev       int64
	Own       ownView
	Copy      string // path of the form of one like it; empty where the person cannot log one
	History   string // path of the audit of it; empty where the person may not see that
	CanReview bool   // accept or return
	CanReopen bool
	Comment   string // typed, but not taken
	Problem   string
}

var activityPage = page[activityView]{"activity/activity.html"}

func showActivity(r *request) error { return r.activityPage(http.StatusOK, "", "") }

func (r *request) activityPage(status int, comment, problem string) error {
	now, err := r.Service.Activity(r.ctx(), r.by(), r.project(), r.Param("ref"))
	if err != nil {
		return err
	}
	setup, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	v := activityView{Base: base(r.project()), Rev: now.Rev, Comment: comment, Problem: problem}
	if v.Entry, err = r.entryView(now.Value, &setup.Value); err != nil {
		return err
	}
	a := &now.Value.Value
	v.Own = r.ownView(r.activityPath(a.Ref), now.Rev, a.Head(), &setup.Value.Project)
	v.Own.CanDelete = v.Own.CanEdit && len(now.Value.Comments) == 0
	v.Copy = r.copyPath(&setup.Value.Project, a)
	v.History = r.historyPath(a.Ref)
	v.CanReview = r.actor.May(partnership.Review) && a.Status == partnership.Submitted
	v.CanReopen = r.actor.May(partnership.Review) && a.Status == partnership.Accepted
	title := inLanguage(r.words, a.Title)
	if title == "" {
		title = r.words.Text("activity.untitled", nil)
	}
	return show(r, status, activityPage, title, v)
}

// newActivity shows an empty form, or one that the work plan fills in.
func newActivity(r *request) error {
	e, err := r.activityEdit()
	if err != nil {
		return err
	}
	e.form = formMaker{r.words, string(r.words.Language())}.form(e.fromPlan(r.Request.URL.Query()))
	return e.page(http.StatusOK, nil)
}

// copyActivity shows the form of a new activity, filled in as one of the person's
// organisation was.
func copyActivity(r *request) error {
	e, err := r.activityEdit()
	if err != nil {
		return err
	}
	of, err := r.Service.Activity(r.ctx(), r.by(), r.project(), r.Param("ref"))
	if err != nil {
		return err
	}
	a := &of.Value.Value
	if !r.actor.MayFor(partnership.LogEntries, a.Partner) {
		return errForbidden
	}
	e.copied = a.Ref
	e.form = formMaker{r.words, r.textLanguage(a.Title)}.form(a.Again())
	return e.page(http.StatusOK, nil)
}

// copyPath leads to the form of one like it, where the person can log one.
func (r *request) copyPath(p *partnership.Project, a *partnership.Activity) string {
	if !r.actor.MayFor(partnership.LogEntries, a.Partner) || !p.IsReporting(a.Partner, r.Service.Today()) {
		return ""
	}
	return r.activityPath(a.Ref) + "/copy"
}

// activityEdit begins with a new activity of the person's organisation.
func (r *request) activityEdit() (*activityEdit, error) {
	e, err := newEntry(r, activityUses())
	if err != nil {
		return nil, err
	}
	return &activityEdit{entryEdit: e}, nil
}

// activityUses are the use cases of activities.
func activityUses() entryUses[partnership.Activity] {
	return entryUses[partnership.Activity]{
		head: (*partnership.Activity).Head, path: (*request).activityPath,
		read: (*service.Service).Activity, log: (*service.Service).LogActivity, submitNew: (*service.Service).SubmitNewActivity,
		edit: (*service.Service).EditActivity, move: (*service.Service).MoveActivity,
		backing: (*partnership.Activity).Backing, attach: (*service.Service).Attach, detach: (*service.Service).Detach,
		isAlike: areAlike,
		goOn: func(mine *partnership.Activity, stored partnership.Activity) {
			mine.Evidence = keptFiles(mine.Evidence, stored.Evidence)
		},
	}
}

// fromPlan is a new activity as the work plan has it: of a planned activity
// (planned=) or for an output (output=).
func (e *activityEdit) fromPlan(query url.Values) *partnership.Activity {
	a := &partnership.Activity{}
	for _, o := range e.overview.Setup.Organisations {
		if o.ID == e.was.Value.Partner {
			a.Country = o.Country
		}
	}
	for r := range results.All(e.project().Results) {
		if string(r.Code) == query.Get("output") {
			a.Output = r.Code
		}
		for _, p := range r.Planned {
			if string(p.Code) == query.Get("planned") {
				a.Output, a.Planned = r.Code, p.Code
			}
		}
	}
	return a
}

// createActivity keeps a new activity.
func createActivity(r *request) error {
	e, err := r.activityEdit()
	if err != nil {
		return err
	}
	e.form = decodeActivity(r.Request.PostForm)
	return e.save()
}

// editActivity shows the form of an activity that can be edited.
func editActivity(r *request) error {
	e, err := r.activityStored()
	if err != nil {
		return err
	}
	if !e.was.Value.Status.IsOpen() {
		return r.to(r.activityPath(e.was.Value.Ref))
	}
	e.form = formMaker{r.words, r.textLanguage(e.was.Value.Title)}.form(&e.was.Value)
	return e.page(http.StatusOK, nil)
}

// activityStored begins with the activity of the path, for whoever may edit it.
func (r *request) activityStored() (*activityEdit, error) {
	e, err := r.activityEdit()
	if err != nil {
		return nil, err
	}
	if err := e.readOwn(); err != nil {
		return nil, err
	}
	return e, nil
}

// activitySent begins with the activity of the path, as it was seen by whoever sent
// a form.
func (r *request) activitySent() (*activityEdit, error) {
	e, err := r.activityStored()
	if err != nil {
		return nil, err
	}
	e.rev = seenRevision(r.PostForm("rev"))
	return e, nil
}

// changeActivity keeps an activity in place of the one that was seen.
func changeActivity(r *request) error {
	e, err := r.activitySent()
	if err != nil {
		return err
	}
	e.form = decodeActivity(r.Request.PostForm)
	return e.save()
}

// stepActivity takes an activity a step on, and goes on to where the form says.
func stepActivity(r *request) error {
	move := service.Move{
		Seen: seenRevision(r.PostForm("rev")), Step: partnership.Step(r.PostForm("step")), Comment: clean(r.PostForm("comment")),
	}
	ref := r.Param("ref")
	if move.Step == "" && (r.actor.May(partnership.Review) || r.actor.May(partnership.LogEntries)) {
		return r.activityPage(http.StatusUnprocessableEntity, move.Comment, r.words.Text("activity.step-missing", nil))
	}
	err := r.Service.MoveActivity(r.ctx(), r.by(), r.project(), ref, move)
	switch {
	case err != nil && r.PostForm("from") == "review":
		return r.reviewRefused(ref, err)
	case service.IsKind(err, service.Invalid) && move.Step == partnership.Submit:
		return r.notComplete(err)
	case service.IsKind(err, service.Invalid):
		return r.activityPage(http.StatusUnprocessableEntity, move.Comment, r.commentProblem(problemsOf(err), "activity.comment-missing"))
	case service.IsKind(err, service.Conflict):
		return r.activityPage(http.StatusConflict, move.Comment, r.words.Text("activity.step-conflict", nil))
	case err != nil:
		return err
	}
	r.notice(r.words.Text("activity.done-"+string(move.Step), i18n.Args{"Ref": ref}))
	if move.Step == partnership.Accept {
		r.offerReopen("activities", "", []service.Chosen{{Ref: ref, Seen: move.Seen}})
	}
	if then := r.PostForm("then"); then != "" {
		return r.to(ownPath(then))
	}
	return r.to(r.activityPath(ref))
}

// notComplete shows the form of an activity that could not be submitted, with what
// is missing.
func (r *request) notComplete(refused error) error {
	e, err := r.activityStored()
	if err != nil {
		return err
	}
	e.form = formMaker{r.words, r.textLanguage(e.was.Value.Title)}.form(&e.was.Value)
	_, e.reader = e.form.read(r.words, e.project(), &e.was.Value)
	return e.page(http.StatusUnprocessableEntity, e.messages(problemsOf(refused)))
}

// seenRevision is the revision that a form was made of; 0, which nothing has, where
// it does not tell.
func seenRevision(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func revision(n int64) string { return strconv.FormatInt(n, 10) }
