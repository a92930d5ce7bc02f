package service

import (
	"io"
	"iter"

	"tulos/internal/results"
	"tulos/reports"
	"tulos/reports/excel"
)

// writeBook makes a workbook of one sheet; nothing is written where that fails. Rows are
// read once, and go into the file one by one.
func (s *sheet[T]) writeBook(w io.Writer, today results.Date, rows iter.Seq2[T, error]) error {
	t := reports.Table{Columns: make([]reports.Column, len(s.columns)), More: s.bookRows(rows, MostRows)}
	for n, c := range s.columns {
		t.Columns[n] = reports.Column{Head: c.head, Align: c.align}
	}
	year, month, day := today.Parts()
	name := s.words.Text(s.name, nil)
	return excel.Render(w, reports.Document{
		Language: string(s.words.Language()),
		Meta:     reports.Meta{Title: name, Dated: reports.Day{Year: year, Month: month, Day: day}},
		Sheets:   []reports.Sheet{{Name: name, Blocks: []reports.Block{t}}},
	})
}

// bookRows makes rows of a workbook, and refuses what is more than most.
func (s *sheet[T]) bookRows(rows iter.Seq2[T, error], most int) iter.Seq2[reports.Row, error] {
	return func(yield func(reports.Row, error) bool) {
		count := 0
		for v, err := range rows {
			if count++; count > most && err == nil {
				err = refuse(NotPossible, "error.list-too-long", "Most", most)
			}
			if err != nil {
				yield(reports.Row{}, err)
				return
			}
			row := reports.Row{Cells: make([]reports.Cell, len(s.columns))}
			for n, c := range s.columns {
				row.Cells[n] = c.cell(v)
			}
			if !yield(row, nil) {
				return
			}
		}
	}
}
