package web

import (
	"errors"
	"net/http"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
)

// A measurementsView lists measurements, the latest first.
type measurementsView struct {
	Path       string
	Partners   []partnerChoice
	OnlyOwn    bool // of others what was accepted is listed
	Items      []measurementItem
	IsFirst    bool
	Next       string // path of the next page
	First      string // path of the first
	New        string // path of the form, for those who log
	Activities string // path of the list of activities
}

// A measurementItem is a line of a list of measurements.
type measurementItem struct {
	Path, Ref string
	Indicator results.IndicatorCode
	Title     results.Text // of the indicator
	Partner   string
	Day       results.Date
	Status    partnership.Status
}

var measurementsPage = page[measurementsView]{"measurement/list.html"}

func (r *request) measurementsPath() string { return base(r.project()) + "/measurements" }

// listMeasurements lists the measurements that the person may see.
func listMeasurements(r *request) error {
	setup, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	var filter service.Filter
	if filter.Partner, err = r.chosenPartner(&setup.Value); err != nil {
		return err
	}
	after := store.Cursor(r.Query("after"))
	found, next, err := r.Service.Measurements(r.ctx(), r.by(), r.project(), filter, after, activitiesOnPage)
	if errors.Is(err, store.ErrCursor) {
		return errNotFound
	}
	if err != nil {
		return err
	}
	view := measurementsView{
		Path: r.measurementsPath(), Partners: partnerChoices(&setup.Value, filter.Partner), OnlyOwn: !r.actor.May(partnership.ReadDrafts),
		First:   withQuery(r.measurementsPath(), "partner", string(filter.Partner)),
		IsFirst: after == "", Activities: base(r.project()) + "/activities",
	}
	for n := range found {
		m := &found[n].Value.Value
		item := measurementItem{
			Path: r.measurementPath(m.Ref), Ref: m.Ref, Indicator: m.Indicator, Day: m.Date, Status: m.Status,
			Partner: organisationName(&setup.Value, m.Partner),
		}
		if i, ok := indicatorOf(&setup.Value.Project, m.Indicator); ok {
			item.Title = i.Title
		}
		view.Items = append(view.Items, item)
	}
	if next != "" {
		view.Next = withQuery(view.First, "after", string(next))
	}
	if r.actor.May(partnership.LogEntries) && setup.Value.Project.IsReporting(r.actor.Organisation, r.Service.Today()) {
		view.New = r.measurementsPath() + "/new"
	}
	return show(r, http.StatusOK, measurementsPage, r.words.Text("measurement.all", nil), view)
}
