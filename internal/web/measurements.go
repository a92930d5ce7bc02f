package web

import (
	"net/http"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A measurementsView lists measurements.
type measurementsView struct {
	List         listView
	Measurements []measurementItem
	New          string // path of the form, for those who log
	Several      severalView
}

// A measurementItem is a line of a list of measurements.
type measurementItem struct {
	Path, Ref string
	Value     contributionView
	Partner   string
	Day       results.Date
	Status    partnership.Status
	Mark      string // by which it is chosen
	IsChosen  bool
}

var measurementsPage = page[measurementsView]{"measurement/list.html"}

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
	view := measurementsView{List: l.view(found.Next, found.Count)}
	view.Several = r.severalView(view.List, sent)
	for n := range found.Items {
		m := &found.Items[n].Value.Value
		view.Measurements = append(view.Measurements, measurementItem{
			Path: r.measurementPath(m.Ref), Ref: m.Ref, Partner: organisationName(l.overview.Setup, m.Partner), Day: m.Date,
			Status: m.Status, Mark: markOf(m.Ref, found.Items[n].Rev), IsChosen: sent.has(m.Ref),
			Value: contributionViewOf(r.words, &l.overview.Setup.Project, &m.Contribution),
		})
	}
	if r.actor.May(partnership.LogEntries) && l.overview.Setup.Project.IsReporting(r.actor.Organisation, r.Service.Today()) {
		view.New = r.measurementsPath() + "/new"
	}
	return show(r, status, measurementsPage, r.words.Text("measurement.all", nil), view)
}

func moveMeasurements(r *request) error {
	return r.moveSeveral("measurements", r.measurementsPage, func(all []service.Chosen, step partnership.Step, comment string) ([]service.Outcome, error) {
		return r.Service.MoveMeasurements(r.ctx(), r.by(), r.project(), all, step, comment)
	})
}
