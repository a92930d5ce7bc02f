package workbook

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// ReadCSV reads a table of text in UTF-8: what stands between its cells (semicolon,
// comma or tab) is found out from its first line. Every cell is Text.
func ReadCSV(data []byte, l Limits) ([]Row, error) {
	switch {
	case int64(len(data)) > l.Bytes:
		return nil, &RefusedError{Reason: TooLarge, Limit: l.Bytes}
	case len(bytes.TrimSpace(data)) == 0:
		return nil, &RefusedError{Reason: Empty}
	case !utf8.Valid(data):
		return nil, &RefusedError{Reason: NotUTF8}
	case bytes.IndexByte(data, 0) >= 0:
		return nil, &RefusedError{Reason: BadCSV}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = separator(data)
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	var all []Row
	cells, last := 0, 0
	for no := 1; ; no++ {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, &RefusedError{Reason: BadCSV, Cause: err}
		}
		line, _ := r.FieldPos(0)
		no += max(0, line-last-1) // blank lines count as rows, as in a spreadsheet
		last = lastLine(r, record)
		row := Row{No: no}
		for column, text := range record {
			if text = strings.ReplaceAll(text, "\r\n", "\n"); strings.TrimSpace(text) == "" {
				continue
			}
			cells++
			switch name := CellName(column, no); {
			case no > l.Rows:
				return nil, &RefusedError{Reason: TooManyRows, Cell: name, Limit: int64(l.Rows)}
			case column >= l.Columns:
				return nil, &RefusedError{Reason: TooWide, Cell: name, Limit: int64(l.Columns)}
			case cells > l.Cells:
				return nil, &RefusedError{Reason: TooManyCells, Cell: name, Limit: int64(l.Cells)}
			}
			row.Cells = append(row.Cells, Cell{Column: column, Kind: Text, Text: Unguarded(text)})
		}
		if len(row.Cells) > 0 {
			all = append(all, row)
		}
	}
}

// lastLine is the line on which a record ends.
func lastLine(r *csv.Reader, record []string) int {
	start, _ := r.FieldPos(len(record) - 1)
	return start + strings.Count(record[len(record)-1], "\n")
}

// separator is what stands most often in the first line, outside of quotes.
func separator(data []byte) rune {
	count := map[rune]int{}
	quoted := false
	for _, c := range string(data) {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\n' && len(count) > 0:
			return most(count)
		case c == ';', c == ',', c == '\t':
			count[c]++
		}
	}
	return most(count)
}

func most(count map[rune]int) rune {
	best := ';'
	for _, c := range []rune{',', '\t'} {
		if count[c] > count[best] {
			best = c
		}
	}
	return best
}

// Unguarded is a text without the apostrophe that keeps spreadsheets from taking
// it for a formula.
func Unguarded(text string) string {
	rest, isGuarded := strings.CutPrefix(text, "'")
	if first, _ := utf8.DecodeRuneInString(rest); isGuarded && rest != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
		return rest
	}
	return text
}
