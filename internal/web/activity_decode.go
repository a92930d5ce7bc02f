package web

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/pkg/codelist"
)

// A mistake is a field that cannot be what was typed into it: the name of the
// field, and the key of what is wrong.
type mistake struct{ Field, Key string }

// A reader makes an activity of its form. Fields that hold something else than
// they should become mistakes, and nothing in the activity.
type reader struct {
	words    *i18n.Localizer
	project  *partnership.Project
	language string
	mistakes []mistake
	fields   map[string]string // of the form, by the paths of the activity's lists
}

// newReader makes a reader of a form whose texts are said to be in a language; shown
// is the one that they were in before.
func newReader(words *i18n.Localizer, project *partnership.Project, language, shown string) *reader {
	r := &reader{words: words, project: project, language: language, fields: map[string]string{}}
	if !codelist.Language(r.language) {
		r.wrong("language", "activity.wrong-language")
		r.language = cmp.Or(shown, string(words.Language()))
	}
	return r
}

// read puts what the form says in place of what an activity had; the reference,
// the partner, the status and the files stay.
func (f *activityForm) read(words *i18n.Localizer, project *partnership.Project, was *partnership.Activity) (partnership.Activity, *reader) {
	r := newReader(words, project, f.Language, f.Shown)
	a := partnership.Activity{
		Ref: was.Ref, Partner: was.Partner, Status: was.Status,
		Type: partnership.ActivityType(f.Type), Title: r.text("title", f.Title),
		Start: r.date("start", f.Start), End: r.date("end", f.End), Narrative: r.text("narrative", f.Narrative),
		Country: f.Country, Place: f.Place, Online: f.Online,
	}
	a.Output, a.Planned = partNamed(f.Part)
	a.CoOrganisers = inOrder(f.coOrganisers(), was.CoOrganisers, func(id results.PartnerID) results.PartnerID { return id })
	a.Contributions = r.contributions(f.Contributions, was)
	for n := range f.Publications {
		if p := &f.Publications[n]; !p.isEmpty() {
			r.fields[results.At("publications", len(a.Publications))] = at("publication", p.No)
			a.Publications = append(a.Publications, r.publication(p, results.At("publications", len(a.Publications))))
		}
	}
	for n := range f.Quotes {
		if q := &f.Quotes[n]; !q.isEmpty() {
			p := at("quote", q.No)
			r.fields[results.At("quotes", len(a.Quotes))] = p
			a.Quotes = append(a.Quotes, partnership.Quote{
				Text: r.text(p+"text", q.Text), Role: r.text(p+"role", q.Role), Consent: r.consent(p, q.Consent),
			})
		}
	}
	a.Evidence = r.evidence(&f.evidenceForm, was.Evidence)
	return a, r
}

func (f *activityForm) coOrganisers() []results.PartnerID {
	var all []results.PartnerID
	for _, id := range f.CoOrganisers {
		all = append(all, results.PartnerID(id))
	}
	return all
}

// inOrder sorts what was there before as it was, and the rest after it.
func inOrder[T any, K comparable](now, was []T, key func(T) K) []T {
	place := map[K]int{}
	for n, v := range was {
		place[key(v)] = n + 1
	}
	order := func(v T) int {
		if n := place[key(v)]; n > 0 {
			return n
		}
		return len(was) + 1
	}
	slices.SortStableFunc(now, func(a, b T) int { return cmp.Compare(order(a), order(b)) })
	return now
}

func (r *reader) wrong(field, key string) { r.mistakes = append(r.mistakes, mistake{field, key}) }

// text puts the typed text beside those in other languages.
func (r *reader) text(field string, typed typedText) results.Text {
	text := results.Text{}
	var others results.Text
	if err := json.Unmarshal([]byte(typed.Others), &others); err == nil {
		for language, other := range others {
			if other = clean(other); other != "" && codelist.Language(language) {
				text[language] = other
			}
		}
	}
	if _, isTaken := text[r.language]; isTaken && typed.Text != "" {
		r.wrong(field, "activity.language-taken")
		return text
	}
	if typed.Text != "" {
		text[r.language] = typed.Text
	}
	if len(text) == 0 {
		return nil
	}
	return text
}

func (r *reader) date(field, typed string) results.Date {
	if typed == "" {
		return results.Date{}
	}
	d, err := results.ParseDate(typed)
	if err != nil {
		r.wrong(field, "activity.not-date")
	}
	return d
}

func (r *reader) number(field, typed string) *results.Number {
	n, err := parseNumber(r.words, typed)
	if err != nil {
		r.wrong(field, "activity.not-number")
	}
	return n
}

func (r *reader) consent(field string, f consentForm) *partnership.Consent {
	if !f.Has {
		return nil
	}
	c := &partnership.Consent{
		Given: r.date(field+"given", f.Given), Until: r.date(field+"until", f.Until), Means: f.Means,
	}
	for _, choice := range f.Choices() {
		if choice.IsChosen {
			c.Purposes = append(c.Purposes, choice.Purpose)
		}
	}
	return c
}

func (r *reader) contributions(forms []contributionForm, was *partnership.Activity) []results.Contribution {
	var all []results.Contribution
	no := map[results.IndicatorCode]int{}
	cells := map[results.IndicatorCode][]results.Cell{}
	for _, c := range was.Contributions {
		cells[c.Indicator] = c.Cells
	}
	for n := range forms {
		if f := &forms[n]; !f.isEmpty() && f.Indicator != "" {
			c := r.contribution(f)
			c.Cells = inOrder(c.Cells, cells[c.Indicator], func(c results.Cell) string { return byName(c.By) })
			all = append(all, c)
			no[c.Indicator] = f.No
		}
	}
	all = inOrder(all, was.Contributions, func(c results.Contribution) results.IndicatorCode { return c.Indicator })
	for n := range all {
		r.fields[results.At("contributions", n)] = at("add", no[all[n].Indicator])
	}
	return all
}

func (r *reader) contribution(f *contributionForm) results.Contribution {
	p := at("add", f.No)
	c := results.Contribution{
		Indicator: results.IndicatorCode(f.Indicator), Stage: results.StageKey(f.Stage),
		Value: r.number(p+"value", f.Value), AlreadyCounted: r.number(p+"counted", f.AlreadyCounted),
		Numerator: r.number(p+"numerator", f.Numerator), Denominator: r.number(p+"denominator", f.Denominator),
		Text: r.text(p+"text", f.Text), NotApplicable: f.NotApplicable, Note: f.Note,
	}
	at := map[string]int{}
	for name, typed := range f.Cells {
		part, of, _ := strings.Cut(name, ".")
		by, ok := byNamed(of)
		number := r.number(p+"cell."+name, typed)
		if !ok || number == nil || part != "value" && part != "numerator" && part != "denominator" {
			continue
		}
		key := byName(by)
		n, isThere := at[key]
		if !isThere {
			n = len(c.Cells)
			at[key] = n
			c.Cells = append(c.Cells, results.Cell{By: by})
		}
		*partOf(&c.Cells[n], part) = number
	}
	slices.SortFunc(c.Cells, func(a, b results.Cell) int { return a.By.Compare(b.By) })
	if i, ok := indicatorOf(r.project, c.Indicator); ok && addsUp(i) && f.Value == "" {
		var total sum
		for n := range c.Cells {
			total.add(c.Cells[n].Value)
		}
		c.Value = total.of
	}
	return c
}

func (r *reader) publication(f *publicationForm, path string) partnership.Publication {
	p := at("publication", f.No)
	publication := partnership.Publication{Title: r.text(p+"title", f.Title), Kind: partnership.PublicationKind(f.Kind)}
	for _, e := range f.Editions {
		if e.isEmpty() {
			continue
		}
		field := at(p+"edition", e.No)
		r.fields[path+"."+results.At("editions", len(publication.Editions))] = field
		edition := partnership.Edition{Language: e.Language, Date: r.date(field+"date", e.Date), URL: e.URL}
		if e.Pages != "" {
			pages, err := strconv.Atoi(strings.Join(strings.Fields(e.Pages), ""))
			if err != nil {
				r.wrong(field+"pages", "activity.not-number")
			}
			edition.Pages = pages
		}
		publication.Editions = append(publication.Editions, edition)
	}
	return publication
}

// field names the field of the form at which a problem of the activity is shown.
func (r *reader) field(path string) string {
	head, rest := path, ""
	for _, list := range []string{"].editions[", "]"} {
		if before, after, ok := strings.Cut(path, list); ok {
			if list == "]" {
				head, rest = before+"]", strings.TrimPrefix(after, ".")
			} else if n, last, ok := strings.Cut(after, "]"); ok {
				head, rest = before+list+n+"]", strings.TrimPrefix(last, ".")
			}
			break
		}
	}
	if p, ok := r.fields[head]; ok {
		return p + fieldOf(p, rest)
	}
	first, _, _ := strings.Cut(strings.SplitN(path, "[", 2)[0], ".")
	switch first {
	case "output", "planned":
		return "part"
	case "coOrganisers":
		return "with"
	case "contributions":
		return "part"
	}
	return first
}

// fieldOf is the last part of the name of a group's field.
func fieldOf(group, rest string) string {
	first, more, _ := strings.Cut(rest, ".")
	first, _, _ = strings.Cut(first, "[")
	switch {
	case first == "alreadyCounted":
		return "counted"
	case first == "notApplicable":
		return "na"
	case first == "breakdown":
		return "breakdown"
	case first == "consent" && more != "":
		return more
	case first == "indicator" || first == "":
		return "value"
	case first == "file" && strings.HasPrefix(group, "link."):
		return "url"
	}
	return first
}
