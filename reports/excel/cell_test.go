package excel

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tulos/reports"
)

func TestCells(t *testing.T) {
	number := func(decimal string, decimals int, text string) reports.Cell { return num(text, decimal, decimals) }
	long := strings.Repeat("ä", 40_000)
	tests := []struct {
		name   string
		cell   reports.Cell
		want   string
		format string
		kind   excelize.CellType
	}{
		{"text", cellOf("Rīga"), "Rīga", "", excelize.CellTypeInlineString},
		{"empty", reports.Cell{}, "", "", excelize.CellTypeUnset},
		{"whole number", number("1250", 0, "1,250"), "1250", "#,##0", excelize.CellTypeUnset},
		{"decimals", number("9412.2", 2, "9 412,20"), "9412.2", "#,##0.00", excelize.CellTypeUnset},
		{"more digits than shown", number("0.123456", 1, "0.1"), "0.123456", "#,##0.0", excelize.CellTypeUnset},
		{"negative", number("-310.55", 2, "−310.55"), "-310.55", "#,##0.00", excelize.CellTypeUnset},
		{"zero is a figure", number("0", 0, "0"), "0", "#,##0", excelize.CellTypeUnset},
		{"percent stays percent", pct("70.7 %", "70.720721"), "70.720721", `#,##0.0" %"`, excelize.CellTypeUnset},
		{"percent, sign without blank", pct("70.7%", "70.720721"), "70.720721", `#,##0.0" %"`, excelize.CellTypeUnset},
		{"unit behind the figure", number("1200", 0, "1 200 people"), "1200", `#,##0" people"`, excelize.CellTypeUnset},
		{"words behind the figure", number("12", 0, "12 of 40"), "12", `#,##0" of 40"`, excelize.CellTypeUnset},
		{"a unit that would break the format", number("12", 0, `12 "x"`), "12", "#,##0", excelize.CellTypeUnset},
		{"too large for digits", number("1"+strings.Repeat("0", 40), 0, ""), "1" + strings.Repeat("0", 40), "0.00E+00", excelize.CellTypeUnset},
		{"no figure", cellOf("not reported"), "not reported", "", excelize.CellTypeInlineString},
		{"day", day(2026, 12, 31), "46387", "yyyy-mm-dd", excelize.CellTypeUnset},
		{"first day that can be counted", day(1900, 3, 1), "61", "yyyy-mm-dd", excelize.CellTypeUnset},
		{"day before it", day(1900, 2, 28), "28 February 1900", "", excelize.CellTypeInlineString},
		{"day without a text", reports.Cell{Day: &reports.Day{Year: 1867, Month: 3, Day: 8}}, "1867-03-08", "", excelize.CellTypeInlineString},
		{"no day of the calendar", reports.Cell{Day: &reports.Day{Year: 2026, Month: 2, Day: 30}}, "2026-02-30", "", excelize.CellTypeInlineString},
		{"status", stands(reports.AtRisk, "At risk"), "▲ At risk", "", excelize.CellTypeInlineString},
		{"status by its own word", reports.Cell{Status: status(reports.Achieved, "Saavutettu")}, "✓ Saavutettu", "", excelize.CellTypeInlineString},
		{
			"status on a number",
			reports.Cell{Text: reports.Plain("33.3 %"), Number: &reports.Number{Decimal: "33.3", Decimals: 1, Percent: true}, Status: status(reports.OffTrack, "Off track")},
			"33.3", `"■ "#,##0.0" %"`, excelize.CellTypeUnset,
		},
		{"formula", cellOf(`=HYPERLINK("http://example.org")`), `=HYPERLINK("http://example.org")`, "", excelize.CellTypeInlineString},
		{"plus", cellOf("+358 40 123"), "+358 40 123", "", excelize.CellTypeInlineString},
		{"minus", cellOf("-1+1"), "-1+1", "", excelize.CellTypeInlineString},
		{"at", cellOf("@SUM(A1)"), "@SUM(A1)", "", excelize.CellTypeInlineString},
		{"code", cellOf("1.10"), "1.10", "", excelize.CellTypeInlineString},
		{"control characters", cellOf("a\x00b\x1bc\u0085"), "a�b�c�", "", excelize.CellTypeInlineString},
		{"no text of Unicode", cellOf("a\xffb"), "a�b", "", excelize.CellTypeInlineString},
		{"line ends", cellOf("a\r\nb\rc\u2028d\te"), "a\nb\nc\nd\te", "", excelize.CellTypeInlineString},
		{"blanks are kept", cellOf("  a  "), "  a  ", "", excelize.CellTypeInlineString},
		{"markup", cellOf("<b>&amp;</b>"), "<b>&amp;</b>", "", excelize.CellTypeInlineString},
		{"an escape of workbooks", cellOf("_x0041_"), "_x0041_", "", excelize.CellTypeInlineString},
		{"longest text", cellOf(long[:2*longestCell]), long[:2*longestCell], "", excelize.CellTypeInlineString},
		{"too long text", cellOf(long), long[:2*(longestCell-4)] + " […]", "", excelize.CellTypeInlineString},
		{"too long text of pairs", cellOf(strings.Repeat("😀", 20_000)), strings.Repeat("😀", (longestCell-4)/2) + " […]", "", excelize.CellTypeInlineString},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := open(t, render(t, documentOf(sheetOf(tableOf(1, rowOf(tt.cell))))))
			if got := rawOf(t, f, "Sheet", "A2"); got != tt.want {
				t.Errorf("value = %.80q, want %.80q", got, tt.want)
			}
			if got := formatOf(t, f, "Sheet", "A2"); got != tt.format {
				t.Errorf("format = %q, want %q", got, tt.format)
			}
			kind, err := f.GetCellType("Sheet", "A2")
			if err != nil || kind != tt.kind {
				t.Errorf("type = %v, %v; want %v", kind, err, tt.kind)
			}
		})
	}
}

// TestNumbersAreExact reads figures back in another program: they are the
// floats nearest to the decimals, or to their first 15 digits.
func TestNumbersAreExact(t *testing.T) {
	tests := []struct {
		decimal string
		want    float64
	}{
		{"0", 0},
		{"-0", 0},
		{"1", 1},
		{"-1", -1},
		{"0.1", 0.1},
		{"0.3", 0.3},
		{"70.720721", 70.720721},
		{"1234567.891", 1234567.891},
		{"-310.55", -310.55},
		{"0.000001", 0.000001},
		{"33.333333", 33.333333},
		{"2.675", 2.675},
		{"1.005", 1.005},
		{"123456789.123456", 123456789.123456},
		{"999999999999999999", 999999999999999999},
		{"123456789012345678", 123456789012345678},
		{"9007199254740993", 9007199254740993},
		{"123456789012.123556", 123456789012.124},
		{"0.1000000000000000055511151231257827", 0.1},
	}
	rows := make([]reports.Row, 0, len(tests))
	for _, tt := range tests {
		rows = append(rows, rowOf(num("", tt.decimal, 2)))
	}
	var got []string
	openpyxl(t, render(t, documentOf(sheetOf(tableOf(1, rows...)))), `
import json, sys, openpyxl
sheet = openpyxl.load_workbook(sys.argv[1]).active
print(json.dumps([float(r[0].value).hex() for r in sheet.iter_rows(min_row=2)]))`, &got)
	if len(got) != len(tests) {
		t.Fatalf("%d figures, want %d", len(got), len(tests))
	}
	for i, tt := range tests {
		v, err := strconv.ParseFloat(got[i], 64)
		if err != nil || v != tt.want {
			t.Errorf("%s became %s (%v), want %v", tt.decimal, got[i], v, tt.want)
		}
	}
}

func TestBadNumbers(t *testing.T) {
	tests := []struct{ name, decimal, want string }{
		{"grouping", "1,250", `render workbook: sheet "Sheet": table "", row 1: column "Head A": "1,250" is not a plain decimal`},
		{"exponent", "1e3", `render workbook: sheet "Sheet": table "", row 1: column "Head A": "1e3" is not a plain decimal`},
		{"empty", "", `render workbook: sheet "Sheet": table "", row 1: column "Head A": "" is not a plain decimal`},
		{"not a number", "NaN", `render workbook: sheet "Sheet": table "", row 1: column "Head A": "NaN" is not a plain decimal`},
		{"beyond floats", "1" + strings.Repeat("0", 400), `is too large for a cell`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			err := Render(&b, documentOf(sheetOf(tableOf(1, rowOf(num("", tt.decimal, 0))))))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error = %.120v, want %s", err, tt.want)
			}
			if b.Len() > 0 {
				t.Errorf("%d bytes were written", b.Len())
			}
		})
	}
}

func TestRichText(t *testing.T) {
	text := reports.Text{{Text: "They trained "}, {Text: "412 people", Strong: true}, {Text: " & more"}}
	f := open(t, render(t, documentOf(sheetOf(reports.Paragraph{Text: text}))))
	runs, err := f.GetCellRichText("Sheet", "A1")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range runs {
		s := r.Text
		if r.Font != nil && r.Font.Bold {
			s = "*" + s + "*"
		}
		got = append(got, s)
	}
	if diff := cmp.Diff([]string{"They trained ", "*412 people*", " & more"}, got); diff != "" {
		t.Errorf("runs (-want +got):\n%s", diff)
	}
}

// TestContrast holds the colours of text to 4.5:1 (WCAG 2.2, 1.4.3).
func TestContrast(t *testing.T) {
	luminance := func(hex string) float64 {
		v, err := strconv.ParseUint(hex, 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		l := 0.0
		for i, weight := range []float64{0.0722, 0.7152, 0.2126} {
			c := float64(v>>(8*i)&0xFF) / 255
			if c <= 0.04045 {
				c /= 12.92
			} else {
				c = math.Pow((c+0.055)/1.055, 2.4)
			}
			l += weight * c
		}
		return l
	}
	onLight := map[string]string{"ink": inkColour, "main": mainColour, "muted": mutedColour, "link": linkColour}
	for _, k := range []reports.StatusKind{reports.Achieved, reports.OnTrack, reports.AtRisk, reports.OffTrack, reports.NoTarget, reports.NotReported} {
		onLight[string(k)] = markOf(k).colour
	}
	for name, colour := range onLight {
		for _, ground := range []string{white, paleColour} {
			if ratio := (luminance(ground) + 0.05) / (luminance(colour) + 0.05); ratio < 4.5 {
				t.Errorf("%s %s on %s has %.2f:1", name, colour, ground, ratio)
			}
		}
	}
	if ratio := (luminance(barColour) + 0.05) / (luminance(inkColour) + 0.05); ratio < 4.5 {
		t.Errorf("figures on bars have %.2f:1", ratio)
	}
}
