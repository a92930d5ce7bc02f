package pdf

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/go-pdf/fpdf"

	"tulos/pkg/pdfua"
	"tulos/reports"
)

// family is the name under which fpdf knows the faces.
const family = "text"

// A canvas draws ops with fpdf. It remembers fonts and colours, as fpdf does
// from page to page, so that only changes are written.
type canvas struct {
	pdf    *fpdf.Fpdf // by fpdf, where it puts something on the page
	fonts  *fontSet
	known  [faces]bool                 // to fpdf
	learnt [faces][0x10000 / 64]uint64 // letters that fpdf has drawn, as bits
	height float64                     // of the page
	lines  []byte                      // of the page that fpdf does not have yet
	reader bytes.Reader
	links  map[*target]int
	tags   *pdfua.Structure
	open   opening

	face                    face
	size                    float64
	filled, drawn, lettered reports.Colour
	width                   float64
	dashed                  bool
}

const unset reports.Colour = 0xFFFFFFFF

// An opening is the piece of the structure that is being drawn.
type opening struct {
	any     bool
	content *pdfua.Content
	kind    pdfua.Artefact
}

func newCanvas(pdf *fpdf.Fpdf, set *fontSet, tags *pdfua.Structure) *canvas {
	pdf.SetLineJoinStyle("round")
	return &canvas{
		pdf: pdf, fonts: set, links: make(map[*target]int), tags: tags,
		filled: unset, drawn: unset, lettered: unset,
	}
}

// fpdf is what draws, with all that was written for it before.
func (c *canvas) fpdf() *fpdf.Fpdf {
	if n := len(c.lines); n > 0 {
		c.reader.Reset(c.lines[:n-1]) // fpdf ends the last line itself
		c.pdf.RawWriteBuf(&c.reader)
		c.lines = c.lines[:0]
	}
	return c.pdf
}

// page begins a page and draws it.
func (c *canvas) page(pg *page) {
	orientation := "P"
	if pg.format.landscape {
		orientation = "L"
	}
	c.fpdf().AddPageFormat(orientation, fpdf.SizeType{Wd: shortSide, Ht: longSide})
	c.height = pg.format.height()
	c.tags.Page()
	for _, s := range pg.strips {
		for _, it := range s.items {
			if _, ok := it.op.(*linkOp); !ok { // which puts nothing on the page
				c.enter(opening{true, it.content, s.kind})
			}
			it.op.draw(c, s.x, s.y)
		}
	}
	c.enter(opening{})
	c.fpdf()
}

// enter marks what is drawn from now on as a piece of its content, or of none.
func (c *canvas) enter(next opening) {
	if next.content != nil {
		next.kind = 0
	}
	if next == c.open {
		return
	}
	if c.open.any {
		c.lines = append(append(c.lines, c.tags.End()...), '\n')
	}
	switch {
	case !next.any:
	case next.content != nil:
		c.lines = append(c.tags.AppendBegin(c.lines, next.content), '\n')
	default:
		c.lines = append(append(c.lines, c.tags.BeginArtefact(next.kind)...), '\n')
	}
	c.open = next
}

// use selects a face, which is handed to fpdf when it is first used. fpdf
// writes into the bytes it is given, so it gets its own.
func (c *canvas) use(f face, size float64) {
	if !c.known[f] {
		c.fpdf().AddUTF8FontFromBytes(family, f.style(), slices.Clone(c.fonts[f].data))
		c.known[f] = true
	}
	if c.face != f || c.size != size {
		c.fpdf().SetFont(family, f.style(), size)
		c.face, c.size = f, size
	}
}

// apply sets the colours of an area and returns the operator that paints it.
func (c *canvas) apply(ink reports.Ink) string {
	if c.filled != ink.Fill {
		c.fpdf().SetFillColor(parts(ink.Fill))
		c.filled = ink.Fill
	}
	if ink.EdgeWidth <= 0 {
		return "f"
	}
	c.stroke(reports.Pen{Colour: ink.Edge, Width: ink.EdgeWidth})
	return "B"
}

// stroke sets the look of lines.
func (c *canvas) stroke(pen reports.Pen) {
	if c.drawn != pen.Colour {
		c.fpdf().SetDrawColor(parts(pen.Colour))
		c.drawn = pen.Colour
	}
	if c.width != pen.Width {
		c.fpdf().SetLineWidth(pen.Width)
		c.width = pen.Width
	}
	if c.dashed || len(pen.Dash) > 0 {
		c.fpdf().SetDashPattern(slices.Clone(pen.Dash), 0)
		c.dashed = len(pen.Dash) > 0
	}
}

func parts(colour reports.Colour) (r, g, b int) {
	red, green, blue := colour.RGB()
	return int(red), int(green), int(blue)
}

func (o *textOp) draw(c *canvas, x, y float64) {
	c.use(o.face, o.size)
	if c.lettered != o.colour {
		c.fpdf().SetTextColor(parts(o.colour))
		c.lettered = o.colour
	}
	if o.size < kernedFrom {
		c.letter(x+o.x, y+o.y, o.text, o.colour)
		return
	}
	t := c.fonts[o.face]
	start, at := 0, 0.0
	var before rune
	for i, r := range o.text {
		if k := t.kern(before, r); i > 0 && k != 0 {
			c.letter(x+o.x+at, y+o.y, o.text[start:i], o.colour)
			at = t.width(o.text[:i], o.size) + float64(k)*o.size/em
			start = i
		}
		before = r
	}
	c.letter(x+o.x+at, y+o.y, o.text[start:], o.colour)
}

// letter draws clean text. fpdf has to draw each letter of a face once, to put it into
// the font; what it would write for others is written here, in a fraction of its time.
func (c *canvas) letter(x, y float64, text string, colour reports.Colour) {
	if c.learn(text) {
		c.fpdf().Text(x, y, text)
		return
	}
	b := append(c.lines, "q "...)
	red, green, blue := colour.RGB()
	for _, v := range [...]uint8{red, green, blue} {
		b = append(strconv.AppendFloat(b, float64(v)/255, 'f', 3, 64), ' ')
	}
	b = append(b, "rg BT "...)
	b = c.point(b, x, y)
	b = append(b, " Td ("...)
	for _, r := range text {
		b = escaped(escaped(b, byte(r>>8)), byte(r))
	}
	c.lines = append(b, ") Tj ET Q\n"...)
}

// point appends a place on the page as PDF counts it, from below.
func (c *canvas) point(b []byte, x, y float64) []byte {
	return hundredths(append(hundredths(b, x), ' '), c.height-y)
}

// hundredths appends v with two decimals, as AppendFloat does, but quicker where v does
// not lie between two of them.
func hundredths(b []byte, v float64) []byte {
	const most, doubt = 1e6, 1e-4
	whole := math.Floor(v * 100)
	if part := v*100 - whole; v < 0 || v > most || math.Abs(part-0.5) < doubt {
		return strconv.AppendFloat(b, v, 'f', 2, 64)
	} else if part > 0.5 {
		whole++
	}
	n := int64(whole)
	b = strconv.AppendInt(b, n/100, 10)
	return append(b, '.', byte('0'+n/10%10), byte('0'+n%10))
}

// learn tells whether there is a letter in the text that fpdf has not drawn yet in the
// face, and notes that it now has.
func (c *canvas) learn(text string) bool {
	isNew := false
	set := &c.learnt[c.face]
	for _, r := range text {
		if bit := uint64(1) << (r & 63); set[r>>6]&bit == 0 {
			set[r>>6] |= bit
			isNew = true
		}
	}
	return isNew
}

// escaped appends a byte of a string in parentheses.
func escaped(b []byte, c byte) []byte {
	switch c {
	case '(', ')', '\\':
		return append(b, '\\', c)
	case '\r':
		return append(b, '\\', 'r')
	}
	return append(b, c)
}

func (o *fillOp) draw(c *canvas, x, y float64) {
	c.fpdf().Rect(x+o.x, y+o.y, o.width, o.height, c.apply(o.ink))
}

func (o *discOp) draw(c *canvas, x, y float64) {
	c.fpdf().Circle(x+o.x, y+o.y, o.radius, c.apply(o.ink))
}

func (o *pathOp) draw(c *canvas, x, y float64) {
	paint := "S"
	if o.closed {
		paint = c.apply(o.ink)
	} else {
		c.stroke(o.pen)
	}
	for i, p := range o.points {
		b := c.point(c.lines, x+p.X, y+p.Y)
		if i == 0 {
			c.lines = append(b, " m\n"...)
		} else {
			c.lines = append(b, " l\n"...)
		}
	}
	if o.closed {
		c.lines = append(c.lines, "h\n"...)
	}
	c.lines = append(append(c.lines, paint...), '\n')
}

func (o *linkOp) draw(c *canvas, x, y float64) {
	x, y = x+o.x, y+o.y
	if o.link.target == nil {
		c.tags.Annotate(o.link.element)
		c.pdf.LinkString(x, y, o.width, o.height, ascii(o.link.url))
		return
	}
	if o.link.target.page == 0 {
		return
	}
	c.tags.Annotate(o.link.element)
	id, ok := c.links[o.link.target]
	if !ok {
		id = c.pdf.AddLink()
		c.pdf.SetLink(id, o.link.target.top(), o.link.target.page)
		c.links[o.link.target] = id
	}
	c.pdf.Link(x, y, o.width, o.height, id)
}

// top is where a viewer is to put the upper edge of its window.
func (t *target) top() float64 { return max(0, t.y-12) }

// ascii is a URL with all other bytes escaped.
func ascii(url string) string {
	var b strings.Builder
	for i := range len(url) {
		if ch := url[i]; ch > ' ' && ch < 0x7F {
			b.WriteByte(ch)
		} else {
			fmt.Fprintf(&b, "%%%02X", ch)
		}
	}
	return b.String()
}

// picture draws a JPEG, which the file then holds once however often it is drawn.
func (c *canvas) picture(jpeg []byte, x, y, width, height float64) {
	name, options := imageName(jpeg), fpdf.ImageOptions{ImageType: "JPG"}
	if c.pdf.GetImageInfo(name) == nil {
		c.pdf.RegisterImageOptionsReader(name, options, bytes.NewReader(jpeg))
	}
	c.fpdf().ImageOptions(name, x, y, width, height, false, options, 0, "")
}
