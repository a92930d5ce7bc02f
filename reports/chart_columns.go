package reports

import (
	"math"
	"strings"
)

const (
	pointSize    = 5.5
	widestColumn = 34.0
)

// A frame is a plot with an upright axis: columns and lines stand in it.
type frame struct {
	Plot
	left, right, top, foot float64
	base                   float64    // under which the categories are named
	labels                 [][]string // of each category, in lines
	every                  int        // category is named: 1 is each, 2 every second one
	taken                  []area     // by points, markers and texts
	lines                  [][]Spot   // that are drawn
}

func (pl Plot) layFrame(p Painter) *frame {
	f := &frame{Plot: pl, right: pl.Width, top: pl.legendHeight() + 16}
	if pl.chart.Axis != "" {
		f.top += chartLeading
	}
	font := Font{Size: chartTextSize}
	for _, t := range pl.scale.ticks() {
		f.left = max(f.left, p.TextWidth(p.Number(t, pl.scale.decimals), Font{Size: 8}))
	}
	f.left += 6
	f.every = f.thinned(p)
	lines := 1
	for _, c := range pl.chart.Categories {
		l := wrap(p, c, font, f.pitch()*float64(f.every)-4)
		f.labels = append(f.labels, l)
		lines = max(lines, len(l))
	}
	f.base = max(f.top+32, pl.Height-float64(lines)*chartLeading-5)
	f.foot = f.base
	if pl.scale.low < 0 {
		f.foot -= chartLeading // for the values of columns that hang down
	}
	return f
}

// pitch is the width of a category.
func (f *frame) pitch() float64 {
	return (f.right - f.left) / float64(max(1, len(f.chart.Categories)))
}

// thinned says how many categories share the room for a name: as many as a
// word of a column's name, or the name of a point in time, needs.
func (f *frame) thinned(p Painter) int {
	font := Font{Size: chartTextSize}
	widest := 0.0
	for _, c := range f.chart.Categories {
		names := []string{c}
		if f.chart.Kind == Columns {
			names = strings.Fields(c)
		}
		for _, n := range names {
			widest = max(widest, p.TextWidth(n, font))
		}
	}
	return max(1, int(math.Ceil((min(widest, 60)+4)/f.pitch())))
}

func (f *frame) y(v float64) float64 {
	return f.foot - (f.foot-f.top)*f.scale.share(v)
}

func (f *frame) middle(i int) float64 {
	return f.left + (float64(i)+0.5)*f.pitch()
}

// drawGrid paints the axis with its name, the grid and the categories.
func (f *frame) drawGrid(p Painter) {
	font := Font{Size: 8, Colour: chartMuted}
	if f.chart.Axis != "" {
		name := cut(p, f.chart.Axis, font, f.Width)
		p.Text(Spot{0, f.legendHeight() + 8}, name, font)
		f.taken = append(f.taken, area{0, f.legendHeight(), p.TextWidth(name, font), f.legendHeight() + 10})
	}
	font.Anchor = End
	for _, t := range f.scale.ticks() {
		y := f.y(t)
		pen := Pen{Colour: chartGrid, Width: 0.5}
		if t == 0 {
			pen = Pen{Colour: chartMuted, Width: 0.8}
		}
		p.Line(f.left, y, f.right, y, pen)
		p.Text(Spot{f.left - 5, y + 2.8}, p.Number(t, f.scale.decimals), font)
		f.taken = append(f.taken, area{0, y - 4, f.left - 4, y + 4})
	}
	font = Font{Size: chartTextSize, Colour: chartText, Anchor: Centre}
	for i, lines := range f.labels {
		if i%f.every != 0 {
			continue
		}
		for k, l := range lines {
			half := p.TextWidth(l, font) / 2
			x := max(half, min(f.middle(i), f.Width-half))
			p.Text(Spot{x, f.base + 11 + float64(k)*chartLeading}, l, font)
		}
	}
}

// columnWidth is that of a column with the gap after it.
func (f *frame) columnWidth() float64 {
	return min(widestColumn, 0.72*f.pitch()/float64(max(1, f.chart.bars())))
}

// column is where that of category i and series k begins.
func (f *frame) column(i, k int) float64 {
	left := f.middle(i) - float64(f.chart.bars())*f.columnWidth()/2
	return left + float64(f.chart.barsBefore(k))*f.columnWidth()
}

func (f *frame) drawColumns(p Painter) {
	width := max(1, f.columnWidth()-barGap)
	zero := f.y(0)
	for i := range f.chart.Categories {
		for k, s := range f.chart.Series {
			pt := s.point(i)
			if s.Marker || !pt.drawable() || pt.Value == 0 {
				continue
			}
			end := f.y(pt.Value)
			p.Rect(f.column(i, k), min(zero, end), width, max(zero-end, end-zero), f.chart.Look(k).Ink)
		}
		f.drawColumnMarkers(p, i)
	}
	for i := range f.chart.Categories {
		for k, s := range f.chart.Series {
			if !s.Marker {
				f.columnLabel(p, f.column(i, k)+width/2, s.point(i))
			}
		}
	}
}

// drawColumnMarkers paints the markers of category i across its columns.
func (f *frame) drawColumnMarkers(p Painter, i int) {
	half := max(0.5, float64(f.chart.bars())/2)*f.columnWidth() + shortTick
	for k, s := range f.chart.Series {
		pt := s.point(i)
		if !s.Marker || !pt.drawable() {
			continue
		}
		y, pen := f.y(pt.Value), f.chart.Look(k).Pen
		p.Line(f.middle(i)-half, y, f.middle(i)+half, y, Pen{Colour: chartWhite, Width: pen.Width + 2})
		p.Line(f.middle(i)-half, y, f.middle(i)+half, y, pen)
		f.taken = append(f.taken, area{f.middle(i) - half, y - 2, f.middle(i) + half, y + 2})
	}
}

func (f *frame) drawLines(p Painter) {
	for k, s := range f.chart.Series {
		look := f.chart.Look(k)
		var line []Spot
		for i := range f.chart.Categories {
			if pt := s.point(i); pt.drawable() {
				line = append(line, Spot{f.middle(i), f.y(pt.Value)})
				continue
			}
			f.drawLine(p, line, look.Pen)
			line = nil
		}
		f.drawLine(p, line, look.Pen)
	}
	for k, s := range f.chart.Series {
		if !s.Marker {
			f.drawPoints(p, s, f.chart.Look(k))
		}
	}
	for _, s := range f.chart.Series {
		if s.Marker {
			continue
		}
		for i := range f.chart.Categories {
			f.pointLabel(p, i, s.point(i))
		}
	}
}

// drawPoints paints the points of a series, on which no label may stand.
func (f *frame) drawPoints(p Painter, s Series, look Look) {
	for i := range f.chart.Categories {
		if pt := s.point(i); pt.drawable() {
			at := Spot{f.middle(i), f.y(pt.Value)}
			p.Marker(at, pointSize, look.Shape, look.Ink)
			f.taken = append(f.taken, around(at, pointSize/2))
		}
	}
}

func (f *frame) drawLine(p Painter, line []Spot, pen Pen) {
	if len(line) > 1 {
		p.Polyline(line, pen)
		f.lines = append(f.lines, line)
	}
}
