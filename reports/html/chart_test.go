package html

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/reports"
)

func points(vs ...float64) []reports.Point {
	var ps []reports.Point
	for _, v := range vs {
		ps = append(ps, reports.Point{Known: v != 0, Value: v, Label: fmt.Sprintf("v%g", v)})
	}
	return ps
}

// charts are of each kind, with three looks, a gap and a marker.
func charts() []reports.Chart {
	var all []reports.Chart
	for kind := reports.Bars; kind <= reports.Lines; kind++ {
		for _, marker := range []bool{false, true} {
			all = append(all, reports.Chart{
				Kind: kind, Title: "Title", Description: "Description", Axis: "% of target",
				Categories: []string{"Suomi", "Latvija ar garu nosaukumu", "Россия", "Åland"},
				Series: []reports.Series{
					{Name: "First", Points: points(12, 80, 0, 133)},
					{Name: "Second", Points: points(50, -20, 20)},
					{Name: "Third", Marker: marker, Points: points(40, 70, 10, 20)},
				},
			})
		}
	}
	return all
}

// TestDrawing holds for both layouts that every text is large enough and inside
// the picture, and that every colour has a class by which a stylesheet can
// choose another.
func TestDrawing(t *testing.T) {
	t.Parallel()
	const screen = 390 - 2*16 // what a page of 390 pixels leaves
	for i, c := range charts() {
		figure := fragment(t, blocks(c)).one(t, "figure")
		drawings := figure.all(".report-chart")
		if len(drawings) != 2 || !drawings[0].has("report-chart-wide") || !drawings[1].has("report-chart-narrow") {
			t.Fatalf("chart %d has %d drawings", i, len(drawings))
		}
		if width := measure(t, drawings[1], "width"); width > screen {
			t.Errorf("the narrow drawing is %g wide", width)
		}
		for _, svg := range drawings {
			if want := "0 0 " + svg.attr["width"] + " " + svg.attr["height"]; svg.attr["viewBox"] != want {
				t.Errorf("the picture is scaled: %q, want %q", svg.attr["viewBox"], want)
			}
			texts := svg.all("text")
			if len(texts) < 8 {
				t.Errorf("chart %d has %d texts", i, len(texts))
			}
			for _, x := range texts {
				checkText(t, svg, x)
			}
			svg.walk(func(n *node) bool { checkColours(t, n); return true })
		}
	}
}

func measure(t *testing.T, n *node, name string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(n.attr[name], 64)
	if err != nil {
		t.Errorf("%s of %s is %q", name, n.name, n.attr[name])
	}
	return v
}

func checkText(t *testing.T, svg, x *node) {
	t.Helper()
	size := measure(t, x, "font-size")
	if size < 12 {
		t.Errorf("%q is %g pixels high", x.content(), size)
	}
	fonts, err := typefaces()
	if err != nil {
		t.Fatal(err)
	}
	width := fonts.width(x.content(), x.attr["font-weight"] == "bold") * size
	left := measure(t, x, "x") - map[string]float64{"": 0, "middle": width / 2, "end": width}[x.attr["text-anchor"]]
	if left < -0.1 || left+width > measure(t, svg, "width")+0.1 || measure(t, x, "y") > measure(t, svg, "height") {
		t.Errorf("%q runs from %g to %g of %s", x.content(), left, left+width, svg.attr["width"])
	}
}

func checkColours(t *testing.T, n *node) {
	t.Helper()
	for _, a := range []string{"fill", "stroke"} {
		colour := n.attr[a]
		if colour == "" || colour == "none" {
			continue
		}
		if !strings.Contains(n.attr["class"], "report-"+a+"-") {
			t.Errorf("%s with %s %s has the class %q", n.name, a, colour, n.attr["class"])
		}
	}
}

// TestShapes holds that each kind of status has a shape of its own.
func TestShapes(t *testing.T) {
	t.Parallel()
	var shapes []string
	for _, k := range []reports.StatusKind{reports.Achieved, reports.OnTrack, reports.AtRisk, reports.OffTrack, reports.NoTarget, reports.NotReported} {
		page := fragment(t, blocks(reports.KeyFigures{Items: []reports.KeyFigure{{Value: "1", Label: reports.Plain("x"), Status: &reports.Status{Kind: k, Word: "Word"}}}}))
		status := page.one(t, ".report-status-"+string(k))
		if got := strings.TrimSpace(status.content()); got != "Word" {
			t.Errorf("%s says %q", k, got)
		}
		shapes = append(shapes, status.one(t, "path").attr["d"])
	}
	slices.Sort(shapes)
	if n := len(slices.Compact(shapes)); n != 6 {
		t.Errorf("there are %d shapes", n)
	}
}

func TestFiguresOfAChart(t *testing.T) {
	t.Parallel()
	c := sampleChart()
	c.Series[1].Points = append(c.Series[1].Points, reports.Point{Known: true, Value: -1234.5})
	for name, test := range map[string]struct {
		language string
		options  Options
		summary  string
		rows     []string
	}{
		"English": {"en", Options{}, "Achieved · Expected (% of target)", []string{"% of target|Achieved|Expected", "OP1 Trainings|45.8 %|50", "OP2 Webinars|no figure|−1,234.5"}},
		"Finnish": {"fi", Options{Figures: "Luvut taulukkona"}, "Luvut taulukkona", []string{"% of target|Achieved|Expected", "OP1 Trainings|45.8 %|50", "OP2 Webinars|no figure|−1\u00a0234,5"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := blocks(c)
			d.Language = test.language
			details := parse(t, render(t, d, test.options)).one(t, "details")
			if got := details.one(t, "summary").content(); got != test.summary {
				t.Errorf("it is opened by %q, want %q", got, test.summary)
			}
			var rows []string
			for _, r := range details.all("tr") {
				var cells []string
				for _, cell := range r.elements() {
					cells = append(cells, cell.content())
				}
				rows = append(rows, strings.Join(cells, "|"))
			}
			if diff := cmp.Diff(test.rows, rows); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestBar holds that a bar is as long as its share, and not longer than whole.
func TestBar(t *testing.T) {
	t.Parallel()
	for share, want := range map[float64]string{0: "0", 0.4567: "45.67", 1: "100", 2.4: "100", -1: "0"} {
		page := fragment(t, blocks(reports.Table{
			Columns: []reports.Column{{Head: "Head"}}, Rows: []reports.Row{{Cells: []reports.Cell{{Text: reports.Plain("x"), Bar: &share}}}},
		}))
		if got := page.one(t, ".report-bar-share").attr["width"]; got != want {
			t.Errorf("a share of %g is %s long", share, got)
		}
	}
}
