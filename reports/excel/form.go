package excel

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"tulos/reports"
)

// A Form is a workbook to be filled in: a guide, a sheet of lines with lists to
// choose from, examples, and a stamp that nobody sees.
type Form struct {
	Title, Language string
	Dated           reports.Day
	Guide, Examples Guide
	Name            string // of the sheet that is filled in
	ListsName       string
	StampName       string
	Stamp           [][2]string
	Columns         []FormColumn
	Rows            [][]FormCell
	ExampleRows     [][]FormCell
	Room            int    // lines besides those that are filled in
	Foreign         string // what a list says to something that is not in it
}

// A Guide is a sheet of text. The first line is a heading.
type Guide struct {
	Name  string
	Lines []string
}

// FormKind is what a column takes.
type FormKind int

// The kinds of columns.
const (
	FormText FormKind = iota
	FormNumber
	FormDay
)

// A FormColumn is one of a form. Its key stands above the head, where nobody sees it.
type FormColumn struct {
	Key, Head string
	Kind      FormKind
	Width     float64
	Choices   []string
	Locked    bool
	IsFigure  bool
}

// A FormCell is filled in already.
type FormCell struct {
	Text            string
	IsNumber, IsDay bool
}

const (
	formHead  = 2 // the row of heads
	formFirst = 3 // of the lines
	guideWide = 100
)

// WriteForm writes the form to w as an .xlsx file: the same form gives the same bytes.
func WriteForm(w io.Writer, form Form) (err error) {
	f := &formBook{Form: form, file: excelize.NewFile()}
	defer func() {
		if closing := f.file.Close(); err == nil && closing != nil {
			err = fmt.Errorf("write form: %w", closing)
		}
	}()
	for _, step := range []func() error{
		f.makeSheets, f.makeStyles, f.writeGuides, f.writeLists, f.writeStamp, f.writeLines, f.protect, f.setUp,
	} {
		if err := step(); err != nil {
			return fmt.Errorf("write form: %w", err)
		}
	}
	b := &book{document: reports.Document{Meta: reports.Meta{Dated: form.Dated}}}
	a, err := newArchive(b.dated())
	if err != nil {
		return fmt.Errorf("write form: %w", err)
	}
	defer func() { err = errors.Join(err, a.remove()) }()
	f.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return a })
	if err := f.file.Write(io.Discard); err != nil {
		return fmt.Errorf("write form: %w", err)
	}
	return a.write(w)
}

type formBook struct {
	Form
	file          *excelize.File
	head, figure  int // styles
	title, text   int
	locked        int
	cells         []int // of columns
	examplesStart int
}

func (f *formBook) makeSheets() error {
	if err := f.file.SetSheetName(f.file.GetSheetName(0), f.Guide.Name); err != nil {
		return err
	}
	for _, name := range []string{f.Name, f.Examples.Name, f.ListsName, f.StampName} {
		if _, err := f.file.NewSheet(name); err != nil {
			return err
		}
	}
	if err := f.file.SetSheetVisible(f.ListsName, false); err != nil {
		return err
	}
	if err := f.file.SetSheetVisible(f.StampName, false, true); err != nil {
		return err
	}
	index, err := f.file.GetSheetIndex(f.Name)
	f.file.SetActiveSheet(index)
	return err
}

func (f *formBook) makeStyles() error {
	var err error
	style := func(s excelize.Style) int {
		id, e := f.file.NewStyle(&s)
		if err == nil {
			err = e
		}
		return id
	}
	face := func(bold bool, size float64, colour string) *excelize.Font {
		return &excelize.Font{Family: "Calibri", Bold: bold, Size: size, Color: colour}
	}
	wrap := &excelize.Alignment{WrapText: true, Vertical: "top"}
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	edge := []excelize.Border{{Type: "bottom", Color: "C9D3D8", Style: 1}, {Type: "right", Color: "E3E9EC", Style: 1}}
	f.head = style(excelize.Style{Font: face(true, 11, "FFFFFF"), Fill: fill("124559"), Alignment: wrap, Border: edge})
	f.figure = style(excelize.Style{Font: face(true, 11, "FFFFFF"), Fill: fill("3B5D3A"), Alignment: wrap, Border: edge})
	f.title = style(excelize.Style{Font: face(true, 16, "124559"), Alignment: wrap})
	f.text = style(excelize.Style{Font: face(false, 11, "1B2A32"), Alignment: wrap})
	f.locked = style(excelize.Style{Font: face(false, 11, "5B6B73"), Fill: fill("EEF2F4"), Alignment: wrap, Border: edge})
	for _, c := range f.Columns {
		if c.Locked {
			f.cells = append(f.cells, f.locked)
			continue
		}
		s := excelize.Style{
			Font: face(false, 11, "1B2A32"), Alignment: wrap, Border: edge, Protection: &excelize.Protection{Locked: false},
		}
		if c.Kind == FormDay {
			format := dayFormat
			s.CustomNumFmt = &format
		}
		f.cells = append(f.cells, style(s))
	}
	return err
}

func (f *formBook) writeGuides() error {
	for _, g := range []Guide{f.Guide, f.Examples} {
		for n, line := range g.Lines {
			cell, style := cellName(0, n+1), f.text
			if n == 0 && len(g.Lines) > 1 {
				style = f.title
			}
			if err := f.file.SetCellStr(g.Name, cell, cut(clean(line))); err != nil {
				return err
			}
			if err := f.file.SetCellStyle(g.Name, cell, cell, style); err != nil {
				return err
			}
		}
	}
	no := false
	if err := f.file.SetSheetView(f.Guide.Name, 0, &excelize.ViewOptions{ShowGridLines: &no}); err != nil {
		return err
	}
	return f.file.SetColWidth(f.Guide.Name, "A", "A", guideWide)
}

func (f *formBook) writeLists() error {
	for n, c := range f.Columns {
		for i, choice := range c.Choices {
			if err := f.file.SetCellStr(f.ListsName, cellName(n, i+1), cut(clean(choice))); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *formBook) writeStamp() error {
	for n, pair := range f.Stamp {
		for column, text := range pair {
			if err := f.file.SetCellStr(f.StampName, cellName(column, n+1), clean(text)); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeLines writes the heads, the lines that are filled in, and the lists of all.
func (f *formBook) writeLines() error {
	last := formFirst + len(f.Rows) + f.Room - 1
	f.examplesStart = len(f.Examples.Lines) + 2
	for n, c := range f.Columns {
		column, err := excelize.ColumnNumberToName(n + 1)
		if err != nil {
			return err
		}
		head := f.head
		if c.IsFigure {
			head = f.figure
		}
		if err := f.file.SetCellStr(f.Name, cellName(n, 1), c.Key); err != nil {
			return err
		}
		for _, at := range []struct {
			sheet string
			row   int
		}{{f.Name, formHead}, {f.Examples.Name, f.examplesStart}} {
			if err := f.file.SetCellStr(at.sheet, cellName(n, at.row), clean(c.Head)); err != nil {
				return err
			}
			if err := f.file.SetCellStyle(at.sheet, cellName(n, at.row), cellName(n, at.row), head); err != nil {
				return err
			}
			if err := f.file.SetColWidth(at.sheet, column, column, c.Width); err != nil {
				return err
			}
		}
		if err := f.file.SetCellStyle(f.Name, cellName(n, formFirst), cellName(n, last), f.cells[n]); err != nil {
			return err
		}
		if err := f.addChecks(n, c, last); err != nil {
			return err
		}
	}
	if err := f.fill(f.Name, formFirst, f.Rows); err != nil {
		return err
	}
	return f.fill(f.Examples.Name, f.examplesStart+1, f.ExampleRows)
}

// addChecks makes the list of a column. It warns of what is not in it, and lets it
// be: whoever knows better is told when the file is read.
func (f *formBook) addChecks(n int, c FormColumn, last int) error {
	if len(c.Choices) == 0 {
		return nil
	}
	v := excelize.NewDataValidation(true)
	v.Sqref = cellName(n, formFirst) + ":" + cellName(n, last)
	list := (&sheet{name: f.ListsName}).quoted() + "!" + absolute(n, 1) + ":" + absolute(n, len(c.Choices))
	v.SetSqrefDropList(list)
	v.SetError(excelize.DataValidationErrorStyleWarning, clean(c.Head), f.Foreign)
	return f.file.AddDataValidation(f.Name, v)
}

func (f *formBook) fill(sheet string, first int, rows [][]FormCell) error {
	for i, row := range rows {
		for n, c := range row {
			if err := f.put(sheet, cellName(n, first+i), c); err != nil {
				return err
			}
			style := f.text
			if sheet == f.Name {
				style = f.cells[n]
			} else if f.Columns[n].Kind == FormDay {
				style = f.cells[n]
			}
			if err := f.file.SetCellStyle(sheet, cellName(n, first+i), cellName(n, first+i), style); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *formBook) put(sheet, cell string, c FormCell) error {
	switch {
	case c.Text == "":
		return nil
	case c.IsDay:
		t, err := time.Parse(time.DateOnly, c.Text)
		if err != nil {
			return err
		}
		days, ok := serial(reports.Day{Year: t.Year(), Month: int(t.Month()), Day: t.Day()})
		if !ok {
			return f.file.SetCellStr(sheet, cell, c.Text)
		}
		return f.file.SetCellInt(sheet, cell, int64(days))
	case c.IsNumber:
		number, err := strconv.ParseFloat(c.Text, 64)
		if err != nil {
			return err
		}
		return f.file.SetCellValue(sheet, cell, stored(number))
	}
	return f.file.SetCellStr(sheet, cell, cut(clean(c.Text)))
}

// protect keeps what is not to be filled in, without a password: whoever must get
// round it can.
func (f *formBook) protect() error {
	options := excelize.SheetProtectionOptions{
		FormatCells: true, FormatColumns: true, FormatRows: true, InsertRows: true, Sort: true, AutoFilter: true,
		SelectLockedCells: true, SelectUnlockedCells: true,
	}
	for _, name := range []string{f.Name, f.Guide.Name, f.Examples.Name} {
		if err := f.file.ProtectSheet(name, &options); err != nil {
			return err
		}
	}
	return nil
}

// setUp sets the views, the pages and the properties.
func (f *formBook) setUp() error {
	if err := f.file.SetRowVisible(f.Name, 1, false); err != nil {
		return err
	}
	if err := f.file.SetRowHeight(f.Name, formHead, 48); err != nil {
		return err
	}
	panes := excelize.Panes{
		Freeze: true, XSplit: 1, YSplit: formHead, TopLeftCell: cellName(1, formFirst), ActivePane: "bottomRight",
		Selection: []excelize.Selection{{SQRef: cellName(2, formFirst), ActiveCell: cellName(2, formFirst), Pane: "bottomRight"}},
	}
	if err := f.file.SetPanes(f.Name, &panes); err != nil {
		return err
	}
	a4, across, one, all := 9, "landscape", 1, 0
	for _, name := range []string{f.Name, f.Examples.Name} {
		layout := excelize.PageLayoutOptions{Size: &a4, Orientation: &across, FitToWidth: &one, FitToHeight: &all}
		if err := f.file.SetPageLayout(name, &layout); err != nil {
			return err
		}
	}
	d := f.Dated
	when := time.Date(d.Year, time.Month(d.Month), d.Day, 12, 0, 0, 0, time.UTC).Format(time.RFC3339)
	return f.file.SetDocProps(&excelize.DocProperties{
		Title: clean(f.Title), Language: f.Language, Creator: " ", LastModifiedBy: " ", Created: when, Modified: when,
	})
}
