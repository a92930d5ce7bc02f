package excel

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// errRows tells that a sheet has more rows than a workbook can hold.
var errRows = errors.New("more rows than a sheet can hold")

// A writer writes a sheet's rows, one after the other, straight into the file that is
// being made. The first error stays and ends everything after it.
type writer struct {
	archive *archive
	styles  *styles
	row     int    // that is being filled, from 1
	number  []byte // the same in digits, where it was needed
	cells   []byte // of it, as XML
	xml     []byte // the whole row
	columns []string
	above   []styled // by column
	err     error
	links   int // written so far

	merged []byte // cells that become one, as XML
	merges int
	breaks []int // rows that begin a page

	page float64 // the height of a printed page, in points of the sheet
	used float64 // of the page so far
}

// put fills the cell of a column, counted from 0; cells of a row come from left to
// right. An empty text leaves it blank: charts draw texts as 0.
func (w *writer) put(column int, value any, l look) { w.putFormula(column, "", value, l) }

// putFormula fills the cell with a formula, if there is one, that comes to the value.
func (w *writer) putFormula(column int, formula string, value any, l look) {
	w.cells = append(w.cells, `<c r="`...)
	w.cells = append(w.cells, w.column(column)...)
	w.cells = append(w.cells, w.digits()...)
	w.cells = append(w.cells, `" s="`...)
	w.cells = strconv.AppendInt(w.cells, int64(w.style(column, l)), 10)
	w.cells = append(w.cells, '"')
	if err := w.appendValue(formula, value); err != nil && w.err == nil {
		w.err = err
	}
}

// column is the name of a column.
func (w *writer) column(column int) string {
	for n := len(w.columns); n <= column; n++ {
		name, err := excelize.ColumnNumberToName(n + 1)
		if err != nil && w.err == nil {
			w.err = err
		}
		w.columns = append(w.columns, name)
	}
	return w.columns[column]
}

// digits is the number of the row.
func (w *writer) digits() []byte {
	if len(w.number) == 0 {
		w.number = strconv.AppendInt(w.number, int64(w.row), 10)
	}
	return w.number
}

// style is the number of the style with a look. A column mostly looks as in the row
// above.
func (w *writer) style(column int, l look) int {
	for len(w.above) <= column {
		w.above = append(w.above, styled{id: -1})
	}
	if last := &w.above[column]; last.id < 0 || last.look != l {
		id, err := w.styles.id(l)
		if err != nil && w.err == nil {
			w.err = err
		}
		*last = styled{l, id}
	}
	return w.above[column].id
}

// A styled look is one with the number of its style.
type styled struct {
	look look
	id   int
}

// span fills columns that become one cell.
func (w *writer) span(f field, value any, l look) {
	w.put(f.first, value, l)
	for i := 1; i < f.columns; i++ {
		w.put(f.first+i, nil, l)
	}
	if f.columns > 1 {
		w.merges++
		w.merged = fmt.Appendf(w.merged, `<mergeCell ref="%s:%s"/>`, cellName(f.first, w.row), cellName(f.first+f.columns-1, w.row))
	}
}

// end writes the row with a height in points and goes to the next.
func (w *writer) end(height float64) error {
	x := append(w.xml[:0], `<row r="`...)
	x = append(x, w.digits()...)
	x = append(x, `" ht="`...)
	x = strconv.AppendFloat(x, min(height, maxHeight), 'f', -1, 64)
	x = append(x, `" customHeight="1">`...)
	x = append(x, w.cells...)
	w.xml = append(x, `</row>`...)
	if w.row > excelize.TotalRows && w.err == nil {
		w.err = errRows
	}
	if w.err == nil {
		w.err = w.archive.compress(w.xml)
	}
	if w.err != nil {
		return fmt.Errorf("row %d: %w", w.row, w.err)
	}
	w.row++
	w.number, w.cells = w.number[:0], w.cells[:0]
	if w.used += height; w.used > w.page {
		w.used = height
	}
	return nil
}

// together begins a new page if so many points do not fit on this one.
func (w *writer) together(height float64) {
	if w.used > 0 && w.used+height > w.page && height <= w.page {
		w.breaks = append(w.breaks, w.row)
		w.used = 0
	}
}

// edits put what was found out while rows were written where it stands behind them.
func (w *writer) edits() []edit {
	var all []edit
	if w.merges > 0 {
		cells := fmt.Sprintf(`<mergeCells count="%d">%s</mergeCells>`, w.merges, w.merged)
		all = append(all, edit{after: string(endOfRows), xml: cells})
	}
	if len(w.breaks) > 0 {
		x := fmt.Appendf(nil, `<rowBreaks count="%d" manualBreakCount="%[1]d">`, len(w.breaks))
		for _, row := range w.breaks {
			x = fmt.Appendf(x, `<brk id="%d" max="%d" man="1"/>`, row-1, excelize.MaxColumns-1)
		}
		all = append(all, edit{before: "<ignoredErrors", xml: string(x) + "</rowBreaks>"})
	}
	return all
}

// cellName is the name of a cell; columns count from 0, rows from 1. Sheets
// are checked to fit before anything is named.
func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row)
	if err != nil {
		return ""
	}
	return name
}

// absolute is the name of a cell that stays where it is when copied.
func absolute(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column+1, row, true)
	if err != nil {
		return ""
	}
	return name
}
