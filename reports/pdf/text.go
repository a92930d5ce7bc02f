package pdf

import (
	"tulos/pkg/pdfua"
	"tulos/reports"
)

// heading adds the next heading of the document. It stays with what follows.
func (l *layout) heading() {
	h := l.headings[l.next]
	l.next++
	st := headingStyle(h.Level)
	level := min(h.Level, l.deepest+1)
	p := l.prose(l.root.Add(pdfua.Heading(level)), h.Text, st)
	if len(p.words) == 0 {
		return
	}
	l.deepest = level
	strips := p.stack(p.balanced(l.width()), 0)
	together(strips, true)
	above := [...]float64{30, 24, 17, 12}[h.Level-1]
	below := [...]float64{10, 6, 4, 2}[h.Level-1]
	if h.Level == 1 {
		strips = append([]*strip{openingBar()}, strips...)
	}
	strips[0].targets = append(strips[0].targets, h.target)
	l.flow(strips, above, below)
	if h.Level <= 3 {
		l.bookmark(p.text, h.Level-1, h.target)
	}
}

// openingBar is the short bar over a heading of level 1.
func openingBar() *strip {
	s := &strip{height: 10, keep: true}
	s.add(nil, fill(0, 0, 30, 3, accent))
	return s
}

// bookmark adds to the outline, at most one level below the one before.
func (l *layout) bookmark(title string, level int, t *target) {
	deepest := 0
	if n := len(l.outline); n > 0 {
		deepest = l.outline[n-1].level + 1
	}
	l.outline = append(l.outline, bookmark{described(l.fonts[regular].oneLine(title)), min(level, deepest), t})
}

func (l *layout) paragraph(b reports.Paragraph) {
	e, st := l.root, bodyStyle()
	x, above, below := 0.0, 0.0, 7.0
	switch b.Style {
	case reports.Body:
	case reports.Lead:
		st, below = leadStyle(), 11
	case reports.Note:
		st, above, below = noteStyle(), 3, 6
	case reports.Label:
		st, above, below = labelStyle(), 5, 3
	case reports.Quote:
		e = e.Add(pdfua.BlockQuote)
		st, x, above, below = quoteStyle(), 16, 7, 11
	}
	p := l.prose(e.Add(pdfua.P), b.Text, st)
	strips := p.strips(x, l.measure()-x)
	switch b.Style {
	case reports.Label:
		together(strips, true)
	case reports.Quote:
		for _, s := range strips {
			s.items = append([]item{{op: fill(0, 0, 2.5, s.height, accent)}}, s.items...)
		}
	case reports.Body, reports.Lead, reports.Note:
	}
	l.mark(strips, b.Anchor)
	l.flow(strips, above, below)
}

func (l *layout) list(b reports.List) {
	const indent = 14.0
	list := l.root.Add(pdfua.L)
	list.Numbering = pdfua.Disc
	for i, t := range b.Items {
		li := list.Add(pdfua.LI)
		label := li.Add(pdfua.Lbl)
		p := l.prose(li.Add(pdfua.LBody), t, bodyStyle())
		strips := p.strips(indent, l.measure()-indent)
		if len(strips) == 0 {
			continue
		}
		bullet := l.plain(label, "•", &style{bold, 10, 14.5, accent})
		own := strips[0].items
		strips[0].items = nil
		bullet.place(strips[0], bullet.lines(indent)[0], 3, bodyStyle().baseline())
		strips[0].items = append(strips[0].items, own...)
		below := 3.0
		if i == len(b.Items)-1 {
			below = 8
		}
		l.flow(strips, 0, below)
	}
}
