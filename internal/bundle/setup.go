package bundle

import (
	"fmt"

	"tulos/internal/partnership"
)

// A setup is what the lists of a bundle are judged by: organisations and project.
type setup struct {
	partnership.Dossier
	hasOrganisations, hasProject bool
	isProject                    bool // the project is an object
	isFaulty                     bool // something was found wrong while it was read ahead
}

func (v *setup) isComplete() bool { return v.hasOrganisations && v.hasProject }

// read reads a field, if it is of the set-up.
func (v *setup) read(d *decoder, field string) bool {
	switch field {
	case "organisations":
		list(d, &v.Organisations, d.organisation)
		v.hasOrganisations = true
	case "project":
		v.isProject = d.project(&v.Project)
		v.hasProject = true
	default:
		return false
	}
	return true
}

// setup reads only the set-up. What is wrong with it is told when all is read.
func (open Opener) setup(most int64) (setup, error) {
	file, err := open()
	if err != nil {
		return setup{}, fmt.Errorf("open bundle: %w", err)
	}
	defer file.Close()
	in := newInput(file, most)
	d, v := newDecoder(in), setup{}
	d.object(func(field string) bool {
		if !v.read(d, field) {
			d.skip(d.next())
		}
		d.isDone = v.isComplete()
		return true
	})
	v.isFaulty = d.Count() > 0
	return v, in.failure()
}
