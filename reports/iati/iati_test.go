package iati_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/sample"
	"tulos/internal/testtool"
	"tulos/pkg/iati/iatitest"
	"tulos/reports"
	"tulos/reports/iati"
)

func now() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

func tools(t *testing.T) iatitest.Tools {
	t.Helper()
	return iatitest.Tools{XMLLint: testtool.Look(t, "xmllint"), Standard: testtool.Standard(t)}
}

func demo(tb testing.TB) *partnership.Dossier {
	tb.Helper()
	file, err := bundle.OpenFS(configs.Demo, "demo/bundle.json")
	if err != nil {
		tb.Fatal(err)
	}
	defer file.Close()
	d, problems, err := bundle.Load(file.JSON, bundle.Options{})
	if err != nil || d == nil {
		tb.Fatalf("%v %v", problems, err)
	}
	return d
}

// options are those of a file for readers outside, with all that there can be.
func options() iati.Options {
	return iati.Options{Audience: reports.Funder, At: now(), Reports: []iati.Report{
		{Period: 1, Language: "en", URL: "https://tulos.example/r/report.en.pdf", Sealed: results.DateOf(2026, 7, 20)},
		{Period: 1, Language: "fi", URL: "https://tulos.example/r/report.fi.pdf", Sealed: results.DateOf(2026, 7, 20)},
	}}
}

func written(t *testing.T, d *partnership.Dossier, o iati.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := iati.Write(&b, d, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDemoIsClean(t *testing.T) {
	d := demo(t)
	for _, p := range iati.Check(d, options()) {
		if !p.Warning {
			t.Errorf("%s: %s", p.Path, p.Code)
		}
	}
	whole, parts := options(), options()
	parts.Partners = true
	inside := whole
	inside.Audience = reports.Partnership
	before := iati.Options{Audience: reports.Funder, At: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)}
	after := options()
	after.At = time.Date(2029, 1, 1, 0, 0, 0, 0, time.UTC)
	iatitest.Clean(t, tools(t), now(), written(t, d, whole), written(t, d, parts), written(t, d, inside), written(t, d, before))
	iatitest.Clean(t, tools(t), after.At, written(t, d, after))
}

// TestDemoTells: what readers look for stands in the file; counts by which people could
// be recognised only in that of the partnership.
func TestDemoTells(t *testing.T) {
	d := demo(t)
	text := string(written(t, d, options()))
	for _, want := range []string{
		`<iati-identifier>XE-EXAMPLE-STELLIT-CBSS-PSF-2026-07</iati-identifier>`,
		`<recipient-country code="FI" percentage="40">`, `<sector vocabulary="1" code="16010" percentage="60">`,
		`<activity-status code="2">`, `<transaction ref="P1">`, `url="https://tulos.example/r/report.fi.pdf"`, `<narrative xml:lang="lv">`,
		`<activity-date iso-date="2026-01-01" type="2">`, `measure="2"`, `measure="4"`, `name="numerator"`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %s", want)
		}
	}
	inside := options()
	inside.Audience = reports.Partnership
	cells := func(text []byte) int { return bytes.Count(text, []byte(`<dimension name="sex"`)) }
	if out, in := cells([]byte(text)), cells(written(t, d, inside)); out >= in || out == 0 {
		t.Errorf("%d counts by sex outside, %d inside; want fewer outside", out, in)
	}
	if again := string(written(t, d, options())); again != text {
		t.Error("the same project gives another file")
	}
}

// TestBudgetsAddUp: budgets of years are those of the project to the cent.
func TestBudgetsAddUp(t *testing.T) {
	d := demo(t)
	o := options()
	text := string(written(t, d, o))
	if n := strings.Count(text, "<budget "); n != 2 {
		t.Errorf("%d budgets for two years", n)
	}
	o.Partners = true
	text = string(written(t, d, o))
	if n := strings.Count(text, "<budget "); n != 6 {
		t.Errorf("%d budgets of three partners for two years", n)
	}
	var sum results.Number
	for _, part := range strings.Split(text, "<budget ")[1:] {
		_, amount, _ := strings.Cut(part, `<value value-date="2026-01-01">`)
		amount, _, _ = strings.Cut(amount, "<")
		n, err := results.ParseNumber(amount)
		if err != nil {
			t.Fatal(err)
		}
		sum = sum.Add(n)
	}
	if sum.String() != "172000" {
		t.Errorf("budgets come to %s, want 172000", sum)
	}
}

// TestRandomProjectsAreClean holds the files of 200 projects against schema and rules: made-up
// ones, each of another size, as they come out of their bundles, with many things changed by
// chance. xmllint reads all in one go.
func TestRandomProjectsAreClean(t *testing.T) {
	seed := uint64(now().Unix())
	t.Logf("seed %d", seed)
	var files [][]byte
	for n := range uint64(200) {
		chance := rand.New(rand.NewPCG(seed, n))
		d := changed(carried(t, madeUp(chance)), chance)
		o := options()
		o.Partners = chance.IntN(2) == 0
		o.At = now().AddDate(0, chance.IntN(60)-30, 0)
		if o.At.After(now()) {
			o.At = now()
		}
		for _, p := range iati.Check(d, o) {
			if !p.Warning {
				t.Fatalf("project %d: %s: %s", n, p.Path, p.Code)
			}
		}
		files = append(files, written(t, d, o))
	}
	iatitest.Clean(t, tools(t), now(), files...)
}

// madeUp is a made-up project of a size by chance, with what a file cannot do without, and
// money.
func madeUp(chance *rand.Rand) *partnership.Dossier {
	d := sample.Project(1 + chance.IntN(40))
	p := &d.Project
	p.Code = partnership.ProjectCode("S-" + strconv.Itoa(chance.IntN(1000)))
	p.Summary, p.GrantNumber = results.Text{"en": "Children < 12 & their families"}, "7/2024"
	p.Countries = []partnership.CountryShare{{Country: "FI", Percentage: number(60)}, {Country: "LV", Percentage: number(40)}}
	p.Sectors = []partnership.SectorShare{{Code: "16010", Percentage: number(60)}, {Code: "15160", Percentage: number(40)}}
	for n := range d.Organisations {
		d.Organisations[n].Identifier = "XE-EXAMPLE-" + strings.ToUpper(string(d.Organisations[n].ID))
	}
	goal := &p.Results[0]
	goal.Results = goal.Results[:1]
	goal.Results[0].Results = goal.Results[0].Results[:1+chance.IntN(len(goal.Results[0].Results))]
	d.Activities = slices.DeleteFunc(d.Activities, func(a partnership.Activity) bool {
		return !slices.ContainsFunc(goal.Results[0].Results, func(r results.Result) bool { return r.Code == a.Output })
	})
	line := partnership.BudgetLine{Code: "B1", Title: results.Text{"en": "Staff"}}
	for n := range p.Partners {
		line.Amounts = append(line.Amounts, partnership.BudgetAmount{Partner: p.Partners[n].Organisation, Amount: number(1000 * chance.IntN(50))})
	}
	p.BudgetLines = append(p.BudgetLines, line)
	d.Rates = []partnership.Rate{{Currency: "SEK", Month: "2026-03", PerUnit: number(11), Source: "by hand"}}
	for n := range chance.IntN(30) {
		day := p.Periods[chance.IntN(len(p.Periods))].Start
		d.Expenditure = append(d.Expenditure, partnership.Expense{
			Ref: "E-" + strconv.Itoa(n), Partner: p.Partners[chance.IntN(len(p.Partners))].Organisation, Line: line.Code, Date: day,
			Amount: number(chance.IntN(5000) - 500), Currency: []string{"EUR", "SEK"}[chance.IntN(2)], Description: results.Text{"en": "Salaries"},
			Status: []partnership.Status{partnership.Draft, partnership.Accepted, partnership.Verified}[chance.IntN(3)],
		})
	}
	return d
}

// carried is a project as it comes out of its bundle.
func carried(t *testing.T, d *partnership.Dossier) *partnership.Dossier {
	t.Helper()
	var b bytes.Buffer
	if err := bundle.Encode(&b, d); err != nil {
		t.Fatal(err)
	}
	again, problems := bundle.Decode(b.Bytes(), bundle.Options{})
	if again == nil {
		t.Fatal(problems)
	}
	return again
}

// changed is a project with things left out, added and moved by chance that a clean file
// can do without or must bear.
func changed(d *partnership.Dossier, chance *rand.Rand) *partnership.Dossier {
	p := &d.Project
	maybe := func(change func()) {
		if chance.IntN(3) == 0 {
			change()
		}
	}
	maybe(func() { p.Summary = nil })
	maybe(func() { p.GrantNumber = "" })
	maybe(func() { p.GrantNumber = "A & <B> / 7" })
	maybe(func() { p.BudgetLines = nil })
	maybe(func() { p.Countries = []partnership.CountryShare{{Country: "UA", Percentage: number(100)}} })
	maybe(func() { p.Sectors = p.Sectors[:1] })
	maybe(func() { p.Languages = slices.Concat([]string{"fi"}, p.Languages[:1]) })
	maybe(func() { p.Languages = append(p.Languages, "smn", "sv-FI") })
	maybe(func() { p.Title["sv-FI"], p.Title["smn"], p.Title["de"] = "Barn", "Párnááh", "Kinder\x01 & <b>" })
	maybe(func() { p.SuppressBelow = new(int) })
	maybe(func() { p.Collaborators = nil })
	maybe(func() { p.End = results.DateOf(2026+chance.IntN(8), 1+chance.IntN(12), 28) })
	maybe(func() { p.Start = results.DateOf(2020+chance.IntN(6), 1+chance.IntN(12), 29) })
	maybe(func() { p.Partners[1].Left = results.DateOf(2026, 6, 30) })
	maybe(func() { p.Currency = "ISK" })
	for n := range d.Organisations {
		maybe(func() {
			d.Organisations[n].Website = []string{"https://a.example", "not an address", "ftp://x"}[chance.IntN(3)]
		})
		if d.Organisations[n].ID != p.Partners[0].Organisation { // the lead
			maybe(func() { d.Organisations[n].Identifier = "" })
		}
		d.Organisations[n].Type = []partnership.OrganisationType{"ngo", "government", "international", "academic", "private"}[chance.IntN(5)]
	}
	for i := range results.Indicators(p.Results) {
		maybe(func() { i.Target = nil })
		maybe(func() { i.Milestones = []results.Milestone{{Period: 1, Goal: results.Goal{Value: number(1)}}} })
		maybe(func() { i.Baseline = nil })
		maybe(func() { i.HiddenFromIATI = true })
		maybe(func() { i.Source, i.Unit = nil, results.Text{"lv": "gab."} })
		if i.Baseline != nil {
			maybe(func() { i.Baseline.Date = results.Date{} })
		}
		if i.Measure == results.MeasureNumber && i.Time() == results.Sum {
			maybe(func() { i.MilestoneBasis = results.PerPeriod })
		}
	}
	return d
}

func number(n int) *results.Number {
	value := results.Int(n)
	return &value
}
