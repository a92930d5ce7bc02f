package excel

import (
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// errRows tells that a sheet has more rows than a workbook can hold.
var errRows = errors.New("more rows than a sheet can hold")

// A writer streams a sheet's rows, one after the other. The first error stays
// and ends everything after it.
type writer struct {
	stream *excelize.StreamWriter
	styles *styles
	row    int      // that is being filled, from 1
	cells  []any    // of it
	above  []styled // by column
	err    error
	links  int // written so far

	page float64 // the height of a printed page, in points of the sheet
	used float64 // of the page so far
}

// put fills the cell of a column, counted from 0. An empty text leaves it
// blank: charts draw texts as 0.
func (w *writer) put(column int, value any, l look) { w.putFormula(column, "", value, l) }

// putFormula fills the cell with a formula, if there is one, that comes to the value.
func (w *writer) putFormula(column int, formula string, value any, l look) {
	if value == "" {
		value = nil
	}
	id := w.style(column, l)
	for len(w.cells) <= column {
		w.cells = append(w.cells, nil)
	}
	w.cells[column] = excelize.Cell{StyleID: id, Formula: formula, Value: value}
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
	if f.columns > 1 && w.err == nil {
		w.err = w.stream.MergeCell(cellName(f.first, w.row), cellName(f.first+f.columns-1, w.row))
	}
}

// end writes the row with a height in points and goes to the next.
func (w *writer) end(height float64) error {
	if w.err == nil {
		w.err = w.stream.SetRow(cellName(0, w.row), w.cells, excelize.RowOpts{Height: min(height, maxHeight)})
	}
	if w.err != nil {
		return fmt.Errorf("row %d: %w", w.row, w.err)
	}
	w.row++
	w.cells = w.cells[:0]
	if w.used += height; w.used > w.page {
		w.used = height
	}
	return nil
}

// together begins a new page if so many points do not fit on this one.
func (w *writer) together(height float64) {
	if w.used > 0 && w.used+height > w.page && height <= w.page && w.err == nil {
		w.err = w.stream.InsertPageBreak(cellName(0, w.row))
		w.used = 0
	}
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
