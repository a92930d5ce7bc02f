package workbook

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
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
	err = scanBytes(b.main, text, func(t *token) error {
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

// scanBytes calls do for every token of a text.
func scanBytes(part string, text []byte, do func(*token) error) error {
	s := newScanner(part, bytes.NewReader(text))
	for {
		t, err := s.next()
		if err == io.EOF { //nolint:errorlint // as the scanner answers it
			return nil
		}
		if err != nil {
			return err
		}
		if err := do(t); err != nil {
			return err
		}
	}
}

// withAttribute sets an attribute of a tag.
func withAttribute(tag, name, value string) string {
	if from, to := attributeAt([]byte(tag), name); from >= 0 {
		return tag[:from] + value + tag[to:]
	}
	end := strings.TrimRight(strings.TrimSuffix(tag, ">"), " /")
	return end + " " + name + `="` + value + `"` + tag[len(end):]
}

// An editor puts texts in place of pieces of another, which come in order.
type editor struct{ pieces []piece }

type piece struct {
	from, to int64
	text     string
}

func (e *editor) replace(from, to int64, text string) {
	e.pieces = append(e.pieces, piece{from, to, text})
}

func (e *editor) apply(text []byte) []byte {
	var b bytes.Buffer
	at := int64(0)
	for _, p := range e.pieces {
		b.Write(text[at:p.from])
		b.WriteString(p.text)
		at = p.to
	}
	b.Write(text[at:])
	return b.Bytes()
}

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
	if err := scanBytes(s.part, text, f.readStyle); err != nil {
		return nil, err
	}
	f.row = 0
	if err := scanBytes(s.part, text, f.token); err != nil {
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

func withoutAttribute(tag, name string) string {
	from, to := attributeAt([]byte(tag), name)
	if from < 0 {
		return tag
	}
	start := strings.LastIndex(tag[:from], name)
	return strings.TrimRight(tag[:start], " ") + tag[to+1:]
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

// escapeText makes a text one that XML can carry.
func escapeText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// richText is what stands in a shared text, where it has several looks.
func (b *Book) richText(n int) (string, error) {
	if b.rich == nil {
		b.rich = map[int]string{}
		related, err := b.relations(b.main)
		if err != nil {
			return "", err
		}
		for _, r := range related {
			if strings.HasSuffix(r.kind, "/sharedStrings") && b.parts[partName(r.target)] != nil {
				if err := b.readRich(r.target); err != nil {
					return "", err
				}
			}
		}
	}
	return b.rich[n], nil
}

func (b *Book) readRich(part string) error {
	text, err := b.whole(part)
	if err != nil {
		return err
	}
	n, from, hasRuns := -1, int64(0), false
	return scanBytes(part, text, func(t *token) error {
		switch {
		case t.is("si"):
			n, from, hasRuns = n+1, t.end, false
		case t.is("r"):
			hasRuns = true
		case t.ends("si") && hasRuns:
			b.rich[n] = string(text[from:t.start])
		}
		return nil
	})
}

// replaceRich replaces pieces of a text with several looks; ok is false where one of
// them has itself several.
func replaceRich(rich string, replace map[string]string) (string, bool) {
	if rich == "" || len(replace) == 0 {
		return "", false
	}
	for old, now := range replace {
		if !strings.Contains(rich, escapeText(old)) {
			return "", false
		}
		rich = strings.ReplaceAll(rich, escapeText(old), escapeText(now))
	}
	return rich, true
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
