package web

import (
	"net/http"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// An activityItem is a line of a list of activities.
type activityItem struct {
	Path, Ref string
	Title     results.Text
	Type      partnership.ActivityType
	Partner   string
	Day       results.Date
	Place     string
	Status    partnership.Status
	Copy      string // path of the form of one like it; empty where the person cannot log one
	Mark      string // by which it is chosen; empty where the person chooses none
	IsChosen  bool
}

var activitiesPage = page[listPage[activityItem]]{"activities/activities.html"}

func listActivities(r *request) error { return r.activitiesPage(http.StatusOK, severalView{}) }

// activitiesPage shows a page of the list; sent is what was chosen and could not be
// done.
func (r *request) activitiesPage(status int, sent severalView) error {
	l, err := r.listRequest("activities")
	if err != nil {
		return err
	}
	found, err := r.Service.Activities(r.ctx(), r.by(), r.project(), l.listing)
	if err != nil {
		return noCursor(err)
	}
	view := listPage[activityItem]{List: l.view(found.Next, found.Count)}
	view.List.Several = r.severalView(&view.List, sent)
	view.List.Columns = r.columns("report.activity", "report.partner", "report.date", "report.activity-type", "report.status")
	view.List.Empty = emptyView{r.words.Text("activities.none", nil), r.words.Text("activities.none-read", nil)}
	for n := range found.Items {
		item := r.activityItem(l.overview.Setup, &found.Items[n].Value.Value)
		item.Copy = r.copyPath(&l.overview.Setup.Project, &found.Items[n].Value.Value)
		if view.List.Several.CanReview {
			item.Mark, item.IsChosen = markOf(item.Ref, found.Items[n].Rev), sent.has(item.Ref)
		}
		view.Rows = append(view.Rows, item)
	}
	if r.actor.May(partnership.LogEntries) && l.overview.Setup.Project.IsReporting(r.actor.Organisation, r.Service.Today()) {
		view.List.New = &link{Text: r.words.Text("activities.log", nil), Path: view.List.Path + "/new"}
		view.List.Empty.Text = r.words.Text("activities.none-text", nil)
	}
	return show(r, status, activitiesPage, view.List.Title, view)
}

func (r *request) activityItem(setup *partnership.Setup, a *partnership.Activity) activityItem {
	return activityItem{
		Path: r.activityPath(a.Ref), Ref: a.Ref, Title: a.Title, Type: a.Type,
		Partner: r.partnerLabel(setup, a.Partner), Day: a.Day(), Place: a.Place, Status: a.Status,
	}
}

func moveActivities(r *request) error {
	return r.moveSeveral("activities", r.activitiesPage, func(all []service.Chosen, step partnership.Step, comment string) ([]service.Outcome, error) {
		return r.Service.MoveActivities(r.ctx(), r.by(), r.project(), all, step, comment)
	})
}
