package pdf

import "tulos/reports"

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
	list := l.root.add(roleL)
	var strips []*strip
	for i := 0; i < n; i += across {
		var cards []card
		for _, k := range b.Items[i:min(n, i+across)] {
			cards = append(cards, l.card(list.add(roleLI).add(roleLBody), k, width-2*cardPad))
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

func (l *layout) card(e *element, k reports.KeyFigure, width float64) card {
	c := card{width: width}
	for _, size := range []float64{24, 20, 17, 14, 11} {
		c.value = l.plain(e, k.Value, &style{bold, size, size * 1.2, teal})
		if len(c.value.lines(width)) <= 1 {
			break
		}
	}
	c.label = l.prose(e, k.Label, &style{bold, 9, 12, ink})
	c.note = l.plain(e, k.Note, &style{regular, 8.5, 11.5, muted})
	if k.Status != nil {
		c.kind = k.Status.Kind
		c.status = l.plain(e, k.Status.Word, &style{bold, 8.5, 11.5, statusColour(c.kind)})
	}
	return c
}

// cardRow puts cards side by side, all as high as the highest.
func cardRow(cards []card, width float64) *strip {
	s := &strip{}
	for _, c := range cards {
		s.height = max(s.height, c.draw(&strip{}, 0))
	}
	for i, c := range cards {
		x := float64(i) * (width + cardGap)
		s.add(nil, fill(x, 0, width, s.height, tint))
		s.add(nil, fill(x, 0, width, 2.5, teal))
		c.draw(s, x+cardPad)
	}
	return s
}

// draw puts the card's texts one below the other and returns its height.
func (c card) draw(s *strip, x float64) float64 {
	y := 2.5 + 0.7*cardPad
	y = c.lines(s, c.value, x, y, 2) + 2
	y = c.lines(s, c.label, x, y, 8)
	if len(c.note.words) > 0 {
		y = c.lines(s, c.note, x, y+1, 8)
	}
	if c.status != nil {
		y += 3
		statusShape(s, c.kind, x, y+(c.status.style.leading-statusSize)/2)
		y = card{width: c.width - statusRoom}.lines(s, c.status, x+statusRoom, y, 3)
	}
	return y + 0.8*cardPad
}

// lines sets at most most lines of a prose below y and returns where they end.
func (c card) lines(s *strip, p *prose, x, y float64, most int) float64 {
	for _, l := range p.cutLines(p.lines(c.width), most, c.width) {
		p.place(s, l, x, y+p.style.baseline())
		y += p.style.leading
	}
	return y
}
