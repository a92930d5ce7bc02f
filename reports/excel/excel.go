// Package excel renders the sheets of a document as a workbook (.xlsx, Office
// Open XML, ECMA-376): figures are numbers, days are dates, charts are native,
// and the same document gives the same bytes.
package excel

import (
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"tulos/reports"
)

var errNoSheets = errors.New("the document has no sheets")

// Render writes the document's sheets to w as an .xlsx file, dated with the
// document's day. Nothing has been written if the document cannot be rendered:
// it has no sheets; a sheet has a name that workbooks cannot have, the name of
// another, or too many rows or columns; a row does not fit its table; a number
// is no plain decimal.
func Render(w io.Writer, d reports.Document) (err error) {
	if len(d.Sheets) == 0 {
		return fmt.Errorf("render workbook: %w", errNoSheets)
	}
	if err := checkNames(d.Sheets); err != nil {
		return fmt.Errorf("render workbook: %w", err)
	}
	b, err := newBook(d)
	if err != nil {
		return fmt.Errorf("render workbook: %w", err)
	}
	defer func() {
		if closing := b.close(); err == nil && closing != nil {
			err = fmt.Errorf("render workbook: remove temporary files: %w", closing)
		}
	}()
	if err := b.prepare(); err != nil {
		return fmt.Errorf("render workbook: %w", err)
	}
	if err := b.save(w); err != nil {
		return fmt.Errorf("render workbook: %w", err)
	}
	return nil
}

// save writes the rows, and then the finished file straight to w; what excelize writes
// itself is empty.
func (b *book) save(w io.Writer) (err error) {
	a, err := newArchive(b.dated())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.remove()) }()
	if err := b.write(a); err != nil {
		return err
	}
	for _, s := range b.sheets {
		for part, e := range s.linkEdits() {
			a.edit(part, e)
		}
		if len(s.bars) > 0 {
			a.edit(s.part(), edit{before: "</worksheet>", xml: barExtension(s.bars)})
		}
	}
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return a })
	if err := b.file.Write(io.Discard); err != nil {
		return err
	}
	return a.write(w)
}
