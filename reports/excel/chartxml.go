package excel

import (
	"bytes"
	_ "embed"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
	"text/template"

	"tulos/reports"
)

//go:embed chart.xml.tmpl
var chartXML string

// chartTemplate writes a chart part (ECMA-376, DrawingML charts) with the
// figures that the cells hold, so that it shows also where nothing recalculates.
var chartTemplate = template.Must(template.New("chart").Funcs(template.FuncMap{"xml": escape}).Parse(chartXML))

// escape makes s text of XML, or the value of an attribute.
func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return b.String()
}

// What the template draws. Sizes of text are in hundredths of a point, widths
// of lines in EMU, of which a point has 12,700.
type (
	chartPart struct {
		Language    string
		Title, Axis *chartTitle
		Lying       bool // bars lie, columns stand
		Bars, Lines []chartSeries
		Gap         int // between categories, in percent of a bar
		Overlap     int // of the bars of a category, in percent
		Floor       bool
		Step        float64
		AxisFormat  string
		Legend      bool
		Text        chartText
		AxisLine    chartLine
		Grid        chartLine
		NoLine      chartLine
	}
	chartTitle struct {
		chartText
		Text    string
		Bold    int
		Upright bool
	}
	chartText struct {
		Size     int
		Colour   string
		Language string
	}
	chartLine struct {
		Width  int
		Colour string
		Dash   string
	}
	chartLabels struct {
		Position string // empty for no labels
		Format   string
		Text     chartText
	}
	chartNames struct {
		Ref    string
		Values []string
	}
	chartFigures struct {
		Ref    string
		Format string
		Values []string // empty where there is no figure
	}
	chartSeries struct {
		Index       int
		Name        chartNames
		Categories  chartNames
		Figures     chartFigures
		Fill        string
		Line        chartLine
		Labels      chartLabels
		Point       string // the shape of points; empty for bars
		PointSize   int
		PointColour string
	}
)

const emuPerPoint = 12700

// xml is the chart as a part of the workbook.
func (c *chart) xml(language string) ([]byte, error) {
	text := chartText{Size: 900, Colour: inkColour, Language: language}
	part := chartPart{
		Language: language,
		Lying:    c.Kind == reports.Bars,
		Gap:      60,
		Floor:    c.lowest() >= 0,
		Legend:   len(c.Series) > 1,
		Text:     text,
		AxisLine: chartLine{Width: 9525, Colour: ruleColour},
		Grid:     chartLine{Width: 6350, Colour: "D9E1E5"},
	}
	if c.Title != "" {
		part.Title = &chartTitle{chartText: chartText{1200, mainColour, language}, Text: clean(c.Title), Bold: 1}
	}
	if c.Axis != "" {
		part.Axis = &chartTitle{chartText: chartText{900, mutedColour, language}, Text: clean(c.Axis), Upright: !part.Lying}
	}
	part.AxisFormat, part.Step = c.axis()
	if part.Lying && c.bars() == 1 && len(c.Series) > 1 {
		part.Overlap = 100
	}
	for i := range c.Series {
		s := c.series(i, text)
		if s.Point != "" {
			part.Lines = append(part.Lines, s)
		} else {
			part.Bars = append(part.Bars, s)
		}
	}
	var b bytes.Buffer
	if err := chartTemplate.Execute(&b, part); err != nil {
		return nil, fmt.Errorf("chart %q: %w", c.Title, err)
	}
	return b.Bytes(), nil
}

// series is series i with the looks that it has in the other renderings.
func (c *chart) series(i int, text chartText) chartSeries {
	from, style := c.Series[i], c.Look(i)
	s := chartSeries{
		Index:      i,
		Name:       chartNames{c.source.names[i], []string{clean(from.Name)}},
		Categories: chartNames{c.source.categories, c.categories()},
		Figures:    chartFigures{c.source.figures[i], c.format(), c.figures(i)},
		Fill:       hex(style.Ink.Fill),
		Labels:     chartLabels{Format: c.format(), Text: text},
	}
	if style.Ink.EdgeWidth > 0 {
		s.Line = chartLine{Width: int(style.Ink.EdgeWidth * emuPerPoint), Colour: hex(style.Ink.Edge)}
	}
	pen := chartLine{Width: int(style.Pen.Width * emuPerPoint), Colour: hex(style.Pen.Colour), Dash: dash(style.Pen.Dash)}
	switch {
	case c.Kind == reports.Lines:
		s.Fill, s.Line = "", pen
		s.Point, s.PointSize, s.PointColour = pointShape(style.Shape), 7, hex(style.Pen.Colour)
		if from.Marker {
			s.Point = "none"
		}
		s.Labels.Position = "t"
	case from.Marker && c.Kind == reports.Columns:
		s.Fill, s.Line = "", chartLine{}
		s.Point, s.PointSize, s.PointColour = "dash", 22, hex(style.Pen.Colour)
	case from.Marker: // a frame up to where the bar should reach
		s.Fill, s.Line = "", pen
	default:
		s.Labels.Position = "outEnd"
	}
	if from.Marker || len(c.Categories)*c.bars() > mostLabels {
		s.Labels.Position = ""
	}
	return s
}

// mostLabels is how many figures a chart can carry without crowding.
const mostLabels = 40

func pointShape(s reports.Shape) string {
	switch s {
	case reports.Square:
		return "square"
	case reports.Triangle:
		return "triangle"
	default:
		return "circle"
	}
}

// dash is the nearest that DrawingML has to a pen's dashes.
func dash(lengths []float64) string {
	switch {
	case len(lengths) == 0:
		return ""
	case lengths[0] >= 4:
		return "dash"
	case lengths[0] >= 2:
		return "sysDash"
	default:
		return "sysDot"
	}
}

func hex(c reports.Colour) string {
	r, g, b := c.RGB()
	return fmt.Sprintf("%02X%02X%02X", r, g, b)
}

// known tells whether a point has a figure that a cell can hold.
func known(p reports.Point) bool { return p.Known && !math.IsNaN(p.Value) && !math.IsInf(p.Value, 0) }

// point is that of category k; a series may end early.
func point(s reports.Series, k int) reports.Point {
	if k < len(s.Points) {
		return s.Points[k]
	}
	return reports.Point{}
}

func (c *chart) figures(i int) []string {
	out := make([]string, len(c.Categories))
	for k := range out {
		if p := point(c.Series[i], k); known(p) {
			out[k] = strconv.FormatFloat(p.Value, 'f', -1, 64)
		}
	}
	return out
}

func (c *chart) categories() []string {
	out := make([]string, len(c.Categories))
	for k, name := range c.Categories {
		out[k] = cut(clean(name))
	}
	return out
}

// bars counts the series that are not markers.
func (c *chart) bars() int {
	n := 0
	for _, s := range c.Series {
		if !s.Marker {
			n++
		}
	}
	return n
}

func (c *chart) lowest() float64  { return c.extreme(math.Min) }
func (c *chart) highest() float64 { return c.extreme(math.Max) }

// extreme is the outermost figure, or 0 where all lie on the other side of it.
func (c *chart) extreme(outer func(a, b float64) float64) float64 {
	v := 0.0
	for _, s := range c.Series {
		for _, p := range s.Points {
			if known(p) {
				v = outer(v, p.Value)
			}
		}
	}
	return v
}
