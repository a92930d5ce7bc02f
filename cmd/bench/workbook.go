package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"tulos/reports"
	"tulos/reports/excel"
)

const (
	sheetRows      = 100_000
	sheetColumns   = 20
	manyRows       = 1_000_000
	mostFloor      = 2.0 // times the compression of the parts alone
	mostXlsxwriter = 0.4 // of its CPU, for the same rows
	mostBookMemory = 100 // MiB at the peak, for a million rows
)

// workbookCommand writes workbooks, beside Python's xlsxwriter, in processes of their
// own.
type workbookCommand struct {
	Rows   int    `hidden:"" help:"Write a sheet of so many rows, and print what it took as JSON."`
	Python string `default:"/usr/bin/python3" help:"Python that has xlsxwriter."`
}

// A bookCost is what a workbook took.
type bookCost struct {
	Rows  int
	Bytes int64
	CPU   time.Duration // of writing
	Floor time.Duration // of compressing its parts once more, at the same level
	Peak  int           // bytes of memory, in all
}

// Run prints what was measured, and whether the limits are kept.
func (c *workbookCommand) Run(s *session) error {
	if c.Rows > 0 {
		k, err := measureBook(c.Rows)
		if err != nil {
			return err
		}
		return json.NewEncoder(s.stdout).Encode(k)
	}
	ours, err := bookApart(s, sheetRows)
	if err != nil {
		return err
	}
	theirs, err := c.xlsxwriter(s)
	if err != nil {
		return err
	}
	floor, share := float64(ours.CPU)/float64(ours.Floor), float64(ours.CPU)/float64(theirs)
	many, err := bookApart(s, manyRows)
	if err != nil {
		return err
	}
	t := newTable("rows", "columns", "KiB", "CPU", "× compressing its parts", "of xlsxwriter's CPU", "peak memory")
	row := func(k bookCost, beside ...string) {
		t.add(slices.Concat([]string{fmt.Sprint(k.Rows), fmt.Sprint(sheetColumns), fmt.Sprint(k.Bytes >> 10), fmt.Sprintf("%.1f s", k.CPU.Seconds())}, beside)...)
	}
	row(ours, fmt.Sprintf("%.2f", floor), fmt.Sprintf("%.3f", share), "")
	row(many, "", "", fmt.Sprintf("%d MiB", many.Peak>>20))
	if err := s.print(t); err != nil {
		return err
	}
	if floor > mostFloor || share > mostXlsxwriter || many.Peak>>20 > mostBookMemory {
		return fmt.Errorf("a limit is passed: at most %.1f times compressing, %.1f of xlsxwriter, %d MiB", mostFloor, mostXlsxwriter, mostBookMemory)
	}
	return nil
}

// bookRow is a row as lists of activities have them: texts, numbers, a day.
func bookRow(n int) reports.Row {
	row := reports.Row{Cells: make([]reports.Cell, 0, sheetColumns)}
	for k := range sheetColumns {
		switch v := n*sheetColumns + k; k % 4 {
		case 0:
			row.Cells = append(row.Cells, reports.Cell{Text: reports.Plain("Training of social workers " + strconv.Itoa(v%977))})
		case 1:
			row.Cells = append(row.Cells, reports.Cell{Number: &reports.Number{Decimal: strconv.Itoa(v % 10_007)}})
		case 2:
			row.Cells = append(row.Cells, reports.Cell{Number: &reports.Number{Decimal: strconv.Itoa(v%997) + "." + strconv.Itoa(v%9+1), Decimals: 1}})
		default:
			row.Cells = append(row.Cells, reports.Cell{Day: &reports.Day{Year: 2026, Month: 1 + n%12, Day: 1 + v%28}})
		}
	}
	return row
}

func bookDocument(rows int) reports.Document {
	t := reports.Table{More: func(yield func(reports.Row, error) bool) {
		for n := range rows {
			if !yield(bookRow(n), nil) {
				return
			}
		}
	}}
	for k := range sheetColumns {
		t.Columns = append(t.Columns, reports.Column{Head: "Column " + strconv.Itoa(k+1)})
	}
	return reports.Document{
		Language: "en", Meta: reports.Meta{Title: "List", Author: "Stellit", Dated: reports.Day{Year: 2026, Month: 11, Day: 28}},
		Sheets: []reports.Sheet{{Name: "List", Blocks: []reports.Block{t}}},
	}
}

// measureBook writes a workbook into a file and compresses its parts once more.
func measureBook(rows int) (bookCost, error) {
	k := bookCost{Rows: rows}
	f, err := os.CreateTemp("", "bench-*.xlsx")
	if err != nil {
		return k, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	before := cpu()
	if err := excel.Render(f, bookDocument(rows)); err != nil {
		return k, err
	}
	k.CPU, k.Peak = cpu()-before, peakMemory()
	if k.Bytes, err = f.Seek(0, io.SeekEnd); err != nil || rows > sheetRows {
		return k, err
	}
	parts, err := zip.NewReader(f, k.Bytes)
	if err != nil {
		return k, err
	}
	var texts [][]byte
	for _, p := range parts.File {
		r, err := p.Open()
		if err != nil {
			return k, err
		}
		text, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			return k, err
		}
		texts = append(texts, text)
	}
	before = cpu()
	w, err := flate.NewWriter(io.Discard, flate.DefaultCompression)
	if err != nil {
		return k, err
	}
	for _, text := range texts {
		w.Reset(io.Discard)
		if _, err := io.Copy(w, bytes.NewReader(text)); err != nil {
			return k, err
		}
		if err := w.Close(); err != nil {
			return k, err
		}
	}
	k.Floor = cpu() - before
	return k, nil
}

// bookApart measures in a process of its own, so that memory is its own.
func bookApart(s *session, rows int) (bookCost, error) {
	var k bookCost
	self, err := os.Executable()
	if err != nil {
		return k, err
	}
	out, err := exec.CommandContext(s.ctx, self, "workbook", "--rows", strconv.Itoa(rows)).Output()
	if err != nil {
		return k, fmt.Errorf("sheet of %d rows: %w", rows, err)
	}
	return k, json.Unmarshal(out, &k)
}

// theSame writes the same rows with xlsxwriter.
const theSame = `
import sys, datetime, xlsxwriter
rows, columns = int(sys.argv[2]), int(sys.argv[3])
book = xlsxwriter.Workbook(sys.argv[1], {"constant_memory": True})
sheet = book.add_worksheet("List")
day = book.add_format({"num_format": "yyyy-mm-dd"})
for k in range(columns): sheet.write_string(0, k, "Column %d" % (k + 1))
for n in range(rows):
    for k in range(columns):
        v = n * columns + k
        if k % 4 == 0: sheet.write_string(n + 1, k, "Training of social workers %d" % (v % 977))
        elif k % 4 == 1: sheet.write_number(n + 1, k, v % 10007)
        elif k % 4 == 2: sheet.write_number(n + 1, k, float("%d.%d" % (v % 997, v % 9 + 1)))
        else: sheet.write_datetime(n + 1, k, datetime.datetime(2026, 1 + n % 12, 1 + v % 28), day)
book.close()
`

// xlsxwriter is the CPU that it takes for the same rows.
func (c *workbookCommand) xlsxwriter(s *session) (time.Duration, error) {
	folder, err := os.MkdirTemp("", "bench")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(folder)
	cmd := exec.CommandContext(s.ctx, c.Python, "-c", theSame, filepath.Join(folder, "list.xlsx"), strconv.Itoa(sheetRows), strconv.Itoa(sheetColumns))
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("xlsxwriter: %w: %s", err, out)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}
