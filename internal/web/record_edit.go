package web

import (
	"net/http"

	"tulos/internal/results"
	"tulos/internal/service"
)

// A recordEdit is the editing of one record of a project under way: of a deduction, a
// receipt or a forecast, which have a form and a revision of their own.
type recordEdit interface {
	bind(*sent)          // makes the form, from what is stored or what was sent
	bound() *binding     // the form, once it is made
	view() setupPartView // of the form
}

// refuseRecord shows the form with what is wrong at its inputs.
func refuseRecord(r *request, e recordEdit, problems []results.Problem) error {
	v := e.view()
	v.Problems = e.bound().problems(r, problems)
	return r.formPage(http.StatusUnprocessableEntity, v)
}

// answerRecord shows why a record was refused. Where somebody else changed it meanwhile,
// again reads what is stored now, and both stand side by side.
func answerRecord[E recordEdit](r *request, e E, again func(*request) (E, error), err error) error {
	switch {
	case service.IsKind(err, service.Invalid):
		return refuseRecord(r, e, problemsOf(err))
	case service.IsKind(err, service.Conflict):
		now, err := again(r)
		if err != nil {
			return err
		}
		now.bind(nil)
		v := e.view()
		v.Rev, v.Versions = now.view().Rev, versionRows(r.leaves(e.bound().inputs), r.leaves(now.bound().inputs))
		return r.formPage(http.StatusConflict, v)
	default:
		return err
	}
}
