package excel

import (
	"tulos/reports"
)

// prose is a heading or a paragraph: text that runs over the sheet's width.
type prose struct {
	role   role
	text   reports.Text
	anchor string
}

func newHeading(h reports.Heading) *prose {
	role := heading4
	switch h.Level {
	case 1:
		role = heading1
	case 2:
		role = heading2
	case 3:
		role = heading3
	}
	return &prose{role: role, text: cleaned(h.Text), anchor: h.Anchor}
}

func newParagraph(p reports.Paragraph) *prose {
	role := bodyText
	switch p.Style {
	case reports.Body:
	case reports.Lead:
		role = leadText
	case reports.Note:
		role = noteText
	case reports.Quote:
		role = quoteText
	case reports.Label:
		role = labelText
	}
	return &prose{role: role, text: cleaned(p.Text), anchor: p.Anchor}
}

// air is the space that goes with a row of the role, in points.
func (r role) air() float64 {
	switch r {
	case heading1:
		return 8
	case heading2:
		return 16
	case heading3, heading4, caption:
		return 12
	default:
		return 5
	}
}

func (p *prose) name() string { return p.anchor }

// want: prose takes the width that others made.
func (p *prose) want(*columns) {}

// lines says where the lines of the text end on the sheet.
func (p *prose) lines(s *sheet) []int {
	room := textRoom(s.text.width)
	if p.role == quoteText {
		room -= 2
	}
	return p.role.font().wrap(p.text.String(), room)
}

// perRow is how many lines a row can hold: text that is longer goes on in the
// next row.
func (p *prose) perRow() int { return int((maxHeight - p.role.air()) / p.role.font().line()) }

func (p *prose) rows(s *sheet) int {
	n := p.perRow()
	return (len(p.lines(s)) + n - 1) / n
}

// height is that of all its rows.
func (p *prose) height(s *sheet) float64 {
	return float64(len(p.lines(s)))*p.role.font().line() + float64(p.rows(s))*p.role.air()
}

func (p *prose) prepare(b *book, s *sheet, top int) error {
	s.link(p.text, cellName(0, top))
	return nil
}

func (p *prose) write(w *writer, s *sheet) error {
	l := look{role: p.role, link: w.linked(s, p.text)}
	lines, start := p.lines(s), 0
	for from := 0; from < len(lines); from += p.perRow() {
		to := min(from+p.perRow(), len(lines))
		w.span(s.text, l.font().value(part(p.text, start, lines[to-1])), l)
		if err := w.end(float64(to-from)*p.role.font().line() + p.role.air()); err != nil {
			return err
		}
		start = lines[to-1]
	}
	return nil
}
