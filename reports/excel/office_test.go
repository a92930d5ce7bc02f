package excel

import (
	"bytes"
	"fmt"
	"math"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tulos/internal/testtool"
	"tulos/reports"
)

// TestLibreOffice opens the sample in LibreOffice and has it written again:
// every cell of every sheet holds what it held.
func TestLibreOffice(t *testing.T) {
	before := render(t, sampleReport())
	was, is := open(t, before), open(t, testtool.Convert(t, before, "xlsx", "xlsx"))
	if diff := cmp.Diff(was.GetSheetList(), is.GetSheetList()); diff != "" {
		t.Fatalf("sheets (-was +is):\n%s", diff)
	}
	for _, sheet := range was.GetSheetList() {
		if diff := cmp.Diff(valuesOf(t, was, sheet), valuesOf(t, is, sheet)); diff != "" {
			t.Errorf("%s (-was +is):\n%s", sheet, diff)
		}
	}
	if got, want := chartsIn(is), chartsIn(was); got != want || want != 3 {
		t.Errorf("%d charts, were %d, want 3", got, want)
	}
}

// valuesOf are the stored values of a sheet, without empty cells at the ends.
func valuesOf(t *testing.T, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for len(row) > 0 && row[len(row)-1] == "" {
			row = row[:len(row)-1]
		}
		rows[i] = append([]string{}, row...)
	}
	for len(rows) > 0 && len(rows[len(rows)-1]) == 0 {
		rows = rows[:len(rows)-1]
	}
	return rows
}

// chartsIn counts the charts that drawings refer to.
func chartsIn(f *excelize.File) int {
	n := 0
	f.Pkg.Range(func(name, content any) bool {
		if xml, ok := content.([]byte); ok && strings.HasPrefix(fmt.Sprint(name), "xl/drawings/drawing") {
			n += bytes.Count(xml, []byte("<c:chart "))
		}
		return true
	})
	return n
}

// TestNothingIsCut prints the sample: no figure is too wide for its column, and
// every page has its number.
func TestNothingIsCut(t *testing.T) {
	pdftotext := testtool.Look(t, "pdftotext")
	pdf := testtool.Convert(t, render(t, sampleReport()), "xlsx", "pdf")
	cmd := exec.CommandContext(t.Context(), pdftotext, "-layout", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	text := string(out)
	if strings.Contains(text, "##") {
		t.Error("a figure is too wide for its column")
	}
	for _, want := range []string{"70.7 %", "172,000.00", "-310.55", "2026-12-31", "▲ At risk", "Page 1 of", "Project report 2 · R&D", "Activities"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on any page", want)
		}
	}
}

// TestRowsAreHighEnough lets LibreOffice find the heights of rows by itself:
// none needs more lines than it has room for.
func TestRowsAreHighEnough(t *testing.T) {
	testtool.NeedFont(t, "Carlito") // has the widths of Calibri
	file := render(t, documentOf(wordySheet()))
	own, theirs := open(t, file), open(t, optimal(t, file))
	height := func(f *excelize.File, row int) float64 {
		h, err := f.GetRowHeight("Words", row)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	one, three := height(theirs, 2), height(theirs, 3) // rows of one and three lines
	rows, spare := len(wordySheet().Blocks[0].(reports.Table).Rows)+1, 0.0
	for row := 2; row <= rows; row++ {
		needs := 1 + math.Round((height(theirs, row)-one)/((three-one)/2))
		room := math.Round((height(own, row) - rowAir) / lineHeight)
		if needs > room {
			t.Errorf("row %d needs %v lines, has room for %v", row, needs, room)
		}
		spare += room - needs
	}
	if spare > float64(rows) {
		t.Errorf("%v lines to spare in %d rows", spare, rows)
	}
}

var fixedHeights = regexp.MustCompile(`<meta:generator>.*</meta:generator>| style:row-height="[^"]*"| style:use-optimal-row-height="false"`)

// optimal is the workbook with rows as high as LibreOffice makes them. It does
// that only for files that it thinks somebody else wrote.
func optimal(t *testing.T, file []byte) []byte {
	t.Helper()
	flat := testtool.Convert(t, file, "xlsx", "fods")
	return testtool.Convert(t, fixedHeights.ReplaceAll(flat, nil), "fods", "xlsx")
}

// wordySheet has texts of all lengths, in the alphabets of the reports.
func wordySheet() reports.Sheet {
	languages := []string{
		"Professionals recognise online grooming and exploitation of children and act on it, together with the police, schools and social services",
		"Ammattilaiset tunnistavat lapsiin kohdistuvan verkkohoukuttelun ja riiston ja toimivat yhdessä poliisin, koulujen ja sosiaalitoimen kanssa",
		"Speciālisti atpazīst bērnu uzrunāšanu un izmantošanu tiešsaistē un rīkojas kopā ar policiju, skolām un sociālajiem dienestiem",
		"Специалисты распознают онлайн-груминг и эксплуатацию детей и действуют вместе с полицией, школами и социальными службами",
		"Фахівці розпізнають онлайн-ґрумінг і експлуатацію дітей та діють разом із поліцією, школами й соціальними службами",
		"Barnaverndarstarfsfólk þekkir tælingu á netinu og bregst við ásamt lögreglu, skólum og félagsþjónustu í öllum sveitarfélögum",
		"Specjaliści rozpoznają uwodzenie dzieci w internecie i działają wspólnie z policją, szkołami i służbami społecznymi",
		"Spetsialistid tunnevad ära laste ahvatlemise veebis ja tegutsevad koos politsei, koolide ja sotsiaaltöötajatega",
	}
	rows := []reports.Row{
		rowOf(cellOf("one"), cellOf("a"), reports.Cell{}, reports.Cell{}),
		rowOf(cellOf("three"), cellOf("a\nb\nc"), reports.Cell{}, reports.Cell{}),
	}
	for i := range 60 {
		a := languages[i%len(languages)]
		words := strings.Fields(a + " " + languages[(i+3)%len(languages)])
		rows = append(rows, rowOf(cellOf(strings.Join(words[:1+i%20], " ")), cellOf(a), cellOf(strings.Join(words[i%10:], " ")), num("", "12.5", 1)))
	}
	return reports.Sheet{Name: "Words", Blocks: []reports.Block{tableOf(4, rows...)}}
}
