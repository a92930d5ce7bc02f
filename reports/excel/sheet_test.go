package excel

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tulos/reports"
)

func TestProperties(t *testing.T) {
	f := open(t, render(t, sampleReport()))
	got, err := f.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	want := &excelize.DocProperties{
		Title:    "Strengthening the Prevention of Child Trafficking, project report 2",
		Subject:  "July to December 2026",
		Creator:  "Stellit",
		Keywords: "child protection, Baltic Sea region",
		Language: "en", LastModifiedBy: "Stellit",
		Created: "2027-01-29T12:00:00Z", Modified: "2027-01-29T12:00:00Z",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("properties (-want +got):\n%s", diff)
	}
}

func TestUndatedReport(t *testing.T) {
	d := sampleReport()
	d.Meta = reports.Meta{}
	file := render(t, d)
	if core := xmlOf(t, file, "docProps/core.xml"); !strings.Contains(core, "1980-01-01T12:00:00Z") || strings.Contains(core, "xuri") {
		t.Errorf("properties are %s", core)
	}
}

// TestPages reads back with openpyxl how sheets look and are printed.
func TestPages(t *testing.T) {
	type page struct {
		Freeze, Titles, Orientation, Header, Left, Right string
		Grid, Fit                                        bool
		Width, Height, Paper                             int
		Dimensions                                       string
		Tables                                           []string
	}
	var got map[string]page
	openpyxl(t, render(t, sampleReport()), `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
print(json.dumps({s.title: {
	"Freeze": s.freeze_panes or "", "Titles": s.print_title_rows or "", "Orientation": s.page_setup.orientation,
	"Header": s.oddHeader.left.text or "", "Left": s.oddFooter.left.text, "Right": s.oddFooter.right.text,
	"Grid": s.sheet_view.showGridLines, "Fit": s.sheet_properties.pageSetUpPr.fitToPage,
	"Width": int(s.page_setup.fitToWidth), "Height": int(s.page_setup.fitToHeight), "Paper": int(s.page_setup.paperSize),
	"Dimensions": s.dimensions, "Tables": [t.name + " " + t.ref for t in s.tables.values()],
} for s in book}))`, &got)
	base := page{
		Orientation: "portrait", Header: "CBSS-PSF-2026-07 · Project report 2 · R&&D", Left: "&A", Right: "Page &P of &N",
		Fit: true, Width: 1, Height: 0, Paper: 9, Tables: []string{},
	}
	with := func(change func(*page)) page {
		p := base
		change(&p)
		return p
	}
	want := map[string]page{
		"Summary": with(func(p *page) { p.Dimensions = "A1:E36" }),
		"Results": with(func(p *page) {
			p.Freeze, p.Titles, p.Orientation, p.Dimensions = "A4", "$3:$3", "landscape", "A1:K15"
		}),
		"Periods": with(func(p *page) { p.Dimensions = "A1:G51" }),
		"Activities": with(func(p *page) {
			p.Freeze, p.Titles, p.Orientation, p.Dimensions = "A4", "$3:$3", "landscape", "A1:I44"
			p.Tables = []string{"List_1_Activities A3:I43"}
		}),
		"Partners & money": with(func(p *page) {
			p.Freeze, p.Titles, p.Dimensions = "A4", "$3:$3", "A1:E8"
		}),
		"Notes": with(func(p *page) { p.Dimensions = "A1:A7" }),
	}
	for name, p := range got {
		p.Left, p.Right = strings.TrimSpace(p.Left), strings.TrimSpace(p.Right)
		got[name] = p
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
}

func TestRunningWords(t *testing.T) {
	tests := []struct {
		name           string
		words          reports.Words
		header, pageOf string
	}{
		{"none", reports.Words{}, "", "&P / &N"},
		{"codes are text", reports.Words{Header: "A&B &P", PageOf: "Sivu {page}/{pages}"}, "&L&9&K55656EA&&B &&P", "Sivu &P/&N"},
		{"no place for the number", reports.Words{PageOf: "Page"}, "", "&P / &N"},
		{"one line", reports.Words{Header: "a\n b"}, "&L&9&K55656Ea b", "&P / &N"},
		{"too long", reports.Words{Header: strings.Repeat("a", 300)}, "&L&9&K55656E" + strings.Repeat("a", longestRunning) + "…", "&P / &N"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := sampleReport()
			d.Words = tt.words
			f := open(t, render(t, d))
			h, err := f.GetHeaderFooter("Summary")
			if err != nil {
				t.Fatal(err)
			}
			if h.OddHeader != tt.header || h.OddFooter != "&L&9&K55656E&A&R&9&K55656E"+tt.pageOf {
				t.Errorf("header %q, footer %q", h.OddHeader, h.OddFooter)
			}
		})
	}
}

func TestLists(t *testing.T) {
	plainRow := rowOf(cellOf("a"), cellOf("b"))
	total := reports.Row{Total: true, Cells: plainRow.Cells}
	group := reports.Row{Group: true, Cells: plainRow.Cells[:1]}
	many := slices.Repeat([]reports.Row{plainRow}, shortList)
	heads := func(a, b string, rows ...reports.Row) reports.Table {
		return reports.Table{Columns: []reports.Column{{Head: a}, {Head: b}}, Rows: rows}
	}
	tests := []struct {
		name  string
		table reports.Table
		want  string
	}{
		{"plain rows", heads("A", "B", many...), "A1:B7"},
		{"totals stay outside", heads("A", "B", append(slices.Clone(many), total, total)...), "A1:B7"},
		{"few rows", heads("A", "B", many[1:]...), ""},
		{"no rows", heads("A", "B"), ""},
		{"only a total", heads("A", "B", total), ""},
		{"groups", heads("A", "B", append(slices.Clone(many), group, plainRow)...), ""},
		{"subtotals", heads("A", "B", append([]reports.Row{total}, many...)...), ""},
		{"same heads", heads("A", "a", many...), ""},
		{"no head", heads("A", "", many...), ""},
		{"head of two lines", heads("A", "B\nC", many...), ""},
		{"head with blanks", heads("A", " B", many...), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := open(t, render(t, documentOf(sheetOf(tt.table))))
			lists, err := f.GetTables("Sheet")
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if len(lists) > 0 {
				got = lists[0].Range
			}
			if got != tt.want || len(lists) > 1 {
				t.Errorf("%d lists, the first is %q, want %q", len(lists), got, tt.want)
			}
		})
	}
}

// TestListNames puts several lists on sheets with like names.
func TestListNames(t *testing.T) {
	list := tableOf(2, slices.Repeat([]reports.Row{rowOf(cellOf("a"), cellOf("b"))}, shortList)...)
	a, b := sheetOf(list, list), sheetOf(list)
	a.Name, b.Name = "A 1", "A-1"
	f := open(t, render(t, documentOf(a, b)))
	var names []string
	for _, sheet := range f.GetSheetList() {
		lists, err := f.GetTables(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lists {
			names = append(names, l.Name)
		}
	}
	if diff := cmp.Diff([]string{"List_1_A_1", "List_2_A_1", "List_3_A_1"}, names); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func TestEmptyTable(t *testing.T) {
	empty := reports.Table{Caption: reports.Plain("None"), Columns: []reports.Column{{Head: "A"}, {Head: "B"}}}
	f := open(t, render(t, documentOf(sheetOf(empty), reports.Sheet{Name: "Nothing"})))
	if got := rawOf(t, f, "Sheet", "A3"); got != nothing {
		t.Errorf("the row that is not there shows %q", got)
	}
}

func TestLinks(t *testing.T) {
	to := func(span reports.Span) reports.Cell { return reports.Cell{Text: reports.Text{span}} }
	target := sheetOf(reports.Heading{Level: 1, Text: reports.Plain("Evidence"), Anchor: "evidence"})
	target.Name = "It's here"
	source := sheetOf(tableOf(1,
		rowOf(to(reports.Span{Text: "web", URL: "https://example.org/a?b=1&c=2"})),
		rowOf(to(reports.Span{Text: "again", URL: "https://example.org/a?b=1&c=2"})),
		rowOf(to(reports.Span{Text: "mail", URL: "mailto:help@example.org"})),
		rowOf(to(reports.Span{Text: "inside", Anchor: "evidence"})),
		rowOf(to(reports.Span{Text: "nowhere", Anchor: "missing"})),
		rowOf(to(reports.Span{Text: "script", URL: "javascript:alert(1)"})),
		rowOf(to(reports.Span{Text: "file", URL: "file:///etc/passwd"})),
		rowOf(to(reports.Span{Text: "long", URL: "https://example.org/" + strings.Repeat("a", 3000)})),
		rowOf(reports.Cell{Text: reports.Text{{Text: "two", URL: "https://example.org/1"}, {Text: "ways", URL: "https://example.org/2"}}}),
	), reports.Paragraph{Text: reports.Text{{Text: "See "}, {Text: "the rules", URL: "https://example.org/rules"}}})
	file := render(t, documentOf(source, target))
	var got map[string]string
	openpyxl(t, file, `
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1])["Sheet"]
print(json.dumps({c.coordinate: c.hyperlink.target or "#" + c.hyperlink.location for r in sheet.iter_rows() for c in r if c.hyperlink}))`, &got)
	want := map[string]string{
		"A2": "https://example.org/a?b=1&c=2", "A3": "https://example.org/a?b=1&c=2", "A4": "mailto:help@example.org",
		"A5": "#'It''s here'!A1", "A12": "https://example.org/rules",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}

// TestManyLinks has more links than a sheet can hold, beside a chart and a list
// that need relations too.
func TestManyLinks(t *testing.T) {
	rows := make([]reports.Row, 66_000)
	for i := range rows {
		rows[i] = rowOf(reports.Cell{Text: reports.Text{{Text: "x", URL: fmt.Sprintf("https://example.org/%d", i)}}})
	}
	file := render(t, documentOf(sheetOf(tableOf(1, rows...), periodsSheet().Blocks[2])))
	sheet := xmlOf(t, file, "xl/worksheets/sheet1.xml")
	if got := strings.Count(sheet, "<hyperlink "); got != excelize.TotalSheetHyperlinks {
		t.Errorf("%d links, want %d", got, excelize.TotalSheetHyperlinks)
	}
	var relations struct {
		Relationship []struct {
			ID string `xml:"Id,attr"`
		}
	}
	if err := xml.Unmarshal([]byte(xmlOf(t, file, "xl/worksheets/_rels/sheet1.xml.rels")), &relations); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range relations.Relationship {
		if seen[r.ID] {
			t.Fatalf("relation %s stands twice", r.ID)
		}
		seen[r.ID] = true
	}
	if got, want := len(seen), excelize.TotalSheetHyperlinks+2; got != want {
		t.Errorf("%d relations, want %d", got, want)
	}
}

// made gives rows one by one, and counts how often it is asked for them.
func made(asked *int, rows ...reports.Row) iter.Seq2[reports.Row, error] {
	return func(yield func(reports.Row, error) bool) {
		*asked++
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// TestRowsMadeOneByOne: rows that are made while they are written stand where others
// would, in a list that can be filtered, and are asked for once.
func TestRowsMadeOneByOne(t *testing.T) {
	for _, count := range []int{0, 3, 300, measured, measured + 500} {
		all, streamed := tableOf(2), tableOf(2)
		for n := range count {
			all.Rows = append(all.Rows, rowOf(cellOf(fmt.Sprint("row ", n%measured)), num("", fmt.Sprint(n%measured), 0)))
		}
		asked, first := 0, min(count, 10)
		streamed.Rows, streamed.Name, all.Name = all.Rows[:first], "List", "List"
		streamed.More = made(&asked, all.Rows[first:]...)
		if !bytes.Equal(render(t, documentOf(sheetOf(all))), render(t, documentOf(sheetOf(streamed)))) || asked != 1 {
			t.Errorf("%d rows: the files differ, or rows were made %d times", count, asked)
		}
	}
}

// TestRowsThatCannotBeMade: an error while rows are made leaves nothing written, and rows
// are no longer asked for.
func TestRowsThatCannotBeMade(t *testing.T) {
	row, errGone := rowOf(cellOf("a"), cellOf("b")), errors.New("the rows are gone")
	good := slices.Repeat([]reports.Row{row}, measured+10)
	failing := func(after int) iter.Seq2[reports.Row, error] {
		return func(yield func(reports.Row, error) bool) {
			for range after {
				if !yield(row, nil) {
					return
				}
			}
			yield(reports.Row{}, errGone)
		}
	}
	asked := 0
	tests := []struct {
		name   string
		more   iter.Seq2[reports.Row, error]
		behind []reports.Block
		want   string
	}{
		{"at once", failing(0), nil, "row 1: the rows are gone"},
		{"later", failing(measured + 5), nil, fmt.Sprintf("row %d: the rows are gone", measured+6)},
		{"a short row", made(&asked, append(slices.Clone(good), rowOf(cellOf("alone")))...), nil, fmt.Sprintf("row %d has 1 cells for 2 columns", measured+11)},
		{"not the last", made(&asked, good...), []reports.Block{reports.Paragraph{Text: reports.Plain("below")}}, "is not the last on its sheet"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table, ended := tableOf(2), false
			table.More = func(yield func(reports.Row, error) bool) {
				defer func() { ended = true }()
				tt.more(yield)
			}
			var b bytes.Buffer
			err := Render(&b, documentOf(sheetOf(append([]reports.Block{table}, tt.behind...)...)))
			if err == nil || !strings.Contains(err.Error(), tt.want) || b.Len() > 0 || !ended {
				t.Errorf("error = %v, want %s; %d bytes written; ended: %v", err, tt.want, b.Len(), ended)
			}
		})
	}
}
