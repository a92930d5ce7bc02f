package reports

// A Painter draws what a chart is made of. Lengths are in a unit of its own
// (points in a PDF), y grows downwards, and text stands on its baseline.
type Painter interface {
	Rect(x, y, width, height float64, ink Ink)
	Line(x1, y1, x2, y2 float64, pen Pen)
	Polyline(points []Spot, pen Pen)
	Marker(at Spot, size float64, shape Shape, ink Ink)
	Text(at Spot, s string, font Font)
	TextWidth(s string, font Font) float64
	Number(v float64, decimals int) string // in the reader's language
}

// A Spot is a place in a chart, from its upper left corner.
type Spot struct{ X, Y float64 }

// A Colour is one of sRGB: 0xRRGGBB.
type Colour uint32

// RGB are the parts of the colour, from 0 to 255.
func (c Colour) RGB() (r, g, b uint8) {
	return uint8(c >> 16), uint8(c >> 8), uint8(c)
}

// Ink is how an area looks; an edge of no width is not drawn.
type Ink struct {
	Fill      Colour
	Edge      Colour
	EdgeWidth float64
}

// A Pen is how a line looks. Dash is the lengths of dashes and gaps in turn.
type Pen struct {
	Colour Colour
	Width  float64
	Dash   []float64
}

// A Font is how a text looks. At the Start it begins at its spot, at the End it
// ends there.
type Font struct {
	Size     float64
	Colour   Colour
	Strong   bool
	Emphasis bool
	Anchor   Align
}

// A Shape is that of a point on a line.
type Shape int

// The shapes of points.
const (
	Disc Shape = iota
	Square
	Triangle
)

// A Look tells a series from the others, also in black and white.
type Look struct {
	Ink   Ink   // of bars, columns and points
	Pen   Pen   // of lines and markers
	Shape Shape // of points
}

// The colours of charts. Those that carry meaning reach 3:1 against white, or
// have an edge that does.
const (
	chartMain   Colour = 0x0B4F6C
	chartLight  Colour = 0xCFE3EA
	chartAccent Colour = 0xC4651A
	chartText   Colour = 0x1B2A33
	chartMuted  Colour = 0x55656E
	chartGrid   Colour = 0xD9E1E5
	chartWhite  Colour = 0xFFFFFF
)

const (
	chartTextSize = 8.5
	chartLeading  = 10.5
	legendHeight  = 18.0
	legendKey     = 15.0 // width of the sample before a name
	legendGap     = 16.0 // after a name
)

// Look is that of series i: a dark area, then a light one with a dark edge,
// then one of the accent colour; lines are whole, dashed and dotted.
func (c Chart) Look(i int) Look {
	if i >= 0 && i < len(c.Series) && c.Series[i].Marker {
		return Look{
			Ink:   Ink{Fill: chartAccent},
			Pen:   Pen{Colour: chartAccent, Width: 2, Dash: c.markerDash()},
			Shape: Triangle,
		}
	}
	switch c.barsBefore(i) % 3 {
	case 0:
		return Look{Ink{Fill: chartMain}, Pen{Colour: chartMain, Width: 1.8}, Disc}
	case 1:
		return Look{
			Ink{Fill: chartLight, Edge: chartMain, EdgeWidth: 0.8},
			Pen{Colour: chartMain, Width: 1.4, Dash: []float64{5, 2.5}},
			Square,
		}
	default:
		return Look{
			Ink{Fill: chartAccent},
			Pen{Colour: chartAccent, Width: 1.6, Dash: []float64{1.5, 2}},
			Triangle,
		}
	}
}

// over is the colour of a text on the ink.
func (l Look) over() Colour {
	if l.Ink.Fill == chartLight {
		return chartText
	}
	return chartWhite
}

func (c Chart) markerDash() []float64 {
	if c.Kind == Lines {
		return []float64{3, 2}
	}
	return nil
}

// barsBefore counts the series before i that are not markers.
func (c Chart) barsBefore(i int) int {
	n := 0
	for k, s := range c.Series {
		if k < i && !s.Marker {
			n++
		}
	}
	return n
}

// bars counts the series that are not markers.
func (c Chart) bars() int { return c.barsBefore(len(c.Series)) }

// Height is the height at which the chart stands well in a width: bars need
// room for each category, the other kinds keep a proportion.
func (c Chart) Height(p Painter, width float64) float64 {
	return c.plot(p, width).Height
}

// Draw paints the chart, without its title, to fill width and height.
func (c Chart) Draw(p Painter, width, height float64) {
	plot := c.plot(p, width)
	plot.Height = height
	plot.Draw(p)
}

// A Plot is a chart laid out for a width, or a part of a long one.
type Plot struct {
	Width  float64
	Height float64

	chart Chart
	scale scale
}

// plot lays the whole chart out at its natural height.
func (c Chart) plot(p Painter, width float64) Plot {
	plot := Plot{Width: width, chart: c, scale: c.scale()}
	plot.Height = plot.naturalHeight(p)
	return plot
}

// Plots lays the chart out at its natural height. Bars that would rise above
// tallest become several plots with the same scale.
func (c Chart) Plots(p Painter, width, tallest float64) []Plot {
	whole := c.plot(p, width)
	if whole.Height <= tallest || c.Kind != Bars || len(c.Categories) < 2 {
		whole.Height = min(whole.Height, tallest)
		return []Plot{whole}
	}
	var plots []Plot
	for from := 0; from < len(c.Categories); {
		to := from + 1
		part := whole.part(p, from, to)
		for to < len(c.Categories) {
			longer := whole.part(p, from, to+1)
			if longer.Height > tallest {
				break
			}
			part, to = longer, to+1
		}
		part.Height = min(part.Height, tallest)
		plots = append(plots, part)
		from = to
	}
	return plots
}

// part is the plot of the categories from, up to but not including to.
func (pl Plot) part(p Painter, from, to int) Plot {
	c := pl.chart
	c.Categories = c.Categories[from:to]
	c.Series = make([]Series, len(pl.chart.Series))
	for i, s := range pl.chart.Series {
		s.Points = s.Points[min(from, len(s.Points)):min(to, len(s.Points))]
		c.Series[i] = s
	}
	pl.chart = c
	pl.Height = pl.naturalHeight(p)
	return pl
}

func (pl Plot) naturalHeight(p Painter) float64 {
	switch pl.chart.Kind {
	case Bars:
		return pl.layBars(p).height()
	default:
		return max(170, min(0.44*pl.Width, 230)) + pl.legendHeight()
	}
}

// Draw paints the plot with its upper left corner at the painter's origin.
func (pl Plot) Draw(p Painter) {
	if pl.legendHeight() > 0 {
		pl.drawLegend(p)
	}
	switch pl.chart.Kind {
	case Bars:
		pl.drawBars(p)
	case Columns:
		f := pl.layFrame(p)
		f.drawGrid(p)
		f.drawColumns(p)
	case Lines:
		f := pl.layFrame(p)
		f.drawGrid(p)
		f.drawLines(p)
	}
}

// legendHeight is 0 where one series needs no name.
func (pl Plot) legendHeight() float64 {
	if len(pl.chart.Series) < 2 {
		return 0
	}
	return legendHeight
}

func (pl Plot) drawLegend(p Painter) {
	font := Font{Size: chartTextSize, Colour: chartText}
	n := float64(len(pl.chart.Series))
	all := n * (legendKey + legendGap)
	for _, s := range pl.chart.Series {
		all += p.TextWidth(s.Name, font)
	}
	x := 0.0
	for i, s := range pl.chart.Series {
		pl.drawKey(p, x, 5, i)
		name := s.Name
		if all > pl.Width {
			name = cut(p, name, font, pl.Width/n-legendKey-legendGap)
		}
		p.Text(Spot{x + legendKey, 8}, name, font)
		x += legendKey + p.TextWidth(name, font) + legendGap
	}
}

// drawKey paints the sample of series i around the height y.
func (pl Plot) drawKey(p Painter, x, y float64, i int) {
	look := pl.chart.Look(i)
	switch {
	case pl.chart.Kind == Lines:
		p.Line(x, y, x+11, y, look.Pen)
		if !pl.chart.Series[i].Marker {
			p.Marker(Spot{x + 5.5, y}, pointSize, look.Shape, look.Ink)
		}
	case pl.chart.Series[i].Marker && pl.chart.Kind == Columns:
		p.Line(x, y, x+11, y, look.Pen)
	case pl.chart.Series[i].Marker:
		p.Line(x+5.5, y-5, x+5.5, y+5, look.Pen)
	default:
		p.Rect(x, y-4, 11, 8, look.Ink)
	}
}
