package web

import (
	"net/http"
	"net/url"
	"strconv"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A consentItem is a line of the register: a quote or a photo with its consent. Of one
// that was withdrawn nothing is told but when.
type consentItem struct {
	Kind      partnership.ItemKind
	Text      results.Text // words or caption
	Role      results.Text // of who is quoted
	File      string       // path of a photo
	Small     string       // and of it as a small one
	Name      string       // of the file
	State     partnership.ConsentState
	Consent   *partnership.Consent
	Withdrawn results.Date
	Manage    *link
}

// A consentRow is a line of the register with its activity.
type consentRow struct {
	consentItem
	Activity activityItem
}

var consentsPage = page[listPage[consentRow]]{"consent/consents.html"}

func listConsents(r *request) error {
	l, found, err := r.listParts("consents", service.Consents)
	if err != nil {
		return err
	}
	view := listPage[consentRow]{List: l.view(found.Next, found.Count)}
	view.List.Empty = emptyView{r.words.Text("consent.none", nil), r.words.Text("lists.parts-none-text", nil)}
	view.List.Columns = r.columns("consent.item", "activity.consent", "report.activity", "report.status")
	for _, part := range found.Items {
		view.Rows = append(view.Rows, consentRow{
			r.consentItem(part.Activity, part.Activity.Items()[part.No]), r.activityItem(l.overview.Setup, part.Activity),
		})
	}
	return show(r, http.StatusOK, consentsPage, view.List.Title, view)
}

func (r *request) consentItem(a *partnership.Activity, i partnership.Item) consentItem {
	v := consentItem{
		Kind: i.Kind, State: i.StateOn(r.Service.Today()), Consent: i.Consent(), Manage: r.consentLink(a, i),
	}
	switch {
	case i.Withdrawn != nil:
		v.Withdrawn = i.Withdrawn.Day
	case i.Photo != nil:
		shown := r.evidenceView(a.Ref, *i.Photo)
		v.Text, v.File, v.Small, v.Name = i.Photo.Caption, shown.Path, shown.Small(), shown.Name
	default:
		v.Text, v.Role = i.Quote.Text, i.Quote.Role
	}
	return v
}

// consentLink leads to the consent of an item, for those who may see more of it.
func (r *request) consentLink(a *partnership.Activity, i partnership.Item) *link {
	if !service.MayReadConsent(r.actor, a.Partner) {
		return nil
	}
	return &link{
		Text: r.words.Text("consent.kind-"+string(i.Kind), nil) + " " + strconv.Itoa(i.No+1) + ", " + a.Ref,
		Path: r.consentPath(a.Ref, i.Key()),
	}
}

func (r *request) consentPath(ref, key string) string {
	return r.activityPath(ref) + "/consent/" + url.PathEscape(key)
}

// A consentView is a quote or a photo with its consent, and what can be done about
// that.
type consentView struct {
	consentItem
	Path, Back string
	Rev        int64
	Activity   activityItem
	Also       int // other activities that have the same
	Reason     string
	Sealed     []sealedLink
	MayChange  bool
	Problems   []problemLink
	Day        fieldView
	Why        fieldView
	Give       consentFields
}

// consentFields are the fields of a new consent.
type consentFields struct {
	fieldGroup
	Consent consentForm
}

// A sealedLink leads to a version of the project's report that was submitted.
type sealedLink struct {
	Path            string // empty for those who may not open it
	Period, Version int
	AsOf            results.Date
}

var consentPage = page[consentView]{"consent/consent.html"}

func showConsent(r *request) error {
	return r.consentPage(http.StatusOK, sent{url.Values{"day": {r.Service.Today().String()}, "given": {r.Service.Today().String()}}}, nil)
}

// consentPage shows an item with the forms as they were sent, and what is wrong there.
func (r *request) consentPage(status int, s sent, wrong []fieldMessage) error {
	one, err := r.Service.ConsentItem(r.ctx(), r.by(), r.project(), r.Param("ref"), r.Param("item"))
	if err != nil {
		return err
	}
	setup, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	a := &one.Activity.Value.Value
	v := consentView{
		consentItem: r.consentItem(a, one.Item), Path: r.consentPath(a.Ref, one.Key()), Back: base(r.project()) + "/consents",
		Rev: one.Activity.Rev, Activity: r.activityItem(&setup.Value, a), Also: one.Also, MayChange: one.MayChange,
	}
	if one.Withdrawn != nil {
		v.Reason = one.Withdrawn.Reason
	}
	for _, report := range one.Sealed {
		version := sealedLink{Period: int(report.Period), Version: report.Version, AsOf: report.AsOf}
		if r.actor.May(partnership.ReadSealed) {
			version.Path = r.reportPath(report.Period) + "/versions/" + strconv.Itoa(report.Version)
		}
		v.Sealed = append(v.Sealed, version)
	}
	f := faults{}
	for _, m := range wrong {
		f[m.Field] = m.Text
		v.Problems = append(v.Problems, problemLink{fieldID(m.Field), m.Text})
	}
	v.Day = f.Field("day", s.line("day"), "consent.withdrawn-day", "")
	v.Why = f.Field("reason", s.line("reason"), "consent.reason", "consent.reason-hint")
	v.Give = consentFields{fieldGroup{f, ""}, s.consent("")}
	title := r.words.Text("consent.page-"+string(v.Kind), i18n.Args{"Ref": a.Ref})
	return show(r, status, consentPage, title, v)
}

// consentSent is the item that a form is about.
func (r *request) consentSent() service.ConsentChange {
	return service.ConsentChange{Ref: r.Param("ref"), Key: r.Param("item"), Seen: seenRevision(r.PostForm("rev"))}
}

// changeConsent withdraws the consent of an item, or puts a new one in its place, and
// shows the item as it is then.
func changeConsent(r *request) error {
	isWithdrawal := r.PostForm("do") == "withdraw"
	s, typed := sent{r.Request.PostForm}, &reader{words: r.words}
	var notice string
	var change func() (key string, err error)
	if isWithdrawal {
		day := typed.date("day", s.line("day"))
		notice, change = "consent.withdrawn-done", func() (string, error) {
			return r.Service.WithdrawConsent(r.ctx(), r.by(), r.project(), r.consentSent(), day, s.line("reason"))
		}
	} else {
		form := s.consent("")
		form.Has = true
		consent := typed.consent("", form)
		notice, change = "consent.given-done", func() (string, error) {
			return r.Service.GiveConsent(r.ctx(), r.by(), r.project(), r.consentSent(), *consent)
		}
	}
	var wrong []fieldMessage
	for _, m := range typed.mistakes {
		wrong = append(wrong, fieldMessage{m.Field, r.words.Text(m.Key, nil)})
	}
	if len(wrong) > 0 {
		return r.consentPage(http.StatusUnprocessableEntity, s, wrong)
	}
	key, err := change()
	for _, p := range problemsOf(err) {
		wrong = append(wrong, fieldMessage{p.Path, bundle.Message(r.words, p)})
	}
	if len(wrong) > 0 {
		return r.consentPage(http.StatusUnprocessableEntity, s, wrong)
	}
	if err != nil {
		return err
	}
	r.notice(r.words.Text(notice, nil))
	return r.to(r.consentPath(r.Param("ref"), key))
}

// consentCounts tell which consents ask for somebody, with the lists of them: the
// lead's of all partners, else those of the reader's own.
func (r *request) consentCounts(n service.ConsentCounts) []consentCount {
	f := service.Filter{}
	if !r.actor.May(partnership.Review) {
		f.Partner = r.actor.Organisation
	}
	var all []consentCount
	for _, c := range []struct {
		state partnership.ConsentState
		count int
	}{
		{partnership.ConsentEnding, n.Ending}, {partnership.ConsentEnded, n.Ended}, {partnership.ConsentWithdrawn, n.Withdrawn},
	} {
		if f.Consent = c.state; c.count > 0 {
			text := r.words.Text("consent.count-"+string(c.state), i18n.Args{"Count": c.count, "Days": partnership.ConsentWarning})
			all = append(all, consentCount{r.listPath("consents", f, 0), text})
		}
	}
	return all
}
