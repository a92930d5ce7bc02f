package web

import (
	"net/http"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// A publicationItem is a line of a list of publications.
type publicationItem struct {
	publicationView
	Activity activityItem
}

var publicationsPage = page[listPage[publicationItem]]{"publications/publications.html"}

func listPublications(r *request) error {
	l, found, err := r.listParts("publications", service.Publications)
	if err != nil {
		return err
	}
	view := listPage[publicationItem]{List: l.view(found.Next, found.Count)}
	view.List.Empty = emptyView{r.words.Text("lists.publications-none", nil), r.words.Text("lists.parts-none-text", nil)}
	view.List.Columns = r.columns("report.publication-title", "report.publication-kind", "activity.editions", "report.activity", "report.status")
	for _, part := range found.Items {
		view.Rows = append(view.Rows, publicationItem{
			publicationViewOf(r.words, part.Activity.Publications[part.No]), r.activityItem(l.overview.Setup, part.Activity),
		})
	}
	return show(r, http.StatusOK, publicationsPage, view.List.Title, view)
}

// An evidenceItem is a line of a list of evidence.
type evidenceItem struct {
	evidenceView
	IsPhoto  bool
	Activity activityItem
}

var evidencesPage = page[listPage[evidenceItem]]{"evidence/evidence.html"}

func listEvidence(r *request) error {
	l, found, err := r.listParts("evidence", service.Evidence)
	if err != nil {
		return err
	}
	view := listPage[evidenceItem]{List: l.view(found.Next, found.Count)}
	view.List.Empty = emptyView{r.words.Text("lists.evidence-none", nil), r.words.Text("lists.parts-none-text", nil)}
	view.List.Columns = r.columns("activity.caption", "lists.evidence-kind", "activity.consent", "report.activity", "report.status")
	for _, part := range found.Items {
		e := part.Activity.Evidence[part.No]
		view.Rows = append(view.Rows, evidenceItem{
			evidenceView: r.evidenceView(part.Activity.Ref, e), IsPhoto: e.Kind == partnership.Photo,
			Activity: r.activityItem(l.overview.Setup, part.Activity),
		})
	}
	return show(r, http.StatusOK, evidencesPage, view.List.Title, view)
}

func (r *request) listParts(name string, of service.PartSort) (*listRequest, service.Listed[service.Part], error) {
	l, err := r.listRequest(name)
	if err != nil {
		return nil, service.Listed[service.Part]{}, err
	}
	found, err := r.Service.Parts(r.ctx(), r.by(), r.project(), of, l.listing)
	return l, found, noCursor(err)
}
