package pdf

import (
	"slices"
	"strconv"
	"strings"

	"tulos/pkg/pdfua"
	"tulos/reports"
)

// furnish adds header and footer, with literal page numbers, to every page but
// the cover.
func (l *layout) furnish(pages []*page) {
	for _, pg := range pages {
		if l.doc.Mark != "" {
			pg.strips = slices.Insert(pg.strips, l.behind(pg), l.watermark(pg))
		}
		if !pg.bare {
			pg.strips = append(pg.strips, l.header(pg), l.footer(pg, len(pages)))
		}
	}
}

func furnitureStyle() *style { return &style{regular, 8, 10, muted} }

// header runs along the top.
func (l *layout) header(pg *page) placed {
	s := &strip{height: 16, kind: pdfua.Header}
	l.oneLine(s, l.doc.Words.Header, 0, pg.format.text(), reports.Start)
	s.add(nil, rule(0, 15, pg.format.text(), 15, 0.5, hairline))
	return placed{s, marginSide, 30}
}

// footer runs along the foot, with the page number at its end.
func (l *layout) footer(pg *page, pages int) placed {
	s := &strip{height: 18, kind: pdfua.Footer}
	width := pg.format.text()
	s.add(nil, rule(0, 0, width, 0, 0.5, hairline))
	number := strings.NewReplacer(
		"{page}", strconv.Itoa(pg.number),
		"{pages}", strconv.Itoa(pages),
	).Replace(l.doc.Words.PageOf)
	taken := l.oneLine(s, number, 6, width, reports.End)
	l.oneLine(s, l.doc.Words.Footer, 6, width-taken-20, reports.Start)
	return placed{s, marginSide, pg.format.height() - 46}
}

// oneLine puts a text into a strip of a width, shortened where it must be, and
// returns its own width.
func (l *layout) oneLine(s *strip, text string, y, width float64, align reports.Align) float64 {
	p := l.plain(nil, text, furnitureStyle())
	lines := p.cutLines(p.lines(width), 1, width)
	if len(lines) == 0 {
		return 0
	}
	p.place(s, lines[0], shift(align, width, lines[0].width), y+p.style.baseline())
	return lines[0].width
}

// shift is where something of a width begins in a room.
func shift(align reports.Align, room, width float64) float64 {
	switch align {
	case reports.End:
		return room - width
	case reports.Centre:
		return (room - width) / 2
	case reports.Start:
	}
	return 0
}
