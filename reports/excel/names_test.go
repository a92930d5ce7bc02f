package excel

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/testtool"
	"tulos/reports"
)

// summedSheets are a table of parts with names, and one of their sums.
func summedSheets(tag string) reports.Document {
	parts := reports.Table{Anchor: "parts", Name: "Parts", Columns: []reports.Column{{Head: "Code", Tag: tag}, {Head: "Value", Align: reports.End}}}
	for n, code := range []string{"1.1", "1.10", "1.1", "1.10", "1.1", "1.10", "1.1"} {
		c := num("", []string{"0.1", "5", "0.2", "7.5", "12", "1", "0.7"}[n], 1)
		c.Book = &reports.InBook{Name: "First"}
		parts.Rows = append(parts.Rows, rowOf(cellOf(code), c))
	}
	parts.Rows[1].Cells[1] = cellOf("–")
	sum := func(code, decimal, difference string) reports.Row {
		c, d := num("", decimal, 1), num("", difference, 1)
		c.Book = &reports.InBook{Formula: &reports.Formula{Table: "parts", Column: 1}}
		d.Book = &reports.InBook{Formula: &reports.Formula{Column: 2, Less: 1}}
		return rowOf(cellOf(code), c, num("", "20.5", 1), d)
	}
	lost := num("", "3", 0)
	lost.Book = &reports.InBook{Formula: &reports.Formula{Table: "nowhere", Column: 1}}
	sums := tableOf(4, sum("1.1", "13", "7.5"), sum("1.10", "8.5", "12"), rowOf(cellOf("x"), lost, reports.Cell{}, reports.Cell{}))
	total := num("", "24.5", 1)
	total.Book = &reports.InBook{Formula: &reports.Formula{Column: 1, Above: 3}}
	sums.Rows = append(sums.Rows, reports.Row{Total: true, Cells: []reports.Cell{cellOf("Total"), total, {}, {}}})
	return documentOf(
		reports.Sheet{Name: "It's parts", Blocks: []reports.Block{reports.Heading{Level: 1, Text: reports.Plain("Parts")}, parts}},
		reports.Sheet{Name: "Sums", Blocks: []reports.Block{sums}},
	)
}

// TestNamesAndTags reads back what cells are named, and where the tags stand.
func TestNamesAndTags(t *testing.T) {
	tests := []struct {
		tag, table, first, freeze, list string
	}{
		{"", "'It''s parts'!$A$2:$B$9", "'It''s parts'!$B$3", "A3", "A2:B9"},
		{"#indicator+code", "'It''s parts'!$A$2:$B$10", "'It''s parts'!$B$4", "A4", ""},
	}
	for _, tt := range tests {
		f := open(t, render(t, summedSheets(tt.tag)))
		names := map[string]string{}
		for _, n := range f.GetDefinedName() {
			if n.Scope == "Workbook" {
				names[n.Name] = n.RefersTo
			}
		}
		if diff := cmp.Diff(map[string]string{"Parts": tt.table, "First": tt.first}, names); diff != "" {
			t.Errorf("names (-want +got):\n%s", diff)
		}
		panes, err := f.GetPanes("It's parts")
		if err != nil || panes.TopLeftCell != tt.freeze {
			t.Errorf("frozen above %s, want %s (%v)", panes.TopLeftCell, tt.freeze, err)
		}
		lists, err := f.GetTables("It's parts")
		if err != nil {
			t.Fatal(err)
		}
		if got := len(lists) > 0 && lists[0].Range == tt.list; got != (tt.list != "") {
			t.Errorf("lists are %v, want %q", lists, tt.list)
		}
		if tt.tag != "" && rawOf(t, f, "It's parts", "A3") != tt.tag {
			t.Errorf("the tag is %q", rawOf(t, f, "It's parts", "A3"))
		}
	}
}

// TestTaggedList: in a table where all columns have tags, these head the list.
func TestTaggedList(t *testing.T) {
	d := summedSheets("#code")
	parts := d.Sheets[0].Blocks[1].(reports.Table)
	parts.Columns[1].Tag = "#value"
	var got struct{ Ref, Header string }
	openpyxl(t, render(t, d), `
import json, sys, openpyxl
t = list(openpyxl.load_workbook(sys.argv[1])["It's parts"].tables.values())[0]
print(json.dumps({"Ref": t.ref, "Header": t.tableColumns[0].name}))`, &got)
	if got.Ref != "A3:B10" || got.Header != "#code" {
		t.Errorf("list %+v", got)
	}
}

// TestFormulas: LibreOffice works every formula out again and comes to the number that
// the file has; a formula whose table is not there is left out.
func TestFormulas(t *testing.T) {
	file := render(t, summedSheets("#code"))
	was, is := open(t, file), open(t, testtool.Recalculated(t, file))
	formula, err := was.GetCellFormula("Sums", "B2")
	if err != nil || formula != "ROUND(SUMPRODUCT(--('It''s parts'!$A$4:$A$10=$A2),'It''s parts'!$B$4:$B$10),6)" {
		t.Errorf("formula %q (%v)", formula, err)
	}
	for cell, want := range map[string]string{"B2": "13", "D2": "7.5", "B3": "8.5", "D3": "12", "B4": "3", "B5": "24.5"} {
		if before, after := rawOf(t, was, "Sums", cell), rawOf(t, is, "Sums", cell); before != want || after != want {
			t.Errorf("%s is %s, works out as %s, want %s", cell, before, after, want)
		}
	}
}
