package excel

import (
	"archive/zip"
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/reports"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestSample holds the cells of a whole report, as a reader sees them.
func TestSample(t *testing.T) {
	f := open(t, render(t, sampleReport()))
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		fmt.Fprintf(&b, "## %s\n", sheet)
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			if line := strings.TrimRight(strings.Join(row, " | "), " |"); line != "" {
				fmt.Fprintf(&b, "%d: %s\n", i+1, line)
			}
		}
	}
	golden := filepath.Join("testdata", "sample.golden.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
}

func TestRefused(t *testing.T) {
	named := func(names ...string) reports.Document {
		var sheets []reports.Sheet
		for _, n := range names {
			sheets = append(sheets, reports.Sheet{Name: n})
		}
		return documentOf(sheets...)
	}
	wide := tableOf(0)
	wide.Caption = reports.Plain("Wide")
	for i := range 16_385 {
		wide.Columns = append(wide.Columns, reports.Column{Head: fmt.Sprint(i)})
	}
	group := reports.Row{Group: true, Cells: []reports.Cell{cellOf("a"), cellOf("b")}}
	tests := []struct {
		name string
		from reports.Document
		want string
	}{
		{"no sheets", documentOf(), "the document has no sheets"},
		{"no name", named("Summary", " "), `sheet 2 " ": has no name`},
		{"long name", named(strings.Repeat("ä", 32)), "name is longer than 31 characters"},
		{"long name of pairs", named(strings.Repeat("😀", 16)), "name is longer than 31 characters"},
		{"letters of references", named("Q1/Q2"), `sheet 1 "Q1/Q2": name has one of`},
		{"control character", named("a\x00b"), `name has one of`},
		{"apostrophe", named("'Summary"), "begins or ends with an apostrophe"},
		{"reserved", named("history"), "keeps for itself"},
		{"twice", named("Results", "results"), `sheet 2 "results": name is that of a sheet before it`},
		{"too many columns", documentOf(sheetOf(wide)), `sheet "Sheet": table "Wide": 16385 columns, a sheet holds 16384`},
		{"short row", documentOf(sheetOf(tableOf(2, rowOf(cellOf("a"))))), `row 1 has 1 cells for 2 columns`},
		{"wide group", documentOf(sheetOf(tableOf(2, group))), `group row 1 has 2 cells, not one`},
		{"too many rows", documentOf(sheetOf(tableOf(1, make([]reports.Row, 1_048_576)...))), `table "": more rows than a sheet can hold: 1048576`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			err := Render(&b, tt.from)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "render workbook: ") {
				t.Errorf("error = %v, want %s", err, tt.want)
			}
			if b.Len() > 0 {
				t.Errorf("%d bytes were written", b.Len())
			}
		})
	}
}

func TestNamesThatWork(t *testing.T) {
	names := []string{"Summary", "It's money & more", "Результаты", strings.Repeat("ö", 31), "R1C1", "A1", "2026", "a!b"}
	var sheets []reports.Sheet
	for _, n := range names {
		s := resultsSheet()
		s.Name = n
		s.Blocks = append(s.Blocks, summarySheet().Blocks...)
		sheets = append(sheets, s)
	}
	f := open(t, render(t, documentOf(sheets...)))
	if diff := cmp.Diff(names, f.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	if got := f.GetActiveSheetIndex(); got != 0 {
		t.Errorf("sheet %d is active, want the first", got)
	}
}

// TestSameBytes renders one report many times at once.
func TestSameBytes(t *testing.T) {
	want := render(t, sampleReport())
	var group sync.WaitGroup
	got := make([][]byte, 16)
	errs := make([]error, len(got))
	for i := range got {
		group.Go(func() {
			var b bytes.Buffer
			errs[i] = Render(&b, sampleReport())
			got[i] = b.Bytes()
		})
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	for i, b := range got {
		if !bytes.Equal(b, want) {
			t.Errorf("run %d gave other bytes", i)
		}
	}
}

// TestArchive holds the order and the dates of the file's parts.
func TestArchive(t *testing.T) {
	file := render(t, sampleReport())
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, part := range z.File {
		names = append(names, part.Name)
		if got := part.Modified.Format("2006-01-02 15:04:05"); got != "2027-01-29 12:00:00" {
			t.Errorf("%s is dated %s", part.Name, got)
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, r); err != nil {
			t.Errorf("%s: %v", part.Name, err)
		}
	}
	if names[0] != contentTypes || !slices.IsSorted(names[1:]) {
		t.Errorf("parts stand as %v", names)
	}
}

// fullDisk takes some bytes and no more.
type fullDisk struct{ room int }

var errFull = errors.New("the disk is full")

func (d *fullDisk) Write(b []byte) (int, error) {
	if d.room -= len(b); d.room < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestWriteFails(t *testing.T) {
	size := len(render(t, sampleReport()))
	for _, room := range []int{0, 100, size / 2, size - 1} {
		if err := Render(&fullDisk{room}, sampleReport()); !errors.Is(err, errFull) {
			t.Errorf("with room for %d of %d bytes: %v", room, size, err)
		}
	}
}

// weigher counts the memory in use when the first bytes are written: then all
// rows have been streamed.
type weigher struct {
	heap    uint64
	written int
}

func (w *weigher) Write(b []byte) (int, error) {
	if w.written == 0 {
		w.heap = heapInUse()
	}
	w.written += len(b)
	return len(b), nil
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestBoundedMemory renders 25,000 rows of 12 columns, more XML than is kept in
// memory, and leaves no temporary files.
func TestBoundedMemory(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	d := longList(25_000)
	before := heapInUse()
	var w weigher
	if err := Render(&w, d); err != nil {
		t.Fatal(err)
	}
	runtime.KeepAlive(d)
	used := int64(w.heap) - int64(before)
	t.Logf("%d KiB in use, %d KiB written", used>>10, w.written>>10)
	if used > 48<<20 {
		t.Errorf("%d MiB in use beside the document, want at most 48", used>>20)
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) > 0 {
		t.Errorf("%d temporary files stay behind (%v)", len(left), err)
	}
}
