package web

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/pkg/codelist"
)

// An activityFormView is the form of an activity, with what can be chosen in it.
type activityFormView struct {
	entryFormView
	Form activityForm

	Types, Countries []option
	ProjectCountries []option
	Languages        []option // that the texts are in
	Translations     []option // to write the texts in besides
	Parts            []optionGroup
	Partners         []option
	Contributions    []contributionField
	HasMore          bool // indicators that are not shown
	Publications     []publicationField
	Quotes           []quoteField
	evidenceFields
	Planned *namedView
	Copied  string      // reference of the activity that it is filled in from
	Device  *deviceForm // nil where the form is not kept on a device
}

var activityFormPage = page[activityFormView]{"activity/form.html"}

// An activityEdit is a form of an activity under way.
type activityEdit struct {
	entryEdit[partnership.Activity]
	form   activityForm
	copied string // reference of the activity that a new one is filled in from
}

// view makes the page of the form as it is.
func (e *activityEdit) view() (activityFormView, error) {
	head, err := e.formView(base(e.request.project()) + "/activities")
	return activityFormView{entryFormView: head, Form: e.form, Copied: e.copied}, err
}

// fillIn adds what can be chosen, and the groups of fields, to the view.
func (e *activityEdit) fillIn(v *activityFormView) {
	for _, t := range partnership.ActivityTypes() {
		v.Types = append(v.Types, option{Value: string(t), Text: e.request.words.Text("type."+string(t), nil)})
	}
	v.Types = choose(v.Types, e.form.Type)
	e.countries(v)
	e.languages(v)
	v.Parts = e.parts()
	e.partners(v)
	e.contributions(v)
	_, planned := partNamed(e.form.Part)
	v.Planned = plannedNamed(e.project(), planned)
	var kinds, languages []option
	for _, k := range partnership.PublicationKinds() {
		kinds = append(kinds, option{Value: string(k), Text: e.request.words.Text("kind."+string(k), nil)})
	}
	for _, l := range tongues(e.project()) {
		languages = append(languages, option{Value: l, Text: e.request.words.LanguageName(l)})
	}
	v.addGroups(kinds, languages)
	v.evidenceFields = e.evidenceFields("entry.evidence", &v.Form.evidenceForm, v.Faults)
	for n := range v.Files {
		v.Files[n].HasConsent = v.Files[n].IsPhoto
	}
}

func (e *activityEdit) countries(v *activityFormView) {
	near := map[string]bool{}
	for _, c := range e.project().Countries {
		near[c.Country] = true
	}
	for _, o := range e.overview.Setup.Organisations {
		near[o.Country] = true
	}
	for _, code := range countryCodes() {
		o := option{Value: code, Text: e.request.words.CountryName(code), IsChosen: code == e.form.Country}
		if near[code] {
			v.ProjectCountries = append(v.ProjectCountries, o)
		} else {
			v.Countries = append(v.Countries, o)
		}
	}
	if c := e.form.Country; c != "" && !codelist.Country(c) {
		v.Countries = append(v.Countries, option{Value: c, Text: c, IsChosen: true})
	}
	byText := func(a, b option) int { return cmp.Compare(a.Text, b.Text) }
	slices.SortFunc(v.Countries, byText)
	slices.SortFunc(v.ProjectCountries, byText)
}

// countryCodes are the codes of all countries.
func countryCodes() []string {
	var all []string
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if code := string([]rune{a, b}); codelist.Country(code) {
				all = append(all, code)
			}
		}
	}
	return all
}

// tongues are the languages that texts of a project may be in: its own, then the
// others that the product knows.
func tongues(p *partnership.Project) []string {
	all := slices.Clone(p.Languages)
	for _, l := range i18n.Languages() {
		if !slices.Contains(all, string(l)) {
			all = append(all, string(l))
		}
	}
	return all
}

// languages are those that the texts can be said to be in, which has no texts yet;
// translations those that they can be written in besides.
func (e *activityEdit) languages(v *activityFormView) {
	has := map[string]bool{}
	for _, t := range []results.Text{e.was.Value.Title, e.was.Value.Narrative} {
		for l := range t {
			has[l] = true
		}
	}
	for _, l := range tongues(e.project()) {
		o := option{Value: l, Text: e.request.words.LanguageName(l)}
		if l == e.form.Language || l == e.form.Shown || !has[l] {
			v.Languages = append(v.Languages, o)
		}
		if e.was.Value.Ref != "" && l != e.form.Shown && (has[l] || slices.Contains(e.project().Languages, l)) {
			o.IsChosen = has[l]
			v.Translations = append(v.Translations, o)
		}
	}
	v.Languages = choose(v.Languages, e.form.Language)
}

// parts are what an activity can be part of: for each output what is planned for
// the partner, and anything else.
func (e *activityEdit) parts() []optionGroup {
	var groups []optionGroup
	found := e.form.Part == ""
	add := func(g *optionGroup, part, text string) {
		isChosen := part == e.form.Part
		found = found || isChosen
		g.Options = append(g.Options, option{Value: part, Text: text, IsChosen: isChosen})
	}
	for r := range results.All(e.project().Results) {
		if r.Level != results.Output && len(r.Results) > 0 {
			continue
		}
		g := optionGroup{Title: string(r.Code) + " " + inLanguage(e.request.words, r.Title)}
		for _, p := range r.Planned {
			if slices.Contains(p.Partners, e.was.Value.Partner) {
				add(&g, partOfPlan(r.Code, p.Code), string(p.Code)+" "+inLanguage(e.request.words, p.Title))
			}
		}
		add(&g, partOfPlan(r.Code, ""), e.request.words.Text("activity.part-other", i18n.Args{"Output": string(r.Code)}))
		groups = append(groups, g)
	}
	if !found {
		output, planned := partNamed(e.form.Part)
		groups = append(groups, optionGroup{Options: []option{
			{Value: e.form.Part, Text: strings.TrimSpace(string(planned) + " " + string(output)), IsChosen: true},
		}})
	}
	return groups
}

func (e *activityEdit) partners(v *activityFormView) {
	var ids results.Names[results.PartnerID]
	add := func(id results.PartnerID, isChosen bool) {
		if id != "" && (id != e.was.Value.Partner || isChosen) && ids.Add(id) {
			v.Partners = append(v.Partners, option{
				Value: string(id), Text: organisationName(e.overview.Setup, id), IsChosen: isChosen,
			})
		}
	}
	chosen := e.form.coOrganisers()
	for _, p := range e.project().Partners {
		add(p.Organisation, slices.Contains(chosen, p.Organisation))
	}
	for _, id := range append(slices.Clone(e.project().Collaborators), e.project().Funder) {
		add(id, slices.Contains(chosen, id))
	}
	for _, id := range chosen {
		add(id, true)
	}
}

// messages say what is wrong with the form, by what reading it and by what checking
// the activity has found.
func (e *activityEdit) messages(problems []results.Problem) []fieldMessage {
	return e.fieldMessages(problems, e.reader.field, func(label string) string {
		if needed(label) {
			return "activity.need-" + label
		}
		return ""
	})
}

// fieldLabel is the last part of a field's name, which says what the field is.
func fieldLabel(field string) string { return field[strings.LastIndexByte(field, '.')+1:] }

// needed says whether there is a message of its own for a field that is missing.
func needed(label string) bool {
	return slices.Contains([]string{"type", "title", "start", "caption", "consent", "given", "role", "text", "kind", "value"}, label)
}

// textLanguage is the language in which a person sees texts first, of which one is
// in some languages.
func (r *request) textLanguage(t results.Text) string {
	if l := r.Query("language"); codelist.Language(l) {
		return l
	}
	own := string(r.words.Language())
	if _, ok := t[own]; ok || len(t) == 0 {
		return own
	}
	return slices.Sorted(maps.Keys(t))[0]
}
