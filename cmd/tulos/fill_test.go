package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestFill: a template is filled with the figures that the command figures prints; with
// a placeholder that nobody knows it is not, and nothing is written.
func TestFill(t *testing.T) {
	folder := t.TempDir()
	template, out := filepath.Join(folder, "form.xlsx"), filepath.Join(folder, "filled.xlsx")
	write := func(text string) {
		t.Helper()
		f := excelize.NewFile()
		defer f.Close()
		for cell, text := range map[string]string{"A1": "{{indicator OP1.1 cumulative}}", "A2": text, "A3": "{{rows partners: organisation; role}}"} {
			if err := f.SetCellStr("Sheet1", cell, text); err != nil {
				t.Fatal(err)
			}
		}
		if err := f.SaveAs(template); err != nil {
			t.Fatal(err)
		}
	}
	write("{{projekt title}}")
	stdout, _, code := tulos(t, "fill", template, "demo", "--period", "2", "--out", out)
	if code != 1 || !strings.HasPrefix(stdout, "Sheet1!A2: {{projekt title}}: ") {
		t.Errorf("exit %d, %s", code, stdout)
	}
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Errorf("something was written: %v", err)
	}
	write("{{project code}}")
	stdout, stderr, code := tulos(t, "fill", template, "demo", "--period", "2", "--out", out)
	if code != 0 || strings.TrimSpace(stdout) != out {
		t.Fatalf("exit %d, %s, %s", code, stdout, stderr)
	}
	f, err := excelize.OpenFile(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{"A1": demoFigures(t, 2)["OP1.1"], "A2": "CBSS-PSF-2026-07"} {
		if got, err := f.GetCellValue("Sheet1", cell, excelize.Options{RawCellValue: true}); got != want || err != nil {
			t.Errorf("%s is %q, want %q, %v", cell, got, want, err)
		}
	}
	if err := os.WriteFile(template, []byte("%PDF-1.7"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, stderr, code := tulos(t, "fill", template, "demo", "--period", "2", "--out", out); code != 1 || !strings.Contains(stderr, "PDF") {
		t.Errorf("exit %d, %s", code, stderr)
	}
}
