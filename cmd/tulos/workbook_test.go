package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"tulos/internal/testtool"
)

// figureRow is a row of figures as `tulos figures` prints it: of an indicator, of a
// partner, or of a cell of a breakdown.
type figureRow struct {
	Period                      int
	Value, Cumulative, Expected *string
	Achievement                 *string
	ReportedBy, DueFrom         int
	Participations, Deducted    *string
	Numerator, Denominator      *string
	Partners, Breakdown         []figureRow
}

// inBook is what a row of the workbook must hold, by the heads of its columns.
func (r figureRow) inBook() map[string]*string {
	return map[string]*string{
		"This period": r.Value, "Cumulative": r.Cumulative, "Expected": r.Expected, "Achievement": r.Achievement,
		"Participations": r.Participations, "Deducted": r.Deducted,
	}
}

// figuresOf are all that `tulos figures demo` prints, by indicator.
func figuresOf(t *testing.T) (codes []string, rows map[string][]figureRow) {
	t.Helper()
	stdout, stderr, code := tulos(t, "figures", "demo")
	if code != 0 {
		t.Fatal(stderr)
	}
	var file struct {
		Indicators []struct {
			Indicator string
			Periods   []figureRow
		}
	}
	if err := json.Unmarshal([]byte(stdout), &file); err != nil {
		t.Fatal(err)
	}
	rows = map[string][]figureRow{}
	for _, i := range file.Indicators {
		codes = append(codes, i.Indicator)
		rows[i.Indicator] = i.Periods
	}
	return codes, rows
}

// bookRows are the rows of a sheet's table by the heads of its columns, as stored.
func bookRows(t *testing.T, f *excelize.File, sheet string) []map[string]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var all []map[string]string
	for _, row := range rows[2:] {
		if len(row) < 2 {
			break
		}
		cells := map[string]string{}
		for n, head := range rows[1] {
			if n < len(row) {
				cells[head] = row[n]
			}
		}
		all = append(all, cells)
	}
	return all
}

// compareRow holds a row of the workbook against figures, and counts them.
func compareRow(t *testing.T, where string, got map[string]string, want map[string]*string) (compared int) {
	t.Helper()
	for _, head := range slices.Sorted(maps.Keys(want)) {
		cell, isThere := got[head]
		if !isThere {
			continue
		}
		number, err := strconv.ParseFloat(cell, 64)
		switch figure := want[head]; {
		case figure == nil && err == nil:
			t.Errorf("%s: %s is %s, there is no such figure", where, head, cell)
		case figure != nil:
			compared++
			f, near := parsed(t, *figure), 0.0
			if head == "Achievement" { // a share, and the same in percent: each with six decimals
				f, near = 100*f, 0.00006
			}
			if err != nil || math.Abs(number-f) > near {
				t.Errorf("%s: %s is %q, in the figures %s", where, head, cell, *figure)
			}
		}
	}
	return compared
}

func parsed(t *testing.T, decimal string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(decimal, 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestWorkbookHasTheFigures: every figure of the sheets of results, periods, partners and
// breakdowns is one that `tulos figures` prints, and all of these are there; what
// LibreOffice makes of the formulas is what the file says.
func TestWorkbookHasTheFigures(t *testing.T) {
	codes, figures := figuresOf(t)
	for period := 1; period <= 2; period++ {
		t.Run(fmt.Sprintf("P%d", period), func(t *testing.T) {
			file, err := os.ReadFile(demoReport(t, "--period", strconv.Itoa(period), "--format", "xlsx")[0])
			if err != nil {
				t.Fatal(err)
			}
			f := openBook(t, file)
			compared := compareResults(t, f, codes, figures, period) + compareParts(t, f, codes, figures, period)
			if compared < 100 {
				t.Errorf("%d figures were compared", compared)
			}
			compareFormulas(t, f, openBook(t, testtool.Recalculated(t, file)))
		})
	}
}

// TestWorkbookAddsSpendingUp: the totals of what was spent are numbers, and what LibreOffice
// makes of the rows above them.
func TestWorkbookAddsSpendingUp(t *testing.T) {
	file, err := os.ReadFile(demoReport(t, "--period", "2", "--format", "xlsx", "--definition", "interreg-project")[0])
	if err != nil {
		t.Fatal(err)
	}
	f := openBook(t, file)
	totals := 0
	rows, err := f.GetRows("Spending", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for n, row := range rows {
		if len(row) == 0 || row[0] != "Total" {
			continue
		}
		totals++
		if spent := row[4]; spent != "60343.58" {
			t.Errorf("the total is %s", spent)
		}
		if formula, err := f.GetCellFormula("Spending", fmt.Sprintf("E%d", n+1)); err != nil || formula != fmt.Sprintf("ROUND(SUM(E%d:E%d),6)", n-2, n) {
			t.Errorf("the formula is %q (%v)", formula, err)
		}
	}
	if totals != 2 {
		t.Errorf("%d totals, not that by line and that by partner", totals)
	}
	compareFormulas(t, f, openBook(t, testtool.Recalculated(t, file)))
}

func openBook(t *testing.T, file []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// compareResults looks at the sheets with a row for each indicator.
func compareResults(t *testing.T, f *excelize.File, codes []string, figures map[string][]figureRow, period int) (compared int) {
	t.Helper()
	sheet, periods := bookRows(t, f, "Results"), bookRows(t, f, "Periods")
	if len(sheet) != len(codes) || len(periods) != len(codes)*period {
		t.Fatalf("%d results, %d periods of %d indicators", len(sheet), len(periods), len(codes))
	}
	for n, row := range sheet {
		r := figures[codes[n]][period-1]
		want := r.inBook()
		reported, due := strconv.Itoa(r.ReportedBy), strconv.Itoa(r.DueFrom)
		want["Reported by"], want["Due from"] = &reported, &due
		if row["Code"] != codes[n] {
			t.Fatalf("row %d is of %s, not %s", n, row["Code"], codes[n])
		}
		compared += compareRow(t, codes[n], row, want)
	}
	for n, row := range periods {
		code, k := codes[n/period], n%period
		if row["Code"] != code || row["Reporting period"] != strconv.Itoa(k+1) {
			t.Fatalf("row %d is of %s, period %s", n, row["Code"], row["Reporting period"])
		}
		compared += compareRow(t, fmt.Sprint(code, ", period ", k+1), row, figures[code][k].inBook())
	}
	return compared
}

// compareParts looks at the sheets of partners and of breakdowns.
func compareParts(t *testing.T, f *excelize.File, codes []string, figures map[string][]figureRow, period int) (compared int) {
	t.Helper()
	for sheet, parts := range map[string]func(figureRow) []figureRow{
		"Partners":  func(r figureRow) []figureRow { return r.Partners },
		"Breakdown": func(r figureRow) []figureRow { return r.Breakdown },
	} {
		rows := bookRows(t, f, sheet)
		for _, code := range codes {
			for _, part := range parts(figures[code][period-1]) {
				if len(rows) == 0 || rows[0]["Code"] != code {
					t.Fatalf("%s lacks a row of %s", sheet, code)
				}
				want := part.inBook()
				want["Numerator"], want["Denominator"] = part.Numerator, part.Denominator
				compared += compareRow(t, sheet+" of "+code, rows[0], want)
				rows = rows[1:]
			}
		}
		if len(rows) > 0 {
			t.Errorf("%s has %d rows too many: %v", sheet, len(rows), rows[0])
		}
	}
	return compared
}

// compareFormulas holds the values of formulas against those worked out again.
func compareFormulas(t *testing.T, was, is *excelize.File) {
	t.Helper()
	formulas := 0
	for _, sheet := range was.GetSheetList() {
		rows, err := was.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for n, row := range rows {
			for k, cached := range row {
				cell, err := excelize.CoordinatesToCellName(k+1, n+1)
				if err != nil {
					t.Fatal(err)
				}
				if formula, err := was.GetCellFormula(sheet, cell); err != nil || formula == "" {
					continue
				}
				formulas++
				worked, err := is.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
				if err != nil || worked == "" || parsed(t, worked) != parsed(t, cached) {
					t.Errorf("%s %s says %s, works out as %q (%v)", sheet, cell, cached, worked, err)
				}
			}
		}
	}
	if formulas == 0 {
		t.Error("there are no formulas")
	}
}
