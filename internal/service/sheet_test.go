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

// numbers are as many rows as counts say, of which each reading takes the next.
func numbers(counts ...int) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		count := counts[0]
		if len(counts) > 1 {
			counts = counts[1:]
		}
		for n := range count {
			if !yield(n, nil) {
				return
			}
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

// TestLongListsAsWorkbook: a list that is longer than what is held is read twice; where
// it is longer the second time, what has come is left out; where it is shorter, it is
// read again.
func TestLongListsAsWorkbook(t *testing.T) {
	t.Parallel()
	const long = heldRows + 1234
	for name, rows := range map[string]iter.Seq2[int, error]{
		"stays":   numbers(long),
		"grows":   numbers(long, long+10),
		"shrinks": numbers(long+10, long+10, long),
	} {
		var book bytes.Buffer
		if err := numberSheet(t, i18n.English).writeBook(&book, results.DateOf(2026, 5, 4), rows); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		f, err := excelize.OpenReader(&book)
		if err != nil {
			t.Fatal(err)
		}
		cells, err := f.GetRows(f.GetSheetName(0))
		if err = errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
		last := cells[len(cells)-1]
		if len(cells) != long+1 || last[0] != "A-"+strconv.Itoa(long-1) {
			t.Errorf("%s: %d rows, the last is %q", name, len(cells), last)
		}
	}
}

// TestListThatCannotBeWritten: nothing has been written then.
func TestListThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	var shrinking []int
	for n := range 4 * mostReadings {
		shrinking = append(shrinking, heldRows+10*mostReadings-n)
	}
	wrong := errors.New("wrong")
	readings := 0
	broken := func(yield func(int, error) bool) {
		readings++
		for n := range heldRows + 10 {
			if n == heldRows && readings > 1 {
				yield(0, wrong)
				return
			}
			if !yield(n, nil) {
				return
			}
		}
	}
	for name, c := range map[string]struct {
		rows iter.Seq2[int, error]
		is   func(error) bool
	}{
		"ever shorter": {numbers(shrinking...), func(err error) bool { return IsKind(err, Conflict) }},
		"broken":       {broken, func(err error) bool { return errors.Is(err, wrong) }},
	} {
		var book bytes.Buffer
		err := numberSheet(t, i18n.English).writeBook(&book, results.DateOf(2026, 5, 4), c.rows)
		if !c.is(err) || book.Len() > 0 {
			t.Errorf("%s: %v, %d bytes", name, err, book.Len())
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
		if err := numberSheet(t, l).writeCSV(&file, numbers(2)); err != nil {
			t.Fatal(err)
		}
		if file.String() != want {
			t.Errorf("%s: %q, want %q", l, file.String(), want)
		}
	}
}
