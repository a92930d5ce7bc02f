package logbook_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/logbook"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/pkg/workbook"
	"tulos/reports/excel"
)

const drosa = results.PartnerID("drosa-maja")

// demo is the set-up of the demo project, as its second version.
func demo(t *testing.T) *partnership.Setup {
	t.Helper()
	data, err := configs.Demo.ReadFile("demo/bundle.json")
	if err != nil {
		t.Fatal(err)
	}
	d, problems := bundle.Decode(data, bundle.Options{})
	if d == nil {
		t.Fatal(problems)
	}
	return &partnership.Setup{Version: 2, Project: d.Project, Organisations: d.Organisations}
}

func words(t *testing.T, l i18n.Language) *i18n.Localizer {
	t.Helper()
	w, err := i18n.For(l)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func number(n int) *results.Number {
	v := results.Int(n)
	return &v
}

// entry is an activity with all that a table tells of one, in a language.
func entry(l i18n.Language) partnership.Activity {
	return partnership.Activity{
		Ref: "LV-2026-900", Partner: drosa, Status: partnership.Draft, Type: partnership.Training,
		Title: results.Text{string(l): "=Diena, \"pirmā\"; Rīgā\notrā rinda"}, Narrative: results.Text{string(l): "+ un − <b>&</b>"},
		Start: results.DateOf(2026, 9, 1), End: results.DateOf(2026, 9, 2), Country: "LV", Place: "Rīga", Online: true,
		Planned: "A1.1", Output: "OP1", CoOrganisers: []results.PartnerID{"stellit"},
		Contributions: []results.Contribution{
			{Indicator: "OP1.1", Value: number(1234), AlreadyCounted: number(3), Cells: []results.Cell{
				{By: results.NewBy(map[results.DimensionKey]results.CategoryKey{"sex": "f", "profession": "social"}), Value: number(7)},
			}},
			{Indicator: "OC1.1", Numerator: number(11), Denominator: number(20)},
		},
	}
}

// read reads the table of a form, as workbook or as CSV, back over an activity.
func read(t *testing.T, setup *partnership.Setup, table logbook.Table, was partnership.Activity) (partnership.Activity, *logbook.Draft) {
	t.Helper()
	r := logbook.NewReader(setup)
	for _, d := range r.Drafts(&table) {
		if d.Ref == was.Ref {
			a, err := r.Activity(&table, d, was)
			if err != nil {
				t.Fatal(err)
			}
			return a, d
		}
	}
	t.Fatalf("no draft of %s", was.Ref)
	return was, nil
}

// fromBook is what is read from the workbook of a form.
func fromBook(t *testing.T, q logbook.Request) logbook.Table {
	t.Helper()
	var book bytes.Buffer
	if err := excel.WriteForm(&book, logbook.Form(q)); err != nil {
		t.Fatal(err)
	}
	b, err := workbook.Open(bytes.NewReader(book.Bytes()), int64(book.Len()), workbook.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	table, err := logbook.FromBook(b, &q.Setup.Project, words(t, i18n.English))
	if err != nil {
		t.Fatalf("%s: %v", q.Words.Language(), err)
	}
	return table
}

// TestExpensesComeBack is the same for forms of expenses: what is read is known for expenses
// by its heads.
func TestExpensesComeBack(t *testing.T) {
	setup := demo(t)
	amount, err := results.ParseAmount("-1234.5")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range i18n.Shipped() {
		want := partnership.Expense{
			Ref: "E-0900", Partner: drosa, Status: partnership.Draft, Line: setup.Project.BudgetLines[1].Code, Date: results.DateOf(2026, 9, 1),
			Paid: results.DateOf(2026, 9, 3), Invoice: "=R-77", Reference: "4711", Amount: &amount, Currency: "SEK",
			Description: results.Text{string(l): "+ un − \"telpas\"; <b>"},
			Evidence:    []partnership.Evidence{{File: "https://example.org", Kind: partnership.Link}},
		}
		q := logbook.Request{
			Sort: logbook.Expenses, Setup: setup, Partner: drosa, Period: 2, Words: words(t, l),
			Spent: []partnership.Expense{want}, Currencies: []string{"EUR", "SEK"},
		}
		fromText, err := logbook.FromRows(cells(logbook.Sheet(q)), &setup.Project, words(t, l))
		if err != nil {
			t.Fatalf("%s: %v", l, err)
		}
		for kind, table := range map[string]logbook.Table{"workbook": fromBook(t, q), "text": fromText} {
			r := logbook.NewReader(setup)
			drafts := r.Drafts(&table)
			if table.Sort != logbook.Expenses || len(drafts) != 1 {
				t.Fatalf("%s, %s: %d drafts of %s", l, kind, len(drafts), table.Sort)
			}
			got, err := r.Expense(&table, drafts[0], partnership.Expense{Ref: want.Ref, Partner: drosa, Status: partnership.Draft, Evidence: want.Evidence})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got, cmpopts.EquateComparable(results.Date{})); diff != "" || len(drafts[0].Faults) > 0 {
				t.Errorf("%s, %s (-want +got):\n%s%+v", l, kind, diff, drafts[0].Faults)
			}
		}
	}
}

// TestFormsComeBack: what stands in a form, as workbook and as CSV, in any language, is
// what is read from it, and the stamp of the workbook is whole.
func TestFormsComeBack(t *testing.T) {
	setup := demo(t)
	for _, l := range i18n.Shipped() {
		want := entry(l)
		q := logbook.Request{Setup: setup, Partner: drosa, Period: 2, Words: words(t, l), Open: []partnership.Activity{want}}
		book := fromBook(t, q)
		stamp := logbook.Stamp{Project: setup.Project.Code, Partner: drosa, Period: 2, Version: 2}
		if book.Stamp != stamp || book.Language != l {
			t.Errorf("%s: stamp %+v in %s, want %+v", l, book.Stamp, book.Language, stamp)
		}
		fromText, err := logbook.FromRows(cells(logbook.Sheet(q)), &setup.Project, words(t, l))
		if err != nil {
			t.Fatalf("%s: %v", l, err)
		}
		for kind, table := range map[string]logbook.Table{"workbook": book, "text": fromText} {
			got, _ := read(t, setup, table, partnership.Activity{Ref: want.Ref, Partner: drosa, Status: partnership.Draft})
			if diff := cmp.Diff(want, got, cmpopts.EquateComparable(results.Date{})); diff != "" {
				t.Errorf("%s, %s (-want +got):\n%s", l, kind, diff)
			}
		}
	}
}

// cells are rows of texts as they are read from CSV.
func cells(rows [][]string) []workbook.Row {
	var all []workbook.Row
	for n, row := range rows {
		r := workbook.Row{No: n + 1}
		for column, text := range row {
			if text != "" {
				r.Cells = append(r.Cells, workbook.Cell{Column: column, Text: text})
			}
		}
		all = append(all, r)
	}
	return all
}

// TestPlannedLinesAreBlank: what the work plan puts into a form is nothing that was logged.
func TestPlannedLinesAreBlank(t *testing.T) {
	setup := demo(t)
	q := logbook.Request{Setup: setup, Partner: drosa, Period: 2, Words: words(t, i18n.Latvian)}
	table, err := logbook.FromRows(cells(logbook.Sheet(q)), &setup.Project, q.Words)
	if err != nil {
		t.Fatal(err)
	}
	r := logbook.NewReader(setup)
	drafts := r.Drafts(&table)
	if len(drafts) == 0 {
		t.Fatal("nothing was planned")
	}
	for _, d := range drafts {
		if !r.IsBlank(d) {
			t.Errorf("rows %v are not blank", d.Rows)
		}
	}
}

// TestFaultsNameTheirCells: each fault names the cell where it stands.
func TestFaultsNameTheirCells(t *testing.T) {
	setup := demo(t)
	heads := []string{"no", "type", "title", "start", "end", "country", "online", "part", "with", "indicator", "value", "by:sex"}
	right := []string{"1", "training", "A day", "2026-09-01", "", "LV", "", "A1.1", "", "OP1.1", "12", ""}
	tests := []struct {
		column, text string
		want         string
	}{
		{"type", "Traning", "B2"},
		{"title", "", "C2"},
		{"start", "2026-02-31", "D2"},
		{"end", "yesterday", "E2"},
		{"country", "Atlantis", "F2"},
		{"online", "perhaps", "G2"},
		{"part", "A9.9", "H2"},
		{"with", "Nobody at all", "I2"},
		{"indicator", "OP9.9", "J2"},
		{"value", "many", "K2"},
		{"value", "-3", "K2"},
		{"by:sex", "unheard of", "L2"},
		{"title", "A day", ""},
	}
	for _, tt := range tests {
		t.Run(tt.column+" "+tt.text, func(t *testing.T) {
			row := slices.Clone(right)
			row[slices.Index(heads, tt.column)] = tt.text
			table, err := logbook.FromRows(cells([][]string{heads, row}), &setup.Project, words(t, i18n.English))
			if err != nil {
				t.Fatal(err)
			}
			_, d := read(t, setup, table, partnership.Activity{Partner: drosa})
			var at []string
			for _, f := range d.Faults {
				if f.Message == "" && f.Problem.Code == "" {
					t.Errorf("nothing is said of %s", f.Cell)
				}
				if !f.Warning {
					at = append(at, f.Cell)
				}
			}
			if got := strings.Join(slices.Compact(at), " "); got != tt.want {
				t.Errorf("faults at %q, want %q: %s", got, tt.want, fmt.Sprint(d.Faults))
			}
		})
	}
}

// TestLinesOfAnActivity: lines with one number belong together, wherever they stand, and
// a line without anything of an activity belongs to the one above it.
func TestLinesOfAnActivity(t *testing.T) {
	setup := demo(t)
	table, err := logbook.FromRows(cells([][]string{
		{"no", "title", "indicator", "value"},
		{"7", "One", "OP1.1", "1"},
		{"8", "Two", "OP1.2", "1"},
		{"7", "", "OP1.3", "2"},
		{"", "", "OP2.1", "3"},
		{"9", "", "", ""},
	}), &setup.Project, words(t, i18n.English))
	if err != nil {
		t.Fatal(err)
	}
	var got [][]int
	for _, d := range logbook.NewReader(setup).Drafts(&table) {
		got = append(got, d.Rows)
	}
	if diff := cmp.Diff([][]int{{2, 4}, {3, 5}}, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}

func TestNoHeads(t *testing.T) {
	setup := demo(t)
	_, err := logbook.FromRows(cells([][]string{{"name", "address"}, {"a", "b"}}), &setup.Project, words(t, i18n.English))
	if !errors.Is(err, logbook.ErrNoHeads) {
		t.Errorf("error = %v", err)
	}
}

// TestCompare: what has come, gone and changed since a form was made.
func TestCompare(t *testing.T) {
	old := demo(t)
	now := demo(t)
	now.Version = 3
	if d := logbook.Compare(old, now); !d.IsNothing() || d.From != 2 || d.To != 3 {
		t.Errorf("the same set-up differs: %+v", d)
	}
	for i := range results.Indicators(now.Project.Results) {
		switch i.Code {
		case "OP1.2":
			i.Title = results.Text{"en": "Something else"}
		case "OP1.3":
			i.Code = "OP1.4"
		}
	}
	want := logbook.Difference{From: 2, To: 3, Added: []string{"OP1.4"}, Gone: []string{"OP1.3"}, Changed: []string{"OP1.2"}}
	if diff := cmp.Diff(want, logbook.Compare(old, now)); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}
