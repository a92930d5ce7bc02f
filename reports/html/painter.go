package html

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/number"

	"tulos/reports"
)

// unit is how many pixels a unit of the chart model takes: its smallest text of
// 8 is then 12 pixels high.
const unit = 1.5

// A painter writes what a chart draws as SVG, in pixels.
type painter struct{ page *page }

// Rect writes an area.
func (p *painter) Rect(x, y, width, height float64, ink reports.Ink) {
	p.page.void("rect", append(inked(ink),
		attr{"x", length(x * unit)}, attr{"y", length(y * unit)}, attr{"width", length(width * unit)}, attr{"height", length(height * unit)})...)
	p.page.newLine()
}

// Line writes a straight line.
func (p *painter) Line(x1, y1, x2, y2 float64, pen reports.Pen) {
	p.page.void("line", append(penned(pen),
		attr{"x1", length(x1 * unit)}, attr{"y1", length(y1 * unit)}, attr{"x2", length(x2 * unit)}, attr{"y2", length(y2 * unit)})...)
	p.page.newLine()
}

// Polyline writes a line from point to point.
func (p *painter) Polyline(points []reports.Spot, pen reports.Pen) {
	p.page.void("polyline", append(penned(pen), attr{"fill", "none"}, attr{"points", spots(points)})...)
	p.page.newLine()
}

// Marker writes a point of a line chart.
func (p *painter) Marker(at reports.Spot, size float64, shape reports.Shape, ink reports.Ink) {
	half := size / 2
	switch shape {
	case reports.Disc:
		p.page.void("circle", append(inked(ink), attr{"cx", length(at.X * unit)}, attr{"cy", length(at.Y * unit)}, attr{"r", length(half * unit)})...)
		p.page.newLine()
	case reports.Square:
		p.Rect(at.X-half, at.Y-half, size, size, ink)
	case reports.Triangle:
		p.page.void("polygon", append(inked(ink), attr{"points", spots([]reports.Spot{
			{X: at.X, Y: at.Y - half - 0.6}, {X: at.X + half + 0.4, Y: at.Y + half}, {X: at.X - half - 0.4, Y: at.Y + half},
		})})...)
		p.page.newLine()
	}
}

// Text writes a text.
func (p *painter) Text(at reports.Spot, s string, font reports.Font) {
	s = oneLine(s)
	if s == "" {
		return
	}
	weight, style, anchor := "", "", ""
	if font.Strong {
		weight = "bold"
	}
	if font.Emphasis {
		style = "italic"
	}
	switch font.Anchor {
	case reports.Centre:
		anchor = "middle"
	case reports.End:
		anchor = "end"
	case reports.Start:
	}
	p.page.element("text", s, attr{"class", fillClass(font.Colour)}, attr{"fill", hex(font.Colour)},
		attr{"x", length(at.X * unit)}, attr{"y", length(at.Y * unit)}, attr{"font-size", length(font.Size * unit)},
		attr{"font-weight", weight}, attr{"font-style", style}, attr{"text-anchor", anchor})
	p.page.newLine()
}

// TextWidth is about the width of a text, whichever font the reader has.
func (p *painter) TextWidth(s string, font reports.Font) float64 {
	return p.page.fonts.width(oneLine(s), font.Strong) * font.Size
}

// Number is v with so many decimals in the language of the document.
func (p *painter) Number(v float64, decimals int) string {
	return p.page.decimal(v, number.Scale(decimals))
}

func inked(ink reports.Ink) []attr {
	if ink.EdgeWidth <= 0 {
		return []attr{classes(fillClass(ink.Fill)), {"fill", hex(ink.Fill)}}
	}
	return []attr{
		classes(fillClass(ink.Fill), strokeClass(ink.Edge)),
		{"fill", hex(ink.Fill)},
		{"stroke", hex(ink.Edge)},
		{"stroke-width", length(ink.EdgeWidth * unit)},
	}
}

func penned(pen reports.Pen) []attr {
	dash := make([]string, len(pen.Dash))
	for i, d := range pen.Dash {
		dash[i] = length(d * unit)
	}
	return []attr{
		classes(strokeClass(pen.Colour)),
		{"stroke", hex(pen.Colour)},
		{"stroke-width", length(pen.Width * unit)},
		{"stroke-dasharray", strings.Join(dash, " ")},
	}
}

func spots(points []reports.Spot) string {
	all := make([]string, len(points))
	for i, s := range points {
		all[i] = length(s.X*unit) + "," + length(s.Y*unit)
	}
	return strings.Join(all, " ")
}

// length is a number of pixels to the hundredth.
func length(v float64) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}

func hex(c reports.Colour) string { return fmt.Sprintf("#%06x", uint32(c)) }

// colourName is the part that a colour of the chart model plays, by which a
// stylesheet can choose another one, or "".
func colourName(c reports.Colour) string {
	switch c {
	case 0x0B4F6C:
		return "main"
	case 0xCFE3EA:
		return "light"
	case 0xC4651A:
		return "accent"
	case 0x1B2A33:
		return "text"
	case 0x55656E:
		return "muted"
	case 0xD9E1E5:
		return "grid"
	case 0xFFFFFF:
		return "ground"
	default:
		return ""
	}
}

func fillClass(c reports.Colour) string { return named("report-fill-", c) }

func strokeClass(c reports.Colour) string { return named("report-stroke-", c) }

func named(prefix string, c reports.Colour) string {
	name := colourName(c)
	if name == "" {
		return ""
	}
	return prefix + name
}
