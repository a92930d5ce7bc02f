package reports

import "slices"

const (
	barGap     = 2.0 // between the bars of a category
	groupGap   = 9.0 // between categories
	axisHeight = 14.0
	labelGap   = 4.0
	shortTick  = 2.5 // by which a marker stands out from its bars
)

// A barChart is a plot of horizontal bars with its measures.
type barChart struct {
	Plot
	labels   [][]string // of each category, in lines
	labelled float64    // width of the labels
	left     float64    // where the axis begins
	right    float64    // and ends
	bar      float64    // thickness of a bar
}

func (pl Plot) layBars(p Painter) barChart {
	b := barChart{Plot: pl, bar: 11}
	if n := pl.chart.bars(); n > 1 {
		b.bar = 8
	}
	font := Font{Size: chartTextSize}
	most := 0.36 * pl.Width
	for _, c := range pl.chart.Categories {
		lines := wrap(p, c, font, most)
		b.labels = append(b.labels, lines)
		for _, l := range lines {
			b.labelled = max(b.labelled, p.TextWidth(l, font))
		}
	}
	before, after := pl.valueRoom(p)
	b.left = b.labelled + 10 + before
	b.right = max(b.left+20, pl.Width-after)
	return b
}

// valueRoom is the width that the labels of the longest bars need beyond the
// axis, before it for negative values and after it.
func (pl Plot) valueRoom(p Painter) (before, after float64) {
	font := Font{Size: chartTextSize, Strong: true}
	after = 8
	for _, s := range pl.chart.Series {
		for i := range pl.chart.Categories {
			pt := s.point(i)
			if s.Marker {
				continue
			}
			w := p.TextWidth(pt.label(), font) + 2*labelGap + 2
			if pt.drawable() && pt.Value < 0 {
				before = max(before, w)
			} else {
				after = max(after, w)
			}
		}
	}
	limit := pl.Width / 4
	return min(before, limit), min(after, limit)
}

// groupHeight is that of category i at the natural height.
func (b barChart) groupHeight(i int) float64 {
	bars := float64(max(1, b.chart.bars()))
	return max(bars*b.bar+(bars-1)*barGap, float64(len(b.labels[i]))*chartLeading) + groupGap
}

func (b barChart) height() float64 {
	sum := b.above() + b.below()
	for i := range b.labels {
		sum += b.groupHeight(i)
	}
	return sum
}

func (b barChart) above() float64 { return b.legendHeight() }

// below is the height of the ticks and of the axis' name.
func (b barChart) below() float64 {
	if b.chart.Axis == "" {
		return axisHeight
	}
	return axisHeight + chartLeading
}

func (b barChart) x(v float64) float64 {
	return b.left + (b.right-b.left)*b.scale.share(v)
}

func (pl Plot) drawBars(p Painter) {
	b := pl.layBars(p)
	heights := make([]float64, len(b.labels))
	natural := 0.0
	for i := range b.labels {
		heights[i] = b.groupHeight(i)
		natural += heights[i]
	}
	room := pl.Height - b.above() - b.below()
	shrink, spare := 1.0, 0.0
	if room < natural {
		shrink = room / natural
	} else {
		spare = (room - natural) / float64(max(1, len(heights)))
	}
	b.bar *= shrink
	b.drawAxis(p, b.above(), b.above()+room)
	y := b.above()
	for i := range heights {
		h := heights[i]*shrink + spare
		b.drawGroup(p, i, y, h)
		y += h
	}
}

// drawAxis paints the grid between top and foot, the ticks and the axis' name.
func (b barChart) drawAxis(p Painter, top, foot float64) {
	font := Font{Size: 8, Colour: chartMuted, Anchor: Centre}
	ticks := b.scale.ticks()
	last := -b.Width
	for _, t := range ticks {
		x := b.x(t)
		if t != 0 {
			p.Line(x, top, x, foot, Pen{Colour: chartGrid, Width: 0.5})
		}
		s := p.Number(t, b.scale.decimals)
		half := p.TextWidth(s, font) / 2
		x = max(half, min(x, b.Width-half))
		if x-half > last+4 {
			p.Text(Spot{x, foot + 10}, s, font)
			last = x + half
		}
	}
	if b.chart.Axis != "" {
		name := cut(p, b.chart.Axis, font, b.Width-b.left)
		w := p.TextWidth(name, font)
		font.Anchor = Start
		p.Text(Spot{min(b.left, b.Width-w), foot + 10 + chartLeading}, name, font)
	}
	zero := b.x(0)
	p.Line(zero, top, zero, foot, Pen{Colour: chartMuted, Width: 0.8})
}

// drawGroup paints category i in the height h below y.
func (b barChart) drawGroup(p Painter, i int, y, h float64) {
	middle := y + h/2
	line := middle - float64(len(b.labels[i]))*chartLeading/2
	for _, l := range b.labels[i] {
		font := Font{Size: chartTextSize, Colour: chartText, Anchor: End}
		p.Text(Spot{b.labelled, line + 8}, l, font)
		line += chartLeading
	}
	n := float64(b.chart.bars())
	thick := n*b.bar + max(0, n-1)*barGap
	top := middle - thick/2
	for k, s := range b.chart.Series {
		if !s.Marker {
			b.drawBar(p, i, k, top+float64(b.chart.barsBefore(k))*(b.bar+barGap))
		}
	}
	if n == 0 {
		top, thick = middle-b.bar/2, b.bar
	}
	for k, s := range b.chart.Series {
		if pt := s.point(i); s.Marker && pt.drawable() {
			x := b.x(pt.Value)
			pen := b.chart.Look(k).Pen
			p.Line(x, top-shortTick, x, top+thick+shortTick, Pen{Colour: chartWhite, Width: pen.Width + 2})
			p.Line(x, top-shortTick, x, top+thick+shortTick, pen)
		}
	}
}

// drawBar paints the bar of category i in series k, with its value beside it.
func (b barChart) drawBar(p Painter, i, k int, y float64) {
	pt := b.chart.Series[k].point(i)
	zero := b.x(0)
	base := y + b.bar/2 + 3
	font := Font{Size: chartTextSize, Colour: chartText, Strong: true}
	if !pt.drawable() {
		font = Font{Size: 8, Colour: chartMuted, Emphasis: true}
		p.Text(Spot{zero + labelGap, base}, cut(p, pt.label(), font, b.Width-zero-labelGap), font)
		return
	}
	end := b.x(pt.Value)
	if end != zero {
		p.Rect(min(zero, end), y, max(zero-end, end-zero), b.bar, b.chart.Look(k).Ink)
	}
	label := pt.label()
	if pt.Value < 0 {
		font.Anchor = End
		w := p.TextWidth(label, font)
		right := b.clear(i, end-labelGap-w, w, -1) + w
		p.Text(Spot{right, base}, cut(p, label, font, right-b.labelled-labelGap), font)
		return
	}
	w := p.TextWidth(label, font)
	x := end + labelGap
	if inside := end - labelGap - w; b.marked(i, x, w) && inside > zero && !b.marked(i, inside, w) {
		font.Colour = b.chart.Look(k).over()
		p.Text(Spot{inside, base}, label, font)
		return
	}
	x = b.clear(i, x, w, 1)
	p.Text(Spot{x, base}, cut(p, label, font, b.Width-x), font)
}

// hits tells whether the series is a marker that would run through a label of
// category i, or close by it.
func (b barChart) hits(s Series, i int, x, w float64) bool {
	pt := s.point(i)
	at := b.x(pt.Value)
	return s.Marker && pt.drawable() && at > x-labelGap/2 && at < x+w+labelGap/2
}

// marked tells whether any marker hits a label.
func (b barChart) marked(i int, x, w float64) bool {
	return slices.ContainsFunc(b.chart.Series, func(s Series) bool { return b.hits(s, i, x, w) })
}

// clear moves a label that begins at x beyond the markers of category i that
// hit it: to the right, or with side -1 to the left.
func (b barChart) clear(i int, x, w, side float64) float64 {
	for _, s := range b.chart.Series {
		switch at := b.x(s.point(i).Value); {
		case !b.hits(s, i, x, w):
		case side > 0:
			x = at + labelGap
		default:
			x = at - labelGap - w
		}
	}
	return x
}
