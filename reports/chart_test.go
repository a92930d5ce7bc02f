package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A sketch records what a chart draws. Each letter is half as wide as high.
type sketch struct {
	texts   []sketched
	rects   []area
	inks    []Ink
	lines   int
	markers []Shape
}

type sketched struct {
	text string
	area area
}

func (s *sketch) Rect(x, y, w, h float64, ink Ink) {
	s.rects = append(s.rects, area{x, y, x + w, y + h})
	s.inks = append(s.inks, ink)
}
func (s *sketch) Line(_, _, _, _ float64, _ Pen)               { s.lines++ }
func (s *sketch) Polyline(points []Spot, _ Pen)                { s.lines += len(points) - 1 }
func (s *sketch) Marker(_ Spot, _ float64, shape Shape, _ Ink) { s.markers = append(s.markers, shape) }

func (s *sketch) TextWidth(t string, font Font) float64 {
	return float64(len([]rune(t))) * font.Size / 2
}

func (s *sketch) Number(v float64, decimals int) string { return fmt.Sprintf("%.*f", decimals, v) }

func (s *sketch) Text(at Spot, t string, font Font) {
	w := s.TextWidth(t, font)
	x := at.X
	switch font.Anchor {
	case End:
		x -= w
	case Centre:
		x -= w / 2
	case Start:
	}
	s.texts = append(s.texts, sketched{t, area{x, at.Y - 0.7*font.Size, x + w, at.Y}})
}

// count is how often a text was written.
func (s *sketch) count(text string) int {
	n := 0
	for _, t := range s.texts {
		if t.text == text {
			n++
		}
	}
	return n
}

func values(vs ...float64) []Point {
	var ps []Point
	for _, v := range vs {
		ps = append(ps, Point{Known: !math.IsNaN(v), Value: v, Label: fmt.Sprintf("v%g", v)})
	}
	return ps
}

// charts are of each kind, with negative values, gaps and a marker.
func charts() map[string]Chart {
	gap := math.NaN()
	names := []string{"Finland", "Latvia with a rather long name that takes three lines or more", "", "Poland"}
	charts := map[string]Chart{}
	for kind, name := range map[ChartKind]string{Bars: "bars", Columns: "columns", Lines: "lines"} {
		charts[name] = Chart{
			Kind: kind, Axis: "% of target", Categories: names,
			Series: []Series{{Name: "First", Points: values(12, 80, gap, 33)}, {Name: "Second", Points: values(50, 0, 20)}, {Name: "Expected", Marker: true, Points: values(40, 70, 10, 20)}},
		}
		charts[name+" below zero"] = Chart{Kind: kind, Categories: names, Series: []Series{{Name: "Change", Points: values(-12, 8, gap, -33)}}}
		charts[name+" without figures"] = Chart{Kind: kind, Categories: names, Series: []Series{{Name: "None"}}}
		charts[name+" without categories"] = Chart{Kind: kind, Series: []Series{{Name: "None"}}}
		charts[name+" without series"] = Chart{Kind: kind, Categories: names}
		charts[name+" with odd figures"] = Chart{Kind: kind, Categories: names, Series: []Series{{Points: []Point{{Known: true, Value: math.Inf(1)}, {Known: true, Value: 1e300}, {Known: true, Value: 1e14}, {Known: true, Value: -1e-9}}}}}
		charts[name+" of one point"] = Chart{Kind: kind, Categories: names[:1], Series: []Series{{Points: values(5)}}}
	}
	return charts
}

func TestChartStaysInside(t *testing.T) {
	for name, c := range charts() {
		for _, width := range []float64{160, 440, 720} {
			t.Run(fmt.Sprint(name, " ", width), func(t *testing.T) {
				s := &sketch{}
				height := c.Height(s, width)
				c.Draw(s, width, height)
				frame := area{-0.1, -0.1, width + 0.1, height + 0.1}
				for _, x := range s.texts {
					if x.area.x1 < frame.x1 || x.area.x2 > frame.x2 || x.area.y1 < frame.y1 || x.area.y2 > frame.y2 {
						t.Errorf("%q is at %v of %v", x.text, x.area, frame)
					}
				}
				for i, x := range s.texts {
					for _, y := range s.texts[:i] {
						if x.area.meets(y.area) {
							t.Errorf("%q overlaps %q", x.text, y.text)
						}
					}
				}
				for _, r := range s.rects {
					if r.x1 < frame.x1 || r.x2 > frame.x2 || r.y1 < frame.y1 || r.y2 > frame.y2 {
						t.Errorf("an area is at %v of %v", r, frame)
					}
				}
			})
		}
	}
}

// TestNoFigureIsNotZero tells a gap from a 0 by its label and by its bar.
func TestNoFigureIsNotZero(t *testing.T) {
	for _, kind := range []ChartKind{Bars, Columns, Lines} {
		c := Chart{Kind: kind, Categories: []string{"a", "b", "c"}, Series: []Series{{Points: []Point{
			{Known: true, Value: 0, Label: "zero"}, {Label: "no figure"}, {Known: true, Value: 7, Label: "seven"},
		}}}}
		s := &sketch{}
		c.Draw(s, 400, 200)
		for _, want := range []string{"zero", "no figure", "seven"} {
			if s.count(want) != 1 {
				t.Errorf("kind %d: %q is written %d times", kind, want, s.count(want))
			}
		}
		if kind == Lines {
			if len(s.markers) != 2 {
				t.Errorf("%d points instead of 2", len(s.markers))
			}
		} else if len(s.rects) != 1 {
			t.Errorf("kind %d: %d bars instead of 1", kind, len(s.rects))
		}
		c.Series[0].Points[1].Label = ""
		s = &sketch{}
		c.Draw(s, 400, 200)
		if s.count("–") != 1 {
			t.Errorf("kind %d: a figure that is missing leaves no trace", kind)
		}
	}
}

// TestLabelsAvoidMarkers moves a marker along a bar and past its end.
func TestLabelsAvoidMarkers(t *testing.T) {
	for _, at := range []float64{1, 40, 55, 59, 60, 61, 65, 70, 100} {
		c := Chart{Kind: Bars, Categories: []string{"a"}, Series: []Series{{Points: values(60)}, {Marker: true, Points: values(at)}}}
		s := &sketch{}
		c.Draw(s, 400, 80)
		x := c.plot(s, 400).layBars(s).x(at)
		for _, label := range s.texts {
			if label.text == "v60" && x > label.area.x1-1 && x < label.area.x2+1 {
				t.Errorf("the marker of %g at %.1f runs through the label at %v", at, x, label.area)
			}
		}
		if s.count("v60") != 1 {
			t.Errorf("with a marker at %g the label is written %d times", at, s.count("v60"))
		}
	}
}

func TestGapsInterruptLines(t *testing.T) {
	draw := func(vs ...float64) int {
		c := Chart{Kind: Lines, Categories: make([]string, len(vs)), Series: []Series{{Points: values(vs...)}}}
		s := &sketch{}
		c.Draw(s, 400, 200)
		return s.lines
	}
	if whole, gap := draw(1, 2, 3, 4, 5), draw(1, 2, math.NaN(), 4, 5); whole-gap != 2 {
		t.Errorf("a gap takes away %d pieces of the line, not 2", whole-gap)
	}
}

func TestScale(t *testing.T) {
	for name, c := range map[string]struct {
		low, high float64
		want      []float64
		decimals  int
	}{
		"percent":       {0, 100, []float64{0, 20, 40, 60, 80, 100}, 0},
		"a little more": {0, 101, []float64{0, 25, 50, 75, 100, 125}, 0},
		"nothing":       {0, 0, []float64{0, 0.2, 0.4, 0.6, 0.8, 1}, 1},
		"below zero":    {-12, 22, []float64{-20, -10, 0, 10, 20, 30}, 0},
		"only below":    {-9, 0, []float64{-10, -8, -6, -4, -2, 0}, 0},
		"small":         {0, 0.012, []float64{0, 0.0025, 0.005, 0.0075, 0.01, 0.0125}, 4},
		"thousands":     {0, 1208, []float64{0, 250, 500, 750, 1000, 1250}, 0},
		"quarter steps": {0, 1.1, []float64{0, 0.25, 0.5, 0.75, 1, 1.25}, 2},
		"people":        {0, 3, []float64{0, 1, 2, 3}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScale(c.low, c.high)
			var got []float64
			for _, v := range s.ticks() {
				got = append(got, math.Round(v*1e9)/1e9)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			if s.decimals != c.decimals {
				t.Errorf("%d decimals instead of %d", s.decimals, c.decimals)
			}
		})
	}
}

// TestLongChartsAreDivided keeps one scale and every category.
func TestLongChartsAreDivided(t *testing.T) {
	c := Chart{Kind: Bars, Series: []Series{{Name: "a"}, {Name: "b", Marker: true}}}
	for i := range 200 {
		c.Categories = append(c.Categories, fmt.Sprintf("category %d", i))
		for k := range c.Series {
			c.Series[k].Points = append(c.Series[k].Points, values(float64(i))...)
		}
	}
	s := &sketch{}
	plots := c.Plots(s, 400, 500)
	if len(plots) < 5 {
		t.Fatalf("%d plots", len(plots))
	}
	for i, p := range plots {
		if p.Height > 500 || p.Height < 300 && i < len(plots)-1 {
			t.Errorf("plot %d is %f high", i, p.Height)
		}
		if p.scale != plots[0].scale {
			t.Errorf("plot %d has another scale", i)
		}
		p.Draw(s)
	}
	for _, name := range c.Categories {
		if s.count(name) != 1 {
			t.Errorf("%s is drawn %d times", name, s.count(name))
		}
	}
}

func TestChartHeightGrows(t *testing.T) {
	c := Chart{Kind: Bars, Series: []Series{{Name: "a"}}}
	last := 0.0
	for i := range 20 {
		c.Categories = append(c.Categories, fmt.Sprint("category ", i))
		height := c.Height(&sketch{}, 400)
		if height < last+10 {
			t.Errorf("with %d categories %.1f instead of more than %.1f", i+1, height, last)
		}
		last = height
	}
}

func TestWrap(t *testing.T) {
	font := Font{Size: 10} // a letter is 5 wide
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"short":      {"abc", []string{"abc"}},
		"words":      {"abcdef ghij klm", []string{"abcdef", "ghij klm"}},
		"too long":   {"a b c d e f g h i j k l m n o p q", []string{"a b c d e", "f g h i j", "k l m n o…"}},
		"long word":  {"abcdefghijklmn", []string{"abcdefghij", "klmn"}},
		"kept space": {"ab cde\u00A0fghi", []string{"ab", "cde\u00A0fghi"}},
		"nothing":    {" ", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, wrap(&sketch{}, c.text, font, 50)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// contrast is the ratio of WCAG 2.2 between two colours.
func contrast(a, b Colour) float64 {
	luminance := func(c Colour) float64 {
		r, g, bl := c.RGB()
		linear := func(v uint8) float64 {
			x := float64(v) / 255
			if x <= 0.04045 {
				return x / 12.92
			}
			return math.Pow((x+0.055)/1.055, 2.4)
		}
		return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(bl)
	}
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// TestLooks holds that each series stands out from white, and from the others
// without colour.
func TestLooks(t *testing.T) {
	c := Chart{Kind: Lines, Series: make([]Series, 3)}
	var looks []string
	for i := range c.Series {
		look := c.Look(i)
		outer := look.Ink.Fill
		if look.Ink.EdgeWidth > 0 {
			outer = look.Ink.Edge
		}
		for _, colour := range []Colour{outer, look.Pen.Colour} {
			if got := contrast(colour, chartWhite); got < 3 {
				t.Errorf("series %d: contrast %.2f", i, got)
			}
		}
		for k := range i {
			if got := contrast(look.Ink.Fill, c.Look(k).Ink.Fill); got < 2 {
				t.Errorf("series %d and %d: contrast %.2f", i, k, got)
			}
		}
		looks = append(looks, fmt.Sprint(look.Shape, look.Pen.Dash))
	}
	slices.Sort(looks)
	if len(slices.Compact(looks)) != 3 {
		t.Errorf("lines look alike: %s", strings.Join(looks, ", "))
	}
	for _, colour := range []Colour{chartText, chartMuted} {
		if got := contrast(colour, chartWhite); got < 4.5 {
			t.Errorf("text %06X: contrast %.2f", uint32(colour), got)
		}
	}
}
