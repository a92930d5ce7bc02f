package pdf

import (
	"tulos/pkg/pdfua"
	"tulos/reports"
)

const (
	cardGap = 12.0
	cardPad = 10.0
)

// A card is a key figure, measured.
type card struct {
	value  *prose
	label  *prose
	note   *prose
	status *prose
	kind   reports.StatusKind
	width  float64 // inside its padding
}

// keyFigures adds cards, two to four in a row.
func (l *layout) keyFigures(b reports.KeyFigures) {
	n := len(b.Items)
	if n == 0 {
		return
	}
	across := cardsAcross(n)
	width := (l.width() - cardGap*float64(across-1)) / float64(across)
	list := l.root.Add(pdfua.L)
	var strips []*strip
	for i := 0; i < n; i += across {
		var cards []card
		for _, k := range b.Items[i:min(n, i+across)] {
			cards = append(cards, l.card(list.Add(pdfua.LI).Add(pdfua.LBody), k, width-2*cardPad))
		}
		s := cardRow(cards, width)
		if i > 0 {
			s.above = cardGap
		}
		strips = append(strips, s)
	}
	l.flow(strips, 12, 16)
}

// cardsAcross is how many of n cards stand in a row: as even as it goes.
func cardsAcross(n int) int {
	switch {
	case n <= 2:
		return 2
	case n == 4:
		return 4
	case n <= 6 || n == 9:
		return 3
	default:
		return 4
	}
}

func (l *layout) card(e *pdfua.Element, k reports.KeyFigure, width float64) card {
	c := card{width: width}
	value := e.Add(pdfua.P)
	for _, size := range []float64{24, 20, 17, 14, 11} {
		c.value = l.plain(value, k.Value, &style{bold, size, size * 1.2, teal})
		if len(c.value.lines(width)) <= 1 {
			break
		}
	}
	c.label = l.prose(e.Add(pdfua.P), k.Label, &style{bold, 9, 12, ink})
	c.note = l.plain(e.Add(pdfua.P), k.Note, &style{regular, 8.5, 11.5, muted})
	if k.Status != nil {
		c.kind = k.Status.Kind
		c.status = l.plain(e.Add(pdfua.P), k.Status.Word, &style{bold, 8.5, 11.5, statusColour(c.kind)})
	}
	return c
}

// cardRow puts cards side by side, all as high as the highest.
func cardRow(cards []card, width float64) *strip {
	s := &strip{}
	for _, c := range cards {
		s.height = max(s.height, c.height())
	}
	for i, c := range cards {
		x := float64(i) * (width + cardGap)
		s.add(nil, fill(x, 0, width, s.height, tint))
		s.add(nil, fill(x, 0, width, 2.5, teal))
		c.texts(s, x+cardPad)
		c.stand(s, x+cardPad, s.height-0.8*cardPad)
	}
	return s
}

// height is that of the card by itself.
func (c card) height() float64 {
	var s strip
	height := c.texts(&s, 0) + 0.8*cardPad
	if n := len(c.standing()); n > 0 {
		height += 3 + float64(n)*c.status.style.leading
	}
	return height
}

// texts puts value, label and note one below the other and returns where they
// end.
func (c card) texts(s *strip, x float64) float64 {
	y := 2.5 + 0.7*cardPad
	y = setLines(s, c.value, c.value.cutLines(c.value.lines(c.width), 2, c.width), x, y) + 2
	y = setLines(s, c.label, c.label.cutLines(c.label.lines(c.width), 8, c.width), x, y)
	if len(c.note.words) == 0 {
		return y
	}
	return setLines(s, c.note, c.note.cutLines(c.note.lines(c.width), 8, c.width), x, y+1)
}

// standing is the lines of the status.
func (c card) standing() []setLine {
	if c.status == nil {
		return nil
	}
	width := c.width - statusRoom
	return c.status.cutLines(c.status.lines(width), 3, width)
}

// stand puts the status above foot, so that those of a row stand side by side.
func (c card) stand(s *strip, x, foot float64) {
	lines := c.standing()
	if len(lines) == 0 {
		return
	}
	y := foot - float64(len(lines))*c.status.style.leading
	statusShape(s, c.kind, x, y+(c.status.style.leading-statusSize)/2-0.4)
	setLines(s, c.status, lines, x+statusRoom, y)
}

// setLines puts lines of a prose one below the other, from y, and returns where
// they end.
func setLines(s *strip, p *prose, lines []setLine, x, y float64) float64 {
	for _, l := range lines {
		p.place(s, l, x, y+p.style.baseline())
		y += p.style.leading
	}
	return y
}
