package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
)

// A lackingView lists the texts of a project that lack one of its languages.
type lackingView struct {
	Tabs      []choiceView // where they are looked for
	Project   string
	Languages []lackingLanguage // where all texts are listed
	Texts     []lackingRow
	IsFirst   bool
	Next      string // path of the next page
	First     string // path of the first
}

// A lackingLanguage is a language of the project, with how many texts lack it.
type lackingLanguage struct {
	Name  string
	Count int
}

// A lackingRow is a text, with the page on which it is written.
type lackingRow struct {
	Kind, Name, Path string
	Text             results.Text
	Lacks            string // names of languages
}

var lackingPage = page[lackingView]{"project/lacking.html"}

func showLacking(r *request) error {
	in, after := service.LackingIn(r.Query("of")), store.Cursor(r.Query("after"))
	switch in {
	case service.LackingSetup, service.LackingActivities, service.LackingMeasurements, service.LackingReports:
	default:
		return errNotFound
	}
	found, err := r.Service.LackingTexts(r.ctx(), r.by(), r.project(), in, after)
	if err != nil {
		return noCursor(err)
	}
	path := base(r.project()) + "/languages"
	view := lackingView{
		Project: base(r.project()), Tabs: r.lackingTabs(path, in), IsFirst: after == "",
		First: withSearch(path, queryOf(map[string]string{"of": string(in)}).Encode()),
	}
	if found.Next != "" {
		view.Next = withSearch(path, queryOf(map[string]string{"of": string(in), "after": string(found.Next)}).Encode())
	}
	if view.IsFirst && view.Next == "" {
		view.Languages = r.lackingLanguages(&found)
	}
	setup, err := r.Service.Setup(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	headings, err := r.headings(found.Texts)
	if err != nil {
		return err
	}
	for n := range found.Texts {
		row := r.lackingRow(&setup.Value, &found.Texts[n])
		if heading := headings[sectionOf(&found.Texts[n])]; heading != "" {
			row.Name = heading + strings.TrimPrefix(row.Name, found.Texts[n].Name)
		}
		view.Texts = append(view.Texts, row)
	}
	return show(r, http.StatusOK, lackingPage, r.words.Text("languages.title", nil), view)
}

// A lackingSection is a section of a period's report.
type lackingSection struct {
	period results.PeriodNo
	name   string
}

func sectionOf(t *partnership.LackingText) lackingSection { return lackingSection{t.Period, t.Name} }

// headings are those of the sections that texts are of, as the forms of their reports
// have them.
func (r *request) headings(texts []partnership.LackingText) (map[lackingSection]string, error) {
	known := map[lackingSection]string{}
	seen := map[results.PeriodNo]bool{0: true}
	for _, t := range texts {
		if seen[t.Period] {
			continue
		}
		seen[t.Period] = true
		form, err := r.Service.ReportForm(r.ctx(), r.by(), r.project(), t.Period)
		if err != nil {
			return nil, err
		}
		for _, s := range form.Asked() {
			known[lackingSection{t.Period, s.Name}] = worded(r.words, s.Heading).Text
		}
	}
	return known, nil
}

// lackingTabs lead to where else texts can lack a language; administrators see the
// set-up alone.
func (r *request) lackingTabs(path string, in service.LackingIn) []choiceView {
	if !r.actor.May(partnership.ReadDrafts) {
		return nil
	}
	var tabs []choiceView
	for _, t := range []struct {
		in  service.LackingIn
		key string
	}{
		{service.LackingSetup, "setup.heading"},
		{service.LackingActivities, "nav.activities"},
		{service.LackingMeasurements, "measurement.all"},
		{service.LackingReports, "nav.reports"},
	} {
		to := withSearch(path, queryOf(map[string]string{"of": string(t.in)}).Encode())
		tabs = append(tabs, choiceView{string(t.in), r.words.Text(t.key, nil), to, t.in == in})
	}
	return tabs
}

// lackingLanguages count the texts that lack each language.
func (r *request) lackingLanguages(found *service.Lacking) []lackingLanguage {
	var all []lackingLanguage
	for _, code := range found.Languages {
		l := lackingLanguage{Name: r.words.LanguageName(code)}
		for _, t := range found.Texts {
			if slices.Contains(t.Lacks, code) {
				l.Count++
			}
		}
		all = append(all, l)
	}
	return all
}

// lackingRow leads to the page on which the text is written, in the first language
// that it lacks where the page has one at a time.
func (r *request) lackingRow(setup *partnership.Setup, t *partnership.LackingText) lackingRow {
	var names []string
	for _, code := range t.Lacks {
		names = append(names, r.words.LanguageName(code))
	}
	row := lackingRow{Name: t.Name, Text: t.Text, Lacks: strings.Join(names, ", ")}
	switch t.Part {
	case partnership.PartActivity:
		row.Kind, row.Path = r.words.Text("report.activity", nil), r.activityPath(t.Name)
	case partnership.PartMeasurement:
		row.Kind, row.Path = r.words.Text("review.measurement", nil), r.measurementPath(t.Name)
	case partnership.PartNarrative:
		row.Kind, row.Name = r.words.Text("report.period", arguments([]any{"Period", int(t.Period)})), t.Name
		if row.Path = withQuery(r.reportPath(t.Period)+"/edit", "language", t.Lacks[0]) + "#section-" + url.PathEscape(t.Name); t.Partner != "" {
			row.Name += ", " + organisationName(setup, t.Partner)
			row.Path = withQuery(r.partnerReportPath(t.Period), "partner", string(t.Partner))
		}
	default:
		kind, path := placeInSetup(t.Part)
		if t.Name != "" {
			path += "/" + url.PathEscape(t.Name)
		}
		row.Kind, row.Path = r.words.Text(kind, nil), r.setupPath()+"/"+path
	}
	return row
}

// placeInSetup is what a part of a set-up is called, and the page that it is on.
func placeInSetup(part partnership.TextPart) (key, path string) {
	switch part {
	case partnership.PartResult:
		return "report.result", "results"
	case partnership.PartIndicator:
		return "report.indicator", "indicators"
	case partnership.PartPlanned:
		return "entry.planned", "planned"
	case partnership.PartDimension:
		return "report.breakdown", "dimensions"
	case partnership.PartPartner:
		return "report.partner", "suspend"
	case partnership.PartBudget:
		return "setup.kind-budget", "budget"
	default:
		return "report.project", "details"
	}
}
