package pdf

import (
	"slices"

	"tulos/pkg/pdfua"
)

// A strip runs across the text area and is never divided between pages.
type strip struct {
	above   float64 // space before it, but not at the top of a page
	height  float64
	keep    bool // stays on the page of the strip after it
	items   []item
	targets []*target
	figures []figure
	kind    pdfua.Artefact // of what is drawn for no content
	head    *strip         // repeated where a page begins with this strip
}

// A figure is where in a strip the picture of an element stands.
type figure struct {
	element             *pdfua.Element
	x, y, width, height float64
}

// reserve makes room for n ops to come.
func (s *strip) reserve(n int) { s.items = slices.Grow(s.items, n) }

// add appends an op of a content, or of none.
func (s *strip) add(c *pdfua.Content, o op) { s.items = append(s.items, item{c, o}) }

// repetition is a copy that is drawn, but is not part of the structure.
func (s *strip) repetition() *strip {
	copied := &strip{above: s.above, height: s.height, items: slices.Clone(s.items)}
	copied.kind = pdfua.Repetition
	for i := range copied.items {
		copied.items[i].content = nil
	}
	return copied
}

// together keeps all strips on one page, and with last those on the page of
// what follows them.
func together(strips []*strip, last bool) {
	for i, s := range strips {
		s.keep = last || i < len(strips)-1
	}
}

// noSingles keeps the first two and the last two strips on one page each, so
// that no page begins or ends with a single line of a paragraph.
func noSingles(strips []*strip) {
	if n := len(strips); n > 1 {
		strips[0].keep = true
		strips[n-2].keep = true
	}
}
