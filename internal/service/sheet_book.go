package service

import (
	"errors"
	"io"
	"iter"

	"tulos/internal/results"
	"tulos/reports"
	"tulos/reports/excel"
)

// errFewerRows says that a list has become shorter since its rows were counted.
var errFewerRows = errors.New("fewer rows than were counted")

// mostReadings is how often a list is read that becomes shorter meanwhile.
const mostReadings = 3

// writeBook makes a workbook of one sheet; nothing is written where that fails. A list
// that becomes shorter while it is read is read again.
func (s *sheet[T]) writeBook(w io.Writer, today results.Date, rows iter.Seq2[T, error]) error {
	for range mostReadings {
		err := s.tryBook(w, today, rows)
		if !errors.Is(err, errFewerRows) {
			return err
		}
	}
	return refuse(Conflict, "error.changed-meanwhile")
}

func (s *sheet[T]) tryBook(w io.Writer, today results.Date, rows iter.Seq2[T, error]) error {
	t := reports.Table{Columns: make([]reports.Column, len(s.columns))}
	for n, c := range s.columns {
		t.Columns[n] = reports.Column{Head: c.head, Align: c.align}
	}
	count := 0
	for v, err := range rows {
		if err != nil {
			return err
		}
		if count == MostRows {
			return refuse(NotPossible, "error.list-too-long", "Most", MostRows)
		}
		if count++; count <= heldRows {
			t.Rows = append(t.Rows, s.row(v))
		}
	}
	var failed error
	if count > heldRows {
		t.Rows, t.Length = nil, count
		t.More = s.stream(rows, count, &failed)
	}
	year, month, day := today.Parts()
	name := s.words.Text(s.name, nil)
	err := excel.Render(w, reports.Document{
		Language: string(s.words.Language()),
		Meta:     reports.Meta{Title: name, Dated: reports.Day{Year: year, Month: month, Day: day}},
		Sheets:   []reports.Sheet{{Name: name, Blocks: []reports.Block{t}}},
	})
	if failed != nil {
		return failed
	}
	return err
}

func (s *sheet[T]) row(v T) reports.Row {
	row := reports.Row{Cells: make([]reports.Cell, len(s.columns))}
	for n, c := range s.columns {
		row.Cells[n] = c.cell(v)
	}
	return row
}

// stream makes rows one by one, the first count of them: what has come since they were
// counted is left out. What goes wrong is noted, and ends them.
func (s *sheet[T]) stream(rows iter.Seq2[T, error], count int, failed *error) iter.Seq[reports.Row] {
	return func(yield func(reports.Row) bool) {
		n := 0
		for v, err := range rows {
			if err != nil {
				*failed = err
				return
			}
			if n++; n > count || !yield(s.row(v)) {
				return
			}
		}
		if n < count {
			*failed = errFewerRows
		}
	}
}
