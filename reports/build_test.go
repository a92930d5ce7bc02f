package reports_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/sample"
	"tulos/reports"
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

func build(t *testing.T, d *partnership.Dossier, o reports.Options) reports.Document {
	t.Helper()
	definition, err := reports.LoadDefinition("general")
	if err != nil {
		t.Fatal(err)
	}
	if o.AsOf.IsZero() {
		o.AsOf = results.DateOf(2028, 1, 1)
	}
	document, err := reports.Build(d, definition, o)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// each gives the blocks of a document that are of a kind, of its sheets too.
func each[T reports.Block](d reports.Document) []T {
	blocks := slices.Clone(d.Blocks)
	for _, s := range d.Sheets {
		blocks = append(blocks, s.Blocks...)
	}
	var found []T
	for _, b := range blocks {
		if found1, ok := b.(T); ok {
			found = append(found, found1)
		}
	}
	return found
}

func TestDocumentIsWellFormed(t *testing.T) {
	d := demo(t)
	for _, language := range i18n.Shipped() {
		for _, span := range [][2]results.PeriodNo{{1, 1}, {2, 2}, {1, 2}, {4, 4}, {1, 4}} {
			for _, audience := range []reports.Audience{reports.Partnership, reports.Funder} {
				t.Run(fmt.Sprint(language, span, audience), func(t *testing.T) {
					document := build(t, d, reports.Options{Language: language, From: span[0], To: span[1], Audience: audience})
					if dump := fmt.Sprintf("%+v", document); strings.Contains(dump, "⟦") {
						at := strings.Index(dump, "⟦")
						t.Errorf("a message is missing: %.80s", dump[at:])
					}
					checkHeadings(t, document)
					checkTables(t, document)
				})
			}
		}
	}
}

// TestEveryDefinition builds the demo and a project of size in every form.
func TestEveryDefinition(t *testing.T) {
	all := map[string]*partnership.Dossier{"demo": demo(t), "sample": sample.Project(300)}
	for n, name := range reports.Definitions() {
		definition, err := reports.LoadDefinition(name)
		if err != nil {
			t.Fatal(err)
		}
		for project, d := range all {
			languages := i18n.Shipped()
			if project != "demo" {
				languages = languages[n%len(languages) : n%len(languages)+1]
			}
			for _, language := range languages {
				t.Run(fmt.Sprint(name, " ", project, " ", language), func(t *testing.T) {
					document, err := reports.Build(d, definition, reports.Options{
						Language: language, From: 2, To: 2, Audience: reports.Funder, AsOf: results.DateOf(2028, 1, 1), Photo: demoPhoto,
					})
					if err != nil {
						t.Fatal(err)
					}
					for _, text := range texts(document) {
						if strings.Contains(text, "⟦") {
							t.Errorf("a message is missing: %.80s", text)
						}
					}
					checkHeadings(t, document)
					checkTables(t, document)
					checkLinks(t, document)
				})
			}
		}
	}
}

func demoPhoto(file string) ([]byte, error) { return configs.Demo.ReadFile("demo/" + file) }

// texts are the headings, heads of columns and cells of a document.
func texts(d reports.Document) []string {
	all := []string{fmt.Sprintf("%+v%+v", d.Meta, d.Words)}
	for _, h := range each[reports.Heading](d) {
		all = append(all, h.Text.String())
	}
	for _, p := range each[reports.Paragraph](d) {
		all = append(all, p.Text.String())
	}
	for _, s := range each[reports.Signature](d) {
		all = append(all, fmt.Sprint(s))
	}
	for _, table := range each[reports.Table](d) {
		for _, c := range table.Columns {
			all = append(all, c.Head)
		}
		for _, r := range table.Rows {
			for _, c := range r.Cells {
				all = append(all, c.Text.String())
			}
		}
	}
	return all
}

// checkLinks wants every reference to an activity to lead to it, where the report
// tells of activities.
func checkLinks(t *testing.T, d reports.Document) {
	t.Helper()
	anchors, links := map[string]bool{}, map[string]bool{}
	for _, b := range d.Blocks {
		table, ok := b.(reports.Table)
		if !ok {
			continue
		}
		anchors[table.Anchor] = true
		for _, r := range table.Rows {
			anchors[r.Anchor] = true
			for _, c := range r.Cells {
				for _, s := range c.Text {
					if strings.HasPrefix(s.Anchor, "activity-") || strings.HasPrefix(s.Anchor, "evidence-") {
						links[s.Anchor] = true
					}
				}
			}
		}
	}
	for link := range links {
		if !anchors[link] {
			t.Errorf("nothing has the anchor %s", link)
		}
	}
}

// TestPhotosNeedConsent: a photo is shown while its consent holds on the day of the
// report, and so is its line among the evidence.
func TestPhotosNeedConsent(t *testing.T) {
	definition, err := reports.LoadDefinition("eu-interim")
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[results.Date]int{results.DateOf(2026, 9, 16): 0, results.DateOf(2028, 12, 31): 1, results.DateOf(2029, 1, 1): 0} {
		document, err := reports.Build(demo(t), definition, reports.Options{
			Language: i18n.English, From: 2, To: 2, Audience: reports.Funder, AsOf: day, Photo: demoPhoto,
		})
		if err != nil {
			t.Fatal(err)
		}
		shown := 0
		for _, photos := range each[reports.Photos](document) {
			shown += len(photos.Items)
		}
		listed := 0
		for _, table := range each[reports.Table](document) {
			if table.Anchor == "table-evidence" {
				listed = len(table.Rows)
			}
		}
		if shown != want || listed != want {
			t.Errorf("on %s %d photos are shown and %d listed, want %d", day, shown, listed, want)
		}
	}
	document, err := reports.Build(demo(t), definition, reports.Options{
		Language: i18n.English, From: 2, To: 2, Audience: reports.Funder, AsOf: results.DateOf(2027, 1, 1),
		Photo: func(string) ([]byte, error) { return []byte("no photo"), nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(texts(document), func(s string) bool { return strings.Contains(s, "webinar-speakers.jpg cannot be read") }) {
		t.Error("a photo that cannot be read is left out without a word")
	}
}

func checkHeadings(t *testing.T, d reports.Document) {
	t.Helper()
	level, anchors := 0, map[string]bool{}
	for _, b := range d.Blocks {
		h, ok := b.(reports.Heading)
		if !ok {
			continue
		}
		if h.Level > level+1 {
			t.Errorf("heading %q skips a level", h.Text)
		}
		level = h.Level
		if h.Anchor != "" && anchors[h.Anchor] {
			t.Errorf("anchor %q stands twice", h.Anchor)
		}
		anchors[h.Anchor] = true
	}
}

func checkTables(t *testing.T, d reports.Document) {
	t.Helper()
	for _, table := range each[reports.Table](d) {
		for n, row := range table.Rows {
			if want := len(table.Columns); !row.Group && len(row.Cells) != want || row.Group && len(row.Cells) != 1 {
				t.Errorf("table %s: row %d has %d cells for %d columns", table.Anchor, n, len(row.Cells), want)
			}
		}
	}
}

// resultsSheet is the place of the sheet of results in the workbook.
const resultsSheet = 1

// column is a column of the sheet of results, by the indicators' codes.
func column(t *testing.T, d reports.Document, head string) map[string]reports.Cell {
	t.Helper()
	for _, b := range d.Sheets[resultsSheet].Blocks {
		table, ok := b.(reports.Table)
		if !ok {
			continue
		}
		at := func(head string) int {
			return slices.IndexFunc(table.Columns, func(c reports.Column) bool { return c.Head == head })
		}
		code, value := at("Code"), at(head)
		cells := map[string]reports.Cell{}
		for _, r := range table.Rows {
			cells[r.Cells[code].Text.String()] = r.Cells[value]
		}
		return cells
	}
	t.Fatal("no table")
	return nil
}

func TestFiguresAreThoseOfTheRules(t *testing.T) {
	d := demo(t)
	for k := results.PeriodNo(1); k <= 4; k++ {
		document := build(t, d, reports.Options{Language: i18n.English, From: k, To: k})
		cells := column(t, document, "Cumulative")
		for _, f := range d.Frame().Figures(d.Tallies()) {
			got := cells[string(f.Indicator.Code)]
			want, ok := f.Rows[k-1].Cumulative.Number()
			if !ok {
				if got.Number != nil {
					t.Errorf("period %d, %s: %s where there is no figure", k, f.Indicator.Code, got.Number.Decimal)
				}
				continue
			}
			if got.Number == nil || got.Number.Decimal != want.String() {
				t.Errorf("period %d, %s: %+v, want %s", k, f.Indicator.Code, got.Number, want)
			}
		}
	}
}

func TestSpanTellsItsPeriodsAlone(t *testing.T) {
	d := demo(t)
	year := column(t, build(t, d, reports.Options{Language: i18n.English, From: 1, To: 2}), "This period")
	half := column(t, build(t, d, reports.Options{Language: i18n.English, From: 2, To: 2}), "This period")
	if got := year["OP1.2"].Text.String(); got != "19" {
		t.Errorf("trainings of the year: %s, want 19", got)
	}
	if got := half["OP1.2"].Text.String(); got != "4" {
		t.Errorf("trainings of the half-year: %s, want 4", got)
	}
}

func TestTextInAnotherLanguageIsMarked(t *testing.T) {
	document := build(t, demo(t), reports.Options{Language: i18n.Latvian, From: 1, To: 1})
	for _, p := range each[reports.Paragraph](document) {
		if len(p.Text) > 1 && p.Text[0].Language == "en" && strings.Contains(p.Text[1].Text, "angļu") {
			return
		}
	}
	t.Error("no English passage is marked in the Latvian report")
}

func TestOnlyAcceptedActivitiesAreShown(t *testing.T) {
	d := demo(t)
	dump := fmt.Sprintf("%+v", build(t, d, reports.Options{Language: i18n.English, From: 1, To: 4}))
	for _, a := range d.Activities {
		if shown := strings.Contains(dump, a.Ref); shown != (a.Status == partnership.Accepted) {
			t.Errorf("%s is %s; shown: %v", a.Ref, a.Status, shown)
		}
	}
}

func TestQuotesNeedConsent(t *testing.T) {
	d := demo(t)
	const said = "I now know what to ask"
	for day, want := range map[results.Date]bool{
		results.DateOf(2026, 7, 1): true, results.DateOf(2028, 12, 31): true, results.DateOf(2029, 1, 1): false,
	} {
		document := build(t, d, reports.Options{Language: i18n.English, From: 1, To: 1, AsOf: day})
		if got := strings.Contains(fmt.Sprintf("%+v", document), said); got != want {
			t.Errorf("on %s the quote is shown: %v, want %v", day, got, want)
		}
	}
}

func TestStatusWhileThePeriodRuns(t *testing.T) {
	for name, test := range map[string]struct {
		asOf   results.Date
		status string
	}{
		"before it": {results.DateOf(2026, 6, 30), "–"},
		"during it": {results.DateOf(2026, 12, 31), "On track (so far)"},
		"after it":  {results.DateOf(2027, 1, 1), "On track"},
	} {
		t.Run(name, func(t *testing.T) {
			document := build(t, demo(t), reports.Options{Language: i18n.English, From: 2, To: 2, AsOf: test.asOf})
			if got := column(t, document, "Status")["OP1.1"].Text.String(); got != test.status {
				t.Errorf("status %q, want %q", got, test.status)
			}
		})
	}
}

func TestBuildRefusesPeriodsThatAreNotThere(t *testing.T) {
	definition, err := reports.LoadDefinition("general")
	if err != nil {
		t.Fatal(err)
	}
	for _, span := range [][2]results.PeriodNo{{0, 1}, {2, 1}, {1, 5}} {
		if _, err := reports.Build(demo(t), definition, reports.Options{Language: i18n.English, From: span[0], To: span[1]}); err == nil {
			t.Errorf("periods %v: no error", span)
		}
	}
}
