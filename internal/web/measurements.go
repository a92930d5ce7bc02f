package web

import (
	"net/http"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A measurementItem is a line of a list of measurements.
type measurementItem struct {
	Path, Ref string
	Value     contributionView
	Partner   string
	Day       results.Date
	Status    partnership.Status
	Mark      string // by which it is chosen; empty where the person chooses none
	IsChosen  bool
}

var measurementsPage = page[listPage[measurementItem]]{"measurement/list.html"}

func (r *request) measurementsPath() string { return base(r.project()) + "/measurements" }

func listMeasurements(r *request) error { return r.measurementsPage(http.StatusOK, severalView{}) }

// measurementsPage shows a page of the list; sent is what was chosen and could not be
// done.
func (r *request) measurementsPage(status int, sent severalView) error {
	l, err := r.listRequest("measurements")
	if err != nil {
		return err
	}
	found, err := r.Service.Measurements(r.ctx(), r.by(), r.project(), l.listing)
	if err != nil {
		return noCursor(err)
	}
	view := listPage[measurementItem]{List: l.view(found.Next, found.Count)}
	view.List.Several = r.severalView(&view.List, sent)
	view.List.Columns = r.columns("report.indicator", "report.partner", "report.date", "lists.value", "report.status")
	view.List.Empty = emptyView{r.words.Text("measurement.none", nil), r.words.Text("measurement.none-text", nil)}
	for n := range found.Items {
		m := &found.Items[n].Value.Value
		item := measurementItem{
			Path: r.measurementPath(m.Ref), Ref: m.Ref, Partner: r.partnerLabel(l.overview.Setup, m.Partner), Day: m.Date,
			Status: m.Status, Value: contributionViewOf(r.words, &l.overview.Setup.Project, &m.Contribution),
		}
		if view.List.Several.CanReview {
			item.Mark, item.IsChosen = markOf(m.Ref, found.Items[n].Rev), sent.has(m.Ref)
		}
		view.Rows = append(view.Rows, item)
	}
	if r.actor.May(partnership.LogEntries) && l.overview.Setup.Project.IsReporting(r.actor.Organisation, r.Service.Today()) {
		view.List.New = &link{Text: r.words.Text("measurement.new", nil), Path: r.measurementsPath() + "/new"}
	}
	return show(r, status, measurementsPage, view.List.Title, view)
}

func moveMeasurements(r *request) error {
	return r.moveSeveral("measurements", r.measurementsPage, func(all []service.Chosen, step partnership.Step, comment string) ([]service.Outcome, error) {
		return r.Service.MoveMeasurements(r.ctx(), r.by(), r.project(), all, step, comment)
	})
}
