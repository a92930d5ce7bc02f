package excel

import (
	"encoding/xml"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tulos/reports"
)

// A drawn chart is what a chart part says, as far as the tests ask.
type drawn struct {
	Language struct {
		Val string `xml:"val,attr"`
	} `xml:"lang"`
	Title string        `xml:"chart>title>tx>rich>p>r>t"`
	Bars  []drawnSeries `xml:"chart>plotArea>barChart>ser"`
	Lines []drawnSeries `xml:"chart>plotArea>lineChart>ser"`
	Axis  string        `xml:"chart>plotArea>valAx>title>tx>rich>p>r>t"`
	Gaps  struct {
		Val string `xml:"val,attr"`
	} `xml:"chart>dispBlanksAs"`
}

type drawnSeries struct {
	Name       drawnRef `xml:"tx>strRef"`
	Literal    string   `xml:"tx>v"`
	Categories drawnRef `xml:"cat>strRef"`
	Figures    drawnRef `xml:"val>numRef"`
	Filled     []struct {
		Val string `xml:"val,attr"`
	} `xml:"spPr>solidFill>srgbClr"`
}

type drawnRef struct {
	Ref    string       `xml:"f"`
	Text   []drawnPoint `xml:"strCache>pt"`
	Number []drawnPoint `xml:"numCache>pt"`
}

type drawnPoint struct {
	At    int    `xml:"idx,attr"`
	Value string `xml:"v"`
}

func drawnIn(t *testing.T, file []byte, part string) drawn {
	t.Helper()
	var d drawn
	if err := xml.Unmarshal([]byte(xmlOf(t, file, part)), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// cellsOf are the values of the cells that a chart refers to.
func cellsOf(t *testing.T, f *excelize.File, ref string) []string {
	t.Helper()
	sheet, area, ok := strings.Cut(ref, "!")
	if !ok {
		t.Fatalf("no reference: %q", ref)
	}
	sheet = strings.ReplaceAll(strings.Trim(sheet, "'"), "''", "'")
	from, to, ok := strings.Cut(strings.ReplaceAll(area, "$", ""), ":")
	if !ok {
		to = from
	}
	column, first, err := excelize.CellNameToCoordinates(from)
	if err != nil {
		t.Fatal(err)
	}
	_, last, err := excelize.CellNameToCoordinates(to)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for row := first; row <= last; row++ {
		out = append(out, rawOf(t, f, sheet, cellName(column-1, row)))
	}
	return out
}

// spread puts what a chart keeps of cells into a row for each of n cells.
func spread(points []drawnPoint, n int) []string {
	out := make([]string, n)
	for _, p := range points {
		out[p.At] = p.Value
	}
	return out
}

// TestChartsShowCells follows every reference of the sample's charts: the cells
// hold what the chart keeps of them.
func TestChartsShowCells(t *testing.T) {
	file := render(t, sampleReport())
	f := open(t, file)
	for n := 1; n <= 3; n++ {
		d := drawnIn(t, file, fmt.Sprintf("xl/charts/chart%d.xml", n))
		if d.Title == "" || d.Axis == "" || d.Language.Val != "en" || d.Gaps.Val != "gap" {
			t.Errorf("chart %d: title %q, axis %q, language %q, gaps %q", n, d.Title, d.Axis, d.Language.Val, d.Gaps.Val)
		}
		for _, s := range append(d.Bars, d.Lines...) {
			if s.Literal == "" {
				name := cellsOf(t, f, s.Name.Ref)
				if diff := cmp.Diff(name, spread(s.Name.Text, len(name))); diff != "" {
					t.Errorf("chart %d, name (-cells +chart):\n%s", n, diff)
				}
			}
			categories, figures := cellsOf(t, f, s.Categories.Ref), cellsOf(t, f, s.Figures.Ref)
			if diff := cmp.Diff(categories, spread(s.Categories.Text, len(categories))); diff != "" {
				t.Errorf("chart %d, categories (-cells +chart):\n%s", n, diff)
			}
			if diff := cmp.Diff(figures, spread(s.Figures.Number, len(figures))); diff != "" {
				t.Errorf("chart %d, figures (-cells +chart):\n%s", n, diff)
			}
		}
	}
}

// TestUnknownIsBlank holds that a point without a figure is no cell and no
// point: neither 0 nor a text, which charts would draw as 0.
func TestUnknownIsBlank(t *testing.T) {
	file := render(t, sampleReport())
	d := drawnIn(t, file, "xl/charts/chart1.xml")
	if got := len(d.Bars[0].Figures.Number); got != 5 {
		t.Errorf("%d figures of achieved, want 5 of 6", got)
	}
	f := open(t, file)
	kind, err := f.GetCellType("Summary", "B34")
	if err != nil || kind != excelize.CellTypeUnset || rawOf(t, f, "Summary", "B34") != "" {
		t.Errorf("the cell that is not reported has type %v, value %q (%v)", kind, rawOf(t, f, "Summary", "B34"), err)
	}
}

// TestChartsAreDescribed looks for the equivalents of charts.
func TestChartsAreDescribed(t *testing.T) {
	drawing := xmlOf(t, render(t, sampleReport()), "xl/drawings/drawing1.xml")
	if want := `descr="Bar chart of six indicators in % of their targets.`; !strings.Contains(drawing, want) {
		t.Errorf("no %s in %s", want, drawing)
	}
}

func TestChartPlaces(t *testing.T) {
	table := reports.Table{
		Columns: []reports.Column{{Head: "Period"}, {Head: "Note"}, {Head: "Trained"}, {Head: "Planned"}},
		Rows: []reports.Row{
			{Group: true, Cells: []reports.Cell{cellOf("2026")}},
			rowOf(cellOf("P1"), cellOf("x"), num("198", "198", 0), num("200", "200", 0)),
			rowOf(cellOf("P2"), cellOf("x"), num("412.5", "412.5", 1), num("400", "400", 0)),
			rowOf(cellOf("P3"), cellOf("x"), reports.Cell{}, num("650", "650", 0)),
			rowOf(cellOf("P4"), cellOf("x"), cellOf("not reported"), num("900", "900", 0)),
		},
	}
	chart := func(name string, categories []string, points ...reports.Point) reports.Chart {
		return reports.Chart{Kind: reports.Lines, Title: "T", Categories: categories, Series: []reports.Series{{Name: name, Points: points}}}
	}
	tests := []struct {
		name  string
		chart reports.Chart
		want  string
	}{
		{"rows of the table", chart("Trained", []string{"P1", "P2", "P3"}, figure(198, ""), figure(412.5, ""), reports.Point{}), "'Sheet'!$C$3:$C$5"},
		{"another column", chart("Planned", []string{"P2", "P3", "P4"}, figure(400, ""), figure(650, ""), figure(900, "")), "'Sheet'!$D$4:$D$6"},
		{"one row", chart("Planned", []string{"P4"}, figure(900, "")), "'Sheet'!$D$6"},
		{"another figure", chart("Trained", []string{"P1", "P2"}, figure(198, ""), figure(412, "")), "'Sheet'!$B$28:$B$29"},
		{"a word where a blank has to be", chart("Trained", []string{"P3", "P4"}, reports.Point{}, reports.Point{}), "'Sheet'!$B$28:$B$29"},
		{"another order", chart("Planned", []string{"P2", "P1"}, figure(400, ""), figure(200, "")), "'Sheet'!$B$28:$B$29"},
		{"other names", chart("Planned", []string{"P1", "Q2"}, figure(200, ""), figure(400, "")), "'Sheet'!$B$28:$B$29"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file := render(t, documentOf(sheetOf(table, tt.chart)))
			d := drawnIn(t, file, "xl/charts/chart1.xml")
			if got := d.Lines[0].Figures.Ref; got != tt.want {
				t.Errorf("figures are at %s, want %s", got, tt.want)
			}
			if got := cellsOf(t, open(t, file), d.Lines[0].Categories.Ref); !cmp.Equal(got, tt.chart.Categories) {
				t.Errorf("categories are %v, want %v", got, tt.chart.Categories)
			}
		})
	}
}

// TestSeriesNameThatNoHeadHas keeps the name of a series whose column is called
// something else.
func TestSeriesNameThatNoHeadHas(t *testing.T) {
	d := drawnIn(t, render(t, sampleReport()), "xl/charts/chart2.xml")
	if d.Lines[0].Literal != "Achieved" || d.Lines[1].Name.Ref != "'Periods'!$E$3" {
		t.Errorf("names are %q and %q, want the series' own and the head", d.Lines[0].Literal, d.Lines[1].Name.Ref)
	}
}

func TestChartLooks(t *testing.T) {
	marked := func(kind reports.ChartKind) reports.Chart {
		return reports.Chart{Kind: kind, Title: "T", Categories: []string{"a"}, Series: []reports.Series{
			{Name: "Achieved", Points: []reports.Point{figure(1, "1")}},
			{Name: "Expected", Marker: true, Points: []reports.Point{figure(2, "2")}},
		}}
	}
	tests := []struct {
		kind        reports.ChartKind
		bars, lines int
		filled      string
	}{
		{reports.Bars, 2, 0, mainColour},
		{reports.Columns, 1, 1, mainColour},
		{reports.Lines, 0, 2, ""},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.kind), func(t *testing.T) {
			d := drawnIn(t, render(t, documentOf(sheetOf(marked(tt.kind)))), "xl/charts/chart1.xml")
			if len(d.Bars) != tt.bars || len(d.Lines) != tt.lines {
				t.Fatalf("%d bars and %d lines, want %d and %d", len(d.Bars), len(d.Lines), tt.bars, tt.lines)
			}
			all := append(d.Bars, d.Lines...)
			if tt.filled != "" && (len(all[0].Filled) == 0 || all[0].Filled[0].Val != tt.filled) {
				t.Errorf("the first series is filled %v, want %s", all[0].Filled, tt.filled)
			}
			if len(all[1].Filled) > 0 {
				t.Errorf("the marker is filled %v", all[1].Filled)
			}
		})
	}
}

func TestChartFormats(t *testing.T) {
	tests := []struct {
		name   string
		points []reports.Point
		want   string
		axis   string
		step   float64
	}{
		{"percent", []reports.Point{figure(70.720721, "70.7 %"), figure(33.333333, "33.3 %")}, `#,##0.0" %"`, `#,##0" %"`, 0},
		{"decimal comma", []reports.Point{figure(1234.5, "1 234,5")}, "#,##0.0", "#,##0", 0},
		{"whole", []reports.Point{figure(412, "412")}, "#,##0", "#,##0", 0},
		{"few", []reports.Point{figure(1, "1"), figure(3, "3")}, "#,##0", "#,##0", 1},
		{"small", []reports.Point{figure(0.25, "0.25"), figure(1.5, "1.50")}, "#,##0.00", "#,##0.00", 0},
		{"no labels", []reports.Point{figure(1.25, "")}, "#,##0", "#,##0", 1},
		{"no figures", []reports.Point{{Label: "not reported"}, figure(math.NaN(), "?"), figure(math.Inf(1), "∞")}, "#,##0", "#,##0", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := &chart{Chart: reports.Chart{Categories: make([]string, len(tt.points)), Series: []reports.Series{{Points: tt.points}}}}
			axis, step := c.axis()
			if got := c.format(); got != tt.want || axis != tt.axis || step != tt.step {
				t.Errorf("format %q, axis %q by %v; want %q, %q by %v", got, axis, step, tt.want, tt.axis, tt.step)
			}
		})
	}
}

// TestOddCharts renders what is hardly a chart.
func TestOddCharts(t *testing.T) {
	file := render(t, documentOf(sheetOf(
		reports.Chart{},
		reports.Chart{Title: "No series", Categories: []string{"a"}},
		reports.Chart{Title: "No categories", Series: []reports.Series{{Name: "a"}}},
		reports.Chart{Kind: reports.Bars, Title: "<&>\"\x00", Description: "<&>", Categories: []string{"a", "b"}, Series: []reports.Series{{Name: "<&>", Points: []reports.Point{figure(-3, "-3")}}}},
		reports.Chart{Kind: reports.Lines, Categories: []string{"a"}, Series: []reports.Series{{}, {Marker: true}, {}}},
	)))
	if got := drawnIn(t, file, "xl/charts/chart1.xml").Title; got != "<&>\"�" {
		t.Errorf("title is %q", got)
	}
	f := open(t, file)
	for cell, want := range map[string]string{"A2": "No series", "A3": "No categories"} {
		if got := rawOf(t, f, "Sheet", cell); got != want {
			t.Errorf("%s is %q, want %q", cell, got, want)
		}
	}
}
