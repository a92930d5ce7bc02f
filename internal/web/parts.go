package web

import (
	"net/http"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A publicationsView lists publications.
type publicationsView struct {
	List         listView
	Publications []publicationItem
}

// A publicationItem is a line of a list of publications.
type publicationItem struct {
	publicationView
	Activity activityItem
}

var publicationsPage = page[publicationsView]{"publications/publications.html"}

func listPublications(r *request) error {
	l, found, err := r.listParts("publications", service.Publications)
	if err != nil {
		return err
	}
	view := publicationsView{List: l.view(found.Next, found.Count)}
	for _, part := range found.Items {
		view.Publications = append(view.Publications, publicationItem{
			publicationViewOf(r.words, part.Activity.Publications[part.No]), r.activityItem(l.overview.Setup, part.Activity),
		})
	}
	return show(r, http.StatusOK, publicationsPage, r.words.Text("sheet.publications", nil), view)
}

// An evidencesView lists photos, documents and links.
type evidencesView struct {
	List     listView
	Evidence []evidenceItem
}

// An evidenceItem is a line of a list of evidence.
type evidenceItem struct {
	evidenceView
	IsPhoto  bool
	Activity activityItem
}

var evidencesPage = page[evidencesView]{"evidence/evidence.html"}

func listEvidence(r *request) error {
	l, found, err := r.listParts("evidence", service.Evidence)
	if err != nil {
		return err
	}
	view := evidencesView{List: l.view(found.Next, found.Count)}
	for _, part := range found.Items {
		e := part.Activity.Evidence[part.No]
		view.Evidence = append(view.Evidence, evidenceItem{
			evidenceView: evidenceView{
				e, r.filePath(part.Activity.Ref, e), e.File[strings.LastIndexByte(e.File, '/')+1:], e.Consent.StateOn(r.Service.Today()),
			},
			IsPhoto: e.Kind == partnership.Photo, Activity: r.activityItem(l.overview.Setup, part.Activity),
		})
	}
	return show(r, http.StatusOK, evidencesPage, r.words.Text("lists.evidence", nil), view)
}

func (r *request) listParts(name string, of service.PartSort) (*listRequest, service.Listed[service.Part], error) {
	l, err := r.listRequest(name)
	if err != nil {
		return nil, service.Listed[service.Part]{}, err
	}
	found, err := r.Service.Parts(r.ctx(), r.by(), r.project(), of, l.listing)
	return l, found, noCursor(err)
}
