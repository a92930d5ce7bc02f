package partnership

import "time"

// A Setup is a version of a project's set-up: the project, with the organisations
// that it names.
type Setup struct {
	Version       int // from 1
	At            time.Time
	By            UserID
	Organisations []Organisation
	Project       Project
}

// Dossier is the set-up as a project without a log.
func (s *Setup) Dossier() *Dossier {
	return &Dossier{Organisations: s.Organisations, Project: s.Project}
}
