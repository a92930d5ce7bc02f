package web

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// versionsOf sets the fields of two versions of an entry side by side; fields that
// neither has are left out.
func versionsOf(here, there [][2]string) []versionRow {
	var rows []versionRow
	var labels []string
	for _, l := range append(slices.Clone(here), there...) {
		if !slices.Contains(labels, l[0]) {
			labels = append(labels, l[0])
		}
	}
	mineOf, otherOf := asMap(here), asMap(there)
	for _, label := range labels {
		rows = append(rows, versionRow{label, mineOf[label], otherOf[label], mineOf[label] != otherOf[label]})
	}
	return rows
}

func asMap(lines [][2]string) map[string]string {
	m := map[string]string{}
	for _, l := range lines {
		m[l[0]] = l[1]
	}
	return m
}

// A lister lists the fields of an activity that hold something, with their labels.
type lister struct {
	words   *i18n.Localizer
	project *partnership.Project
	list    [][2]string
}

func (l *lister) add(label, value string) {
	if value != "" {
		l.list = append(l.list, [2]string{label, value})
	}
}

// text adds each language of a text.
func (l *lister) text(label string, t results.Text) {
	for _, language := range slices.Sorted(maps.Keys(t)) {
		l.add(label+" ("+l.words.LanguageName(language)+")", t[language])
	}
}

func (l *lister) message(key string) string { return l.words.Text(key, nil) }

func (e *activityEdit) lines(a *partnership.Activity) [][2]string {
	l := &lister{words: e.request.words, project: e.project()}
	if a.Type != "" {
		l.add(l.message("activity.type"), l.message("type."+string(a.Type)))
	}
	l.text(l.message("activity.title"), a.Title)
	l.add(l.message("activity.start"), date(l.words, a.Start))
	l.add(l.message("activity.end"), date(l.words, a.End))
	l.add(l.message("activity.part"), strings.TrimSpace(string(a.Planned)+" "+string(a.Output)))
	if a.Country != "" {
		l.add(l.message("activity.country"), l.words.CountryName(a.Country))
	}
	l.add(l.message("activity.place"), a.Place)
	if a.Online {
		l.add(l.message("activity.online"), "✓")
	}
	l.text(l.message("activity.narrative"), a.Narrative)
	var others []string
	for _, id := range a.CoOrganisers {
		others = append(others, organisationName(e.overview.Setup, id))
	}
	l.add(l.message("activity.with"), l.words.List(others))
	for n := range a.Contributions {
		l.contribution(&a.Contributions[n])
	}
	for n, p := range a.Publications {
		label := l.message("activity.publication") + " " + strconv.Itoa(n+1)
		l.text(label, p.Title)
		for _, edition := range p.Editions {
			l.add(label+", "+l.words.LanguageName(edition.Language), strings.Join([]string{
				date(l.words, edition.Date), edition.URL, strconv.Itoa(edition.Pages),
			}, " "))
		}
	}
	for n, q := range a.Quotes {
		label := l.message("activity.quote") + " " + strconv.Itoa(n+1)
		l.text(label, q.Text)
		l.text(label+", "+l.message("activity.quote-role"), q.Role)
		l.consent(label, q.Consent)
	}
	l.evidence(a.Evidence)
	return l.list
}

func (l *lister) evidence(all []partnership.Evidence) {
	for _, e := range all {
		l.add(e.File, "✓")
		l.text(e.File, e.Caption)
		l.consent(e.File, e.Consent)
	}
}

func (l *lister) consent(label string, c *partnership.Consent) {
	if c == nil {
		return
	}
	parts := []string{date(l.words, c.Given), date(l.words, c.Until), c.Means}
	for _, p := range c.Purposes {
		parts = append(parts, l.message("consent.for-"+string(p)))
	}
	l.add(label+", "+l.message("activity.consent"), strings.TrimSpace(strings.Join(parts, " ")))
}

func (l *lister) contribution(c *results.Contribution) {
	v := contributionViewOf(l.words, l.project, c)
	label := string(c.Indicator) + " " + inLanguage(l.words, v.Title)
	value := v.Value
	if v.AlreadyCounted != "" {
		value += " " + l.words.Text("entry.counted-before", i18n.Args{"Before": v.AlreadyCounted})
	}
	if v.NotApplicable {
		value = l.message("state.not-applicable")
	}
	if v.Stage != nil {
		value = inLanguage(l.words, v.Stage)
	}
	l.add(label, value)
	l.text(label, c.Text)
	l.add(label+", "+l.message("activity.note"), c.Note)
	var cells []string
	for n := range c.Cells {
		cell := &c.Cells[n]
		for _, part := range []*results.Number{cell.Value, cell.Numerator, cell.Denominator} {
			if part != nil {
				cells = append(cells, l.categories(cell.By)+": "+exact(l.words, part))
			}
		}
	}
	slices.Sort(cells)
	l.add(label+", "+l.message("report.breakdown"), strings.Join(cells, "; "))
}

// categories names the categories of a cell.
func (l *lister) categories(by results.By) string {
	names := make([]string, 0, len(by))
	for _, p := range by {
		names = append(names, inLanguage(l.words, categoryTitle(l.project, p)))
	}
	return strings.Join(names, ", ")
}

// takeOver puts the texts of the other version that mine does not show, those in
// other languages, in place of the ones that I have not seen change.
func (f *activityForm) takeOver(m formMaker, other *partnership.Activity) {
	f.Title.Others = m.text(other.Title).Others
	f.Narrative.Others = m.text(other.Narrative).Others
	texts := map[string]string{}
	for n := range other.Contributions {
		c := &other.Contributions[n]
		texts[string(c.Indicator)] = m.text(c.Text).Others
	}
	for n := range f.Contributions {
		f.Contributions[n].Text.Others = texts[f.Contributions[n].Indicator]
	}
}
