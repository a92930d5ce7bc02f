package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Place is a cell: the number of its sheet, from 0, its column, from 0, and its
// row, from 1.
type Place struct{ Sheet, Column, Row int }

// A Found text stands at a place. IsDay and IsPercent tell how the cell shows
// numbers.
type Found struct {
	Place
	Text             string
	IsDay, IsPercent bool
}

// Find finds the texts that contain a mark, in all sheets, from top to bottom; what
// a formula makes is not among them. It also tells which cells hold anything.
func (b *Book) Find(mark string) (found []Found, filled map[Place]bool, err error) {
	filled = map[Place]bool{}
	if b.shared == nil {
		if err := b.readShared(); err != nil {
			return nil, nil, err
		}
	}
	for n, s := range b.sheets {
		r := &rowReader{book: b, sheet: s, do: func(Row) error { return nil }}
		err := b.each(s.part, func(t *token) error {
			if !t.ends("c") {
				return r.token(t)
			}
			c, ok := r.cell()
			if !ok && !r.formula {
				return nil
			}
			at := Place{n, c.Column, r.row.No}
			filled[at] = true
			if !r.formula && c.Kind == Text && strings.Contains(c.Text, mark) {
				style := b.style(r.style)
				found = append(found, Found{Place: at, Text: c.Text, IsDay: style.isDay, IsPercent: style.isPercent})
			}
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return found, filled, nil
}

// A Value is what a cell becomes: Text, Number or Day. Where the text of a cell has
// several looks, Replace says what becomes of its pieces, so that the looks stay.
type Value struct {
	Kind    Kind
	Text    string
	Replace map[string]string
	Like    *Place // has the look for a cell that is not there yet
}

// Fill writes the workbook with other values in some of its cells. All parts but
// those of the sheets with such cells stay byte for byte, and in those all that is not
// such a cell; where there are formulas, spreadsheets are told to compute them anew.
func (b *Book) Fill(w io.Writer, values map[Place]Value) error {
	edited := map[string][]byte{}
	for n, s := range b.sheets {
		cells := cellsOf(values, n)
		if len(cells) == 0 {
			continue
		}
		text, err := b.fillSheet(s, cells)
		if err != nil {
			return err
		}
		edited[partName(s.part)] = text
	}
	if len(edited) > 0 {
		if err := b.recompute(edited); err != nil {
			return err
		}
	}
	z := zip.NewWriter(w)
	for _, f := range b.zip.File {
		text, isEdited := edited[partName(f.Name)]
		if !isEdited {
			if err := z.Copy(f); err != nil {
				return fmt.Errorf("copy %s: %w", f.Name, err)
			}
			continue
		}
		to, err := z.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: f.Modified})
		if err != nil {
			return fmt.Errorf("write %s: %w", f.Name, err)
		}
		if _, err := to.Write(text); err != nil {
			return fmt.Errorf("write %s: %w", f.Name, err)
		}
	}
	return z.Close()
}

// cellsOf are the values of a sheet by row and column.
func cellsOf(values map[Place]Value, sheet int) map[int]map[int]Value {
	cells := map[int]map[int]Value{}
	for at, v := range values {
		if at.Sheet != sheet {
			continue
		}
		if cells[at.Row] == nil {
			cells[at.Row] = map[int]Value{}
		}
		cells[at.Row][at.Column] = v
	}
	return cells
}

// whole reads a part into memory.
func (b *Book) whole(name string) ([]byte, error) {
	r, err := b.open(name)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// recompute tells spreadsheets to compute formulas when they open the workbook.
func (b *Book) recompute(edited map[string][]byte) error {
	hasFormulas := false
	for _, s := range b.sheets {
		err := b.each(s.part, func(t *token) error {
			hasFormulas = hasFormulas || t.is("f")
			return nil
		})
		if err != nil {
			return err
		}
	}
	if !hasFormulas {
		return nil
	}
	text, err := b.whole(b.main)
	if err != nil {
		return err
	}
	var at int64 = -1
	prefix := ""
	var e editor
	err = scan(b.main, bytes.NewReader(text), func(t *token) error {
		switch {
		case t.is("calcPr"):
			at = -2
			e.replace(t.start, t.end, withAttribute(string(t.raw), "fullCalcOnLoad", "1"))
		case t.kind == endTag && slices.Contains([]string{"sheets", "functionGroups", "externalReferences", "definedNames"}, string(t.name)):
			if at != -2 {
				at = t.end
			}
			if raw := strings.TrimPrefix(string(t.raw), "</"); strings.Contains(raw, ":") {
				prefix, _, _ = strings.Cut(raw, ":")
				prefix += ":"
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if at > 0 {
		e.replace(at, at, "<"+prefix+`calcPr fullCalcOnLoad="1"/>`)
	}
	edited[partName(b.main)] = e.apply(text)
	return nil
}

// Shows tells how a cell that is there shows numbers: as days, or as percent.
func (b *Book) Shows(p Place) (isDay, isPercent bool) {
	if b.looks == nil {
		b.looks = map[Place]cellStyle{}
		for n, s := range b.sheets {
			f := &sheetFilling{styles: map[Place]string{}}
			if err := b.each(s.part, f.readStyle); err != nil {
				return false, false // it has been read before
			}
			for at, style := range f.styles {
				b.looks[Place{n, at.Column, at.Row}] = b.style(style)
			}
		}
	}
	return b.looks[p].isDay, b.looks[p].isPercent
}
