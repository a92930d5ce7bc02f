package web

import (
	"net/http"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// A projectView is a project for an administrator who has no place in it.
type projectView struct {
	Title     results.Text
	Summary   results.Text
	SetupPath string
}

var projectPage = page[projectView]{"project/project.html"}

// showProject leads on to the page that the person wants first.
func showProject(r *request) error {
	switch {
	case r.actor.May(partnership.ReadDrafts):
		return r.to(base(r.project()) + "/dashboard")
	case r.actor.May(partnership.LogEntries):
		return r.to(base(r.project()) + "/work")
	case r.actor.May(partnership.ReadSealed):
		return r.to(base(r.project()) + "/reports")
	}
	setup, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	p := &setup.Value.Project
	return show(r, http.StatusOK, projectPage, inLanguage(r.words, p.Title), projectView{p.Title, p.Summary, r.setupPath()})
}
