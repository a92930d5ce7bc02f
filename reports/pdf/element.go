package pdf

// A role is the standard structure type of an element (ISO 32000-1, 14.8.4).
type role string

const (
	roleDocument role = "Document"
	roleP        role = "P"
	roleQuote    role = "BlockQuote"
	roleL        role = "L"
	roleLI       role = "LI"
	roleLbl      role = "Lbl"
	roleLBody    role = "LBody"
	roleTable    role = "Table"
	roleCaption  role = "Caption"
	roleTHead    role = "THead"
	roleTBody    role = "TBody"
	roleTR       role = "TR"
	roleTH       role = "TH"
	roleTD       role = "TD"
	roleFigure   role = "Figure"
	roleTOC      role = "TOC"
	roleTOCI     role = "TOCI"
	roleLink     role = "Link"
	roleSpan     role = "Span"
)

// headingRole is the role of a heading of level 1 to 4.
func headingRole(level int) role {
	return [...]role{"H1", "H2", "H3", "H4"}[level-1]
}

// A scope says what a header cell heads.
type scope string

const (
	scopeRow    scope = "Row"
	scopeColumn scope = "Column"
)

// An element is a node of the document's structure: what a page shows belongs
// to one, or is an artefact. Its kids stand in reading order.
type element struct {
	role     role
	language string // "" is that of the parent
	alt      string // of a figure and of a link
	scope    scope  // of a header cell
	columns  int    // that a cell spans; 0 is one
	box      box    // where a figure stands
	kids     []kid
}

// A kid is an element, or content of the element itself.
type kid struct {
	element *element
	content *content
}

// A content is what is drawn for an element without a break by another one. It
// may run over several pages.
type content struct{ of *element }

// A box is a place on a page, in points from its upper left corner. Pages count
// from 1.
type box struct {
	page                int
	x, y, width, height float64
}

// add appends an element.
func (e *element) add(r role) *element {
	child := &element{role: r}
	e.kids = append(e.kids, kid{element: child})
	return child
}

// content is the open content at the end of the element.
func (e *element) content() *content {
	if n := len(e.kids); n > 0 && e.kids[n-1].content != nil {
		return e.kids[n-1].content
	}
	c := &content{of: e}
	e.kids = append(e.kids, kid{content: c})
	return c
}
