package pdfua

import (
	"errors"
	"strconv"
)

// An Artefact is the kind of something drawn that is not part of what is read.
type Artefact int

// The kinds of artefacts.
const (
	Decoration Artefact = iota // areas, rules, bars
	Repetition                 // of the head of a table on a further page
	Header
	Footer
	Watermark
)

// A Structure is the elements of a document with the places where their content
// was drawn. What it returns while the pages are drawn goes into them by
// RawWriteStr of fpdf.
type Structure struct {
	root  *Element
	pages []tagged
	open  bool
	err   error
}

// tagged is what a page has of the structure.
type tagged struct {
	contents []*Element // by the numbers of marked content
	links    []*Element // by the places of annotations
}

// NewStructure begins to record the drawing of the elements below root, whose
// role is Document.
func NewStructure(root *Element) *Structure { return &Structure{root: root} }

// Page begins the next page. Call it after AddPage.
func (s *Structure) Page() {
	if s.open {
		s.fail("a page ends within marked content")
	}
	s.pages = append(s.pages, tagged{})
}

// Begin opens a piece of a content.
func (s *Structure) Begin(c *Content) string { return string(s.AppendBegin(nil, c)) }

// AppendBegin is Begin for who writes many pieces: it appends to b.
func (s *Structure) AppendBegin(b []byte, c *Content) []byte {
	pg := s.enter()
	if pg == nil {
		return b
	}
	m := mark{len(s.pages) - 1, len(pg.contents)}
	if c.marks == nil {
		c.marks = c.first[:0]
	}
	c.marks = append(c.marks, m)
	pg.contents = append(pg.contents, c.of)
	b = append(append(append(b, '/'), c.of.Role...), " <</MCID "...)
	return append(strconv.AppendInt(b, int64(m.id), 10), ">> BDC"...)
}

// BeginArtefact opens a piece that is no content.
func (s *Structure) BeginArtefact(a Artefact) string {
	if s.enter() == nil {
		return ""
	}
	switch a {
	case Repetition:
		return "/Artifact <</Type/Pagination>> BDC"
	case Header:
		return "/Artifact <</Type/Pagination/Subtype/Header>> BDC"
	case Footer:
		return "/Artifact <</Type/Pagination/Subtype/Footer>> BDC"
	case Watermark:
		return "/Artifact <</Type/Pagination/Subtype/Watermark>> BDC"
	case Decoration:
	}
	return "/Artifact BMC"
}

// End closes the piece that is open.
func (s *Structure) End() string {
	if !s.open {
		s.fail("marked content ends where none is open")
	}
	s.open = false
	return "EMC"
}

// Annotate says that the link put on the page next, by Link or LinkString of
// fpdf, belongs to an element of the role Link.
func (s *Structure) Annotate(e *Element) {
	if len(s.pages) == 0 {
		s.fail("a link stands before the first page")
		return
	}
	pg := &s.pages[len(s.pages)-1]
	e.annotations = append(e.annotations, annotation{len(s.pages) - 1, len(pg.links)})
	pg.links = append(pg.links, e)
}

// enter opens a piece on the page that is being drawn.
func (s *Structure) enter() *tagged {
	switch {
	case len(s.pages) == 0:
		s.fail("marked content begins before the first page")
		return nil
	case s.open:
		s.fail("marked content begins within marked content")
	}
	s.open = true
	return &s.pages[len(s.pages)-1]
}

// fail keeps the first mistake, which Finish returns.
func (s *Structure) fail(what string) {
	if s.err == nil {
		s.err = errors.New(what)
	}
}
