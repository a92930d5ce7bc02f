package pdfua

import (
	"slices"
	"strconv"
)

const few = 16 // objects beside elements and pages

// A treeWriter writes the elements of a structure as objects.
type treeWriter struct {
	*writer
	root    int       // number of the root of the tree
	pages   []int     // numbers of the pages
	heights []float64 // of the pages
	links   [][]int   // numbers of the links of each page
	notes   []*Element
	buf     []byte
}

// number gives the elements numbers in reading order.
func (t *treeWriter) number(e *Element) {
	e.number = t.reserve()
	for _, k := range e.Kids {
		if k.Element != nil {
			t.number(k.Element)
		}
	}
}

// element writes an element and those below it.
func (t *treeWriter) element(e *Element, parent int) {
	role := e.Role
	if role == Link && len(e.annotations) == 0 {
		role = Span // it leads nowhere
	}
	b := append(t.buf[:0], "<</S/"...)
	b = append(b, role...)
	b = appendReference(append(b, "/P "...), parent)
	if e.Language != "" {
		b = appendKey(b, "Lang", textString(e.Language))
	}
	if e.Alt != "" && role != Link && role != Span {
		b = appendKey(b, "Alt", textString(e.Alt))
	}
	if role == Note {
		t.notes = append(t.notes, e)
		b = appendKey(b, "ID", noteID(len(t.notes)))
	}
	b = t.attributes(b, e)
	t.buf = append(t.kids(b, e), ">>"...)
	t.object(e.number, t.buf)
	for _, k := range e.Kids {
		if k.Element != nil {
			t.element(k.Element, e.number)
		}
	}
}

func appendKey(b []byte, key, value string) []byte {
	b = append(append(b, '/'), key...)
	if isRegular(value[0]) {
		b = append(b, ' ')
	}
	return append(b, value...)
}

// noteID is the identifier of a note. They count in reading order, so they are
// sorted as the tree of identifiers must be.
func noteID(n int) string {
	const digits = 7
	s := strconv.Itoa(n)
	for len(s) < digits {
		s = "0" + s
	}
	return "(note-" + s + ")"
}

// attributes appends what an element says of itself beside its role.
func (t *treeWriter) attributes(b []byte, e *Element) []byte {
	switch e.Role {
	case TH:
		b = append(append(b, "/A<</O/Table/Scope/"...), e.Scope...)
		return append(e.appendSpans(b), ">>"...)
	case TD:
		if e.Columns < 2 && e.Rows < 2 {
			return b
		}
		return append(e.appendSpans(append(b, "/A<</O/Table"...)), ">>"...)
	case L:
		numbering := e.Numbering
		if numbering == "" {
			numbering = "None"
		}
		return append(append(append(b, "/A<</O/List/ListNumbering/"...), numbering...), ">>"...)
	case Figure:
		if x := e.Box; x.Page >= 1 && x.Page <= len(t.heights) {
			top := t.heights[x.Page-1] - x.Y
			b = append(b, "/A<</O/Layout/Placement/Block/BBox"...)
			return append(append(b, rectangle(x.X, top-x.Height, x.X+x.Width, top)...), ">>"...)
		}
	default:
	}
	return b
}

// appendSpans appends over how many columns and rows a cell reaches.
func (e *Element) appendSpans(b []byte) []byte {
	if e.Columns > 1 {
		b = strconv.AppendInt(append(b, "/ColSpan "...), int64(e.Columns), 10)
	}
	if e.Rows > 1 {
		b = strconv.AppendInt(append(b, "/RowSpan "...), int64(e.Rows), 10)
	}
	return b
}

// kids appends the page and the kids of an element.
func (t *treeWriter) kids(b []byte, e *Element) []byte {
	page := e.page()
	if page >= 0 {
		b = appendReference(append(b, "/Pg "...), t.pages[page])
	}
	one := len(e.Kids) == 1 && len(e.annotations) == 0 && (e.Kids[0].Content == nil || len(e.Kids[0].Content.marks) == 1)
	if len(e.Kids)+len(e.annotations) == 0 {
		return b
	}
	b = append(b, "/K"...)
	start := len(b)
	if !one {
		b = append(b, '[')
	}
	for _, k := range e.Kids {
		if k.Element != nil {
			b = appendReference(parted(b, start), k.Element.number)
			continue
		}
		for _, m := range k.Content.marks {
			if m.page == page {
				b = strconv.AppendInt(parted(b, start), int64(m.id), 10)
			} else {
				b = append(b, "<</Type/MCR/Pg "+reference(t.pages[m.page])+"/MCID "+strconv.Itoa(m.id)+">>"...)
			}
		}
	}
	for _, a := range e.annotations {
		b = append(b, "<</Type/OBJR/Pg "+reference(t.pages[a.page])+"/Obj "+reference(t.links[a.page][a.index])+">>"...)
	}
	if !one {
		b = append(b, ']')
	}
	return b
}

// parted appends a space where a number needs it.
func parted(b []byte, start int) []byte {
	if len(b) == start || isRegular(b[len(b)-1]) {
		b = append(b, ' ')
	}
	return b
}

func appendReference(b []byte, n int) []byte {
	return append(strconv.AppendInt(b, int64(n), 10), " 0 R"...)
}

// page is that of the first content, or -1.
func (e *Element) page() int {
	for _, k := range e.Kids {
		if k.Content != nil {
			return k.Content.marks[0].page
		}
	}
	return -1
}

// write writes the tree, and from marked content and links the way back to it.
func (t *treeWriter) write(s *Structure) {
	count := 0
	s.root.each(func(*Element) { count++ })
	t.places = slices.Grow(t.places, count+count/together+len(s.pages)+few)
	t.number(s.root)
	t.element(s.root, t.root)
	var d dict
	d.set("Type", "/StructTreeRoot")
	d.set("K", reference(s.root.number))
	d.set("ParentTree", reference(t.parents(s)))
	next := len(s.pages)
	for _, pg := range s.pages {
		next += len(pg.links)
	}
	d.set("ParentTreeNextKey", strconv.Itoa(next))
	if len(t.notes) > 0 {
		d.set("IDTree", reference(t.identifiers()))
	}
	t.object(t.root, d.bytes())
}

// parents writes the tree from keys of pages and links to elements.
func (t *treeWriter) parents(s *Structure) int {
	nums := []byte("<</Nums[")
	var list []byte
	for i, pg := range s.pages {
		list = append(list[:0], '[')
		for k, e := range pg.contents {
			if k > 0 {
				list = append(list, ' ')
			}
			list = appendReference(list, e.number)
		}
		n := t.reserve()
		list = append(list, ']')
		t.object(n, list)
		nums = append(append(strconv.AppendInt(nums, int64(i), 10), ' '), reference(n)+" "...)
	}
	key := len(s.pages)
	for _, pg := range s.pages {
		for _, e := range pg.links {
			nums = append(append(strconv.AppendInt(nums, int64(key), 10), ' '), reference(e.number)+" "...)
			key++
		}
	}
	n := t.reserve()
	t.object(n, append(nums, "]>>"...))
	return n
}

// identifiers writes the tree from the identifiers of notes to them.
func (t *treeWriter) identifiers() int {
	names := []byte("<</Names[")
	for i, e := range t.notes {
		names = append(names, noteID(i+1)+reference(e.number)+" "...)
	}
	n := t.reserve()
	t.object(n, append(names, "]>>"...))
	return n
}
