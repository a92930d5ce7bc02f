package pdfua

import "slices"

// A Role is a standard structure type of ISO 32000-1, 14.8.4.
type Role string

// The roles of elements.
const (
	Document   Role = "Document"
	Part       Role = "Part"
	Section    Role = "Sect"
	Group      Role = "Div"
	BlockQuote Role = "BlockQuote"
	Caption    Role = "Caption"
	TOC        Role = "TOC"
	TOCI       Role = "TOCI"

	H1 Role = "H1"
	H2 Role = "H2"
	H3 Role = "H3"
	H4 Role = "H4"
	H5 Role = "H5"
	H6 Role = "H6"
	P  Role = "P"

	L     Role = "L"
	LI    Role = "LI"
	Lbl   Role = "Lbl"
	LBody Role = "LBody"

	Table Role = "Table"
	THead Role = "THead"
	TBody Role = "TBody"
	TFoot Role = "TFoot"
	TR    Role = "TR"
	TH    Role = "TH"
	TD    Role = "TD"

	Span   Role = "Span"
	Quote  Role = "Quote"
	Note   Role = "Note"
	Link   Role = "Link"
	Figure Role = "Figure"
)

// Heading is the role of a heading of level 1 to 6.
func Heading(level int) Role {
	return [...]Role{H1, H2, H3, H4, H5, H6}[level-1]
}

// A Scope says what a header cell heads.
type Scope string

// The scopes of a TH.
const (
	Row    Scope = "Row"
	Column Scope = "Column"
	Both   Scope = "Both"
)

// A Numbering is what stands in the Lbl elements of a list. A list without one
// has labels of any text, or none.
type Numbering string

// The numberings of an L.
const (
	Disc       Numbering = "Disc"
	Decimal    Numbering = "Decimal"
	LowerAlpha Numbering = "LowerAlpha"
)

// An Element is a node of the structure: what a page shows belongs to one, or is
// an artefact. Elements that stay without kids are left out of the file, but for
// cells of tables.
type Element struct {
	Role      Role
	Language  string // BCP 47; "" is that of the parent
	Alt       string // of a Figure, and of a Link what its annotations say
	Scope     Scope  // of a TH
	Numbering Numbering
	Columns   int // that a cell spans; 0 is one
	Rows      int // that a cell spans; 0 is one
	Box       Box // where a Figure stands
	Kids      []Kid

	annotations []annotation
	number      int // of its object in the file

	first [1]Kid    // where Kids begin: most have one
	spare []Element // reserved for kids
}

// A Kid is an element, or content of the element itself. Kids stand in reading
// order.
type Kid struct {
	Element *Element
	Content *Content
}

// A Content is what is drawn for an element without a break by another one. It
// may be drawn in several pieces, and on several pages.
type Content struct {
	of    *Element
	marks []mark
	first [1]mark // where marks begin: most have one
}

// A Box is a place on a page, in points from its upper left corner. Pages count
// from 1.
type Box struct {
	Page                int
	X, Y, Width, Height float64
}

// A mark is a piece of marked content on a page.
type mark struct {
	page int // from 0
	id   int
}

// An annotation is the one at a place in the list of a page.
type annotation struct {
	page  int // from 0
	index int
}

// Add appends an element.
func (e *Element) Add(r Role) *Element {
	if len(e.spare) == 0 {
		e.spare = make([]Element, 1)
	}
	child := &e.spare[0]
	e.spare = e.spare[1:]
	child.Role = r
	e.append(Kid{Element: child})
	return child
}

// Reserve makes room for n elements to come, which is quicker than one by one.
func (e *Element) Reserve(n int) {
	e.Kids = slices.Grow(e.Kids, n)
	e.spare = make([]Element, n)
}

func (e *Element) append(k Kid) {
	if e.Kids == nil {
		e.Kids = e.first[:0]
	}
	e.Kids = append(e.Kids, k)
}

// Content is the open content at the end of the element.
func (e *Element) Content() *Content {
	if n := len(e.Kids); n > 0 && e.Kids[n-1].Content != nil {
		return e.Kids[n-1].Content
	}
	c := &Content{of: e}
	e.append(Kid{Content: c})
	return c
}
