package pdf

import (
	"strconv"

	"tulos/pkg/pdfua"
	"tulos/reports"
)

// An entry of the table of contents gets its page number when the pages are
// made.
type entry struct {
	target *target
	number *textOp
	right  float64 // where the number ends
	face   face
}

const numberRoom = 34.0 // for the page number at the end of an entry

// contents adds the headings of level 1 and 2 with dotted leaders.
func (l *layout) contents() {
	if name := l.doc.Words.Contents; name != "" {
		l.deepest = 1
		p := l.plain(l.root.Add(pdfua.H1), name, headingStyle(1))
		strips := append([]*strip{openingBar()}, p.strips(0, l.width())...)
		together(strips, true)
		t := &target{}
		strips[0].targets = []*target{t}
		l.flow(strips, 30, 12)
		l.bookmark(p.text, 0, t)
	}
	toc := l.root.Add(pdfua.TOC)
	first := true
	for _, h := range l.headings {
		if h.Level > 2 || h.Text.String() == "" {
			continue
		}
		strips := l.entry(toc, h)
		together(strips, false)
		above := 0.0
		if h.Level == 1 && !first {
			above = 6
		}
		first = false
		l.flow(strips, above, 0)
	}
	l.gap = 24
}

// entry adds a heading to the contents.
func (l *layout) entry(toc *pdfua.Element, h *heading) []*strip {
	x, st := 0.0, &style{bold, 10.5, 18, teal}
	if h.Level == 2 {
		x, st = 14, &style{regular, 10, 16, ink}
	}
	e := toc.Add(pdfua.TOCI).Add(pdfua.Link)
	e.Alt = described(h.Text.String(), "–")
	text := make(reports.Text, len(h.Text))
	for i, s := range h.Text {
		text[i] = reports.Span{Text: s.Text, Language: s.Language, Emphasis: s.Emphasis}
	}
	p := l.prose(e, text, st)
	width := l.width() - x - numberRoom
	strips := p.strips(x, width)
	if len(strips) == 0 {
		return nil
	}
	for _, s := range strips {
		s.add(e.Content(), &linkOp{x, 0, l.width() - x, s.height, &link{target: h.target, element: e}})
	}
	last := strips[len(strips)-1]
	lines := p.lines(width)
	base := st.baseline()
	last.add(nil, leader(x+lines[len(lines)-1].width+5, l.width()-numberRoom+10, base))
	number := &textOp{y: base, face: st.face, size: st.size, colour: st.colour}
	last.add(e.Content(), number)
	l.entries = append(l.entries, entry{h.target, number, l.width(), st.face})
	return strips
}

// leader is the dots that lead the eye from x1 to x2.
func leader(x1, x2, y float64) *pathOp {
	const pitch = 4.0
	from := float64(int(x1/pitch)+1) * pitch
	return &pathOp{
		points: []reports.Spot{{X: from, Y: y - 0.5}, {X: max(from, x2), Y: y - 0.5}},
		pen:    reports.Pen{Colour: muted, Width: 0.7, Dash: []float64{0.7, pitch - 0.7}},
	}
}

// number fills in the page numbers of the contents.
func (l *layout) number() {
	for _, e := range l.entries {
		op := e.number
		op.text = strconv.Itoa(e.target.page)
		op.width = l.fonts[e.face].width(op.text, op.size)
		op.x = e.right - op.width
	}
}
