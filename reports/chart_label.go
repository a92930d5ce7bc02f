package reports

import (
	"slices"
	"strings"
)

// An area is a part of a plot that is covered.
type area struct{ x1, y1, x2, y2 float64 }

func around(at Spot, r float64) area {
	return area{at.X - r, at.Y - r, at.X + r, at.Y + r}
}

func (a area) meets(b area) bool {
	return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2
}

// crossed tells whether the line from p to q runs through the area: it is
// clipped by one side after the other (Liang and Barsky).
func (a area) crossed(p, q Spot) bool {
	from, to := 0.0, 1.0
	dx, dy := q.X-p.X, q.Y-p.Y
	for _, side := range [4][2]float64{{-dx, p.X - a.x1}, {dx, a.x2 - p.X}, {-dy, p.Y - a.y1}, {dy, a.y2 - p.Y}} {
		switch along, room := side[0], side[1]; {
		case along == 0 && room < 0:
			return false
		case along < 0:
			from = max(from, room/along)
		case along > 0:
			to = min(to, room/along)
		}
	}
	return from <= to
}

// valueFont is that of a point's label.
func valueFont(pt Point) Font {
	if !pt.drawable() {
		return Font{Size: 8, Colour: chartMuted, Emphasis: true, Anchor: Centre}
	}
	return Font{Size: chartTextSize, Colour: chartText, Strong: true, Anchor: Centre}
}

// columnLabel writes a value over its column, the middle of which is at x, or
// under one that hangs down.
func (f *frame) columnLabel(p Painter, x float64, pt Point) {
	if !pt.drawable() {
		f.absentLabel(p, x, pt)
		return
	}
	end := f.y(pt.Value)
	tries := []float64{end - 3, end - 3 - chartLeading}
	if pt.Value < 0 {
		tries = []float64{end + 8.5}
	}
	for _, y := range tries {
		if f.write(p, Spot{x, y}, pt.label(), valueFont(pt), true) {
			return
		}
	}
}

// absentLabel says in the place of a column that there is no figure, in two
// lines at most; where that is too wide a dash says it.
func (f *frame) absentLabel(p Painter, x float64, pt Point) {
	font := valueFont(pt)
	room := f.columnWidth()
	if f.chart.bars() == 1 {
		room = f.pitch()
	}
	lines := wrap(p, pt.label(), font, room)
	if len(lines) > 2 || slices.ContainsFunc(strings.Fields(pt.label()), func(word string) bool {
		return p.TextWidth(word, font) > room
	}) {
		lines = []string{Point{}.label()}
	}
	slices.Reverse(lines)
	for i, l := range lines {
		f.write(p, Spot{x, f.y(0) - 3 - float64(i)*9}, l, font, true)
	}
}

// pointLabel writes the value of category i beside its point, where it covers
// neither another nor, if that is possible, a line. Where there is no room at
// all it is left out.
func (f *frame) pointLabel(p Painter, i int, pt Point) {
	font := valueFont(pt)
	at := Spot{f.middle(i), f.y(0)}
	if pt.drawable() {
		at.Y = f.y(pt.Value)
	}
	half := p.TextWidth(pt.label(), font) / 2
	const away = pointSize/2 + 3
	spots := []Spot{
		{at.X, at.Y - away},
		{at.X, at.Y + away + 5.5},
		{at.X - half - away, at.Y - 1},
		{at.X + half + away, at.Y - 1},
		{at.X - half - away, at.Y + 6},
		{at.X + half + away, at.Y + 6},
		{at.X, at.Y - away - chartLeading},
	}
	for _, overLines := range []bool{false, true} {
		for _, spot := range spots {
			if f.write(p, spot, pt.label(), font, overLines) {
				return
			}
		}
	}
}

// write puts a label at a spot, or moved inside the plot, if that is free.
func (f *frame) write(p Painter, at Spot, s string, font Font, overLines bool) bool {
	s = cut(p, s, font, f.right-f.left)
	if s == "" {
		return true
	}
	half := p.TextWidth(s, font) / 2
	at.X = max(half, min(at.X, f.Width-half))
	a := area{at.X - half - 1, at.Y - 6.5, at.X + half + 1, at.Y + 1}
	if !f.free(a, overLines) {
		return false
	}
	f.taken = append(f.taken, a)
	p.Text(at, s, font)
	return true
}

// free tells whether a text may stand in a.
func (f *frame) free(a area, overLines bool) bool {
	if a.y1 < f.legendHeight() || a.y2 > f.base {
		return false
	}
	for _, t := range f.taken {
		if t.meets(a) {
			return false
		}
	}
	if overLines {
		return true
	}
	for _, line := range f.lines {
		for i := 1; i < len(line); i++ {
			if a.crossed(line[i-1], line[i]) {
				return false
			}
		}
	}
	return true
}
