package service

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/results"
	"tulos/reports"
)

// A SheetFormat is a kind of file that a list is handed out in.
type SheetFormat string

// The formats of lists. CSV has no limit; a workbook has MostRows.
const (
	CSV  SheetFormat = "csv"
	XLSX SheetFormat = "xlsx"
)

// MostRows is how many rows a list has at most that is handed out as a workbook: all
// that a sheet holds (ECMA-376), but for the heads and the space behind the list.
const MostRows = 1<<20 - 2

// A sheet is a list as a file.
type sheet[T any] struct {
	words   *i18n.Localizer
	name    string // key of the message
	columns []sheetColumn[T]
}

// A sheetColumn is a column of a list's file.
type sheetColumn[T any] struct {
	head  string
	align reports.Align
	cell  func(T) reports.Cell
}

func (s *sheet[T]) add(head string, cell func(T) reports.Cell) {
	s.columns = append(s.columns, sheetColumn[T]{s.words.Text(head, nil), reports.Start, cell})
}

func (s *sheet[T]) addText(head string, text func(T) string) {
	s.add(head, func(v T) reports.Cell { return reports.Cell{Text: reports.Plain(text(v))} })
}

func (s *sheet[T]) addDay(head string, day func(T) results.Date) {
	s.add(head, func(v T) reports.Cell { return dayCell(s.words, day(v)) })
}

// addNumber adds a column whose head is finished, of numbers and of texts where
// there is none.
func (s *sheet[T]) addNumber(head string, cell func(T) reports.Cell) {
	s.columns = append(s.columns, sheetColumn[T]{head, reports.End, cell})
}

// text is what people wrote, in the reader's language if there is one.
func (s *sheet[T]) text(t results.Text) string {
	text, _ := t.In(string(s.words.Language()))
	return text
}

// word is a message, and nothing for nothing.
func (s *sheet[T]) word(prefix, value string) string {
	if value == "" {
		return ""
	}
	return s.words.Text(prefix+value, nil)
}

func dayCell(words *i18n.Localizer, d results.Date) reports.Cell {
	if d.IsZero() {
		return reports.Cell{}
	}
	year, month, day := d.Parts()
	return reports.Cell{Text: reports.Plain(words.Date(year, month, day)), Day: &reports.Day{Year: year, Month: month, Day: day}}
}

func numberCell(words *i18n.Localizer, n *results.Number) reports.Cell {
	if n == nil {
		return reports.Cell{}
	}
	text := n.String()
	_, fraction, _ := strings.Cut(text, ".")
	return decimalCell(words, text, len(fraction))
}

// moneyCell is a cell of an amount.
func moneyCell(words *i18n.Localizer, n *results.Number) reports.Cell {
	if n == nil {
		return reports.Cell{}
	}
	return decimalCell(words, n.Fixed(2), 2)
}

func decimalCell(words *i18n.Localizer, decimal string, decimals int) reports.Cell {
	return reports.Cell{
		Text:   reports.Plain(words.Number(decimal, decimals)),
		Number: &reports.Number{Decimal: decimal, Decimals: decimals},
	}
}

// write writes the rows in a format.
func (s *sheet[T]) write(w io.Writer, format SheetFormat, today results.Date, rows iter.Seq2[T, error]) error {
	if format == XLSX {
		return s.writeBook(w, today, rows)
	}
	return s.writeCSV(w, rows)
}

// byteOrderMark tells spreadsheets that the text is UTF-8.
const byteOrderMark = "\uFEFF"

// writeCSV streams rows as RFC 4180 has them, but for what parts values: that and the
// decimal sign are those of the language. Days are YYYY-MM-DD. Nothing is written before the first row, so that what is refused is
// told in a page.
func (s *sheet[T]) writeCSV(w io.Writer, rows iter.Seq2[T, error]) error {
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = s.words.ListSeparator(), true
	isBegun := false
	begin := func() error {
		isBegun = true
		record := make([]string, len(s.columns))
		for n, c := range s.columns {
			record[n] = harmless(c.head)
		}
		_, err := io.WriteString(w, byteOrderMark)
		return errors.Join(err, out.Write(record))
	}
	record := make([]string, len(s.columns))
	for v, err := range rows {
		if err == nil && !isBegun {
			err = begin()
		}
		if err != nil {
			return err
		}
		for n, c := range s.columns {
			record[n] = s.plainValue(c.cell(v))
		}
		if err := out.Write(record); err != nil {
			return fmt.Errorf("write a row: %w", err)
		}
	}
	if !isBegun {
		if err := begin(); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func (s *sheet[T]) plainValue(c reports.Cell) string {
	switch {
	case c.Number != nil:
		return s.words.PlainNumber(c.Number.Decimal)
	case c.Day != nil:
		return results.DateOf(c.Day.Year, c.Day.Month, c.Day.Day).String()
	}
	return harmless(c.Text.String())
}

// harmless keeps a text from being taken for a formula by a spreadsheet that opens
// it: an apostrophe stands before what would begin one. Lines end in one way.
func harmless(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if text != "" && strings.ContainsRune("=+-@\t\n＝＋－＠", []rune(text)[0]) {
		return "'" + text
	}
	return text
}
