package web

import (
	"net/http"
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A workView is what waits for a person of a partner.
type workView struct {
	Base         string // path of the project
	Organisation string
	CanLog       bool // the partner reports at present
	Period       *duePeriod
	Due          []duePeriod // besides
	Returned     []workItem
	Drafts       []workItem
	Submitted    []workItem
	More         bool // activities than are listed
	MoreValues   bool // measurements than are listed
	Planned      []plannedItem
	Kept         []keptItem
}

// IsEmpty says whether nothing waits.
func (v workView) IsEmpty() bool {
	return len(v.Returned) == 0 && len(v.Drafts) == 0 && len(v.Submitted) == 0
}

// A duePeriod is a reporting period whose report is not accepted yet.
type duePeriod struct {
	Path            string // of the partner's report
	No              int
	Start, End, Due results.Date
	Days            int // until it is due; negative: since
	IsLate, HasDue  bool
	Report          partnership.Status // of the partner's report
}

// A workItem is an activity or a measurement in a list.
type workItem struct {
	Path, EditPath string
	Ref            string
	Title          results.Text
	Start, End     results.Date
	Status         partnership.Status
	Comment        *commentView // the newest
	IsMeasurement  bool
}

// A plannedItem is an activity of the work plan in the running period.
type plannedItem struct {
	Code       string
	Title      results.Text
	Start, End results.Date
	Path       string // of the form, filled in
}

var workPage = page[workView]{"work/work.html"}

// mostListed is how many activities of a kind are listed.
const mostListed = 50

func showWork(r *request) error {
	overview, err := r.Service.Overview(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	own := r.actor.Organisation
	v := workView{
		Base:         base(r.project()),
		Organisation: organisationName(overview.Setup, own),
		CanLog:       overview.Setup.Project.IsReporting(own, overview.Today),
	}
	if !v.CanLog {
		if _, isPartner := overview.Setup.Project.Partner(own); !isPartner {
			return errForbidden
		}
	}
	if v.Kept, err = r.keptItems(); err != nil {
		return err
	}
	r.duePeriods(&v, overview, own)
	for _, list := range []struct {
		status partnership.Status
		items  *[]workItem
	}{
		{partnership.Returned, &v.Returned}, {partnership.Draft, &v.Drafts}, {partnership.Submitted, &v.Submitted},
	} {
		if *list.items, err = r.workItems(&v, overview.Setup, list.status); err != nil {
			return err
		}
	}
	if v.CanLog && v.Period != nil {
		v.Planned = r.plannedItems(&overview.Setup.Project, own, *v.Period)
	}
	return show(r, http.StatusOK, workPage, r.words.Text("nav.work", nil), v)
}

// duePeriods finds the running period, and those before it whose report is not
// accepted yet.
func (r *request) duePeriods(v *workView, o *service.Overview, own results.PartnerID) {
	for n, p := range o.Setup.Project.Periods {
		k := results.PeriodNo(n + 1)
		report, isBegun := o.Reports[service.ReportKey{Partner: own, Period: k}]
		if !isBegun {
			report = partnership.Draft
		}
		due := duePeriod{
			Path: r.partnerReportPath(k),
			No:   n + 1, Start: p.Start, End: p.End, Due: p.Due, HasDue: !p.Due.IsZero(), Report: report,
			Days: p.Due.DaysSince(o.Today), IsLate: !p.Due.IsZero() && p.Due.Before(o.Today),
		}
		switch {
		case o.IsRunning(k):
			v.Period = &due
		case p.End.Before(o.Today) && (report == partnership.Draft || report == partnership.Returned):
			v.Due = append(v.Due, due)
		}
	}
}

// workItems are the own organisation's activities and measurements in a status, the
// latest day first.
func (r *request) workItems(v *workView, setup *partnership.Setup, status partnership.Status) ([]workItem, error) {
	f := service.Filter{Partner: r.actor.Organisation, Status: status}
	found, err := r.Service.Activities(r.ctx(), r.by(), r.project(), service.Listing{Filter: f, Limit: mostListed})
	if err != nil {
		return nil, err
	}
	v.More = v.More || found.Next != ""
	var items []workItem
	for _, stored := range found.Items {
		a := &stored.Value.Value
		item := workItem{
			Path: r.activityPath(a.Ref), EditPath: r.activityPath(a.Ref) + "/edit",
			Ref: a.Ref, Title: a.Title, Start: a.Start, End: a.End, Status: a.Status,
		}
		if item.Comment, err = r.whyReturned(status, stored.Value.Comments); err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	measurements, err := r.Service.Measurements(r.ctx(), r.by(), r.project(), service.Listing{Filter: f, Limit: mostListed})
	if err != nil {
		return nil, err
	}
	v.MoreValues = v.MoreValues || measurements.Next != ""
	for _, stored := range measurements.Items {
		m := &stored.Value.Value
		item := workItem{
			Path: r.measurementPath(m.Ref), EditPath: r.measurementPath(m.Ref) + "/edit",
			Ref: m.Ref, Start: m.Date, Status: m.Status, IsMeasurement: true,
		}
		if i, ok := indicatorOf(&setup.Project, m.Indicator); ok {
			item.Title = i.Title
		}
		if item.Comment, err = r.whyReturned(status, stored.Value.Comments); err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	slices.SortStableFunc(items, func(a, b workItem) int { return b.Start.Compare(a.Start) })
	return items, nil
}

// whyReturned is the newest comment on an entry that was returned.
func (r *request) whyReturned(status partnership.Status, comments []partnership.Comment) (*commentView, error) {
	if len(comments) == 0 || status != partnership.Returned {
		return nil, nil //nolint:nilnil // there is none
	}
	thread, err := r.comments(comments[len(comments)-1:])
	if err != nil {
		return nil, err
	}
	return &thread[0], nil
}

// plannedItems are what is planned for the partner in a period.
func (r *request) plannedItems(p *partnership.Project, own results.PartnerID, period duePeriod) []plannedItem {
	var items []plannedItem
	for result := range results.All(p.Results) {
		for _, planned := range result.Planned {
			isNow := (planned.Start.IsZero() || !period.End.Before(planned.Start)) && (planned.End.IsZero() || !planned.End.Before(period.Start))
			for _, partner := range planned.Partners {
				if partner == own && isNow {
					items = append(items, plannedItem{
						string(planned.Code), planned.Title, planned.Start, planned.End,
						base(r.project()) + "/activities/new?planned=" + escapeQuery(string(planned.Code)),
					})
				}
			}
		}
	}
	return items
}
