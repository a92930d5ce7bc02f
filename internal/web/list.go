package web

import (
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
)

// A listView is what stands around a list: how it is searched, filtered and ordered,
// and where its other pages and its files are.
type listView struct {
	Tabs       []choiceView // the lists of the project
	Path       string       // without any filter
	Search     string
	Partners   []partnerChoice
	Statuses   []statusChoice
	Periods    []periodView
	KindLabel  string // message key; empty where there are no kinds
	Kinds      []option
	Orders     []option
	IsFiltered bool
	OnlyOwn    bool // of others what was accepted is listed
	IsFirst    bool
	Count      int    // of all that was found; -1 where it was not counted
	Next       string // path of the next page
	First      string // path of the first
	CSV, XLSX  string
	Query      string // of the address, with what is chosen
}

// A statusChoice is a status that can be chosen.
type statusChoice struct {
	Status   partnership.Status
	IsChosen bool
}

// listed is how many things a page of a list has.
const listedOnPage = 50

// longestSearch is how many letters are looked for.
const longestSearch = 100

// A kindChoice is what a list is parted by besides.
type kindChoice struct {
	label   string
	options []option
}

// A listRequest is a list as it was asked for.
type listRequest struct {
	*request
	name     string // of the list in its address
	overview *service.Overview
	kinds    kindChoice
	listing  service.Listing
	period   results.PeriodNo
}

// listRequest reads what is asked for from the address.
func (r *request) listRequest(name string) (*listRequest, error) {
	kinds := listKinds()[name]
	if kinds == nil {
		return nil, errNotFound
	}
	o, err := r.Service.Overview(r.ctx(), r.by(), r.project())
	if err != nil {
		return nil, err
	}
	l := &listRequest{request: r, name: name, overview: o, kinds: kinds(r, o)}
	if l.listing.Filter, l.period, err = r.entryFilter(o); err != nil {
		return nil, err
	}
	l.listing.Search = searched(r.Query("q"))
	l.listing.Kind = r.Query("kind")
	l.listing.Order = service.Order(r.Query("order"))
	l.listing.After, l.listing.Limit = store.Cursor(r.Query("after")), listedOnPage
	isKnown := l.listing.Kind == ""
	for n := range l.kinds.options {
		one := &l.kinds.options[n]
		one.IsChosen = one.Value == l.listing.Kind
		isKnown = isKnown || one.IsChosen
	}
	switch l.listing.Order {
	case service.Newest, service.Oldest, service.LastMade:
	default:
		isKnown = false
	}
	if !isKnown {
		return nil, errNotFound
	}
	return l, nil
}

// searched is what is looked for, of a length that can be.
func searched(text string) string {
	letters := []rune(strings.TrimSpace(text))
	return string(letters[:min(len(letters), longestSearch)])
}

// entryFilter reads the filter of the address. Whoever sees drafts of the own
// organisation alone, and asks for what is not accepted, is shown those.
func (r *request) entryFilter(o *service.Overview) (f service.Filter, period results.PeriodNo, err error) {
	if f.Partner, err = r.chosenPartner(o.Setup); err != nil {
		return f, 0, err
	}
	switch s := partnership.Status(r.Query("status")); s {
	case partnership.Draft, partnership.Submitted, partnership.Returned, partnership.Accepted:
		f.Status = s
	case "":
	default:
		return f, 0, errNotFound
	}
	if f.Status != "" && f.Status != partnership.Accepted && !r.actor.MayRead(f.Partner, f.Status) {
		f.Partner = r.actor.Organisation
	}
	if r.Query("period") == "" {
		return f, 0, nil
	}
	if period, err = r.chosenPeriod(o); err != nil {
		return f, 0, err
	}
	p := o.Setup.Project.Periods[period-1]
	f.From, f.To = p.Start, p.End
	return f, period, nil
}

// view makes the view around a page of the list.
func (l *listRequest) view(next store.Cursor, count int) listView {
	f := l.listing.Filter
	v := listView{
		Path: base(l.project()) + "/" + l.name, Search: f.Search, Count: count,
		Partners: partnerChoices(l.overview.Setup, f.Partner), Periods: periodsOf(l.overview, l.period),
		KindLabel: l.kinds.label, Kinds: l.kinds.options, IsFirst: l.listing.After == "",
		IsFiltered: f != service.Filter{}, OnlyOwn: !l.actor.May(partnership.ReadDrafts),
	}
	v.Tabs = l.listTabs(l.name)
	for _, s := range []partnership.Status{partnership.Draft, partnership.Submitted, partnership.Returned, partnership.Accepted} {
		v.Statuses = append(v.Statuses, statusChoice{s, s == f.Status})
	}
	for _, o := range []struct {
		order service.Order
		key   string
	}{{service.Newest, "lists.newest"}, {service.Oldest, "lists.oldest"}, {service.LastMade, "lists.last-made"}} {
		v.Orders = append(v.Orders, option{Value: string(o.order), Text: l.words.Text(o.key, nil), IsChosen: o.order == l.listing.Order})
	}
	first := l.listing
	first.After = ""
	v.Query = listQuery(first, l.period).Encode()
	v.First = withSearch(v.Path, v.Query)
	if next != "" {
		after := l.listing
		after.After = next
		v.Next = withSearch(v.Path, listQuery(after, l.period).Encode())
	}
	v.CSV = withSearch(base(l.project())+"/export/"+l.name+".csv", v.Query)
	v.XLSX = withSearch(base(l.project())+"/export/"+l.name+".xlsx", v.Query)
	return v
}

// listTabs leads to the lists that the person may open.
func (r *request) listTabs(current string) []choiceView {
	var tabs []choiceView
	for _, l := range []struct {
		name, key string
		may       partnership.Permission
	}{
		{"activities", "nav.activities", partnership.ReadAccepted},
		{"measurements", "measurement.all", partnership.ReadAccepted},
		{"publications", "sheet.publications", partnership.ReadAccepted},
		{"evidence", "lists.evidence", partnership.ReadAccepted},
		{"audit", "audit.title", partnership.ReadAudit},
	} {
		if r.actor.May(l.may) {
			tabs = append(tabs, choiceView{l.name, r.words.Text(l.key, nil), base(r.project()) + "/" + l.name, l.name == current})
		}
	}
	return tabs
}

func withSearch(path, query string) string {
	if query == "" {
		return path
	}
	return path + "?" + query
}

// listQuery is the query of an address that asks for a page of a list.
func listQuery(l service.Listing, period results.PeriodNo) url.Values {
	q := url.Values{}
	for name, value := range map[string]string{
		"q": l.Search, "partner": string(l.Partner), "status": string(l.Status), "kind": l.Kind,
		"order": string(l.Order), "after": string(l.After),
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if period > 0 {
		q.Set("period", strconv.Itoa(int(period)))
	}
	return q
}

// listPath is the address of a list with a filter.
func (r *request) listPath(name string, f service.Filter, period results.PeriodNo) string {
	return withSearch(base(r.project())+"/"+name, listQuery(service.Listing{Filter: f}, period).Encode())
}

// noCursor answers a cursor that is none as a page that is not there.
func noCursor(err error) error {
	if errors.Is(err, store.ErrCursor) {
		return errNotFound
	}
	return err
}

// A handedOut list is sent as it is written: what is refused before is told in a
// page.
type handedOut struct {
	*request
	name        string // of the file
	contentType string
}

func (h *handedOut) Write(p []byte) (int, error) {
	if !h.Writer.Written() {
		h.Header("Content-Type", h.contentType)
		h.Header("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": h.name}))
		h.Writer.WriteHeader(http.StatusOK)
	}
	return h.Writer.Write(p)
}

// handOut prepares a file of a list.
func (r *request) handOut(list string, format service.SheetFormat) (*handedOut, error) {
	contentType := fileTypes()["."+string(format)]
	if format == service.CSV {
		contentType = "text/csv; charset=utf-8"
	}
	if contentType == "" || format != service.CSV && format != service.XLSX {
		return nil, errNotFound
	}
	return &handedOut{r, fileCode(r.project()) + "-" + list + "." + string(format), contentType}, nil
}

// exportList hands out a list of the project.
func exportList(r *request) error {
	name, ending, _ := strings.Cut(r.Param("file"), ".")
	l, err := r.listRequest(name)
	if err != nil {
		return err
	}
	w, err := r.handOut(name, service.SheetFormat(ending))
	if err != nil {
		return err
	}
	h := service.Handout{Listing: l.listing, Format: service.SheetFormat(ending), Words: r.words}
	for _, one := range marked(chosenMarks(r.Request.URL.Query())) {
		h.Refs = append(h.Refs, one.Ref)
	}
	switch name {
	case "activities":
		return r.Service.ActivitiesFile(r.ctx(), r.by(), r.project(), h, w)
	case "measurements":
		return r.Service.MeasurementsFile(r.ctx(), r.by(), r.project(), h, w)
	case "publications":
		return r.Service.PartsFile(r.ctx(), r.by(), r.project(), service.Publications, h, w)
	default:
		return r.Service.PartsFile(r.ctx(), r.by(), r.project(), service.Evidence, h, w)
	}
}

// listKinds are the lists of a project, with what each is parted by.
func listKinds() map[string]func(*request, *service.Overview) kindChoice {
	return map[string]func(*request, *service.Overview) kindChoice{
		"activities":   (*request).activityKinds,
		"measurements": (*request).measurementKinds,
		"publications": (*request).publicationKinds,
		"evidence":     (*request).evidenceKinds,
	}
}

func (r *request) activityKinds(*service.Overview) kindChoice {
	k := kindChoice{label: "report.activity-type"}
	for _, t := range partnership.ActivityTypes() {
		k.options = append(k.options, option{Value: string(t), Text: r.words.Text("type."+string(t), nil)})
	}
	return k
}

func (r *request) measurementKinds(o *service.Overview) kindChoice {
	k := kindChoice{label: "report.indicator"}
	for i := range results.Indicators(o.Setup.Project.Results) {
		k.options = append(k.options, option{Value: string(i.Code), Text: string(i.Code) + " " + inLanguage(r.words, i.Title)})
	}
	return k
}

func (r *request) publicationKinds(*service.Overview) kindChoice {
	k := kindChoice{label: "report.publication-kind"}
	for _, p := range partnership.PublicationKinds() {
		k.options = append(k.options, option{Value: string(p), Text: r.words.Text("kind."+string(p), nil)})
	}
	return k
}

func (r *request) evidenceKinds(*service.Overview) kindChoice {
	k := kindChoice{label: "lists.evidence-kind"}
	for _, e := range []partnership.EvidenceKind{partnership.Photo, partnership.Document, partnership.Link} {
		k.options = append(k.options, option{Value: string(e), Text: r.words.Text("evidence."+string(e), nil)})
	}
	return k
}
