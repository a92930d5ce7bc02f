package web

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
)

// A listView is what stands around a list: how it is searched, filtered and ordered,
// and where its other pages and its files are.
type listView struct {
	Title       string
	Tabs        []choiceView // the lists beside it
	Path        string       // without any filter
	Search      string
	SearchLabel string // message key
	Selects     []selectView
	IsFiltered  bool
	OnlyOwn     bool // of others what was accepted is listed
	IsFirst     bool
	Count       string // how many were found, in words; empty where it was not counted
	Columns     []columnView
	New         *link // to the form of a new one, for those who make them
	Empty       emptyView
	Several     severalView
	Next        string // path of the next page
	First       string // path of the first
	CSV, XLSX   string
	Query       string // of the address, with what is chosen
}

// A listPage is a page of a list, with a row for each thing.
type listPage[R any] struct {
	List listView
	Rows []R
}

// A selectView is a choice in the form above a list.
type selectView struct {
	Name, Label string // message key
	HasAll      bool   // nothing need be chosen
	Options     []option
}

// A columnView is the head of a column.
type columnView struct {
	Text     string
	Language string // of the text, where it is another
}

// An emptyView says that a list is empty, and what to do first.
type emptyView struct{ Title, Text string }

// columns are heads of columns, by the keys of their messages.
func (r *request) columns(keys ...string) []columnView {
	all := make([]columnView, len(keys))
	for n, key := range keys {
		all[n].Text = r.words.Text(key, nil)
	}
	return all
}

// choices are options whose texts are messages, named by a prefix and the value.
func choices[T ~string](r *request, prefix string, values []T, chosen T) []option {
	all := make([]option, len(values))
	for n, v := range values {
		all[n] = option{Value: string(v), Text: r.words.Text(prefix+string(v), nil), IsChosen: v == chosen}
	}
	return all
}

// An ordering is an order of a list with the key of its message.
type ordering[O ~string] struct {
	order O
	key   string
}

// orders are the choice of an order; ok is false where the chosen one is none.
func orders[O ~string](r *request, chosen O, all ...ordering[O]) (s selectView, ok bool) {
	s = selectView{Name: "order", Label: "lists.order"}
	for _, o := range all {
		s.Options = append(s.Options, option{Value: string(o.order), Text: r.words.Text(o.key, nil), IsChosen: o.order == chosen})
		ok = ok || o.order == chosen
	}
	return s, ok
}

// listed is how many things a page of a list has.
const listedOnPage = 50

// longestSearch is how many letters are looked for.
const longestSearch = 100

// A kindChoice is what a list is called and parted by besides.
type kindChoice struct {
	title   string // of the list; this and the label are message keys
	label   string
	options []option
}

// A listRequest is a list as it was asked for.
type listRequest struct {
	request  *request
	name     string // of the list in its address
	overview *service.Overview
	kinds    kindChoice
	listing  service.Listing
	period   results.PeriodNo
	selects  []selectView
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
	if name == "consents" {
		l.listing.Consent = partnership.ConsentState(r.Query("consent"))
	}
	l.listing.Order = service.Order(r.Query("order"))
	l.listing.After, l.listing.Limit = store.Cursor(r.Query("after")), listedOnPage
	isKnown := l.listing.Kind == ""
	for n := range l.kinds.options {
		one := &l.kinds.options[n]
		one.IsChosen = one.Value == l.listing.Kind
		isKnown = isKnown || one.IsChosen
	}
	order, isOrder := orders(r, l.listing.Order, ordering[service.Order]{service.Newest, "lists.newest"},
		ordering[service.Order]{service.Oldest, "lists.oldest"}, ordering[service.Order]{service.LastMade, "lists.last-made"})
	if !isKnown || !isOrder || l.listing.Consent != "" && !slices.Contains(partnership.ConsentStates(), l.listing.Consent) {
		return nil, errNotFound
	}
	l.selects = append(l.filters(), order)
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
	case partnership.Draft, partnership.Submitted, partnership.Returned, partnership.Accepted, partnership.Verified:
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
		Title: l.request.words.Text(l.kinds.title, nil), Tabs: l.request.listTabs(l.name), Path: base(l.request.project()) + "/" + l.name,
		Search: f.Search, SearchLabel: "lists.search", Selects: l.selects, IsFirst: l.listing.After == "",
		IsFiltered: f != service.Filter{}, OnlyOwn: !l.request.actor.May(partnership.ReadDrafts),
	}
	if count >= 0 {
		v.Count = l.request.words.Text("lists.found", i18n.Args{"Count": count})
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
	v.CSV = withSearch(base(l.request.project())+"/export/"+l.name+".csv", v.Query)
	v.XLSX = withSearch(base(l.request.project())+"/export/"+l.name+".xlsx", v.Query)
	return v
}

// filters are the choices above the list.
func (l *listRequest) filters() []selectView {
	partners := selectView{Name: "partner", Label: "report.partner", HasAll: true}
	for _, p := range partnerChoices(l.overview.Setup, l.listing.Partner) {
		partners.Options = append(partners.Options, option{Value: string(p.ID), Text: p.Name, IsChosen: p.IsChosen})
	}
	statuses := []partnership.Status{partnership.Draft, partnership.Submitted, partnership.Returned, partnership.Accepted}
	if l.name == "expenses" {
		statuses = append(statuses, partnership.Verified)
	}
	periods := selectView{Name: "period", Label: "report.reporting-period", HasAll: true}
	for _, p := range periodsOf(l.overview, l.period) {
		periods.Options = append(periods.Options, option{Value: periodText(p.No), Text: p.short(l.request.words), IsChosen: p.IsChosen})
	}
	selects := []selectView{
		partners,
		{"status", "report.status", true, choices(l.request, "workflow.", statuses, l.listing.Status)},
		{"kind", l.kinds.label, true, l.kinds.options},
		periods,
	}
	if l.name == "consents" {
		states := choices(l.request, "entry.consent-", partnership.ConsentStates(), l.listing.Consent)
		selects = append([]selectView{{"consent", "activity.consent", true, states}}, selects...)
	}
	return selects
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
		{"consents", "consent.title", partnership.ReadAccepted},
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

// queryOf is a query with what is not empty.
func queryOf(values map[string]string) url.Values {
	q := url.Values{}
	for name, value := range values {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

// listQuery is the query of an address that asks for a page of a list.
func listQuery(l service.Listing, period results.PeriodNo) url.Values {
	q := queryOf(map[string]string{
		"q": l.Search, "partner": string(l.Partner), "status": string(l.Status), "kind": l.Kind,
		"order": string(l.Order), "after": string(l.After), "consent": string(l.Consent),
	})
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
