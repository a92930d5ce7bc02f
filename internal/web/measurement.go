package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A measurementView is a measurement, with what to hold it against for those who
// review it.
type measurementView struct {
	Ref, Partner string
	Status       partnership.Status
	Day          results.Date
	Indicator    string // path
	Value        contributionView
	Comments     []commentView
	Against      *againstView
	Decide       decideView
	Own          ownView
	List         string // path of all measurements
	History      string // path of what the audit says of it; empty for who may not read that
}

// An ownView is what the people of a partner can do with an entry of theirs.
type ownView struct {
	Path, Edit  string
	Rev         int64
	CanEdit     bool
	CanWithdraw bool
	CanDelete   bool
}

var measurementPage = page[measurementView]{"review/measurement.html"}

func (r *request) measurementPath(ref string) string {
	return base(r.project()) + "/measurements/" + url.PathEscape(ref)
}

func showMeasurement(r *request) error { return r.measurementPage(http.StatusOK, decideView{}) }

// measurementPage shows a measurement, with what was entered before.
func (r *request) measurementPage(status int, sent decideView) error {
	ref := r.Param("ref")
	found, err := r.Service.Measurement(r.ctx(), r.by(), r.project(), ref)
	if err != nil {
		return err
	}
	o, err := r.Service.Overview(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	m := &found.Value.Value
	view := measurementView{
		List: r.measurementsPath(), Own: r.ownView(r.measurementPath(ref), found.Rev, m.Head(), &o.Setup.Project),
		Ref: m.Ref, Partner: r.partnerLabel(o.Setup, m.Partner), Status: m.Status, Day: m.Date,
		Indicator: r.indicatorPath(m.Indicator, o.Period()), Decide: sent,
		Value: contributionViewOf(r.words, &o.Setup.Project, &m.Contribution),
	}
	view.History = r.historyPath(m.Ref)
	view.Own.CanDelete = view.Own.CanEdit && len(found.Value.Comments) == 0
	if view.Comments, err = r.comments(found.Value.Comments); err != nil {
		return err
	}
	if r.actor.May(partnership.Review) {
		review, err := r.Service.ReviewMeasurement(r.ctx(), r.by(), r.project(), ref)
		if err != nil {
			return err
		}
		against := r.against(review, m.Partner)
		view.Against, view.Decide = &against, r.decide(review, sent)
	}
	view.Decide.Path, view.Decide.Rev, view.Decide.Status = r.measurementPath(ref)+"/step", found.Rev, m.Status
	if m.Status == partnership.Accepted {
		view.Decide.Then = r.measurementPath(ref)
	}
	return show(r, status, measurementPage, m.Ref+" "+inLanguage(r.words, view.Value.Title), view)
}

// ownView tells what the person can do with an entry of their organisation.
func (r *request) ownView(path string, rev int64, head partnership.Head, p *partnership.Project) ownView {
	v := ownView{Path: path, Edit: path + "/edit", Rev: rev}
	if r.actor.MayFor(partnership.LogEntries, *head.Partner) && p.IsReporting(*head.Partner, r.Service.Today()) {
		v.CanEdit = head.Status.IsOpen()
		v.CanWithdraw = *head.Status == partnership.Submitted
	}
	return v
}

// moveMeasurement takes a measurement a step on.
func moveMeasurement(r *request) error {
	if s := partnership.Step(r.PostForm("step")); s == partnership.Submit || s == partnership.Withdraw {
		return r.moveOwnMeasurement()
	}
	rev, err := strconv.ParseInt(r.PostForm("rev"), 10, 64)
	if err != nil {
		return errNotFound
	}
	m := r.move(rev)
	err = r.Service.MoveMeasurement(r.ctx(), r.by(), r.project(), r.Param("ref"), m)
	if err == nil {
		r.notice(r.words.Text("review.done-"+string(m.Step), arguments([]any{"Ref", r.Param("ref")})))
		if m.Step == partnership.Accept {
			r.offerReopen("measurements", "", []service.Chosen{{Ref: r.Param("ref"), Seen: m.Seen}})
		}
		return r.to(ownPath(r.PostForm("then")))
	}
	status, sent, ok := r.refusedMove(err)
	if !ok {
		return err
	}
	return r.measurementPage(status, sent)
}

// moveOwnMeasurement submits or withdraws a measurement; what is missing is shown in
// its form.
func (r *request) moveOwnMeasurement() error {
	ref := r.Param("ref")
	m := r.move(seenRevision(r.PostForm("rev")))
	err := r.Service.MoveMeasurement(r.ctx(), r.by(), r.project(), ref, m)
	switch status, sent, ok := r.refusedMove(err); {
	case service.IsKind(err, service.Invalid) && m.Step == partnership.Submit:
		return r.measurementNotComplete(err)
	case ok:
		return r.measurementPage(status, sent)
	case err != nil:
		return err
	}
	r.notice(r.words.Text("activity.done-"+string(m.Step), arguments([]any{"Ref", ref})))
	return r.to(r.measurementPath(ref))
}

// measurementNotComplete shows the form of a measurement with what is missing.
func (r *request) measurementNotComplete(refused error) error {
	e, err := r.measurementStored()
	if err != nil {
		return err
	}
	e.form = formMaker{r.words, r.textLanguage(e.was.Value.Text)}.measurement(&e.was.Value)
	_, e.reader = e.form.read(r.words, e.project(), &e.was.Value)
	return e.page(http.StatusUnprocessableEntity, e.messages(problemsOf(refused)))
}

// refusedMove makes the form again of a step that was refused in a way that the
// person can mend.
func (r *request) refusedMove(err error) (status int, sent decideView, ok bool) {
	sent.Comment = r.PostForm("comment")
	var refused *service.Error
	switch {
	case service.IsKind(err, service.Invalid):
		if sent.Problem = r.commentProblem(problemsOf(err), "review.comment-missing"); sent.Problem == "" {
			sent.Message = r.problemText(err)
		}
		return http.StatusUnprocessableEntity, sent, true
	case service.IsKind(err, service.Conflict), service.IsKind(err, service.NotPossible):
		errors.As(err, &refused)
		sent.Message = r.words.Text(refused.Message, refused.Args)
		return http.StatusConflict, sent, true
	}
	return 0, sent, false
}
