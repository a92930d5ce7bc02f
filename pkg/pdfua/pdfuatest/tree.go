package pdfuatest

import (
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// An Element is one of the structure.
type Element struct {
	Role     string
	Language string
	Alt      string
	Scope    string
	Columns  int
	Rows     int
	Kids     []Kid

	number int
	dict   types.Dict
	parent *Element
}

// A Kid is an element, a text, or the annotation of a link.
type Kid struct {
	Element *Element
	Text    string

	piece  *piece
	object int // of an annotation
}

// readElement reads an element and those below it.
func (f *File) readElement(o types.Object, parent *Element) *Element {
	d := f.dict(o)
	if d == nil {
		return nil
	}
	e := &Element{
		Role: f.name(d["S"]), Language: f.text(d["Lang"]), Alt: f.text(d["Alt"]),
		Columns: 1, Rows: 1, number: number(o), dict: d, parent: parent,
	}
	f.elements[e.number] = e
	a := f.dict(d["A"])
	e.Scope = f.name(a["Scope"])
	if n, ok := f.integer(a["ColSpan"]); ok {
		e.Columns = n
	}
	if n, ok := f.integer(a["RowSpan"]); ok {
		e.Rows = n
	}
	kids, ok := f.object(d["K"]).(types.Array)
	if !ok && d["K"] != nil {
		kids = types.Array{d["K"]}
	}
	for _, k := range kids {
		e.Kids = append(e.Kids, f.readKid(k, e))
	}
	return e
}

func (f *File) readKid(k types.Object, e *Element) Kid {
	if id, ok := k.(types.Integer); ok {
		return Kid{piece: f.claim(number(e.dict["Pg"]), int(id), e)}
	}
	d := f.dict(k)
	switch f.name(d["Type"]) {
	case "MCR":
		id, _ := f.integer(d["MCID"])
		return Kid{piece: f.claim(number(d["Pg"]), id, e)}
	case "OBJR":
		return Kid{object: number(d["Obj"])}
	}
	return Kid{Element: f.readElement(k, e)}
}

// claim gives a piece of marked content to an element.
func (f *File) claim(object, id int, e *Element) *piece {
	if pg := f.byObject[object]; pg != nil {
		p := pg.piece(id)
		if p.owner != nil {
			f.wrong("UA 7.1", "content %d of page %d belongs to two elements", id, pg.number)
		}
		p.owner = e
		return p
	}
	f.wrong("UA 7.1", "content %d of no page belongs to a %s", id, e.Role)
	return &piece{}
}

// readParents reads the tree from keys to elements.
func (f *File) readParents(d types.Dict) {
	nums := f.array(d["Nums"])
	for i := 0; i+1 < len(nums); i += 2 {
		key, _ := f.integer(nums[i])
		if a, ok := f.object(nums[i+1]).(types.Array); ok {
			list := make([]element, 0, len(a))
			for _, v := range a {
				list = append(list, number(v))
			}
			f.parents[key] = list
			continue
		}
		f.parents[key] = []element{number(nums[i+1])}
	}
}

// inLine tells whether an element is a part of a line.
func (e *Element) inLine() bool {
	return slices.Contains([]string{"Span", "Link", "Lbl", "Quote"}, e.Role)
}

func (e *Element) text(b *strings.Builder) {
	for _, k := range e.Kids {
		switch {
		case k.Element != nil:
			k.Element.text(b)
		case k.piece != nil:
			b.WriteString(k.piece.text.String())
		}
	}
	if !e.inLine() && b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
		b.WriteString("\n")
	}
}

// checkTree holds the elements against the rules of structure.
func (f *File) checkTree() {
	heading := 0
	ids := map[string]bool{}
	var walk func(e *Element)
	walk = func(e *Element) {
		f.checkElement(e, &heading, ids)
		for _, k := range e.Kids {
			if k.Element != nil {
				walk(k.Element)
			}
		}
	}
	if f.Root.Role != "Document" {
		f.wrong("UA 7.1", "the root is a %s", f.Root.Role)
	}
	walk(f.Root)
	for _, pg := range f.pages {
		f.checkParents(pg)
	}
}

// checkParents holds the parent tree of a page against the elements.
func (f *File) checkParents(pg *page) {
	key, ok := f.integer(pg.dict["StructParents"])
	if !ok {
		f.wrong("UA 7.1", "page %d has no place in the structure", pg.number)
		return
	}
	list := f.parents[key]
	if len(list) != len(pg.pieces) {
		f.wrong("UA 7.1", "page %d has %d pieces of content, and %d in the parent tree", pg.number, len(pg.pieces), len(list))
		return
	}
	for id, p := range pg.pieces {
		if p.owner == nil || p.owner.number != list[id] {
			f.wrong("UA 7.1", "content %d of page %d belongs to another element in the parent tree", id, pg.number)
		}
	}
}

func (f *File) checkElement(e *Element, heading *int, ids map[string]bool) {
	if !slices.Contains(strings.Fields(standardRoles), e.Role) {
		f.wrong("UA 7.1-5", "the role %q is none", e.Role)
	}
	f.checkLanguage(e.dict["Lang"])
	kids, parent := e.kidRoles(), ""
	if e.parent != nil {
		parent = e.parent.Role
	}
	if p, ok := parentRoles[e.Role]; ok && !slices.Contains(strings.Fields(p), parent) {
		f.wrong("UA 7.2", "a %s stands below a %s", e.Role, parent)
	}
	if k, ok := allowedKids[e.Role]; ok {
		for i, role := range kids {
			if !slices.Contains(strings.Fields(k), role) {
				f.wrong("UA 7.2", "a %s has a %s below it", e.Role, role)
			}
			if role == "Caption" && i > 0 {
				f.wrong("UA 7.2", "the Caption of a %s is not the first", e.Role)
			}
		}
	}
	switch e.Role {
	case "Figure":
		f.checkFigure(e)
	case "H1", "H2", "H3", "H4", "H5", "H6":
		level := int(e.Role[1] - '0')
		if level > *heading+1 {
			f.wrong("UA 7.4.2", "%s follows a heading of level %d", e.Role, *heading)
		}
		*heading = level
	case "Table":
		f.checkTable(e)
	case "TH":
		if !slices.Contains([]string{"Row", "Column", "Both"}, e.Scope) {
			f.wrong("UA 7.5", "a TH has no scope")
		}
	case "Note":
		id := f.text(e.dict["ID"])
		if id == "" || ids[id] {
			f.wrong("UA 7.9", "a Note has no identifier of its own: %q", id)
		}
		ids[id] = true
	case "L":
		f.checkList(e)
	}
}

const standardRoles = "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index H1 H2 H3 H4 H5 H6 P L LI Lbl LBody " +
	"Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Figure Formula Form"

var parentRoles = map[string]string{ //nolint:gochecknoglobals // a table that is only read
	"LI": "L", "LBody": "LI", "TOCI": "TOC", "THead": "Table", "TBody": "Table", "TFoot": "Table",
	"TR": "Table THead TBody TFoot", "TH": "TR", "TD": "TR",
}

var allowedKids = map[string]string{ //nolint:gochecknoglobals // a table that is only read
	"L": "Caption L LI", "LI": "Lbl LBody", "TOC": "Caption TOC TOCI", "Table": "Caption THead TBody TFoot TR",
	"THead": "TR", "TBody": "TR", "TFoot": "TR", "TR": "TH TD",
}

// kidRoles is the roles of the kids; content has the role "".
func (e *Element) kidRoles() []string {
	var roles []string
	for _, k := range e.Kids {
		if k.Element != nil {
			roles = append(roles, k.Element.Role)
		} else {
			roles = append(roles, "")
		}
	}
	return roles
}

func (f *File) checkFigure(e *Element) {
	if strings.TrimSpace(e.Alt) == "" {
		f.wrong("UA 7.3", "a Figure has no alternative text")
	}
	if a := f.dict(e.dict["A"]); len(f.array(a["BBox"])) != 4 {
		f.wrong("UA 7.3", "a Figure has no bounding box")
	}
}

func (f *File) checkList(e *Element) {
	if f.name(f.dict(e.dict["A"])["ListNumbering"]) == "" {
		f.wrong("UA 7.6", "a list does not say how it is numbered")
	}
}

// checkTable holds that a table is a rectangle of cells, with heads.
func (f *File) checkTable(e *Element) {
	roles := e.kidRoles()
	if slices.Contains(roles, "THead") && !slices.Contains(roles, "TBody") {
		f.wrong("UA 7.2-14", "a Table has a THead and no TBody")
	}
	width, heads := -1, 0
	rows := e.rows()
	for _, r := range rows {
		n := 0
		for _, c := range r.elements() {
			n += c.Columns
			if c.Role == "TH" {
				heads++
			}
			if c.Rows != 1 {
				f.wrong("UA 7.2-41", "a cell spans rows, which no report has")
			}
		}
		if width < 0 {
			width = n
		}
		if n != width {
			f.wrong("UA 7.2-42", "a row of a Table has %d columns, the first one %d", n, width)
		}
	}
	if len(rows) == 0 || heads == 0 {
		f.wrong("UA 7.5", "a Table has %d rows and %d heads", len(rows), heads)
	}
}

// rows are those of a table, also of its parts.
func (e *Element) rows() []*Element {
	var rows []*Element
	for _, k := range e.elements() {
		if k.Role == "TR" {
			rows = append(rows, k)
		} else if e.Role == "Table" {
			rows = append(rows, k.rows()...)
		}
	}
	return rows
}

// elements are the kids that are elements.
func (e *Element) elements() []*Element {
	var all []*Element
	for _, k := range e.Kids {
		if k.Element != nil {
			all = append(all, k.Element)
		}
	}
	return all
}
