package pdf

import "tulos/reports"

// A rowLayout is a row whose lines are set.
type rowLayout struct {
	*tableLayout
	row    reports.Row
	cells  []cell
	lines  [][]setLine // of each cell
	height float64     // without padding
}

// whole is the row as one strip.
func (r *rowLayout) whole() *strip {
	s := &strip{height: r.height + 2*padVertical}
	count := 2 // background and foot
	for _, l := range r.lines {
		count += len(l)
	}
	s.reserve(count)
	r.background(s, true)
	for k := range r.cells {
		for i := range r.lines[k] {
			r.placeLine(s, k, i, padVertical+float64(i)*r.text.leading)
		}
		r.placeBar(s, k, padVertical+float64(max(1, len(r.lines[k])))*r.text.leading)
	}
	r.foot(s)
	return s
}

// slices are the row as strips of one line.
func (r *rowLayout) slices() []*strip {
	most := 1
	for _, l := range r.lines {
		most = max(most, len(l))
	}
	strips := make([]*strip, most)
	for i := range strips {
		s := &strip{height: r.text.leading}
		top := 0.0
		if i == 0 {
			top = padVertical
			s.height += padVertical
		}
		if i == most-1 {
			s.height = top + r.height - float64(most-1)*r.text.leading + padVertical
		}
		r.background(s, i == 0)
		for k := range r.cells {
			if i < len(r.lines[k]) {
				r.placeLine(s, k, i, top)
			}
			if i == max(0, len(r.lines[k])-1) {
				r.placeBar(s, k, top+r.text.leading)
			}
		}
		strips[i] = s
	}
	r.foot(strips[most-1])
	noSingles(strips)
	return strips
}

// background tells group rows and totals from the others, the latter by a line
// over their first strip.
func (r *rowLayout) background(s *strip, first bool) {
	switch {
	case r.row.Group:
		s.add(nil, fill(0, 0, r.width(), s.height, tint))
	case r.row.Total && first:
		s.add(nil, rule(0, 0, r.width(), 0, 0.9, teal))
	}
}

// foot draws the line under the row.
func (r *rowLayout) foot(s *strip) {
	width, colour := 0.5, hairline
	if r.row.Total {
		width, colour = 0.6, teal
	}
	s.add(nil, rule(0, s.height, r.width(), s.height, width, colour))
}

// placeLine puts line i of cell k below y.
func (r *rowLayout) placeLine(s *strip, k, i int, y float64) {
	c, l := r.cells[k], r.lines[k][i]
	x, width := r.inner(c, k)
	x += c.indent()
	left := x + shift(c.align, width-c.indent(), l.width)
	if i == 0 && c.status != nil {
		statusShape(s, c.status.Kind, left-statusRoom, y+(r.text.leading-statusSize)/2-0.4)
	}
	c.prose.place(s, l, left, y+r.text.baseline())
}

// placeBar draws the bar of cell k, if it has one, below y.
func (r *rowLayout) placeBar(s *strip, k int, y float64) {
	c := r.cells[k]
	if c.bar == nil {
		return
	}
	x, width := r.inner(c, k)
	y += barRoom - barHeight
	s.add(nil, fill(x, y, width, barHeight, track))
	if share := min(1, *c.bar); share > 0 {
		s.add(nil, fill(x, y, width*share, barHeight, teal))
	}
}
