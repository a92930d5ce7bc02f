package reports_test

import (
	"archive/zip"
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tulos/internal/i18n"
	"tulos/internal/results"
	"tulos/internal/testtool"
	"tulos/pkg/workbook"
	"tulos/reports"
)

func fillOptions() reports.Options {
	return reports.Options{Language: i18n.English, From: 2, To: 2, Audience: reports.Funder, AsOf: results.DateOf(2027, 1, 31)}
}

// A donorCell of a template, and what it becomes.
type donorCell struct{ sheet, cell, text, want string }

// donorCells are those of the templates: figures, texts, days, percentages, a text
// with two placeholders, and one in two looks.
var donorCells = []donorCell{
	{"Form", "B2", "{{project title}}", "Safe Online, Safe at Home"},
	{"Form", "B3", "Grant {{project grant}} of {{ project funder }}, {{period name}}", ""},
	{"Form", "B4", "{{period start}}", "46204"},
	{"Form", "B5", "{{period end}}", "31/12/2026"},
	{"Form", "B6", "{{project title fi}}", ""},
	{"Form", "B8", "{{indicator OP1.1 cumulative}}", ""},
	{"Form", "B9", "{{indicator OP1.1 this-period}}", ""},
	{"Form", "B10", "{{indicator OP1.1 achievement}}", ""},
	{"Form", "B11", "{{indicator OC1.2 cumulative}}", ""},
	{"Form", "B12", "{{indicator OP1.1 status}}", ""},
}

// template makes a donor's workbook with everything that must stay.
func template(t *testing.T, extra ...donorCell) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(f.SetSheetName("Sheet1", "Form"))
	_, err := f.NewSheet("Other sheet")
	must(err)
	day, percent := "dd/mm/yyyy", "0.0%"
	dayStyle, err := f.NewStyle(&excelize.Style{CustomNumFmt: &day})
	must(err)
	percentStyle, err := f.NewStyle(&excelize.Style{CustomNumFmt: &percent, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"FFEEAA"}}})
	must(err)
	for _, c := range slices.Concat(donorCells, extra) {
		must(f.SetCellStr(c.sheet, c.cell, c.text))
	}
	must(f.SetCellStyle("Form", "B4", "B4", dayStyle))
	must(f.SetCellStyle("Form", "B10", "B10", percentStyle))
	must(f.SetCellRichText("Form", "B13", []excelize.RichTextRun{
		{Text: "Result: ", Font: &excelize.Font{Bold: true}}, {Text: "{{result OP1 title}}", Font: &excelize.Font{Italic: true}},
	}))
	must(f.SetCellFormula("Form", "C8", "B8-B9"))
	must(f.SetCellFormula("Form", "C30", "SUM(D20:D29)"))
	must(f.SetCellStyle("Form", "A20", "A20", dayStyle))
	must(f.SetCellStr("Form", "A20", "{{rows activities output=OP1 partner=drosa-maja: date; title; partner; participants; OP1.2}}"))
	must(f.SetCellStr("Form", "A40", "{{rows indicators: code; target; cumulative}}"))
	must(f.SetColWidth("Form", "A", "C", 33))
	must(f.MergeCell("Form", "D2", "F3"))
	v := excelize.NewDataValidation(true)
	v.Sqref = "E5:E9"
	must(v.SetDropList([]string{"yes", "no"}))
	must(f.AddDataValidation("Form", v))
	must(f.SetConditionalFormat("Form", "B8:B9", []excelize.ConditionalFormatOptions{{Type: "data_bar", Criteria: "=", MinType: "min", MaxType: "max", BarColor: "#638EC6"}}))
	picture := image.NewRGBA(image.Rect(0, 0, 20, 20))
	picture.Set(3, 3, color.Black)
	var b bytes.Buffer
	must(png.Encode(&b, picture))
	must(f.AddPictureFromBytes("Form", "H1", &excelize.Picture{Extension: ".png", File: b.Bytes(), Format: &excelize.GraphicOptions{AltText: "logo"}}))
	must(f.SetCellStr("Other sheet", "A1", "Leave me"))
	must(f.SetDefinedName(&excelize.DefinedName{Name: "Answer", RefersTo: "'Form'!$B$8"}))
	b.Reset()
	must(f.Write(&b))
	return b.Bytes()
}

// resaved is a workbook as another program saves it.
func resaved(t *testing.T, file []byte, how string) []byte {
	t.Helper()
	folder, to := t.TempDir(), t.TempDir()
	path := filepath.Join(folder, "template.xlsx")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	var cmd *exec.Cmd
	if how == "openpyxl" {
		cmd = exec.CommandContext(t.Context(), testtool.Python(t, "openpyxl"), "-W", "ignore", "-c",
			"import sys, openpyxl; openpyxl.load_workbook(sys.argv[1]).save(sys.argv[2])", path, filepath.Join(to, "template.xlsx"))
	} else {
		cmd = exec.CommandContext(t.Context(), testtool.Look(t, "soffice"), "-env:UserInstallation=file://"+t.TempDir(),
			"--headless", "--convert-to", how, "--outdir", to, path)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", how, err, out)
	}
	name := "template.xlsx"
	if how == "csv" {
		name = "template.csv"
	}
	again, err := os.ReadFile(filepath.Join(to, name))
	if err != nil {
		t.Fatal(err)
	}
	return again
}

func fillTemplate(t *testing.T, file []byte) []byte {
	t.Helper()
	b, err := workbook.Open(bytes.NewReader(file), int64(len(file)), workbook.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	values, wrong, err := reports.Fill(demo(t), fillOptions(), b)
	if err != nil || len(wrong) > 0 {
		t.Fatalf("%v %+v", err, wrong)
	}
	var out bytes.Buffer
	if err := b.Fill(&out, values); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestFill: templates as three programs save them are filled, with the figures of the
// project; nothing else in them changes, and what is computed from the figures is
// computed anew.
func TestFill(t *testing.T) {
	t.Parallel()
	d := demo(t)
	made := template(t)
	for name, how := range map[string]string{"excelize": "", "openpyxl": "openpyxl", "LibreOffice": "xlsx:Calc MS Excel 2007 XML"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := made
			if how != "" {
				file = resaved(t, made, how)
			}
			filled := fillTemplate(t, file)
			comparePart(t, file, filled)
			f, err := excelize.OpenReader(bytes.NewReader(filled))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			raw := func(cell string) string {
				v, err := f.GetCellValue("Form", cell, excelize.Options{RawCellValue: true})
				if err != nil {
					t.Fatal(err)
				}
				return v
			}
			figures, err := reports.Figures(d, fillOptions())
			if err != nil {
				t.Fatal(err)
			}
			row := figures[slices.IndexFunc(figures, func(f results.IndicatorFigures) bool { return f.Indicator.Code == "OP1.1" })].Rows[1]
			number := func(f results.Figure) string { n, _ := f.Number(); return n.String() }
			fi, _ := d.Project.Title.In("fi")
			en, _ := d.Project.Title.In("en")
			for cell, want := range map[string]string{
				"B2": en, "B6": fi, "B4": "46204", "B8": number(row.Cumulative), "B9": number(row.Value), "B10": number(row.Achievement),
			} {
				if got := raw(cell); got != want && (cell != "B10" || !strings.HasPrefix(want, got)) {
					t.Errorf("%s is %q, want %q", cell, got, want)
				}
			}
			if got := raw("B13"); !strings.HasPrefix(got, "Result: ") || strings.Contains(got, "{{") {
				t.Errorf("B13 is %q", got)
			}
			runs, err := f.GetCellRichText("Form", "B13")
			if err != nil || how == "" && (len(runs) != 2 || !runs[0].Font.Bold) {
				t.Errorf("B13 has %d looks, %v", len(runs), err)
			}
			if raw("A20") == "" || raw("A21") == "" || raw("B21") == "" || strings.Contains(raw("A20"), "{{") {
				t.Errorf("activities: %q %q %q", raw("A20"), raw("A21"), raw("B21"))
			}
			csv := string(resaved(t, filled, "csv"))
			if !strings.Contains(csv, raw("B8")) {
				t.Errorf("LibreOffice shows\n%s", csv)
			}
			n, _ := row.Cumulative.Number()
			v, _ := row.Value.Number()
			if line := strings.Split(csv, "\n")[7]; !strings.HasSuffix(strings.TrimSpace(line), ","+n.Sub(v).String()) && !strings.Contains(line, ","+n.Sub(v).String()+",") {
				t.Errorf("LibreOffice computes C8 in %q, want %s", line, n.Sub(v))
			}
		})
	}
}

// comparePart holds that all parts but the filled sheet and the list of sheets are
// the same, byte for byte, also as they are packed.
func comparePart(t *testing.T, before, after []byte) {
	t.Helper()
	was, is := partsOf(t, before), partsOf(t, after)
	var changed []string
	for name, text := range was {
		if is[name] != text {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	if len(was) != len(is) {
		t.Errorf("%d parts, were %d", len(is), len(was))
	}
	changed = slices.DeleteFunc(changed, func(name string) bool { return name == "xl/workbook.xml" }) // to compute anew
	if diff := cmp.Diff([]string{"xl/worksheets/sheet1.xml"}, changed); diff != "" {
		t.Errorf("changed parts (-want +got):\n%s", diff)
	}
}

func partsOf(t *testing.T, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(text)
	}
	return all
}

// TestFillRefused: placeholders that cannot be filled are listed with their cells.
func TestFillRefused(t *testing.T) {
	t.Parallel()
	wrong := map[string]struct{ text, message string }{
		"B50": {"{{projekt title}}", "fill.unknown"}, "B51": {"{{project colour}}", "fill.no-such-field"},
		"B52": {"{{indicator OP9.9 cumulative}}", "fill.no-such"}, "B53": {"{{indicator OP1.1 cumulative period=99}}", "fill.no-such-period"},
		"B54": {"{{indicator OP1.1 cumulative height=tall}}", "fill.no-such"}, "B55": {"{{project title", "fill.not-closed"},
		"B56": {"{{indicator OP1.1 cumulative sex=q}}", "fill.no-such"}, "B57": {"{{partner nobody name}}", "fill.no-such"},
		"B58": {"Look: {{rows activities: date}}", "fill.rows-alone"}, "B59": {"{{rows activities date}}", "fill.rows-columns"},
		"B60": {"{{rows planets: name}}", "fill.no-such-field"}, "B61": {"{{rows activities: colour}}", "fill.no-such-field"},
		"B62": {"{{narrative poem}}", "fill.no-such"}, "B63": {"{{result OP9 title}}", "fill.no-such"},
		"B64": {"{{indicator OP1.2 cumulative sex=f}}", "fill.no-parts"}, "B65": {"{{rows indicators: code}}", "fill.no-room"},
	}
	var cells []donorCell
	for cell, w := range wrong {
		cells = append(cells, donorCell{"Form", cell, w.text, ""})
	}
	cells = append(cells, donorCell{"Form", "B66", "in the way", ""})
	file := template(t, cells...)
	b, err := workbook.Open(bytes.NewReader(file), int64(len(file)), workbook.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	values, found, err := reports.Fill(demo(t), fillOptions(), b)
	if err != nil || values != nil {
		t.Errorf("%v, %d values", err, len(values))
	}
	got := map[string]string{}
	for _, p := range found {
		got[p.Cell] = p.Message
	}
	for cell, w := range wrong {
		if got[cell] != w.message {
			t.Errorf("%s %s: %q, want %s", cell, w.text, got[cell], w.message)
		}
	}
	if len(got) != len(wrong) {
		t.Errorf("%d cells are listed, want %d: %v", len(got), len(wrong), got)
	}
}
