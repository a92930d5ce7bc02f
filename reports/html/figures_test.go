package html

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/sample"
	"tulos/internal/testtool"
	"tulos/reports"
	"tulos/reports/pdf"
)

func demo(t *testing.T) *partnership.Dossier {
	t.Helper()
	data, err := configs.Demo.ReadFile("demo/bundle.json")
	if err != nil {
		t.Fatal(err)
	}
	d, problems := bundle.Decode(data, bundle.Options{})
	if d == nil {
		t.Fatal(problems)
	}
	return d
}

func build(t *testing.T, name string, d *partnership.Dossier, o reports.Options) reports.Document {
	t.Helper()
	definition, err := reports.LoadDefinition(name)
	if err != nil {
		t.Fatal(err)
	}
	document, err := reports.Build(d, definition, o)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// TestFiguresAgree holds the page of whole projects against their PDF, word by
// word, and against their workbook, figure by figure.
func TestFiguresAgree(t *testing.T) {
	t.Parallel()
	after := results.DateOf(2028, 1, 1)
	type report struct {
		form    string
		dossier *partnership.Dossier
		options reports.Options
	}
	all := map[string]report{
		"sample":          {reports.General, sample.Project(120), reports.Options{Language: i18n.English, From: 1, To: 8, Audience: reports.Partnership, AsOf: after}},
		"sample's period": {reports.General, sample.Project(120), reports.Options{Language: i18n.English, From: 3, To: 3, Audience: reports.Funder, AsOf: after}},
	}
	for _, language := range []i18n.Language{i18n.English, i18n.Finnish, i18n.Icelandic, i18n.Russian} {
		all["demo "+string(language)] = report{reports.General, demo(t), reports.Options{Language: language, From: 2, To: 2, Audience: reports.Partnership, AsOf: after}}
		all["demo's years "+string(language)] = report{reports.General, demo(t), reports.Options{Language: language, From: 1, To: 4, Audience: reports.Funder, AsOf: after}}
	}
	forms := reports.Definitions()[1:]
	for n, form := range forms { // each in another language
		language := []i18n.Language{i18n.English, i18n.Finnish, i18n.Latvian, i18n.Russian}[n%4]
		all[form+" "+string(language)] = report{form, demo(t), reports.Options{
			Language: language, From: 2, To: 2, Audience: reports.Funder, AsOf: after, Photo: demoPhoto, IsDraft: n == 0,
		}}
	}
	for name, r := range all {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := build(t, r.form, r.dossier, r.options)
			file := render(t, d, Options{})
			checkPage(t, file, Options{})
			page := parse(t, file)
			t.Run("PDF", func(t *testing.T) { compareWithPDF(t, d, page) })
			if r.form == reports.General { // whose workbook has a place for every figure
				t.Run("workbook", func(t *testing.T) { compareWithWorkbook(t, d, page) })
			}
		})
	}
}

// demoPhoto reads a photo of the demo.
func demoPhoto(file string) ([]byte, error) { return configs.Demo.ReadFile("demo/" + file) }

// squeezed is s without spaces and line ends, where PDF and HTML differ.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u00AD' { // hyphens of words that a line breaks
			return -1
		}
		return r
	}, s)
}

// pdfText is the text of the PDF in the order in which it is drawn, squeezed and
// without what runs along the pages.
func pdfText(t *testing.T, d reports.Document) string {
	t.Helper()
	pdftotext := testtool.Look(t, "pdftotext")
	var b bytes.Buffer
	if err := pdf.Render(&b, d, pdf.Options{}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), pdftotext, "-raw", "-enc", "UTF-8", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	number := regexp.QuoteMeta(squeezed(d.Words.PageOf))
	number = strings.NewReplacer(`\{page\}`, `\d+`, `\{pages\}`, `\d+`).Replace(number)
	furniture := regexp.MustCompile(regexp.QuoteMeta(squeezed(d.Words.Header)) + number + regexp.QuoteMeta(squeezed(d.Words.Footer)))
	text := squeezed(string(out))
	if !furniture.MatchString(text) {
		t.Fatalf("no page has %s", furniture)
	}
	return furniture.ReplaceAllString(text, "")
}

// compareWithPDF looks for what the page says in the PDF, in the same order.
func compareWithPDF(t *testing.T, d reports.Document, page *node) {
	t.Helper()
	text := pdfText(t, d)
	found, at := 0, 0
	for _, s := range said(t, page.one(t, "article")) {
		want := squeezed(s)
		n := strings.Index(text[at:], want)
		if n < 0 {
			t.Errorf("%q does not follow %q in the PDF", s, text[max(0, at-60):at])
			continue
		}
		found++
		at += n + len(want)
	}
	if found < 30 {
		t.Errorf("only %d texts were compared", found)
	}
}

// said is what a page says, in the order of the PDF: texts, rows of tables, the
// values that are written into charts. The contents are left out, for there the
// PDF has page numbers.
func said(t *testing.T, article *node) []string {
	t.Helper()
	var all []string
	say := func(nodes ...*node) {
		for _, n := range nodes {
			if s := n.content(); visible(s) {
				all = append(all, s)
			}
		}
	}
	article.walk(func(n *node) bool {
		switch {
		case n.name == "nav":
			return false
		case n.has("report-key-figure"):
			for _, class := range []string{".report-key-value", ".report-key-label", ".report-key-note", ".report-key-status"} {
				say(n.all(class)...)
			}
			return false
		case n.has("report-fact"): // a label of two lines has the value between them
			label, _, _ := strings.Cut(n.one(t, "dt").content(), " ")
			all = append(all, label)
			say(n.one(t, "dd"))
			return false
		case n.name == "details":
			for _, row := range n.all("tbody")[0].all("tr") {
				say(row.elements()[1]) // the later series are markers
			}
			return false
		case len(n.name) == 2 && n.name[0] == 'h', slices.Contains([]string{"p", "li", "dt", "dd", "figcaption", "caption", "tr"}, n.name):
			say(n)
			return false
		}
		return n.name != "svg"
	})
	return all
}
