package web

import (
	"bytes"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

func demo(t *testing.T) *partnership.Dossier {
	t.Helper()
	b, err := bundle.OpenFS(configs.Demo, "demo/bundle.json")
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	d, problems, err := bundle.Load(b.JSON, bundle.Options{})
	if err != nil || results.HasErrors(problems) {
		t.Fatal(err, problems)
	}
	return d
}

// formOf renders the form of an activity and gives its fields as a browser would
// send them.
func formOf(t *testing.T, parsed *pages, d *partnership.Dossier, a partnership.Activity, words *i18n.Localizer) url.Values {
	t.Helper()
	language := words.Language()
	setup := &partnership.Setup{Organisations: d.Organisations, Project: d.Project}
	e := &activityEdit{
		entryEdit: entryEdit[partnership.Activity]{
			request: &request{Context: &gin.Context{}, words: words}, uses: activityUses(),
			overview: &service.Overview{Setup: setup, Figures: d.Frame().Figures(d.Tallies())},
		},
		form: formMaker{words, string(language)}.form(&a),
	}
	e.was.Value = a
	v := activityFormView{entryFormView: entryFormView{Ref: a.Ref, Faults: faults{}, Action: "/edit"}, Form: e.form}
	e.fillIn(&v)
	var b bytes.Buffer
	if err := parsed.render(&b, language, activityFormPage.file, shown[activityFormView]{frame{}, v}); err != nil {
		t.Fatal(err)
	}
	return sentFields(t, b.String())
}

// sentFields are the fields of the form of an activity in a page.
func sentFields(t *testing.T, page string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	fields := url.Values{}
	var walk func(n *html.Node, isIn bool)
	walk = func(n *html.Node, isIn bool) {
		if n.Data == "template" {
			return
		}
		isIn = isIn || n.Data == "form" && attr(n, "class") == "tulos-form"
		name := attr(n, "name")
		if isIn && name != "" {
			switch kind := attr(n, "type"); {
			case n.Data == "input" && kind == "file":
			case n.Data == "input" && (kind == "checkbox" || kind == "radio") && !has(n, "checked"):
			case n.Data == "input":
				fields.Add(name, attr(n, "value"))
			case n.Data == "textarea":
				fields.Add(name, strings.ReplaceAll(content(n), "\n", "\r\n"))
			case n.Data == "select":
				fields.Add(name, chosenOf(n))
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, isIn)
		}
	}
	walk(root, false)
	return fields
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func content(n *html.Node) string {
	var s strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s.WriteString(c.Data)
	}
	return s.String()
}

func chosenOf(n *html.Node) string {
	value := ""
	for o := range n.Descendants() {
		if o.Data == "option" && has(o, "selected") {
			value = attr(o, "value")
		}
	}
	return value
}

// TestActivityThereAndBack makes the form of every activity of the demo, in every
// language of the page and of the texts, and reads it again as it would be sent.
func TestActivityThereAndBack(t *testing.T) {
	t.Parallel()
	d := demo(t)
	parsed, err := parsePages(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range append(d.Activities, rich()) {
		for _, language := range languages() {
			words, err := i18n.For(language)
			if err != nil {
				t.Fatal(err)
			}
			form := decodeActivity(formOf(t, parsed, d, a, words))
			got, reader := form.read(words, &d.Project, &a)
			if len(reader.mistakes) > 0 {
				t.Errorf("%s in %s: %v", a.Ref, language, reader.mistakes)
			}
			if diff := cmp.Diff(a, got, exactly()); diff != "" {
				t.Errorf("%s in %s (-was +read):\n%s", a.Ref, language, diff)
			}
		}
	}
}

// rich is an activity with something in every field.
func rich() partnership.Activity {
	number := func(s string) *results.Number {
		n, err := results.ParseNumber(s)
		if err != nil {
			panic(err)
		}
		return &n
	}
	consent := &partnership.Consent{
		Given: results.DateOf(2026, 5, 1), Until: results.DateOf(2027, 5, 1), Means: `by "letter" & <b>word</b>`,
	}
	nasty := results.Text{"en": "a <script>\nb & \"c\" 'd' 😀 \u202eabc", "fi": "</textarea>"}
	return partnership.Activity{
		Ref: "A/1 &", Partner: "drosa-maja", Status: partnership.Returned, Type: partnership.Webinar,
		Title: results.Text{"en": "T <b> {n}", "ru": "Т"}, Start: results.DateOf(2026, 8, 1), End: results.DateOf(2026, 8, 3),
		Narrative: nasty, Output: "OP1", Planned: "A3.1", Country: "EE", Place: `Rīga "x"`, Online: true,
		CoOrganisers: []results.PartnerID{"thl", "stellit", "nobody & co"},
		Contributions: []results.Contribution{
			{
				Indicator: "OP1.1", Value: number("1284.5"), AlreadyCounted: number("2"), Note: "n\nm",
				Cells: []results.Cell{
					{By: results.NewBy(map[results.DimensionKey]results.CategoryKey{"sex": "f", "profession": "police"}), Value: number("7")},
					{By: results.NewBy(map[results.DimensionKey]results.CategoryKey{"sex": "m", "profession": "gone & away"}), Value: number("0")},
				},
			},
			{Indicator: "OC1.1", Numerator: number("3"), Denominator: number("4.25")},
			{Indicator: "OC1.2", Stage: "piloted"},
			{Indicator: "OP3.3", Text: nasty},
			{Indicator: "OP2.2", NotApplicable: true},
			{Indicator: "not there", Value: number("-12")},
		},
		Publications: []partnership.Publication{
			{Title: nasty, Kind: partnership.Module, Editions: []partnership.Edition{
				{Language: "sv", Date: results.DateOf(2026, 3, 4), URL: "https://example.org/?a=b&c", Pages: 1234},
				{Language: "de"},
			}},
			{Kind: partnership.Video},
		},
		Quotes: []partnership.Quote{{Text: nasty, Role: results.Text{"lv": "māsa"}, Consent: consent}, {Text: nasty}},
		Evidence: []partnership.Evidence{
			{File: "evidence/a b.jpg", Kind: partnership.Photo, Caption: nasty, Consent: consent},
			{File: "https://example.org/?a=b&c", Kind: partnership.Link, Caption: nasty, Consent: consent},
			{File: "evidence/c.pdf", Kind: partnership.Document, Consent: consent},
			{File: "javascript:alert(1)", Kind: partnership.Link},
		},
	}
}

func TestNumbersAsPeopleTypeThem(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		language i18n.Language
		typed    string
		want     string // "": none, "?": no number
	}{
		{"en", "", ""},
		{"en", "  ", ""},
		{"en", "1,284", "1284"},
		{"en", "1,284,000.5", "1284000.5"},
		{"en", "12,5", "12.5"},
		{"fi", "1,284", "1.284"},
		{"fi", "1 284,5", "1284.5"},
		{"fi", "1\u00a0284", "1284"},
		{"ru", "1\u202f284", "1284"},
		{"lv", "12.5", "12.5"},
		{"lv", "−3", "-3"},
		{"en", "-.5", "-0.5"},
		{"en", "5.", "5"},
		{"en", "1'284", "1284"},
		{"en", "twelve", "?"},
		{"en", "1e3", "?"},
		{"en", "1,2,3", "?"},
		{"en", "12 people", "?"},
		{"en", ".", "?"},
		{"en", "-", "?"},
		{"en", "1234567890123456789", "?"},
	} {
		words, err := i18n.For(test.language)
		if err != nil {
			t.Fatal(err)
		}
		n, err := parseNumber(words, test.typed)
		got := ""
		switch {
		case err != nil:
			got = "?"
		case n != nil:
			got = n.String()
			if again, err := parseNumber(words, typedNumber(words, n)); err != nil || !again.Equal(*n) {
				t.Errorf("%q is written as %q, which is read as %v, %v", test.typed, typedNumber(words, n), again, err)
			}
		}
		if got != test.want {
			t.Errorf("%s %q: %q, want %q", test.language, test.typed, got, test.want)
		}
	}
}

func TestLanguageOfTexts(t *testing.T) {
	t.Parallel()
	words, err := i18n.For(i18n.English)
	if err != nil {
		t.Fatal(err)
	}
	title := func(values url.Values) (results.Text, []mistake) {
		form := decodeActivity(values)
		a, reader := form.read(words, &partnership.Project{}, &partnership.Activity{})
		return a.Title, reader.mistakes
	}
	others := `{"lv":"Mācības"}`
	for _, test := range []struct {
		name    string
		values  url.Values
		want    results.Text
		wrongAt string
	}{
		{"kept", url.Values{"language": {"en"}, "title": {"Training"}, "title.others": {others}}, results.Text{"en": "Training", "lv": "Mācības"}, ""},
		{"said to be in another", url.Values{"shown": {"en"}, "language": {"fi"}, "title": {"Koulutus"}, "title.others": {others}}, results.Text{"fi": "Koulutus", "lv": "Mācības"}, ""},
		{"said to be in one that there is", url.Values{"shown": {"en"}, "language": {"lv"}, "title": {"Training"}, "title.others": {others}}, results.Text{"lv": "Mācības"}, "title"},
		{"emptied", url.Values{"language": {"en"}, "title": {" "}, "title.others": {others}}, results.Text{"lv": "Mācības"}, ""},
		{"no language", url.Values{"shown": {"fi"}, "language": {"xx"}, "title": {"T"}}, results.Text{"fi": "T"}, "language"},
		{"others tampered with", url.Values{"language": {"en"}, "title": {"T\x00\u0007"}, "title.others": {`{"zz":"x","fi":"\u0000"}`}}, results.Text{"en": "T"}, ""},
		{"others no texts", url.Values{"language": {"en"}, "title": {"T"}, "title.others": {`null`}}, results.Text{"en": "T"}, ""},
	} {
		got, wrong := title(test.values)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		at := ""
		if len(wrong) > 0 {
			at = wrong[0].Field
		}
		if at != test.wrongAt {
			t.Errorf("%s: wrong at %q, want %q", test.name, at, test.wrongAt)
		}
	}
}

// TestEmptyValueIsTheTotal leaves the value empty and fills in its table.
func TestEmptyValueIsTheTotal(t *testing.T) {
	t.Parallel()
	words, err := i18n.For(i18n.Finnish)
	if err != nil {
		t.Fatal(err)
	}
	d := demo(t)
	for _, test := range []struct {
		name, value, want string
	}{{"left empty", "", "5.5"}, {"told", "7", "7"}} {
		form := decodeActivity(url.Values{
			"language": {"fi"}, "add.0.indicator": {"OP1.1"}, "add.0.value": {test.value},
			"add.0.cell.value.profession=police&sex=f": {"3"}, "add.0.cell.value.profession=social&sex=m": {"2,5"},
		})
		a, _ := form.read(words, &d.Project, &partnership.Activity{})
		if c := a.Contributions; len(c) != 1 || c[0].Value == nil || c[0].Value.String() != test.want || len(c[0].Cells) != 2 {
			t.Errorf("%s: %+v", test.name, c)
		}
	}
}

// TestProblemsAreAtFields holds where problems of an activity are shown.
func TestProblemsAreAtFields(t *testing.T) {
	t.Parallel()
	words, err := i18n.For(i18n.English)
	if err != nil {
		t.Fatal(err)
	}
	form := decodeActivity(url.Values{
		"language": {"en"}, "add.4.indicator": {"OP1.2"}, "add.4.value": {"1"}, "add.7.indicator": {"OC1.1"}, "add.7.numerator": {"1"},
		"quote.3.text": {"q"}, "publication.2.title": {"p"}, "publication.2.edition.5.language": {"fi"},
		"link.9.url": {"https://example.org"},
	})
	_, reader := form.read(words, &partnership.Project{}, &partnership.Activity{})
	for path, want := range map[string]string{
		"title": "title", "title.en": "title", "start": "start", "planned": "part", "coOrganisers[0]": "with",
		"contributions[0].value": "add.4.value", "contributions[1].numerator": "add.7.numerator",
		"contributions[1].breakdown[0].by.sex": "add.7.breakdown", "contributions[0].alreadyCounted": "add.4.counted",
		"quotes[0].role": "quote.3.role", "quotes[0].consent": "quote.3.consent", "quotes[0].consent.given": "quote.3.given",
		"publications[0].title.en": "publication.2.title", "publications[0].editions[0].date": "publication.2.edition.5.date",
		"evidence[0].file": "link.9.url", "evidence[0].caption": "link.9.caption",
	} {
		if got := reader.field(path); got != want {
			t.Errorf("%s is shown at %q, want %q", path, got, want)
		}
	}
}

// exactly compares numbers and dates as values.
func exactly() cmp.Options {
	return cmp.Options{
		cmp.Comparer(func(a, b results.Number) bool { return a.Equal(b) }),
		cmp.Comparer(func(a, b results.Date) bool { return a == b }),
	}
}
