package excel

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"tulos/internal/testtool"
	"tulos/reports"
)

// documentOf is a report with the given sheets.
func documentOf(sheets ...reports.Sheet) reports.Document {
	return reports.Document{
		Language: "en",
		Meta:     reports.Meta{Title: "Report", Author: "Stellit", Dated: reports.Day{Year: 2027, Month: 1, Day: 29}},
		Sheets:   sheets,
	}
}

// tableOf is a table with numbered heads that all columns share.
func tableOf(columns int, rows ...reports.Row) reports.Table {
	t := reports.Table{Rows: rows}
	for i := range columns {
		t.Columns = append(t.Columns, reports.Column{Head: "Head " + string(rune('A'+i))})
	}
	return t
}

func rowOf(cells ...reports.Cell) reports.Row { return reports.Row{Cells: cells} }

func sheetOf(blocks ...reports.Block) reports.Sheet {
	return reports.Sheet{Name: "Sheet", Blocks: blocks}
}

func render(tb testing.TB, d reports.Document) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := Render(&b, d); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// open reads a workbook back.
func open(tb testing.TB, file []byte) *excelize.File {
	tb.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := f.Close(); err != nil {
			tb.Error(err)
		}
	})
	return f
}

// xmlOf is a part of the file.
func xmlOf(tb testing.TB, file []byte, part string) string {
	tb.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		tb.Fatal(err)
	}
	r, err := z.Open(part)
	if err != nil {
		tb.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}

// rawOf is a cell's value as it is stored.
func rawOf(tb testing.TB, f *excelize.File, sheet, cell string) string {
	tb.Helper()
	v, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// formatOf is a cell's number format.
func formatOf(tb testing.TB, f *excelize.File, sheet, cell string) string {
	tb.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		tb.Fatal(err)
	}
	s, err := f.GetStyle(id)
	if err != nil {
		tb.Fatal(err)
	}
	if s.CustomNumFmt == nil {
		return ""
	}
	return *s.CustomNumFmt
}

// save writes the file where programs can read it.
func save(tb testing.TB, file []byte, format string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "report."+format)
	if err := os.WriteFile(path, file, 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// openpyxl runs a script that reads the workbook at argv[1] and prints JSON.
func openpyxl(tb testing.TB, file []byte, script string, into any) {
	tb.Helper()
	python := testtool.Python(tb, "openpyxl")
	cmd := exec.CommandContext(tb.Context(), python, "-W", "ignore", "-c", script, save(tb, file, "xlsx"))
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	out, err := cmd.Output()
	if err != nil {
		tb.Fatalf("openpyxl: %v\n%s", err, &complaints)
	}
	if err := json.Unmarshal(out, into); err != nil {
		tb.Fatalf("openpyxl printed %s: %v", out, err)
	}
}
