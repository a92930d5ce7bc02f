package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"tulos/internal/i18n"
	"tulos/internal/testtool"
)

// demoReport writes the demo's report and gives the paths it prints.
func demoReport(t *testing.T, args ...string) []string {
	t.Helper()
	args = append([]string{"report", "demo", "--out", t.TempDir()}, args...)
	stdout, stderr, code := tulos(t, args...)
	if code != 0 || stderr != "" {
		t.Fatalf("tulos %v: exit %d, %s", args, code, stderr)
	}
	return strings.Fields(stdout)
}

func TestReportFiles(t *testing.T) {
	paths := demoReport(t, "--period", "2")
	var names []string
	for _, p := range paths {
		names = append(names, filepath.Base(p))
	}
	if want := []string{"CBSS-PSF-2026-07-P2-en.pdf", "CBSS-PSF-2026-07-P2-en.xlsx"}; !slices.Equal(names, want) {
		t.Errorf("files %v, want %v", names, want)
	}
	paths = demoReport(t, "--period", "02-2", "--format", "pdf,pdf")
	if len(paths) != 1 || filepath.Base(paths[0]) != "CBSS-PSF-2026-07-P2-en.pdf" {
		t.Errorf("files %v", paths)
	}
	paths = demoReport(t, "--period", "1-2", "--language", "fi", "--format", "xlsx")
	if len(paths) != 1 || filepath.Base(paths[0]) != "CBSS-PSF-2026-07-P1-2-fi.xlsx" {
		t.Errorf("files %v", paths)
	}
}

// demoFigures are the demo's cumulative figures of a period as the figures JSON
// has them.
func demoFigures(t *testing.T, period int) map[string]string {
	t.Helper()
	stdout, _, _ := tulos(t, "figures", "demo")
	var file struct {
		Indicators []struct {
			Indicator string
			Periods   []struct {
				Period     int
				Cumulative *string
			}
		}
	}
	if err := json.Unmarshal([]byte(stdout), &file); err != nil {
		t.Fatal(err)
	}
	figures := map[string]string{}
	for _, i := range file.Indicators {
		for _, p := range i.Periods {
			if p.Period == period && p.Cumulative != nil {
				figures[i.Indicator] = *p.Cumulative
			}
		}
	}
	return figures
}

// demoPlaces are the decimals that the demo's indicators show; others show none.
var demoPlaces = map[string]int{"OC1.1": 1, "OP3.2": 2}

// spaces writes no-break spaces as pdftotext does.
func spaces(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

func TestReportTellsTheFigures(t *testing.T) {
	pdftotext := testtool.Look(t, "pdftotext")
	qpdf := testtool.Look(t, "qpdf")
	for _, language := range i18n.Shipped() {
		for period := 1; period <= 2; period++ {
			t.Run(fmt.Sprintf("%s-P%d", language, period), func(t *testing.T) {
				path := demoReport(t, "--period", strconv.Itoa(period), "--language", string(language), "--format", "pdf")[0]
				if out, err := exec.CommandContext(t.Context(), qpdf, "--check", path).CombinedOutput(); err != nil {
					t.Errorf("qpdf: %v\n%s", err, out)
				}
				out, err := exec.CommandContext(t.Context(), pdftotext, "-layout", path, "-").Output()
				if err != nil {
					t.Fatal(err)
				}
				text := spaces(string(out))
				l, err := i18n.For(language)
				if err != nil {
					t.Fatal(err)
				}
				for code, figure := range demoFigures(t, period) {
					want := l.Number(figure, demoPlaces[code])
					if code == "OC1.1" {
						want = l.Percent(figure, 1)
					}
					if want = spaces(want); !strings.Contains(text, want) {
						t.Errorf("%s: %q is not in the report", code, want)
					}
				}
				if strings.Contains(text, "⟦") || strings.Contains(text, "□") {
					t.Error("the report has a missing message or letter")
				}
			})
		}
	}
}

func TestLibreOfficeOpensTheWorkbook(t *testing.T) {
	soffice := testtool.Look(t, "soffice")
	path := demoReport(t, "--period", "2", "--format", "xlsx")[0]
	out := t.TempDir()
	command := exec.CommandContext(t.Context(), soffice, "-env:UserInstallation=file://"+t.TempDir(),
		"--headless", "--convert-to", "pdf", "--outdir", out, path)
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	if _, err := os.Stat(filepath.Join(out, "CBSS-PSF-2026-07-P2-en.pdf")); err != nil {
		t.Error(err)
	}
}

func TestSameInputSameBytes(t *testing.T) {
	read := func() [][]byte {
		var files [][]byte
		for _, path := range demoReport(t, "--period", "2") {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Error(err)
			}
			files = append(files, data)
		}
		return files
	}
	want := read()
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if got := read(); !slices.EqualFunc(got, want, bytes.Equal) {
				t.Error("two runs differ")
			}
		})
	}
	all.Wait()
}

func TestFunderSeesNoSmallCounts(t *testing.T) {
	pdftotext := testtool.Look(t, "pdftotext")
	line := func(audience string) string {
		path := demoReport(t, "--period", "2", "--audience", audience, "--format", "pdf")[0]
		out, err := exec.CommandContext(t.Context(), pdftotext, "-layout", path, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(out)) {
			if cells, ok := strings.CutPrefix(strings.TrimSpace(line), "Health care · Men "); ok {
				return strings.Join(strings.Fields(cells), " ")
			}
		}
		t.Fatalf("the row is not in the report for %s", audience)
		return ""
	}
	if got := line("partnership"); got != "2 12" {
		t.Errorf("the partnership sees %s", got)
	}
	if got := line("funder"); got != "<5 ×" { // 12 less what was before would tell the 2
		t.Errorf("the funder sees %s", got)
	}
}

func TestRunningPeriodIsSoFar(t *testing.T) {
	pdftotext := testtool.Look(t, "pdftotext")
	for day, want := range map[string]bool{"2026-11-23": true, "2027-01-01": false} {
		path := demoReport(t, "--period", "2", "--as-of", day, "--format", "pdf")[0]
		out, err := exec.CommandContext(t.Context(), pdftotext, path, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(string(out), "so far"); got != want {
			t.Errorf("on %s, so far: %v, want %v", day, got, want)
		}
	}
}
