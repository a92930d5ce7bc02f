package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"tulos/internal/partnership"
)

// An activityForm is an activity as it stands in its form: every field as it was
// typed.
type activityForm struct {
	Language string // that the texts are in
	Shown    string // that they were in when the form was made
	ShowAll  bool   // indicators that do not fit the output as well

	Type          string
	Title         typedText
	Start, End    string
	Country       string
	Place         string
	Online        bool
	Part          string // of the work plan, as partOfPlan names it
	Narrative     typedText
	CoOrganisers  []string
	Contributions []contributionForm
	Publications  []publicationForm
	Quotes        []quoteForm
	evidenceForm
}

// A typedText is a text in the form's language; Others holds it in other
// languages, as JSON.
type typedText struct{ Text, Others string }

func (t typedText) isEmpty() bool { return t.Text == "" && t.Others == "" }

// A contributionForm is what is added to an indicator. Cells are by their part and
// categories: "value.profession=social&sex=f".
type contributionForm struct {
	No                     int // of its fields
	Indicator              string
	Value, AlreadyCounted  string
	Numerator, Denominator string
	Stage                  string
	Text                   typedText
	NotApplicable          bool
	Note                   string
	Cells                  map[string]string
}

func (c *contributionForm) isEmpty() bool {
	for _, v := range c.Cells {
		if v != "" {
			return false
		}
	}
	return c.Value == "" && c.AlreadyCounted == "" && c.Numerator == "" && c.Denominator == "" &&
		c.Stage == "" && c.Text.isEmpty() && !c.NotApplicable && c.Note == ""
}

type publicationForm struct {
	No       int
	Title    typedText
	Kind     string
	Editions []editionForm
}

func (p *publicationForm) isEmpty() bool {
	return p.Title.isEmpty() && p.Kind == "" &&
		!slices.ContainsFunc(p.Editions, func(e editionForm) bool { return !e.isEmpty() })
}

type editionForm struct {
	No                         int
	Language, Date, URL, Pages string
}

func (e editionForm) isEmpty() bool {
	return e.Language == "" && e.Date == "" && e.URL == "" && e.Pages == ""
}

type quoteForm struct {
	No         int
	Text, Role typedText
	Consent    consentForm
}

func (q *quoteForm) isEmpty() bool { return q.Text.isEmpty() && q.Role.isEmpty() && !q.Consent.Has }

type consentForm struct {
	Has                 bool
	Given, Until, Means string
	Purposes            []string
}

// A purposeChoice is a purpose that can be chosen.
type purposeChoice struct {
	Purpose  partnership.Purpose
	IsChosen bool
}

// Choices are the purposes that can be chosen.
func (f consentForm) Choices() []purposeChoice {
	var all []purposeChoice
	for _, p := range partnership.Purposes() {
		all = append(all, purposeChoice{p, slices.Contains(f.Purposes, string(p))})
	}
	return all
}

// sent are the fields of a form that was sent.
type sent struct{ values url.Values }

// most is how many groups of one kind a form has at most.
const most = 200

func (s sent) text(name string) string { return clean(s.values.Get(name)) }

// clean takes out of a text what cannot be kept, and the space around it.
func clean(text string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		if c == utf8.RuneError || c < ' ' && c != '\n' && c != '\t' || c == '\x7f' {
			return -1
		}
		return c
	}, strings.ReplaceAll(text, "\r\n", "\n")))
}

// line is a text of one line.
func (s sent) line(name string) string { return strings.Join(strings.Fields(s.text(name)), " ") }

func (s sent) typedText(name string) typedText {
	return typedText{s.text(name), s.values.Get(name + ".others")}
}

func (s sent) isOn(name string) bool { return s.values.Get(name) != "" }

// numbers are those of the groups of a list, in order.
func (s sent) numbers(list string) []int {
	seen := map[int]bool{}
	for name := range s.values {
		rest, ok := strings.CutPrefix(name, list+".")
		number, _, isGroup := strings.Cut(rest, ".")
		n, err := strconv.Atoi(number)
		if ok && isGroup && err == nil && n >= 0 {
			seen[n] = true
		}
	}
	all := make([]int, 0, len(seen))
	for n := range seen {
		all = append(all, n)
	}
	slices.Sort(all)
	return all[:min(len(all), most)]
}

// at is the beginning of the names of the fields of a group.
func at(list string, n int) string { return list + "." + strconv.Itoa(n) + "." }

// decodeActivity reads the form of an activity.
func decodeActivity(values url.Values) activityForm {
	s := sent{values}
	f := activityForm{
		Language: s.line("language"), Shown: s.line("shown"), ShowAll: s.isOn("all"),
		Type: s.line("type"), Title: s.typedText("title"), Start: s.line("start"), End: s.line("end"),
		Country: s.line("country"), Place: s.line("place"), Online: s.isOn("online"),
		Part: s.line("part"), Narrative: s.typedText("narrative"), CoOrganisers: values["with"],
	}
	for _, n := range s.numbers("add") {
		f.Contributions = append(f.Contributions, s.contribution(n))
	}
	for _, n := range s.numbers("publication") {
		f.Publications = append(f.Publications, s.publication(n))
	}
	for _, n := range s.numbers("quote") {
		p := at("quote", n)
		f.Quotes = append(f.Quotes, quoteForm{n, s.typedText(p + "text"), s.typedText(p + "role"), s.consent(p)})
	}
	f.evidenceForm = s.evidence()
	return f
}

func (s sent) consent(p string) consentForm {
	return consentForm{s.isOn(p + "consent"), s.line(p + "given"), s.line(p + "until"), s.line(p + "means"), s.values[p+"purpose"]}
}

func (s sent) contribution(n int) contributionForm {
	p := at("add", n)
	c := contributionForm{
		No: n, Indicator: s.line(p + "indicator"), Value: s.line(p + "value"), AlreadyCounted: s.line(p + "counted"),
		Numerator: s.line(p + "numerator"), Denominator: s.line(p + "denominator"), Stage: s.line(p + "stage"),
		Text: s.typedText(p + "text"), NotApplicable: s.isOn(p + "na"), Note: s.text(p + "note"),
		Cells: map[string]string{},
	}
	for name := range s.values {
		if cell, ok := strings.CutPrefix(name, p+"cell."); ok && len(c.Cells) < most*most {
			c.Cells[cell] = s.line(name)
		}
	}
	return c
}

func (s sent) publication(n int) publicationForm {
	p := at("publication", n)
	f := publicationForm{No: n, Title: s.typedText(p + "title"), Kind: s.line(p + "kind")}
	for _, k := range s.numbers(p + "edition") {
		e := at(p+"edition", k)
		f.Editions = append(f.Editions, editionForm{
			k, s.line(e + "language"), s.line(e + "date"), s.line(e + "url"), s.line(e + "pages"),
		})
	}
	return f
}
