package web

import (
	"net/url"
	"strings"
	"time"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// An entryView is everything of one activity to be read: what the template
// "entry" shows.
type entryView struct {
	Path          string // of its page
	Ref           string
	Status        partnership.Status
	Partner       string // its name
	Type          partnership.ActivityType
	Title         results.Text
	Start, End    results.Date
	Narrative     results.Text
	Output        *namedView
	Planned       *namedView
	Country       string // its name
	Place         string
	Online        bool
	CoOrganisers  string // their names
	Contributions []contributionView
	Publications  []publicationView
	Quotes        []quoteView
	evidenceList
	Withdrawn []withdrawnView
	Comments  []commentView
}

// A namedView is something of the set-up, with its code.
type namedView struct {
	Code  string
	Title results.Text
}

// A contributionView is what an activity adds to an indicator.
type contributionView struct {
	Indicator      results.IndicatorCode
	Title, Unit    results.Text
	NotApplicable  bool
	Value          string // as people read it; of pairs "40 / 50"
	AlreadyCounted string
	Stage, Text    results.Text
	Note           string
	Grids          []grid
}

// A publicationView is a publication with the names of its languages.
type publicationView struct {
	Title    results.Text
	Kind     partnership.PublicationKind
	Editions []editionView
}

type editionView struct {
	partnership.Edition
	LanguageName string
}

func publicationViewOf(words *i18n.Localizer, p partnership.Publication) publicationView {
	v := publicationView{Title: p.Title, Kind: p.Kind}
	for _, e := range p.Editions {
		v.Editions = append(v.Editions, editionView{e, words.LanguageName(e.Language)})
	}
	return v
}

// A quoteView is a quote with what stands about its consent.
type quoteView struct {
	partnership.Quote
	State  partnership.ConsentState
	Manage *link // to its consent, for those who may see more of that
}

// An evidenceView is a piece of evidence, with the address of its file.
type evidenceView struct {
	partnership.Evidence
	Path  string // empty where it cannot be opened
	Name  string // without its folder
	State partnership.ConsentState

	Manage *link // to its consent, for those who may see more of that
}

// Small is the address of a photo as a small one.
func (v evidenceView) Small() string { return withQuery(v.Path, "size", "small") }

// A withdrawnView is a quote or a photo that nothing shows any more.
type withdrawnView struct {
	Kind   partnership.ItemKind
	Day    results.Date
	Manage *link
}

// A commentView is a comment with the name of whoever wrote it.
type commentView struct {
	Name  string
	At    time.Time
	Step  partnership.Step
	Text  string
	IsOwn bool
}

// entryView makes the view of an activity.
func (r *request) entryView(logged partnership.Logged[partnership.Activity], setup *partnership.Setup) (entryView, error) {
	a := &logged.Value
	v := entryView{
		Path: r.activityPath(a.Ref), Ref: a.Ref, Status: a.Status, Partner: r.partnerLabel(setup, a.Partner),
		Type: a.Type, Title: a.Title, Start: a.Start, End: a.End, Narrative: a.Narrative,
		Output: resultNamed(&setup.Project, a.Output), Planned: plannedNamed(&setup.Project, a.Planned),
		Place: a.Place, Online: a.Online,
	}
	if a.Country != "" {
		v.Country = r.words.CountryName(a.Country)
	}
	var others []string
	for _, id := range a.CoOrganisers {
		others = append(others, organisationName(setup, id))
	}
	v.CoOrganisers = r.words.List(others)
	for n := range a.Contributions {
		v.Contributions = append(v.Contributions, contributionViewOf(r.words, &setup.Project, &a.Contributions[n]))
	}
	for _, p := range a.Publications {
		v.Publications = append(v.Publications, publicationViewOf(r.words, p))
	}
	for _, q := range a.Quotes {
		v.Quotes = append(v.Quotes, quoteView{Quote: q, State: q.Consent.StateOn(r.Service.Today())})
	}
	v.evidenceList = r.evidenceList(a.Ref, a.Evidence)
	for _, w := range a.Withdrawn {
		v.Withdrawn = append(v.Withdrawn, withdrawnView{Day: w.Day})
	}
	r.addConsents(&v, a)
	var err error
	v.Comments, err = r.comments(logged.Comments)
	return v, err
}

// An evidenceList is the evidence of an entry, sort by sort.
type evidenceList struct {
	Heading                  string // message
	Photos, Documents, Links []evidenceView
}

// evidenceList sorts the evidence of the entry with that reference.
func (r *request) evidenceList(ref string, all []partnership.Evidence) evidenceList {
	v := evidenceList{Heading: "entry.evidence"}
	for _, e := range all {
		one := r.evidenceView(ref, e)
		switch e.Kind {
		case partnership.Photo:
			v.Photos = append(v.Photos, one)
		case partnership.Document:
			v.Documents = append(v.Documents, one)
		default:
			one.Name = e.File
			v.Links = append(v.Links, one)
		}
	}
	return v
}

func (r *request) evidenceView(ref string, e partnership.Evidence) evidenceView {
	return evidenceView{
		Evidence: e, Path: r.filePath(ref, e), Name: e.File[strings.LastIndexByte(e.File, '/')+1:],
		State: e.Consent.StateOn(r.Service.Today()),
	}
}

// addConsents leads from quotes and photos to their consents.
func (r *request) addConsents(v *entryView, a *partnership.Activity) {
	photo := 0
	for _, item := range a.Items() {
		manage := r.consentLink(a, item)
		switch {
		case item.Withdrawn != nil:
			v.Withdrawn[item.No].Kind, v.Withdrawn[item.No].Manage = item.Kind, manage
		case item.Kind == partnership.ItemQuote:
			v.Quotes[item.No].Manage = manage
		default:
			v.Photos[photo].Manage = manage
			photo++
		}
	}
}

// comments are a thread of comments with names, the oldest first.
func (r *request) comments(all []partnership.Comment) ([]commentView, error) {
	var ids []partnership.UserID
	for _, c := range all {
		ids = append(ids, c.By)
	}
	names, err := r.Service.Names(r.ctx(), r.by(), r.project(), ids...)
	if err != nil {
		return nil, err
	}
	var thread []commentView
	for _, c := range all {
		thread = append(thread, commentView{names[c.By], c.At, c.Step, c.Text, c.By == r.user.ID})
	}
	return thread, nil
}

func (r *request) activityPath(ref string) string {
	return base(r.project()) + "/activities/" + url.PathEscape(ref)
}

// filePath is the address of a piece of evidence of an entry; a link is its own if a browser
// can open it.
func (r *request) filePath(ref string, e partnership.Evidence) string {
	if e.Kind == partnership.Photo || e.Kind == partnership.Document {
		path := base(r.project()) + "/files/" + (&url.URL{Path: e.File}).EscapedPath()
		if ref == "" {
			return path
		}
		return path + "?of=" + url.QueryEscape(ref)
	}
	if u, err := url.Parse(e.File); err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" {
		return e.File
	}
	return ""
}

func contributionViewOf(words *i18n.Localizer, p *partnership.Project, c *results.Contribution) contributionView {
	v := contributionView{
		Indicator: c.Indicator, NotApplicable: c.NotApplicable, Text: c.Text, Note: c.Note,
		AlreadyCounted: exact(words, c.AlreadyCounted), Value: exact(words, c.Value),
	}
	if c.Numerator != nil || c.Denominator != nil {
		v.Value = exact(words, c.Numerator) + " / " + exact(words, c.Denominator)
	}
	i, ok := indicatorOf(p, c.Indicator)
	if !ok {
		return v
	}
	v.Title, v.Unit = i.Title, i.Unit
	for _, s := range i.Stages {
		if s.Key == c.Stage {
			v.Stage = s.Title
		}
	}
	for _, g := range gridsOf(p, i, c, words) {
		if g.hasValues() {
			v.Grids = append(v.Grids, g)
		}
	}
	return v
}

// exact writes a number as it was entered; none is empty.
func exact(words *i18n.Localizer, n *results.Number) string {
	if n == nil {
		return ""
	}
	s := n.String()
	_, fraction, _ := strings.Cut(s, ".")
	return words.Number(s, len(fraction))
}

func organisationName(setup *partnership.Setup, id results.PartnerID) string {
	if o, ok := setup.Dossier().Organisation(id); ok && o.Name != "" {
		return o.Name
	}
	return string(id)
}

// partnerLabel is the name of a partner of an entry; a suspended one is marked as such.
func (r *request) partnerLabel(setup *partnership.Setup, id results.PartnerID) string {
	name := organisationName(setup, id)
	if p, ok := setup.Project.Partner(id); ok && p.Suspended != nil {
		name += " · " + r.words.Text("dashboard.suspended-from", i18n.Args{"Date": date(r.words, p.Suspended.From)})
	}
	return name
}

func indicatorOf(p *partnership.Project, code results.IndicatorCode) (*results.Indicator, bool) {
	for i := range results.Indicators(p.Results) {
		if i.Code == code {
			return i, true
		}
	}
	return nil, false
}

func resultNamed(p *partnership.Project, code results.ResultCode) *namedView {
	for r := range results.All(p.Results) {
		if r.Code == code {
			return &namedView{string(code), r.Title}
		}
	}
	if code == "" {
		return nil
	}
	return &namedView{Code: string(code)}
}

func plannedNamed(p *partnership.Project, code results.PlannedCode) *namedView {
	for r := range results.All(p.Results) {
		for _, planned := range r.Planned {
			if planned.Code == code {
				return &namedView{string(code), planned.Title}
			}
		}
	}
	if code == "" {
		return nil
	}
	return &namedView{Code: string(code)}
}
