package pdf

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"tulos/pkg/pdfua"
	"tulos/reports"
)

// chart adds a chart with its title. What it shows is said by the description,
// as the alternative text of the figure; one that says nothing is decoration.
func (l *layout) chart(b reports.Chart) {
	var strips []*strip
	if b.Title != "" {
		p := l.plain(l.root.Add(pdfua.P), b.Title, captionStyle())
		strips = append(p.strips(0, l.width()), &strip{height: 6})
		together(strips, true)
	}
	alt := described(b.Description, b.Title, b.Axis, strings.Join(b.Categories, ", "))
	painter := &chartPainter{fonts: l.fonts, printer: message.NewPrinter(language.Make(l.doc.Language))}
	width := l.measure()
	if b.Kind == reports.Bars || l.current().format.landscape {
		width = l.width()
	}
	for i, plot := range b.Plots(painter, width, l.current().format.room()-60) {
		painter.strip = &strip{height: plot.Height}
		if alt != "" {
			e := l.root.Add(pdfua.Figure)
			e.Alt = alt
			painter.strip.figures = []figure{{e, 0, 0, l.width(), plot.Height}}
			painter.content = e.Content()
		}
		plot.Draw(painter)
		if i > 0 {
			painter.strip.above = 8
		}
		strips = append(strips, painter.strip)
	}
	l.mark(strips, b.Anchor)
	l.flow(strips, 14, 16)
}

// A chartPainter turns what a chart draws into ops of a strip.
type chartPainter struct {
	fonts   *fontSet
	printer *message.Printer
	strip   *strip
	content *pdfua.Content
}

// Rect adds an area.
func (p *chartPainter) Rect(x, y, width, height float64, ink reports.Ink) {
	p.strip.add(p.content, &fillOp{x, y, width, height, ink})
}

// Line adds a straight line.
func (p *chartPainter) Line(x1, y1, x2, y2 float64, pen reports.Pen) {
	p.Polyline([]reports.Spot{{X: x1, Y: y1}, {X: x2, Y: y2}}, pen)
}

// Polyline adds a line from point to point.
func (p *chartPainter) Polyline(points []reports.Spot, pen reports.Pen) {
	p.strip.add(p.content, &pathOp{points: points, pen: pen})
}

// Marker adds a point of a line chart.
func (p *chartPainter) Marker(at reports.Spot, size float64, shape reports.Shape, ink reports.Ink) {
	half := size / 2
	switch shape {
	case reports.Disc:
		p.strip.add(p.content, &discOp{at.X, at.Y, half, ink})
	case reports.Square:
		p.Rect(at.X-half, at.Y-half, size, size, ink)
	case reports.Triangle:
		p.strip.add(p.content, &pathOp{
			points: []reports.Spot{{X: at.X, Y: at.Y - half - 0.6}, {X: at.X + half + 0.4, Y: at.Y + half}, {X: at.X - half - 0.4, Y: at.Y + half}},
			closed: true, ink: ink,
		})
	}
}

// Text adds a text.
func (p *chartPainter) Text(at reports.Spot, s string, font reports.Font) {
	f := faceOf(font.Strong, font.Emphasis)
	s = p.fonts[f].oneLine(s)
	if s == "" {
		return
	}
	width := p.fonts[f].width(s, font.Size)
	x := at.X
	switch font.Anchor {
	case reports.End:
		x -= width
	case reports.Centre:
		x -= width / 2
	case reports.Start:
	}
	p.strip.add(p.content, &textOp{x, at.Y, s, f, font.Size, font.Colour, width})
}

// TextWidth is the width of a text in points.
func (p *chartPainter) TextWidth(s string, font reports.Font) float64 {
	f := faceOf(font.Strong, font.Emphasis)
	return p.fonts[f].width(p.fonts[f].oneLine(s), font.Size)
}

// Number is v with a number of decimals in the language of the document, and
// with a true minus sign.
func (p *chartPainter) Number(v float64, decimals int) string {
	s := p.printer.Sprint(number.Decimal(v, number.Scale(decimals)))
	return strings.Replace(s, "-", "−", 1)
}
