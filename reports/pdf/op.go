package pdf

import (
	"tulos/pkg/pdfua"
	"tulos/reports"
)

// An op draws one thing. Its place is relative to that of its strip.
type op interface {
	draw(c *canvas, x, y float64)
}

// An item is an op with the content that it is part of: what Content returns for
// its element, whose role, language and so on say what it is. Without a content it
// is an artefact, which nobody hears: decoration, or a repetition.
type item struct {
	content *pdfua.Content
	op      op
}

// A textOp draws clean text that begins at x on the baseline y.
type textOp struct {
	x, y   float64
	text   string
	face   face
	size   float64
	colour reports.Colour
	width  float64
}

// A fillOp draws an area, with an edge if that has a width.
type fillOp struct {
	x, y, width, height float64
	ink                 reports.Ink
}

// A pathOp draws lines from point to point; closed, it is an area.
type pathOp struct {
	points []reports.Spot
	closed bool
	ink    reports.Ink // of the area
	pen    reports.Pen // of the line
}

// A discOp draws a circle around x, y.
type discOp struct {
	x, y, radius float64
	ink          reports.Ink
}

// A linkOp makes an area lead to a place in the document or outside.
type linkOp struct {
	x, y, width, height float64
	link                *link
}

// A link leads to a target or, without one, to a URL.
type link struct {
	url     string
	target  *target
	element *pdfua.Element
}

// A target is what links, the contents and bookmarks lead to. Its place is
// known when the pages are made.
type target struct {
	page int // from 1; 0 before pagination
	y    float64
}

func rule(x1, y1, x2, y2, width float64, colour reports.Colour) *pathOp {
	return &pathOp{
		points: []reports.Spot{{X: x1, Y: y1}, {X: x2, Y: y2}},
		pen:    reports.Pen{Colour: colour, Width: width},
	}
}

func fill(x, y, width, height float64, colour reports.Colour) *fillOp {
	return &fillOp{x, y, width, height, reports.Ink{Fill: colour}}
}
