package workbook

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A sheetFilling writes values into the cells of a sheet.
type sheetFilling struct {
	editor
	book   *Book
	cells  map[int]map[int]Value // by row and column; what was written is taken out
	styles map[Place]string      // of cells that others look like
	prefix string                // of the namespace
	row    int
	column int
	within bool   // a cell that is being replaced
	start  int64  // of it
	keeps  string // its attributes that stay
	shared string // number of its shared text
}

func (b *Book) fillSheet(s Sheet, cells map[int]map[int]Value) ([]byte, error) {
	text, err := b.whole(s.part)
	if err != nil {
		return nil, err
	}
	f := &sheetFilling{book: b, cells: cells, styles: map[Place]string{}}
	if err := scan(s.part, bytes.NewReader(text), f.readStyle); err != nil {
		return nil, err
	}
	f.row = 0
	if err := scan(s.part, bytes.NewReader(text), f.token); err != nil {
		return nil, err
	}
	return f.apply(text), nil
}

// readStyle notes the styles of all cells, for those that are not there yet.
func (f *sheetFilling) readStyle(t *token) error {
	switch {
	case t.is("row"):
		f.beginRow(t)
	case t.is("c"):
		f.beginCell(t)
		if style := t.attr("s"); style != "" {
			f.styles[Place{0, f.column, f.row}] = style
		}
	}
	return nil
}

func (f *sheetFilling) beginRow(t *token) {
	f.row++
	if n, err := strconv.Atoi(t.attr("r")); err == nil {
		f.row = n
	}
	f.column = -1
}

func (f *sheetFilling) beginCell(t *token) {
	f.column++
	if at, _, ok := ParseCell(t.attr("r")); ok {
		f.column = at
	}
}

func (f *sheetFilling) token(t *token) error {
	switch {
	case t.is("sheetData"):
		raw := string(t.raw)
		f.prefix = strings.TrimLeft(raw[:strings.Index(raw, "sheetData")], "<")
		if t.closed {
			f.replace(t.start, t.end, strings.TrimSuffix(strings.TrimSuffix(raw, "/>"), " ")+">"+f.rowsBefore(0)+"</"+f.prefix+"sheetData>")
		}
	case t.ends("sheetData") && t.raw != nil:
		f.replace(t.start, t.start, f.rowsBefore(0))
	case t.is("row"):
		f.openRow(t)
	case t.ends("row"):
		f.closeRow(t)
	case t.is("c"):
		f.openCell(t)
	case t.ends("c"):
		return f.closeCell(t)
	case f.within && f.shared == "" && t.is("v"):
		f.shared = "?"
	case f.within && f.shared == "?" && t.kind == characters:
		f.shared = string(t.raw)
	case t.is("dimension"):
		f.dimension(t)
	}
	return nil
}

func (f *sheetFilling) openRow(t *token) {
	before := f.row
	f.beginRow(t)
	if missing := f.rowsBetween(before, f.row); missing != "" {
		f.replace(t.start, t.start, missing)
	}
	raw := string(t.raw)
	if len(f.cells[f.row]) > 0 {
		raw = withoutAttribute(raw, "spans")
	}
	switch {
	case t.closed && len(f.cells[f.row]) > 0:
		open := strings.TrimRight(strings.TrimSuffix(raw, "/>"), " ") + ">"
		f.replace(t.start, t.end, open+f.cellsBefore(0)+"</"+f.prefix+"row>")
	case raw != string(t.raw):
		f.replace(t.start, t.end, raw)
	}
}

func (f *sheetFilling) closeRow(t *token) {
	if t.raw != nil {
		if more := f.cellsBefore(0); more != "" {
			f.replace(t.start, t.start, more)
		}
	}
	delete(f.cells, f.row)
}

// rowsBetween makes the rows that are not there, between two that are.
func (f *sheetFilling) rowsBetween(after, before int) string {
	var rows []int
	for row := range f.cells {
		if row > after && (before == 0 || row < before) {
			rows = append(rows, row)
		}
	}
	slices.Sort(rows)
	var b strings.Builder
	now := f.row
	for _, row := range rows {
		f.row = row
		fmt.Fprintf(&b, `<%srow r="%d">%s</%srow>`, f.prefix, row, f.cellsBefore(0), f.prefix)
		delete(f.cells, row)
	}
	f.row = now
	return b.String()
}

func (f *sheetFilling) rowsBefore(before int) string { return f.rowsBetween(f.row, before) }

// cellsBefore makes the cells of the row that are not there, up to a column; 0 is all.
func (f *sheetFilling) cellsBefore(column int) string {
	var columns []int
	for c := range f.cells[f.row] {
		if column == 0 || c < column {
			columns = append(columns, c)
		}
	}
	slices.Sort(columns)
	var b strings.Builder
	for _, c := range columns {
		v := f.cells[f.row][c]
		keeps := ` r="` + CellName(c, f.row) + `"`
		if v.Like != nil {
			if style := f.styles[Place{0, v.Like.Column, v.Like.Row}]; style != "" {
				keeps += ` s="` + style + `"`
			}
		}
		b.WriteString(f.write(v, keeps, ""))
		delete(f.cells[f.row], c)
	}
	return b.String()
}

func (f *sheetFilling) openCell(t *token) {
	f.beginCell(t)
	if f.column > 0 {
		if more := f.cellsBefore(f.column); more != "" {
			f.replace(t.start, t.start, more)
		}
	}
	if _, ok := f.cells[f.row][f.column]; !ok {
		return
	}
	f.within, f.start, f.shared = true, t.start, ""
	f.keeps = ` r="` + CellName(f.column, f.row) + `"`
	if style := t.attr("s"); style != "" {
		f.keeps += ` s="` + style + `"`
	}
	if t.attr("t") != "s" {
		f.shared = "-"
	}
}

func (f *sheetFilling) closeCell(t *token) error {
	if !f.within {
		return nil
	}
	rich := ""
	if n, err := strconv.Atoi(f.shared); err == nil {
		if rich, err = f.book.richText(n); err != nil {
			return err
		}
	}
	f.replace(f.start, t.end, f.write(f.cells[f.row][f.column], f.keeps, rich))
	delete(f.cells[f.row], f.column)
	f.within = false
	return nil
}

// dimension widens what the sheet says that it covers.
func (f *sheetFilling) dimension(t *token) {
	first, last, _ := strings.Cut(t.attr("ref"), ":")
	if last == "" {
		last = first
	}
	left, top, ok := ParseCell(first)
	right, bottom, also := ParseCell(last)
	if !ok || !also {
		return
	}
	for row, cells := range f.cells {
		for column := range cells {
			left, top = min(left, column), min(top, row)
			right, bottom = max(right, column), max(bottom, row)
		}
	}
	ref := CellName(left, top) + ":" + CellName(right, bottom)
	if strings.Contains(t.attr("ref"), ":") && ref != t.attr("ref") {
		f.replace(t.start, t.end, withAttribute(string(t.raw), "ref", ref))
	}
}

// write makes a cell.
func (f *sheetFilling) write(v Value, keeps, rich string) string {
	p := f.prefix
	switch {
	case v.Kind == Number:
		return "<" + p + "c" + keeps + "><" + p + "v>" + v.Text + "</" + p + "v></" + p + "c>"
	case v.Kind == Day:
		if days, ok := f.book.serial(v.Text); ok {
			return "<" + p + "c" + keeps + "><" + p + "v>" + days + "</" + p + "v></" + p + "c>"
		}
	case v.Text == "":
		return "<" + p + "c" + keeps + "/>"
	}
	inside, ok := replaceRich(rich, v.Replace)
	if !ok {
		inside = "<" + p + `t xml:space="preserve">` + escapeText(v.Text) + "</" + p + "t>"
	}
	return "<" + p + "c" + keeps + ` t="inlineStr"><` + p + "is>" + inside + "</" + p + "is></" + p + "c>"
}

// serial is a day as the workbook counts it.
func (b *Book) serial(day string) (string, bool) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "", false
	}
	zero := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	return strconv.Itoa(int(t.Sub(zero)/(24*time.Hour)) - b.from), true
}
