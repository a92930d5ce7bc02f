package web

import (
	"net/http"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A policyView is the page on which a project's lead, or an administrator, says what
// the project asks of its people.
type policyView struct {
	Path         string
	Rev          int64
	SecondFactor bool
	IsChanged    bool     // someone else has changed it meanwhile
	Without      []string // names of the people who have no second factor
}

var policyPage = page[policyView]{"people/policy.html"}

func showPolicy(r *request) error { return r.policyPage(http.StatusOK) }

func (r *request) policyPage(status int) error {
	policy, err := r.Service.Policy(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	without, err := r.Service.LackSecondFactor(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	return show(r, status, policyPage, r.words.Text("policy.title", nil), policyView{
		Path: base(r.project()) + "/security", Rev: policy.Rev, SecondFactor: policy.Value.SecondFactor,
		IsChanged: status == http.StatusConflict, Without: without,
	})
}

func changePolicy(r *request) error {
	policy := partnership.Policy{Project: r.project(), SecondFactor: r.PostForm("second-factor") != ""}
	err := r.Service.ChangePolicy(r.ctx(), r.by(), seenRevision(r.PostForm("rev")), policy)
	if service.IsKind(err, service.Conflict) {
		return r.policyPage(http.StatusConflict)
	}
	if err != nil {
		return err
	}
	r.notice(r.words.Text("me.saved", nil))
	return r.to(base(r.project()) + "/security")
}
