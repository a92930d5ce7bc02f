package service

import (
	"bytes"
	"errors"
	"iter"
	"strconv"
	"testing"

	"github.com/xuri/excelize/v2"

	"tulos/internal/i18n"
	"tulos/internal/results"
	"tulos/reports"
)

// numbers are so many rows, and then an error, if there is one.
func numbers(count int, end error) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for n := range count {
			if !yield(n, nil) {
				return
			}
		}
		if end != nil {
			yield(0, end)
		}
	}
}

func numberSheet(t *testing.T, l i18n.Language) *sheet[int] {
	t.Helper()
	words, err := i18n.For(l)
	if err != nil {
		t.Fatal(err)
	}
	s := &sheet[int]{words: words, name: "nav.activities"}
	s.addText("report.reference", func(n int) string { return "A-" + strconv.Itoa(n) })
	s.addNumber("half", func(n int) reports.Cell {
		half := results.Int(n)
		c := numberCell(words, &half)
		c.Number.Decimal += ".5"
		return c
	})
	return s
}

// TestLongListsAsWorkbook: a list is read once, however long it is.
func TestLongListsAsWorkbook(t *testing.T) {
	t.Parallel()
	const long = 21_234
	readings := 0
	rows := func(yield func(int, error) bool) {
		readings++
		numbers(long, nil)(yield)
	}
	var book bytes.Buffer
	if err := numberSheet(t, i18n.English).writeBook(&book, results.DateOf(2026, 5, 4), rows); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&book)
	if err != nil {
		t.Fatal(err)
	}
	cells, err := f.GetRows(f.GetSheetName(0))
	if err = errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	if last := cells[len(cells)-1]; len(cells) != long+1 || last[0] != "A-"+strconv.Itoa(long-1) || readings != 1 {
		t.Errorf("%d rows, the last is %q, after %d readings", len(cells), last, readings)
	}
}

// TestListThatCannotBeWritten: nothing has been written then.
func TestListThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	wrong := errors.New("wrong")
	var book bytes.Buffer
	err := numberSheet(t, i18n.English).writeBook(&book, results.DateOf(2026, 5, 4), numbers(20_010, wrong))
	if !errors.Is(err, wrong) || book.Len() > 0 {
		t.Errorf("%v, %d bytes", err, book.Len())
	}
}

// TestRowsOfABook: a workbook takes so many rows and no more.
func TestRowsOfABook(t *testing.T) {
	t.Parallel()
	const most = 5
	for count, refused := range map[int]bool{0: false, most: false, most + 1: true} {
		made := 0
		var last error
		for _, last = range numberSheet(t, i18n.English).bookRows(numbers(count, nil), most) {
			if last == nil {
				made++
			}
		}
		if made != min(count, most) || IsKind(last, NotPossible) != refused {
			t.Errorf("of %d rows %d were made, then %v", count, made, last)
		}
	}
}

// TestCSVByLanguage: as office programs read it where the language is spoken.
func TestCSVByLanguage(t *testing.T) {
	t.Parallel()
	for l, want := range map[i18n.Language]string{
		i18n.English: "\ufeffReference,half\r\nA-0,0.5\r\nA-1,1.5\r\n",
		"de":         "\ufeffKennung;half\r\nA-0;0,5\r\nA-1;1,5\r\n",
	} {
		var file bytes.Buffer
		if err := numberSheet(t, l).writeCSV(&file, numbers(2, nil)); err != nil {
			t.Fatal(err)
		}
		if file.String() != want {
			t.Errorf("%s: %q, want %q", l, file.String(), want)
		}
	}
}
