package pdf

import (
	"math"

	"tulos/pkg/pdfua"
)

const (
	markSize   = 150.0
	markAngle  = 45.0 // degrees
	markColour = 0xE4EAED
)

// watermark is the word across a page that says what it is, behind all that is
// drawn on it.
func (l *layout) watermark(pg *page) placed {
	s := &strip{kind: pdfua.Watermark}
	word := l.fonts[bold].oneLine(l.doc.Mark)
	middle, room := pg.format.height()/2, 0.8*math.Hypot(pg.format.width(), pg.format.height())
	if pg.bare { // below the band of the cover
		middle, room = 0.73*pg.format.height(), 0.5*pg.format.width()
	}
	size := markSize
	if width := l.fonts[bold].width(word, size); width > room {
		size *= room / width
	}
	width := l.fonts[bold].width(word, size)
	s.add(nil, &turnedOp{
		textOp{-width / 2, size * 0.33, word, bold, size, markColour, width}, markAngle,
	})
	return placed{s, pg.format.width() / 2, middle}
}

// behind is the place among the strips of a page at which the watermark is drawn:
// over the band of the cover, and under everything on other pages.
func (l *layout) behind(pg *page) int {
	if pg.bare && len(pg.strips) > 0 {
		return 1
	}
	return 0
}

// A turnedOp draws a text turned around the place of its strip.
type turnedOp struct {
	text  textOp
	angle float64 // degrees, against the clock
}

func (o *turnedOp) draw(c *canvas, x, y float64) {
	c.fpdf().TransformBegin()
	c.fpdf().TransformRotate(o.angle, x, y)
	o.text.draw(c, x, y)
	c.fpdf().TransformEnd()
}
