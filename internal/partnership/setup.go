package partnership

import (
	"time"

	"tulos/internal/results"
)

// A Setup is a version of a project's set-up: the project, with the organisations
// that it names.
type Setup struct {
	Version       int // from 1
	At            time.Time
	By            UserID
	Organisations []Organisation
	Project       Project
	Form          string // definition of the project's reports; empty is the general one
}

// Dossier is the set-up as a project without a log.
func (s *Setup) Dossier() *Dossier {
	return &Dossier{Organisations: s.Organisations, Project: s.Project}
}

// What a set-up may still lack; warnings.
const (
	NoResults    results.ProblemCode = "no-results"
	NoIndicators results.ProblemCode = "no-indicators"
)

// Gaps are what a set-up that is right still lacks, as warnings, with paths from
// its top.
func (s *Setup) Gaps() []results.Problem {
	var f results.Findings
	c := NewChecker(s.Dossier())
	f.Under("organisations", c.Organisations())
	f.Under("project", c.Project())
	if len(s.Project.Results) == 0 {
		f.Warn("project.results", NoResults)
	}
	lackIndicators(&f, "project.results", s.Project.Results)
	return f.Problems()
}

// lackIndicators finds results with nothing below them and no indicator.
func lackIndicators(f *results.Findings, path string, all []results.Result) {
	for n := range all {
		r, at := &all[n], results.At(path, n)
		if len(r.Indicators) == 0 && len(r.Results) == 0 {
			f.Warn(at, NoIndicators, "Value", string(r.Code))
		}
		lackIndicators(f, results.Join(at, "results"), r.Results)
	}
}
