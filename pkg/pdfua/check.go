package pdfua

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// prune takes out what nothing was drawn for: elements without kids, but for
// cells, and for the rows and tables that have them.
func (e *Element) prune() {
	e.Kids = slices.DeleteFunc(e.Kids, func(k Kid) bool {
		if k.Content != nil {
			return len(k.Content.marks) == 0
		}
		if k.Element == nil {
			return true
		}
		k.Element.prune()
		return !k.Element.remains()
	})
}

func (e *Element) remains() bool {
	return len(e.Kids) > 0 || len(e.annotations) > 0 || e.Role == TH || e.Role == TD
}

// A checker holds a structure against the rules of PDF/UA that can be checked
// without a reader.
type checker struct {
	heading int // level of the last one
}

// listsKids tells whether an element has only kids of certain roles, and no content
// of its own.
func listsKids(r Role) bool {
	switch r {
	case L, LI, TOC, Table, THead, TBody, TFoot, TR:
		return true
	default:
		return false
	}
}

// mayHave tells whether an element may have one of the role r below it, as far as it
// lists its kids.
func mayHave(parent, r Role) bool {
	switch parent {
	case L:
		return r == Caption || r == L || r == LI
	case LI:
		return r == Lbl || r == LBody
	case TOC:
		return r == Caption || r == TOC || r == TOCI
	case Table:
		return r == Caption || r == THead || r == TBody || r == TFoot || r == TR
	case THead, TBody, TFoot:
		return r == TR
	case TR:
		return r == TH || r == TD
	default:
		return true
	}
}

// mayStandBelow tells whether an element may stand below one of the role parent, as
// far as it lists its parents.
func mayStandBelow(r, parent Role) bool {
	switch r {
	case LI:
		return parent == L
	case LBody:
		return parent == LI
	case TOCI:
		return parent == TOC
	case THead, TBody, TFoot:
		return parent == Table
	case TR:
		return parent == Table || parent == THead || parent == TBody || parent == TFoot
	case TH, TD:
		return parent == TR
	default:
		return true
	}
}

// known tells whether a role is one of those of this package.
func known(r Role) bool {
	switch r {
	case Document, Part, Section, Group, BlockQuote, Caption, TOC, TOCI,
		H1, H2, H3, H4, H5, H6, P, L, LI, Lbl, LBody,
		Table, THead, TBody, TFoot, TR, TH, TD, Span, Quote, Note, Link, Figure:
		return true
	default:
		return false
	}
}

// checkTree returns the first fault, with the way to it.
func checkTree(root *Element) error {
	if root == nil || root.Role != Document {
		return errors.New("the root of the structure is no Document")
	}
	var c checker
	return c.element(root)
}

func (c *checker) element(e *Element) error {
	if err := c.itself(e); err != nil {
		return err
	}
	for i, k := range e.Kids {
		if k.Element == nil {
			if listsKids(e.Role) {
				return fmt.Errorf("%s has content of its own", e.Role)
			}
			continue
		}
		err := fits(e, k.Element, i)
		if err == nil {
			err = c.element(k.Element)
		}
		if err != nil {
			return fmt.Errorf("%s, kid %d: %w", e.Role, i+1, err)
		}
	}
	return nil
}

// fits tells whether an element may be kid i of another.
func fits(parent, e *Element, i int) error {
	if !mayHave(parent.Role, e.Role) || !mayStandBelow(e.Role, parent.Role) {
		return fmt.Errorf("%s does not belong there", e.Role)
	}
	last := parent.Role == Table && i == len(parent.Kids)-1
	if e.Role == Caption && listsKids(parent.Role) && i > 0 && !last {
		return errors.New("the Caption is not the first")
	}
	return nil
}

// itself checks what an element says of itself.
func (c *checker) itself(e *Element) error {
	switch {
	case !known(e.Role):
		return fmt.Errorf("the role %.40q is not understood", e.Role)
	case e.Language != "" && !IsLanguage(e.Language):
		return fmt.Errorf("%s: the language %.40q is no language tag", e.Role, e.Language)
	case tooLong(e.Alt):
		return fmt.Errorf("%s: the alternative text is too long", e.Role)
	case len(e.annotations) > 0 && e.Role != Link:
		return fmt.Errorf("%s has the annotation of a Link", e.Role)
	}
	switch e.Role {
	case Figure, Link:
		if strings.TrimSpace(e.Alt) == "" && (e.Role == Figure || len(e.annotations) > 0) {
			return fmt.Errorf("the %s has no alternative text", e.Role)
		}
	case TH:
		if e.Scope != Row && e.Scope != Column && e.Scope != Both {
			return errors.New("the TH has no scope")
		}
	case H1, H2, H3, H4, H5, H6:
		level := int(e.Role[1] - '0')
		if level > c.heading+1 {
			return fmt.Errorf("%s follows a heading of level %d", e.Role, c.heading)
		}
		c.heading = level
	case Table:
		return checkTable(e)
	default:
	}
	return nil
}

// checkTable holds that a table has rows of one length, and its parts in order.
func checkTable(t *Element) error {
	var rows []*Element
	var parts []Role
	for _, k := range t.Kids {
		if k.Element == nil {
			continue // its parent complains
		}
		parts = append(parts, k.Element.Role)
		if k.Element.Role == TR {
			rows = append(rows, k.Element)
			continue
		}
		for _, r := range k.Element.Kids {
			if r.Element != nil && r.Element.Role == TR {
				rows = append(rows, r.Element)
			}
		}
	}
	if err := checkParts(parts); err != nil {
		return err
	}
	return checkGrid(rows)
}

func checkParts(parts []Role) error {
	count := map[Role]int{}
	for _, p := range parts {
		count[p]++
	}
	switch {
	case count[THead] > 1 || count[TFoot] > 1 || count[Caption] > 1:
		return errors.New("the Table has more than one THead, TFoot or Caption")
	case count[THead]+count[TFoot] > 0 && count[TBody] == 0:
		return errors.New("the Table has a THead or TFoot, but no TBody")
	}
	return nil
}

// checkGrid holds that cells fill a rectangle, each place once.
func checkGrid(rows []*Element) error {
	var g grid
	for i, r := range rows {
		err := g.row(r, i == 0)
		if err != nil {
			return fmt.Errorf("row %d of the Table %w", i+1, err)
		}
	}
	if slices.ContainsFunc(g.below, func(n int) bool { return n > 0 }) {
		return errors.New("a cell of the Table reaches below the last row")
	}
	return nil
}

// A grid is the rows of a table so far: for each column, how many more rows the last
// cell reaches down.
type grid struct{ below []int }

const mostColumns = 10_000

// row adds a row. The first one says how many columns there are.
func (g *grid) row(r *Element, first bool) error {
	column := g.taken(0)
	for _, k := range r.Kids {
		if k.Element == nil {
			continue
		}
		for range max(1, k.Element.Columns) {
			switch {
			case column < len(g.below) && g.below[column] > 0:
				return errors.New("has cells on one another")
			case column == len(g.below) && (!first || column >= mostColumns):
				return errors.New("has more cells than the first")
			case column == len(g.below):
				g.below = append(g.below, 0)
			}
			g.below[column] = max(1, k.Element.Rows) - 1
			column++
		}
		column = g.taken(column)
	}
	if column < len(g.below) {
		return errors.New("has fewer cells than the first")
	}
	return nil
}

// taken passes over the columns from one on that a cell of a row above takes.
func (g *grid) taken(column int) int {
	for column < len(g.below) && g.below[column] > 0 {
		g.below[column]--
		column++
	}
	return column
}
