package pdf

import (
	"tulos/pkg/pdfua"
	"tulos/reports"
)

const (
	bandHeight   = 400.0 // from the top of the page, at least
	titleTallest = 470.0
	factLabel    = 128.0
	bleed        = 4.0 // by which areas pass the edge of the page
)

// cover adds the first page: a band with the title, and facts below it that go
// on over the next pages if they must.
func (l *layout) cover(b reports.Cover) {
	after := format{landscape: l.current().format.landscape}
	l.begin(format{cover: true})
	l.flow([]*strip{l.band(b)}, 0, 34)
	if len(b.Logos) > 0 {
		l.flow(l.logos(b.Logos), 0, 22)
	}
	list := l.root
	if len(b.Facts) > 0 {
		list = l.root.Add(pdfua.L)
	}
	for _, f := range b.Facts {
		l.flow(l.fact(list.Add(pdfua.LI), f), 0, 0)
	}
	if len(b.Support) > 0 {
		strips := l.prose(l.root.Add(pdfua.P), b.Support, noteStyle()).strips(0, l.measure())
		together(strips, false)
		l.flow(strips, 16, 0)
	}
	l.begin(after)
}

const (
	logoHeight = 44.0
	logoWidest = 132.0
	logoGap    = 24.0
)

// logos are in rows, as many in each as fit.
func (l *layout) logos(all []reports.Logo) []*strip {
	var rows []*strip
	x := l.width()
	for _, logo := range all {
		w, h := fitted(logo.Width, logo.Height, logoWidest, logoHeight)
		if x+w > l.width() {
			rows = append(rows, &strip{height: logoHeight, above: logoGap / 2})
			x = 0
		}
		row, y := rows[len(rows)-1], (logoHeight-h)/2
		e := l.root.Add(pdfua.Figure)
		e.Alt = logo.Name
		row.figures = append(row.figures, figure{e, x, y, w, h})
		row.add(e.Content(), &imageOp{x, y, w, h, logo.JPEG})
		x += w + logoGap
	}
	return rows
}

// band is the coloured area with kind, notice, title and subtitle. It bleeds
// over the margins; its texts do not.
func (l *layout) band(b reports.Cover) *strip {
	width := l.width()
	s := &strip{}
	kind := l.plain(l.root.Add(pdfua.P), b.Kind, &style{bold, 11, 14, haze})
	title := l.title(b.Title, width)
	lines := title.cutLines(title.balanced(width), int(titleTallest/title.style.leading), width)
	subtitle := l.plain(l.root.Add(pdfua.P), b.Subtitle, &style{regular, 15, 20, white})
	notice := l.plain(l.root.Add(pdfua.P), b.Notice, &style{bold, 11, 14, white})

	under := subtitle.cutLines(subtitle.lines(width), 3, width)
	text := float64(len(lines))*title.style.leading + 10 + float64(len(under))*subtitle.style.leading
	band := max(bandHeight, marginTop+70+text+42)
	s.height = band - marginTop
	s.add(nil, fill(-marginSide-bleed, -marginTop-bleed, width+2*(marginSide+bleed), band+bleed, teal))
	ripples(s, width+marginSide, s.height)
	s.add(nil, fill(0, s.height-3, 96, 6, accent))

	placeFirst(s, kind, 0, -2, width*0.6)
	y := setLines(s, title, lines, 0, s.height-42-text)
	setLines(s, subtitle, under, 0, y+10)
	l.notice(s, notice, width)
	return s
}

// ripples are faint rings around the lower right corner of the band. What lies
// below the band is covered.
func ripples(s *strip, x, y float64) {
	for radius := 300.0; radius >= 60; radius -= 40 {
		s.add(nil, &discOp{x, y, radius, reports.Ink{Fill: teal, Edge: ripple, EdgeWidth: 1}})
	}
	s.add(nil, fill(-marginSide-bleed, y, x+marginSide+2*bleed, 310, white))
}

// title is set in the largest size that looks well for its length.
func (l *layout) title(t reports.Text, width float64) *prose {
	e := l.root.Add(pdfua.P)
	steps := []struct {
		size  float64
		lines int
	}{{34, 3}, {29, 4}, {25, 5}, {22, 7}, {19, 9}, {16, 12}, {14, 99}}
	var p *prose
	for _, step := range steps {
		e.Kids = nil
		p = l.prose(e, t, &style{bold, step.size, step.size * 1.18, white})
		if len(p.lines(width)) <= step.lines && p.widest() <= width {
			break
		}
	}
	return p
}

// notice is a clear label in the upper right corner of the band.
func (l *layout) notice(s *strip, p *prose, width float64) {
	lines := p.cutLines(p.lines(width*0.35), 1, width*0.35)
	if len(lines) == 0 {
		return
	}
	const pad = 10.0
	x := width - lines[0].width - 2*pad
	s.add(nil, fill(x, -7, lines[0].width+2*pad, 24, accent))
	p.place(s, lines[0], x+pad, -2+p.style.baseline())
}

// placeFirst puts the first line of a prose into a strip.
func placeFirst(s *strip, p *prose, x, y, width float64) {
	if lines := p.cutLines(p.lines(width), 1, width); len(lines) > 0 {
		p.place(s, lines[0], x, y+p.style.baseline())
	}
}

// fact is a label with what it stands for beside it, over a fine line.
func (l *layout) fact(li *pdfua.Element, f reports.Fact) []*strip {
	label := l.plain(li.Add(pdfua.Lbl), f.Label, &style{bold, 9.5, 14, muted})
	value := l.prose(li.Add(pdfua.LBody), f.Value, &style{regular, 10.5, 14, ink})
	left := label.lines(factLabel - 12)
	x := factLabel
	right := value.lines(l.width() - x)
	strips := make([]*strip, max(len(left), len(right)))
	for i := range strips {
		s := &strip{height: 14}
		top := 0.0
		if i == 0 {
			top = 5
			s.height += top
		}
		if i < len(left) {
			label.place(s, left[i], 0, top+label.style.baseline())
		}
		if i < len(right) {
			value.place(s, right[i], x, top+value.style.baseline())
		}
		if i == len(strips)-1 {
			s.height += 5
			s.add(nil, rule(0, s.height, l.width(), s.height, 0.5, hairline))
		}
		strips[i] = s
	}
	if len(strips) <= 6 {
		together(strips, false)
	} else {
		noSingles(strips)
	}
	return strips
}
