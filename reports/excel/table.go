package excel

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"tulos/reports"
)

// A table is a caption, a row of column heads, rows and notes.
type table struct {
	reports.Table
	caption *prose // nil without one
	notes   []*prose
	listed  int     // rows that readers can filter and sort; 0 where it is no plain list
	more    int     // rows that are made one by one, as far as they were made
	totals  int     // of those rows
	wanted  columns // by those rows
	made    []reports.Row
	next    func() (reports.Row, error, bool) // the rows behind those that were made; nil without any
	stop    func()
}

const (
	rowAir    = 4.0  // points that a row is higher than its lines
	headRoom  = 6.0  // the same for column heads
	headLine  = 18.0 // digits of a head that is not wrapped without need
	barRoom   = 13.0 // digits that a column with bars takes at least
	shortList = 6    // rows that need no filter
	nothing   = "–"  // stands in a table without rows
)

// newTable checks that every row fits the columns.
func newTable(t reports.Table) (*table, error) {
	if len(t.Rows) >= excelize.TotalRows {
		return nil, fmt.Errorf("table %q: %w: %d", t.Caption, errRows, len(t.Rows))
	}
	for i, r := range t.Rows {
		if r.Group && len(r.Cells) != 1 {
			return nil, fmt.Errorf("table %q: group row %d has %d cells, not one", t.Caption, i+1, len(r.Cells))
		}
		if !r.Group && len(r.Cells) != len(t.Columns) {
			return nil, fmt.Errorf("table %q: row %d has %d cells for %d columns", t.Caption, i+1, len(r.Cells), len(t.Columns))
		}
	}
	if len(t.Columns) > excelize.MaxColumns {
		return nil, fmt.Errorf("table %q: %d columns, a sheet holds %d", t.Caption, len(t.Columns), excelize.MaxColumns)
	}
	out := &table{Table: t}
	if err := out.readMore(); err != nil {
		out.close()
		return nil, err
	}
	if len(t.Caption) > 0 {
		out.caption = &prose{role: caption, text: cleaned(t.Caption)}
	}
	for _, n := range t.Notes {
		out.notes = append(out.notes, &prose{role: noteText, text: cleaned(n)})
	}
	out.listed = out.list()
	return out, nil
}

// measured is how many of the rows that are made one by one decide about widths.
const measured = 2000

// errNotLast tells that a table that grows while it is written has something below it.
var errNotLast = errors.New("has more rows made one by one than can be laid out, and is not the last on its sheet")

// readMore makes the first of the rows that are made one by one, and notes how wide they
// are. If there are further ones, next makes them, until stop is called.
func (t *table) readMore() error {
	if t.More == nil {
		return nil
	}
	t.next, t.stop = iter.Pull2(t.More)
	for t.more < measured {
		r, err := t.another()
		if err != nil || t.next == nil {
			return err
		}
		t.wantRow(&t.wanted, r)
		t.made = append(t.made, r)
	}
	return nil
}

// another makes a row; after the last one next is nil.
func (t *table) another() (reports.Row, error) {
	r, err, ok := t.next()
	n := len(t.Rows) + t.more + 1
	switch {
	case err != nil:
		return r, fmt.Errorf("table %q, row %d: %w", t.Caption, n, err)
	case !ok:
		t.close()
		return r, nil
	case len(r.Cells) != len(t.Columns):
		return r, fmt.Errorf("table %q: row %d has %d cells for %d columns", t.Caption, n, len(r.Cells), len(t.Columns))
	case n >= excelize.TotalRows:
		return r, fmt.Errorf("table %q: %w: %d", t.Caption, errRows, n)
	}
	if t.more++; r.Total {
		t.totals++
	}
	return r, nil
}

// close ends the making of rows.
func (t *table) close() {
	if t.next != nil {
		t.stop()
		t.next = nil
	}
}

// length is how many rows there are.
func (t *table) length() int { return len(t.Rows) + t.more }

func (t *table) name() string { return t.Anchor }

// listHead is what heads a column of a list: what stands right above its rows.
func (t *table) listHead(column int) string {
	if t.tagRow() > 0 {
		return clean(t.Columns[column].Tag)
	}
	return clean(t.Columns[column].Head)
}

// list counts the rows before the totals, where the table is a plain list that
// is not seen at a glance: without groups, with heads that all differ.
func (t *table) list() int {
	heads := map[string]bool{}
	for i := range t.Columns {
		head := strings.ToLower(t.listHead(i))
		if head == "" || strings.TrimSpace(head) != head || strings.Contains(head, "\n") || units(head) > 255 || heads[head] {
			return 0
		}
		heads[head] = true
	}
	n := len(t.Rows)
	for t.more == 0 && n > 0 && t.Rows[n-1].Total {
		n--
	}
	for _, r := range t.Rows[:n] {
		if r.Group || r.Total {
			return 0
		}
	}
	if n += t.more - t.totals; n < shortList || len(t.Columns) == 0 {
		return 0
	}
	return n
}

func (t *table) want(c *columns) {
	for i, col := range t.Columns {
		head, f := clean(col.Head), columnHead.font()
		air := t.air(i)
		air += t.headAir(i)
		least := min(f.longestWord(head), widestWord) + air
		wanted := f.width(head) + air
		if wanted > headLine {
			wanted = max(least, wanted/2+2)
		}
		c.want(i, least, min(wanted, widestText))
		if col.Tag != "" {
			c.wantFixed(i, tagCell.font().width(clean(col.Tag))+t.air(i)+t.headAir(i))
		}
	}
	for _, r := range t.Rows {
		t.wantRow(c, r)
	}
	for i, col := range t.wanted {
		c.want(i, col.least, col.wanted)
	}
}

func (t *table) wantRow(c *columns, r reports.Row) {
	if r.Group {
		return
	}
	f := tableCell.font().face
	if r.Total {
		f = totalCell.font().face
	}
	for i, cell := range r.Cells {
		if cell.Number != nil || cell.Day != nil || cell.Status != nil {
			c.wantFixed(i, f.width(seen(cell))+t.air(i))
		} else {
			c.wantText(i, f, plain(cell.Text), t.air(i))
		}
		if cell.Bar != nil {
			c.wantFixed(i, barRoom)
		}
	}
}

// air is what a column needs beside its text.
func (t *table) air(column int) float64 {
	if t.Columns[column].Align == reports.Start {
		return indentWidth
	}
	return numberAir
}

// headAir is what the filter button of a list covers beside the text of a head.
func (t *table) headAir(column int) float64 {
	switch {
	case t.listed == 0:
		return 0
	case t.Columns[column].Align == reports.Centre:
		return 2 * buttonWidth
	default:
		return buttonWidth
	}
}

// head is the row of the column heads, where the table begins at top.
func (t *table) head(s *sheet, top int) int {
	if t.caption == nil {
		return top
	}
	return top + t.caption.rows(s)
}

// tagRow is 1 if a row of tags stands below the heads.
func (t *table) tagRow() int {
	if slices.ContainsFunc(t.Columns, func(c reports.Column) bool { return c.Tag != "" }) {
		return 1
	}
	return 0
}

// first is the first row below the heads and tags, where the table begins at top.
func (t *table) first(s *sheet, top int) int { return t.head(s, top) + 1 + t.tagRow() }

func (t *table) rows(s *sheet) int {
	n := t.first(s, 0) + max(t.length(), 1) + 1
	for _, p := range t.notes {
		n += p.rows(s)
	}
	return n
}

// placeRows notes where rows with an anchor are.
func (t *table) placeRows(b *book, s *sheet, top int) {
	first := t.first(s, top)
	for i, r := range t.Rows {
		b.place(r.Anchor, s, first+i)
	}
}

func (t *table) prepare(b *book, s *sheet, top int) error {
	if t.caption != nil {
		s.link(t.caption.text, cellName(0, top))
	}
	first := t.first(s, top)
	for i, r := range t.Rows {
		for k, c := range r.Cells {
			s.link(c.Text, cellName(k, first+i))
		}
	}
	note := first + max(t.length(), 1)
	for _, p := range t.notes {
		if err := p.prepare(b, s, note); err != nil {
			return err
		}
		note += p.rows(s)
	}
	return t.addBars(b.file, s, first)
}

// conclude names the cells and makes the list, once all rows are known.
func (t *table) conclude(b *book, s *sheet, top int) error {
	if t.listed > 0 {
		t.listed = t.list()
	}
	if err := t.nameCells(b, s, top); err != nil {
		return err
	}
	return t.addList(b, s, t.first(s, top)-1)
}

// addList makes the table one that readers can filter and sort. It takes the
// names of its columns from the cells of the heads, which must stand there.
func (t *table) addList(b *book, s *sheet, head int) error {
	if t.listed == 0 {
		return nil
	}
	for i := range t.Columns {
		if err := b.file.SetCellStr(s.name, cellName(i, head), t.listHead(i)); err != nil {
			return fmt.Errorf("column head %q: %w", t.listHead(i), err)
		}
	}
	b.lists++
	stripes := false
	err := b.file.AddTable(s.name, &excelize.Table{
		Range:          cellName(0, head) + ":" + cellName(len(t.Columns)-1, head+t.listed),
		Name:           listName(b.lists, s.name),
		ShowRowStripes: &stripes,
	})
	if err != nil {
		return fmt.Errorf("table %q: %w", t.Caption, err)
	}
	return nil
}

// listName is unique by its number and tells the sheet: "List_2_Activities".
func listName(n int, sheet string) string {
	name := strings.Map(func(r rune) rune {
		if r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '_'
	}, sheet)
	return fmt.Sprintf("List_%d_%s", n, name)
}

func (t *table) write(w *writer, s *sheet) error {
	if t.caption != nil {
		if err := t.caption.write(w, s); err != nil {
			return err
		}
	}
	if err := t.writeHead(w, s); err != nil {
		return err
	}
	for i, r := range t.Rows {
		if err := t.writeRow(w, s, r); err != nil {
			return fmt.Errorf("table %q, row %d: %w", t.Caption, i+1, err)
		}
	}
	if err := t.writeMore(w, s); err != nil {
		return err
	}
	if t.length() == 0 {
		w.span(t.across(s), nothing, look{role: tableCell, align: reports.Centre})
		if err := w.end(lineHeight + rowAir); err != nil {
			return err
		}
	}
	for _, p := range t.notes {
		if err := p.write(w, s); err != nil {
			return err
		}
	}
	return w.end(blockGap)
}

func (t *table) writeMore(w *writer, s *sheet) error {
	write := func(r reports.Row, n int) error {
		if err := t.writeRow(w, s, r); err != nil {
			return fmt.Errorf("table %q, row %d: %w", t.Caption, n, err)
		}
		return nil
	}
	for i, r := range t.made {
		if err := write(r, len(t.Rows)+i+1); err != nil {
			return err
		}
	}
	for t.next != nil {
		r, err := t.another()
		if err != nil {
			return err
		}
		if t.next == nil {
			break
		}
		if err := write(r, t.length()); err != nil {
			return err
		}
	}
	return nil
}

// across is the whole width of the table.
func (t *table) across(s *sheet) field {
	f := field{columns: max(1, len(t.Columns))}
	for i := range t.Columns {
		f.width += widthOf(s.widths, i)
	}
	return f
}

// headHeight is that of the row of column heads, in points.
func (t *table) headHeight(s *sheet) float64 {
	lines := 1
	for i, c := range t.Columns {
		room := max(1, textRoom(widthOf(s.widths, i))-t.air(i)-t.headAir(i)/2)
		lines = max(lines, columnHead.font().lines(clean(c.Head), room))
	}
	return float64(lines)*lineHeight + headRoom
}

func (t *table) writeHead(w *writer, s *sheet) error {
	tags := t.tagRow()
	for i, c := range t.Columns {
		w.put(i, cut(clean(c.Head)), look{role: columnHead, align: c.Align, filter: t.listed > 0 && tags == 0})
	}
	if err := w.end(t.headHeight(s)); err != nil || tags == 0 {
		return err
	}
	for i, c := range t.Columns {
		w.put(i, cut(clean(c.Tag)), look{role: tagCell, align: c.Align, filter: t.listed > 0})
	}
	return w.end(lineHeight + rowAir)
}

func (t *table) writeRow(w *writer, s *sheet, r reports.Row) error {
	if r.Group {
		l := look{role: groupCell, link: w.linked(s, r.Cells[0].Text)}
		all := t.across(s)
		w.span(all, l.font().value(r.Cells[0].Text), l)
		lines := l.font().lines(plain(r.Cells[0].Text), textRoom(all.width))
		return w.end(float64(lines)*lineHeight + rowAir)
	}
	role := tableCell
	if r.Total {
		role = totalCell
	}
	lines := 1
	for i, c := range r.Cells {
		base := look{role: role, align: t.Columns[i].Align, link: w.linked(s, c.Text)}
		value, l, err := w.styles.content(c, base)
		if err != nil {
			return fmt.Errorf("column %q: %w", t.Columns[i].Head, err)
		}
		w.putFormula(i, s.book.formula(c, w.row), value, l)
		if l.format == "" {
			lines = max(lines, l.font().lines(seen(c), textRoom(widthOf(s.widths, i))-t.air(i)))
		}
	}
	return w.end(float64(lines)*lineHeight + rowAir)
}
