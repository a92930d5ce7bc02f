package web

import (
	"bytes"
	"mime"
	"net/http"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
)

// An iatiView tells what a clean activity file of a project lacks, and hands it out.
type iatiView struct {
	Setup             string
	Project, Partners string        // paths of the files; empty where none is written
	Errors, Warnings  []problemLink // with the pages on which they are mended
}

var iatiPage = page[iatiView]{"iati/iati.html"}

// The names of activity files: of the project as a whole, or with its partners' parts.
const (
	iatiProject  = "project.xml"
	iatiPartners = "partners.xml"
)

func showIATI(r *request) error {
	f, err := r.Service.ActivityFile(r.ctx(), r.by(), r.project(), true)
	if err != nil {
		return err
	}
	v := iatiView{Setup: r.setupPath()}
	path := base(r.project()) + "/iati/"
	if f.IsWritable() {
		v.Project, v.Partners = path+iatiProject, path+iatiPartners
	}
	for _, p := range f.Problems {
		place := r.iatiPlace(&f.Setup, p.Path)
		row := problemLink{place.Path, place.Text + ": " + bundle.Message(r.words, p)}
		if p.Warning {
			v.Warnings = append(v.Warnings, row)
		} else {
			v.Errors = append(v.Errors, row)
		}
	}
	return show(r, http.StatusOK, iatiPage, r.words.Text("iati.title", nil), v)
}

// iatiPlace is the page on which something of an activity file is mended.
func (r *request) iatiPlace(setup *partnership.Setup, path string) link {
	switch path {
	case "reports":
		return link{Text: r.words.Text("nav.reports", nil), Path: base(r.project()) + "/reports"}
	case "rates":
		return link{Text: r.words.Text("rates.title", nil), Path: base(r.project()) + "/rates"}
	case "project.budgetLines":
		return link{Text: r.words.Text("setup.budget-lines", nil), Path: r.setupPath() + "/budget"}
	}
	return r.placeOf(setup, path)
}

// downloadIATI sends an activity file.
func downloadIATI(r *request) error {
	name := r.Param("file")
	if name != iatiProject && name != iatiPartners {
		return errNotFound
	}
	f, err := r.Service.ActivityFile(r.ctx(), r.by(), r.project(), name == iatiPartners)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return err
	}
	file := fileCode(r.project()) + "-iati.xml"
	r.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file}))
	r.Data(http.StatusOK, "application/xml", b.Bytes())
	return nil
}
