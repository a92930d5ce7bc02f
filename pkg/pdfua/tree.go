package pdfua

import (
	"strconv"
)

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
	if a := t.attributes(e); a != "" {
		b = appendKey(b, "A", "<<"+a+">>")
	}
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

// attributes is what an element says of itself beside its role.
func (t *treeWriter) attributes(e *Element) string {
	span := func(key string, n int) string {
		if n < 2 {
			return ""
		}
		return "/" + key + " " + strconv.Itoa(n)
	}
	switch e.Role {
	case TH:
		return "/O/Table/Scope/" + string(e.Scope) + span("ColSpan", e.Columns) + span("RowSpan", e.Rows)
	case TD:
		if s := span("ColSpan", e.Columns) + span("RowSpan", e.Rows); s != "" {
			return "/O/Table" + s
		}
	case L:
		if e.Numbering != "" {
			return "/O/List/ListNumbering/" + string(e.Numbering)
		}
		return "/O/List/ListNumbering/None"
	case Figure:
		if b := e.Box; b.Page >= 1 && b.Page <= len(t.heights) {
			top := t.heights[b.Page-1] - b.Y
			return "/O/Layout/Placement/Block/BBox" + rectangle(b.X, top-b.Height, b.X+b.Width, top)
		}
	default:
	}
	return ""
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
	for i, pg := range s.pages {
		list := []byte{'['}
		for k, e := range pg.contents {
			if k > 0 {
				list = append(list, ' ')
			}
			list = appendReference(list, e.number)
		}
		n := t.reserve()
		t.object(n, append(list, ']'))
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
