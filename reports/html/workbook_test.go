package html

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tulos/reports"
	"tulos/reports/excel"
)

// The places of sheets in the workbook of the general report.
const (
	summarySheet = iota
	resultsSheet
	_
	_
	breakdownSheet
	activitiesSheet
	publicationsSheet
)

// A workbook is the workbook of a document as it is stored.
type workbook struct {
	file *excelize.File
	doc  reports.Document
}

func openWorkbook(t *testing.T, d reports.Document) workbook {
	t.Helper()
	var b bytes.Buffer
	if err := excel.Render(&b, d); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return workbook{f, d}
}

// cells are the values of a sheet, by rows.
func (w workbook) cells(t *testing.T, sheet int) [][]string {
	t.Helper()
	rows, err := w.file.GetRows(w.doc.Sheets[sheet].Name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// records are the rows of the first table of a sheet, by the heads of their
// columns.
func (w workbook) records(t *testing.T, sheet int) []map[string]string {
	t.Helper()
	var heads []string
	for _, b := range w.doc.Sheets[sheet].Blocks {
		if table, ok := b.(reports.Table); ok {
			for _, c := range table.Columns {
				heads = append(heads, c.Head)
			}
			break
		}
	}
	rows := w.cells(t, sheet)
	at := slices.IndexFunc(rows, func(r []string) bool { return slices.Equal(r, heads) })
	if at < 0 {
		t.Fatalf("sheet %d has no heads %q", sheet, heads)
	}
	var all []map[string]string
	for _, row := range rows[at+1:] {
		if len(row) == 0 || slices.Equal(row, []string{"–"}) {
			break
		}
		record := map[string]string{}
		for k, head := range heads {
			if k < len(row) {
				record[head] = row[k]
			}
		}
		all = append(all, record)
	}
	return all
}

// compareWithWorkbook looks for the figures of the page in the cells of the
// workbook, at the places where they belong.
func compareWithWorkbook(t *testing.T, d reports.Document, page *node) {
	t.Helper()
	w := openWorkbook(t, d)
	compareBreakdown(t, w, page)
	comparePublications(t, w, page)
	for part, compared := range map[string]int{
		"indicators": compareIndicators(t, w, page), "activities": compareActivities(t, w, page), "charts": compareCharts(t, w, page),
	} {
		if compared == 0 {
			t.Errorf("%s: no figure was compared", part)
		}
	}
}

// tables are the tables of the page whose id begins so.
func tables(page *node, prefix string) []*node {
	var found []*node
	for _, table := range page.all("table") {
		if strings.HasPrefix(table.attr["id"], prefix) {
			found = append(found, table)
		}
	}
	return found
}

// rowsOf are the rows of a table's body that head nothing.
func rowsOf(table *node) [][]*node {
	var rows [][]*node
	for _, body := range table.all("tbody") {
		for _, row := range body.all("tr") {
			if !row.has("report-group") {
				rows = append(rows, row.elements())
			}
		}
	}
	return rows
}

// headsOf are the heads of a table's columns.
func headsOf(table *node) []string {
	var heads []string
	for _, th := range table.all("thead")[0].all("tr")[0].elements() {
		heads = append(heads, th.content())
	}
	return heads
}

func compareIndicators(t *testing.T, w workbook, page *node) int {
	t.Helper()
	byCode := map[string]map[string]string{}
	code := w.doc.Sheets[resultsSheet].Blocks[1].(reports.Table).Columns[1].Head
	for _, r := range w.records(t, resultsSheet) {
		byCode[r[code]] = r
	}
	compared, seen := 0, 0
	for _, table := range tables(page, "report-table-") {
		heads := headsOf(table)
		for _, row := range rowsOf(table) {
			name, _, _ := strings.Cut(row[0].content(), " ")
			record := byCode[name]
			if record == nil {
				continue // a table of partners, rules or publications
			}
			if _, ok := record[heads[1]]; !ok {
				continue
			}
			seen++
			for k := 1; k < len(row); k++ {
				compared += compareCell(t, name+" "+heads[k], row[k], record[heads[k]])
			}
		}
	}
	if seen != len(byCode) {
		t.Errorf("the page has %d indicators, the workbook %d", seen, len(byCode))
	}
	return compared
}

// compareCell asserts that a cell of the page is one of the workbook: the same
// number, shown rounded, the same day, or the same words. It counts numbers.
func compareCell(t *testing.T, name string, cell *node, stored string) int {
	t.Helper()
	text := strings.TrimSpace(cell.content())
	if days := cell.all("time"); len(days) == 1 {
		serial, err := strconv.Atoi(stored)
		day := time.Date(1899, 12, 30+serial, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		if err != nil || day != days[0].attr["datetime"] {
			t.Errorf("%s: %s on the page, %q in the workbook", name, days[0].attr["datetime"], stored)
		}
		return 1
	}
	exact := cell.all("data")
	if len(exact) == 0 {
		_, words, _ := strings.Cut(stored, " ") // without the shape of a status
		if squeezed(text) != squeezed(stored) && squeezed(text) != squeezed(words) {
			t.Errorf("%s: %q on the page, %q in the workbook", name, text, stored)
		}
		return 0
	}
	a, err := strconv.ParseFloat(exact[0].attr["value"], 64)
	b, also := strconv.ParseFloat(stored, 64)
	if err != nil || also != nil || math.Abs(a-b) > 1e-9*max(1, math.Abs(a)) {
		t.Errorf("%s: %s on the page, %s in the workbook", name, exact[0].attr["value"], stored)
	}
	if !isRounded(text, a) {
		t.Errorf("%s: the page shows %q for %v", name, text, a)
	}
	return 1
}

var figure = regexp.MustCompile(`\d[\d\s\p{Z}.,’]*`)

// isRounded tells whether a text shows a number, rounded to some decimals.
func isRounded(text string, v float64) bool {
	digits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, s)
	}
	shown := digits(figure.FindString(text))
	for k := range 5 {
		for _, nudge := range []float64{0, 1e-7} { // halves go up
			if shown == digits(strconv.FormatFloat(math.Abs(v)+nudge, 'f', k, 64)) {
				return strings.Contains(text, "−") == (v < 0)
			}
		}
	}
	return false
}

func compareBreakdown(t *testing.T, w workbook, page *node) {
	t.Helper()
	columns := w.doc.Sheets[breakdownSheet].Blocks[1].(reports.Table).Columns
	want := map[string]map[string]string{}
	for _, r := range w.records(t, breakdownSheet) {
		var names []string
		for _, c := range columns[2 : len(columns)-4] {
			if r[c.Head] != "" {
				names = append(names, r[c.Head])
			}
		}
		slices.Sort(names)
		want[r[columns[0].Head]+" "+strings.Join(names, " · ")] = r
	}
	seen := 0
	for _, table := range tables(page, "report-breakdown-") {
		heads := headsOf(table)
		code := strings.TrimPrefix(table.attr["id"], "report-breakdown-")
		for _, row := range rowsOf(table) {
			names := strings.Split(row[0].content(), " · ")
			slices.Sort(names)
			name := code + " " + strings.Join(names, " · ")
			record := want[name]
			if record == nil {
				continue // what is not stated, and the total
			}
			seen++
			for k := 1; k < len(row); k++ {
				compareCell(t, name+" "+heads[k], row[k], record[heads[k]])
			}
		}
	}
	if seen != len(want) {
		t.Errorf("the page has %d parts, the workbook %d", seen, len(want))
	}
}

func compareActivities(t *testing.T, w workbook, page *node) int {
	t.Helper()
	columns := w.doc.Sheets[activitiesSheet].Blocks[1].(reports.Table).Columns
	reference, adds := columns[0].Head, columns[len(columns)-1].Head
	want := map[string]string{}
	for _, r := range w.records(t, activitiesSheet) {
		want[r[reference]] = r[adds]
	}
	seen := 0
	for _, table := range tables(page, "report-activities-") {
		for _, row := range rowsOf(table) {
			ref := strings.TrimSpace(row[0].one(t, "em").content())
			seen++
			if got := row[len(row)-1].content(); squeezed(got) != squeezed(want[ref]) {
				t.Errorf("%s adds %q on the page, %q in the workbook", ref, got, want[ref])
			}
		}
	}
	if seen != len(want) {
		t.Errorf("the page has %d activities, the workbook %d", seen, len(want))
	}
	return seen
}

func comparePublications(t *testing.T, w workbook, page *node) {
	t.Helper()
	records := w.records(t, publicationsSheet)
	for _, table := range tables(page, "report-table-publications") {
		heads := headsOf(table)
		for _, row := range rowsOf(table) {
			if len(records) == 0 {
				t.Fatal("the workbook has less editions than the page")
			}
			for k := 1; k < len(row); k++ {
				compareCell(t, row[0].content()+" "+heads[k], row[k], records[0][heads[k]])
			}
			records = records[1:]
		}
	}
	if len(records) > 0 {
		t.Errorf("the workbook has %d more editions than the page", len(records))
	}
}

// compareCharts holds the figures of each chart against the cells under the
// chart in the workbook.
func compareCharts(t *testing.T, w workbook, page *node) int {
	t.Helper()
	cells, compared := w.cells(t, summarySheet), 0
	for _, f := range page.all("figure") {
		title := f.one(t, "figcaption").content()
		at := slices.IndexFunc(cells, func(r []string) bool { return strings.Join(r, "") == title })
		if at < 0 {
			t.Errorf("the workbook has no cells for %q", title)
			continue
		}
		for i, row := range rowsOf(f.one(t, "table")) {
			var stored []string
			for _, c := range cells[at+2+i] {
				if c != "" {
					stored = append(stored, c)
				}
			}
			if stored[0] != row[0].content() {
				t.Errorf("%q on the page, %q in the workbook", row[0].content(), stored[0])
			}
			stored = stored[1:]
			for k, cell := range row[1:] {
				if len(cell.all("data")) == 0 {
					continue
				}
				compared += compareCell(t, fmt.Sprint(title, " ", row[0].content(), " ", k), cell, stored[0])
				stored = stored[1:]
			}
			if len(stored) > 0 {
				t.Errorf("%s: the workbook also has %q", row[0].content(), stored)
			}
		}
	}
	return compared
}
