package pdf

import (
	"math"

	"tulos/pkg/pdfua"
	"tulos/reports"
)

const (
	tableSize    = 8.5
	smallestSize = 8.0
	manyColumns  = 9 // from which on a table is set in the smallest size
	padVertical  = 3.6
	barHeight    = 3.2
	barRoom      = 6.2 // with the space above it
	lowRow       = 60  // up to which rows are also kept in pairs
)

// A tableLayout is a table that is being measured.
type tableLayout struct {
	*layout
	table  reports.Table
	root   *pdfua.Element
	pad    float64 // at either side of a cell
	text   *style
	strong *style // of heads and totals
	group  *style
	head   []cell
	rows   [][]cell
	lefts  []float64
	widths []float64
}

// A cell is measured text with what stands by it.
type cell struct {
	prose   *prose
	align   reports.Align
	status  *reports.Status
	bar     *float64
	columns int // that it spans
	element *pdfua.Element
}

func (l *layout) table(b reports.Table) {
	t := &tableLayout{
		layout: l, table: b, root: l.root.Add(pdfua.Table), pad: 5,
		text:   &style{regular, tableSize, 11.5, ink},
		strong: &style{bold, tableSize, 11.5, teal},
		group:  &style{bold, tableSize, 11.5, teal},
	}
	if len(b.Columns) >= manyColumns {
		t.pad = 3.5
		t.resize(smallestSize)
	}
	strips := t.caption()
	if len(b.Columns) > 0 {
		t.measureCells()
		t.fit()
		head := t.headStrip()
		strips = append(strips, head)
		strips = append(strips, t.body(head)...)
	}
	t.mark(strips, b.Anchor)
	t.flow(strips, 14, 14)
	t.notes()
}

func (t *tableLayout) resize(size float64) {
	for _, s := range []*style{t.text, t.strong, t.group} {
		s.size, s.leading = size, size+3
	}
}

// caption stays with the head of the table.
func (t *tableLayout) caption() []*strip {
	if len(t.table.Caption) == 0 {
		return nil
	}
	role := pdfua.Caption
	if len(t.table.Columns) == 0 {
		t.root.Role, role = pdfua.Group, pdfua.P
	}
	strips := t.prose(t.root.Add(role), t.table.Caption, captionStyle()).strips(0, t.width())
	if len(strips) == 0 {
		return nil
	}
	strips = append(strips, &strip{height: 3})
	together(strips, len(t.table.Columns) > 0)
	return strips
}

// measureCells makes the cells and their elements in reading order.
func (t *tableLayout) measureCells() {
	head := t.root
	if len(t.table.Rows) > 0 {
		head = t.root.Add(pdfua.THead)
	}
	tr := head.Add(pdfua.TR)
	for _, c := range t.table.Columns {
		th := tr.Add(pdfua.TH)
		th.Scope = pdfua.Column
		t.head = append(t.head, cell{prose: t.plain(th, c.Head, t.strong), align: c.Align, element: th})
	}
	if len(t.table.Rows) == 0 {
		return
	}
	body := t.root.Add(pdfua.TBody)
	body.Reserve(len(t.table.Rows))
	t.rows = make([][]cell, len(t.table.Rows))
	for i, r := range t.table.Rows {
		tr := body.Add(pdfua.TR)
		if r.Group {
			t.rows[i] = []cell{t.groupCell(tr, r)}
			continue
		}
		t.rows[i] = make([]cell, len(t.table.Columns))
		tr.Reserve(len(t.table.Columns))
		for k := range t.table.Columns {
			t.rows[i][k] = t.cell(tr, r, k)
		}
	}
}

func (t *tableLayout) groupCell(tr *pdfua.Element, r reports.Row) cell {
	th := tr.Add(pdfua.TH)
	th.Scope, th.Columns = pdfua.Row, len(t.table.Columns)
	c := cell{columns: th.Columns, element: th}
	if len(r.Cells) > 0 {
		c.prose = t.prose(th, r.Cells[0].Text, t.group)
	} else {
		c.prose = t.plain(th, "", t.group)
	}
	return c
}

// cell makes the cell of column k; there may be less cells than columns.
func (t *tableLayout) cell(tr *pdfua.Element, r reports.Row, k int) cell {
	e := tr.Add(pdfua.TD)
	if k == 0 {
		e.Role, e.Scope = pdfua.TH, pdfua.Row
	}
	c := cell{align: t.table.Columns[k].Align, element: e}
	st := t.text
	if r.Total {
		st = t.strong
	}
	if k >= len(r.Cells) {
		c.prose = t.plain(e, "", st)
		return c
	}
	from := r.Cells[k]
	c.status, c.bar = from.Status, from.Bar
	if c.status == nil {
		c.prose = t.prose(e, from.Text, st)
		return c
	}
	text := from.Text
	if len(text) == 0 {
		text = reports.Plain(c.status.Word)
	}
	c.prose = t.prose(e, text, st)
	for i := range c.prose.parts {
		if c.prose.parts[i].link == nil {
			c.prose.parts[i].colour = statusColour(c.status.Kind)
		}
	}
	return c
}

// fit chooses the size of the text and the widths of the columns.
func (t *tableLayout) fit() {
	if total(t.least()) > t.width() {
		t.resize(smallestSize)
	}
	t.widths = fitColumns(wishes(t.table.Columns), t.least(), t.width())
	t.widths = evened(t.widths, t.natural())
	x := 0.0
	for _, w := range t.widths {
		t.lefts = append(t.lefts, x)
		x += w
	}
}

// least are the widths that no word of a column exceeds.
func (t *tableLayout) least() []float64 { return t.across((*prose).widest) }

// natural are the widths in which every cell stands on one line.
func (t *tableLayout) natural() []float64 { return t.across((*prose).natural) }

// across is the largest width of the cells in each column, padding included.
func (t *tableLayout) across(width func(*prose) float64) []float64 {
	widths := make([]float64, len(t.table.Columns))
	for k := range widths {
		widths[k] = width(t.head[k].prose) + 2*t.pad
	}
	for _, row := range t.rows {
		for k, c := range row {
			if c.columns < 2 {
				widths[k] = max(widths[k], width(c.prose)+c.indent()+2*t.pad)
			}
		}
	}
	return widths
}

// indent is the room before the text of a cell.
func (c cell) indent() float64 {
	if c.status != nil {
		return statusRoom
	}
	return 0
}

// inner is the room of cell k of a row without its padding.
func (t *tableLayout) inner(c cell, k int) (x, width float64) {
	if c.columns > 1 {
		return t.pad, t.width() - 2*t.pad
	}
	return t.lefts[k] + t.pad, max(1, t.widths[k]-2*t.pad)
}

// notes stand under the table and stay with it.
func (t *tableLayout) notes() {
	for i, n := range t.table.Notes {
		strips := t.prose(t.layout.root.Add(pdfua.Note), n, noteStyle()).strips(0, t.measure())
		if i == 0 {
			t.gap = 5
		}
		t.flow(strips, 0, 2)
	}
	if len(t.table.Notes) > 0 {
		t.gap = 14
	}
}

// headStrip is the row of heads, cut where it would fill the page.
func (t *tableLayout) headStrip() *strip {
	s := &strip{keep: true}
	lines := make([][]setLine, len(t.head))
	most := 1
	for k, c := range t.head {
		_, width := t.inner(c, k)
		lines[k] = c.prose.cutLines(c.prose.lines(width), 12, width)
		most = max(most, len(lines[k]))
	}
	s.height = float64(most)*t.strong.leading + 2*padVertical + 1
	s.add(nil, fill(0, 0, t.width(), s.height, headTint))
	s.add(nil, rule(0, 0, t.width(), 0, 1, teal))
	s.add(nil, rule(0, s.height, t.width(), s.height, 0.6, teal))
	for k, c := range t.head {
		x, width := t.inner(c, k)
		y := s.height - padVertical - float64(len(lines[k]))*t.strong.leading
		for _, l := range lines[k] {
			c.prose.place(s, l, x+shift(c.align, width, l.width), y+t.strong.baseline())
			y += t.strong.leading
		}
	}
	return s
}

// body is the strips of all rows. Groups stay with the row after them, totals
// with the row before them, and notes with the last row.
func (t *tableLayout) body(head *strip) []*strip {
	strips := make([]*strip, 0, len(t.rows))
	repeat := head.repetition()
	for i := range t.rows {
		row := t.row(i)
		t.mark(row, t.table.Rows[i].Anchor)
		last := row[len(row)-1]
		r := t.table.Rows[i]
		closing := i == len(t.rows)-1
		switch {
		case closing:
			last.keep = len(t.table.Notes) > 0
		case r.Group || t.table.Rows[i+1].Total:
			last.keep = true
		case i == 0 || i == len(t.rows)-2:
			last.keep = last.height <= lowRow
		}
		strips = append(strips, row...)
	}
	for _, s := range strips {
		s.head = repeat
	}
	if len(strips) == 0 {
		head.keep = len(t.table.Notes) > 0
	}
	return strips
}

// row is the strip of row i or, where that is higher than a page can take, a
// strip for each of its lines.
func (t *tableLayout) row(i int) []*strip {
	r := rowLayout{tableLayout: t, row: t.table.Rows[i], cells: t.rows[i], lines: make([][]setLine, 0, len(t.rows[i]))}
	for k, c := range r.cells {
		_, width := t.inner(c, k)
		lines := c.prose.lines(max(1, width-c.indent()))
		r.lines = append(r.lines, lines)
		height := float64(max(1, len(lines))) * t.text.leading
		if c.bar != nil {
			height += barRoom
		}
		r.height = math.Max(r.height, height)
	}
	const beside = 110 // caption, head and a heading above
	if r.height+2*padVertical > t.current().format.room()-beside {
		return r.slices()
	}
	return []*strip{r.whole()}
}
