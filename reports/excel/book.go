package excel

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"tulos/reports"
)

// A book is a workbook in the making.
type book struct {
	document reports.Document
	file     *excelize.File
	styles   *styles
	sheets   []*sheet
	places   map[string]string // where anchors are, as a link says it
	tables   map[string]tablePlace
	named    map[string]bool // names of cells, in small letters
	lists    int             // tables that can be filtered, so far
	charts   int             // so far
}

// newBook lays out every sheet of the document.
func newBook(d reports.Document) (*book, error) {
	b := &book{document: d, places: map[string]string{}, tables: map[string]tablePlace{}, named: map[string]bool{}}
	for _, from := range d.Sheets {
		s, err := newSheet(b, from)
		b.sheets = append(b.sheets, s)
		if err != nil {
			return nil, errors.Join(err, b.close())
		}
		for i, x := range s.blocks {
			b.place(x.name(), s, s.tops[i])
			if t, ok := x.(*table); ok {
				b.placeTable(s, t, s.tops[i])
				t.placeRows(b, s, s.tops[i])
			}
		}
	}
	b.file = excelize.NewFile()
	b.styles = newStyles(b.file)
	return b, nil
}

// place notes where an anchor is; the first of equal ones counts.
func (b *book) place(anchor string, s *sheet, row int) {
	if anchor != "" && b.places[anchor] == "" {
		b.places[anchor] = s.quoted() + "!" + cellName(0, row)
	}
}

// prepare makes the sheets with everything but their rows: excelize loses
// what is set once rows are streamed.
func (b *book) prepare() error {
	for i, s := range b.sheets {
		var err error
		if i == 0 {
			err = b.file.SetSheetName(b.file.GetSheetName(0), s.name)
		} else {
			_, err = b.file.NewSheet(s.name)
		}
		if err != nil {
			return fmt.Errorf("sheet %q: %w", s.name, err)
		}
	}
	for _, s := range b.sheets {
		if err := b.prepareSheet(s); err != nil {
			return fmt.Errorf("sheet %q: %w", s.name, err)
		}
	}
	b.file.SetActiveSheet(0)
	return b.setProperties()
}

func (b *book) prepareSheet(s *sheet) error {
	for i, width := range s.widths {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := b.file.SetColWidth(s.name, column, column, width); err != nil {
			return err
		}
	}
	if err := b.setPage(s); err != nil {
		return err
	}
	for i, x := range s.blocks {
		if err := x.prepare(b, s, s.tops[i]); err != nil {
			return err
		}
	}
	return nil
}

// conclude sets what depends on how many rows were written.
func (b *book) conclude(s *sheet, last int) error {
	s.last = max(s.last, last)
	for i, x := range s.blocks {
		if t, ok := x.(*table); ok {
			if err := t.conclude(b, s, s.tops[i]); err != nil {
				return err
			}
		}
	}
	return b.setView(s)
}

// close ends the making of rows, where something came between.
func (b *book) close() error {
	for _, s := range b.sheets {
		for _, x := range s.blocks {
			if t, ok := x.(*table); ok {
				t.close()
			}
		}
	}
	if b.file == nil {
		return nil
	}
	return b.file.Close()
}

// write writes the rows of every sheet into the archive. Excelize, which takes twice as
// long for them, streams none: it writes what stands before and behind.
func (b *book) write(a *archive) error {
	for _, s := range b.sheets {
		if err := b.writeSheet(a, s); err != nil {
			return fmt.Errorf("sheet %q: %w", s.name, err)
		}
	}
	return nil
}

func (b *book) writeSheet(a *archive, s *sheet) error {
	a.beginRows(s.part())
	w := &writer{archive: a, styles: b.styles, row: 1, page: s.page()}
	for _, x := range s.blocks {
		if err := x.write(w, s); err != nil {
			return err
		}
	}
	if err := a.flush(); err != nil {
		return err
	}
	for _, e := range w.edits() {
		a.edit(s.part(), e)
	}
	if err := b.conclude(s, w.row-1); err != nil {
		return err
	}
	stream, err := b.file.NewStreamWriter(s.name)
	if err != nil {
		return err
	}
	return stream.Flush()
}

// dated is the moment that the file carries: noon of the document's day. A zip
// file knows no day before 1980.
func (b *book) dated() time.Time {
	d := b.document.Meta.Dated
	t := time.Date(d.Year, time.Month(d.Month), d.Day, 12, 0, 0, 0, time.UTC)
	if t.Year() < 1980 || t.Year() > 2107 {
		return time.Date(1980, time.January, 1, 12, 0, 0, 0, time.UTC)
	}
	return t
}

// setProperties says what the file is, in its own words.
func (b *book) setProperties() error {
	m, when := b.document.Meta, b.dated().Format("2006-01-02T15:04:05Z")
	err := b.file.SetDocProps(&excelize.DocProperties{
		Title:          clean(m.Title),
		Subject:        clean(m.Subject),
		Creator:        orBlank(m.Author),
		LastModifiedBy: orBlank(m.Author),
		Keywords:       clean(m.Keywords),
		Language:       b.document.Language,
		Created:        when,
		Modified:       when,
	})
	if err != nil {
		return fmt.Errorf("document properties: %w", err)
	}
	if err := b.file.SetAppProps(&excelize.AppProperties{Application: "Tulos"}); err != nil {
		return fmt.Errorf("document properties: %w", err)
	}
	return nil
}

// orBlank keeps excelize from putting its own author where there is none.
func orBlank(author string) string {
	if strings.TrimSpace(author) == "" {
		return " "
	}
	return clean(author)
}
