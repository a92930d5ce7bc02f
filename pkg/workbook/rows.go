package workbook

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// A Kind is what a cell holds.
type Kind int

// The kinds of cells.
const (
	Text       Kind = iota
	Number          // a plain decimal
	Bool            // "1" or "0"
	Day             // YYYY-MM-DD
	Fault           // what a formula could not do: "#DIV/0!"
	Uncomputed      // a formula whose value the file does not tell
)

// A Cell is one that holds something. Columns count from 0.
type Cell struct {
	Column int
	Kind   Kind
	Text   string
}

// A Row has its number as spreadsheets count, from 1, and its cells from left to
// right, without those that are empty.
type Row struct {
	No    int
	Cells []Cell
}

// Rows calls do for each row of a sheet that holds something, from top to bottom;
// the row is good until do returns. Values beyond the limits are a RefusedError.
func (b *Book) Rows(s Sheet, do func(Row) error) error {
	if b.shared == nil {
		if err := b.readShared(); err != nil {
			return err
		}
	}
	r := &rowReader{book: b, sheet: s, do: do}
	if err := b.each(s.part, r.token); err != nil {
		return err
	}
	return nil
}

// readShared reads the texts that sheets name by their numbers.
func (b *Book) readShared() error {
	b.shared = []string{}
	related, err := b.relations(b.main)
	if err != nil {
		return err
	}
	for _, r := range related {
		if !strings.HasSuffix(r.kind, "/sharedStrings") || b.parts[partName(r.target)] == nil {
			continue
		}
		var text texts
		return b.each(r.target, func(t *token) error {
			if t.ends("si") {
				b.shared = append(b.shared, plainText(text.String()))
				text.Reset()
				return nil
			}
			return text.take(t)
		})
	}
	return nil
}

// texts collects what stands in the <t> of a text, without its phonetic help.
type texts struct {
	strings.Builder
	inside   bool
	phonetic bool
}

func (x *texts) take(t *token) error {
	switch {
	case t.is("rPh"):
		x.phonetic = true
	case t.ends("rPh"):
		x.phonetic = false
	case t.is("t"):
		x.inside = true
	case t.ends("t"):
		x.inside = false
	case x.inside && !x.phonetic && t.kind == characters:
		plain, err := t.plain()
		x.WriteString(plain)
		return err
	}
	return nil
}

// plainText replaces what spreadsheets write as _xHHHH_.
func plainText(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		at := strings.Index(s, "_x")
		if at < 0 || len(s) < at+7 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:at])
		n, err := strconv.ParseUint(s[at+2:at+6], 16, 16)
		if err != nil || s[at+6] != '_' {
			b.WriteString("_x")
			s = s[at+2:]
			continue
		}
		b.WriteRune(rune(n))
		s = s[at+7:]
	}
}

// A rowReader makes rows of the tokens of a sheet.
type rowReader struct {
	book  *Book
	sheet Sheet
	do    func(Row) error

	row     Row
	column  int // of the cell that is read
	sort    string
	style   string
	value   strings.Builder
	inValue bool
	formula bool
	text    texts
	cells   int // of the whole sheet
}

func (r *rowReader) token(t *token) error {
	switch {
	case t.is("row"):
		no := r.row.No + 1
		if at := t.attr("r"); at != "" {
			n, err := strconv.Atoi(at)
			if err != nil || n < no || n > 1<<20 {
				return &RefusedError{Reason: BadXML, Part: r.sheet.part, Cause: errOrder}
			}
			no = n
		}
		r.row = Row{No: no, Cells: r.row.Cells[:0]}
		r.column = -1
	case t.ends("row"):
		if len(r.row.Cells) > 0 {
			return r.do(r.row)
		}
	case t.is("c"):
		return r.begin(t)
	case t.ends("c"):
		return r.end()
	case t.is("f"):
		r.formula = true
	case t.is("v"):
		r.inValue = true
	case t.ends("v"):
		r.inValue = false
	case r.inValue && t.kind == characters:
		plain, err := t.plain()
		if err != nil {
			return &RefusedError{Reason: BadXML, Part: r.sheet.part, Cause: err}
		}
		r.value.WriteString(plain)
	default:
		if err := r.text.take(t); err != nil {
			return &RefusedError{Reason: BadXML, Part: r.sheet.part, Cause: err}
		}
	}
	return nil
}

var errOrder = errors.New("rows or cells are not in order")

func (r *rowReader) begin(t *token) error {
	column := r.column + 1
	if name := t.attr("r"); name != "" {
		at, row, ok := ParseCell(name)
		if !ok || row != r.row.No || at < column {
			return &RefusedError{Reason: BadXML, Part: r.sheet.part, Cause: errOrder}
		}
		column = at
	}
	r.column, r.sort, r.style, r.formula = column, t.attr("t"), t.attr("s"), false
	r.value.Reset()
	r.text.Reset()
	return nil
}

func (r *rowReader) end() error {
	c, ok := r.cell()
	if !ok {
		return nil
	}
	l := r.book.limits
	refuse := func(reason Reason, limit int) error {
		return &RefusedError{Reason: reason, Part: r.sheet.Name, Cell: CellName(r.column, r.row.No), Limit: int64(limit)}
	}
	r.cells++
	switch {
	case r.row.No > l.Rows:
		return refuse(TooManyRows, l.Rows)
	case r.column >= l.Columns:
		return refuse(TooWide, l.Columns)
	case r.cells > l.Cells:
		return refuse(TooManyCells, l.Cells)
	}
	r.row.Cells = append(r.row.Cells, c)
	return nil
}

// cell is what was read, if it is anything.
func (r *rowReader) cell() (Cell, bool) {
	c, value := Cell{Column: r.column}, r.value.String()
	switch r.sort {
	case "s":
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n >= len(r.book.shared) {
			return c, false
		}
		c.Text = r.book.shared[n]
	case "inlineStr":
		c.Text = plainText(r.text.String())
	case "str":
		c.Text = plainText(value)
	case "b":
		c.Kind, c.Text = Bool, value
	case "e":
		c.Kind, c.Text = Fault, value
	case "d":
		c.Kind, c.Text = Day, value[:min(len(value), len("2006-01-02"))]
	default:
		c.Kind, c.Text = r.number(value)
	}
	if c.Text == "" && r.formula && r.sort == "" {
		c.Kind = Uncomputed
		return c, true
	}
	return c, strings.TrimSpace(c.Text) != ""
}

// number is a number, or the day that it stands for.
func (r *rowReader) number(value string) (Kind, string) {
	f, err := strconv.ParseFloat(value, 64)
	if value == "" || err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return Text, value
	}
	if r.book.style(r.style).isDay {
		if days := math.Floor(f) + float64(r.book.from); days >= 1 && days < 2958466 {
			zero := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
			return Day, zero.AddDate(0, 0, int(days)).Format("2006-01-02")
		}
	}
	return Number, decimal(f)
}

// digits is how many of a number spreadsheets calculate with.
const digits = 15

// decimal writes a number as people typed it: 0.3, where a file has
// 0.30000000000000004.
func decimal(f float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', digits, 64), 64)
	if err != nil {
		rounded = f
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// CellName is the name of a cell: column 0 of row 1 is A1.
func CellName(column, row int) string { return ColumnName(column) + strconv.Itoa(row) }

// ColumnName is the name of a column: 0 is A, 26 is AA.
func ColumnName(column int) string {
	var b [8]byte
	n := len(b)
	for column++; column > 0 && n > 0; column = (column - 1) / 26 {
		n--
		b[n] = byte('A' + (column-1)%26)
	}
	return string(b[n:])
}

// ParseCell reads the name of a cell; ok is whether there can be such a cell.
func ParseCell(name string) (column, row int, ok bool) {
	n := 0
	for n < len(name) && name[n] >= 'A' && name[n] <= 'Z' && n < 4 {
		column = column*26 + int(name[n]-'A') + 1
		n++
	}
	row, err := strconv.Atoi(name[n:])
	return column - 1, row, err == nil && n > 0 && column <= 1<<14 && row >= 1 && row <= 1<<20
}

// All reads the rows of a sheet that people may have filled in.
func (b *Book) All(s Sheet) ([]Row, error) {
	var all []Row
	err := b.Rows(s, func(r Row) error {
		r.Cells = append([]Cell(nil), r.Cells...)
		all = append(all, r)
		return nil
	})
	return all, err
}
