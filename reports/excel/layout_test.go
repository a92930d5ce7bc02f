package excel

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/reports"
)

func TestWrap(t *testing.T) {
	f := face{size: textSize}
	tests := []struct {
		name, text string
		width      float64
		want       []string
	}{
		{"empty", "", 10, []string{""}},
		{"fits", "four", 10, []string{"four"}},
		{"breaks behind blanks", "one two three", 8, []string{"one two ", "three"}},
		{"line ends", "one\n\ntwo", 10, []string{"one\n", "\n", "two"}},
		{"hyphens", "twenty-one", 7, []string{"twenty-", "one"}},
		{"a word wider than a line", "000000000000", 5, []string{"00000", "00000", "00"}},
		{"blanks hang over the edge", "00000 00000", 5, []string{"00000 ", "00000"}},
		{"Cyrillic", "дети в интернете", 6, []string{"дети в ", "интерн", "ете"}},
		{"narrower than a letter", "mm", 0.1, []string{"m", "m"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			start := 0
			for _, end := range f.wrap(tt.text, tt.width) {
				got = append(got, tt.text[start:end])
				start = end
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
			if n := f.lines(tt.text, tt.width); n != len(tt.want) {
				t.Errorf("%d lines, want %d", n, len(tt.want))
			}
		})
	}
}

func TestSettle(t *testing.T) {
	tests := []struct {
		name    string
		columns columns
		room    float64
		check   func(w []float64) bool
	}{
		{"there is room", columns{{5, 20}, {5, 10}}, 100, func(w []float64) bool {
			return textRoom(w[0]) >= 20 && textRoom(w[0]) < 21 && textRoom(w[1]) >= 10
		}},
		{"long texts give way", columns{{8, 70}, {12, 12}}, 50, func(w []float64) bool {
			return w[0]+w[1] <= 50 && w[0] > 30 && textRoom(w[1]) >= 12
		}},
		{"twice the text, half again the width", columns{{5, 60}, {5, 30}}, 50, func(w []float64) bool {
			return w[0]+w[1] <= 50 && w[0] > 1.3*w[1] && w[0] < 1.6*w[1]
		}},
		{"numbers never", columns{{30, 30}, {30, 30}}, 10, func(w []float64) bool {
			return textRoom(w[0]) >= 30 && textRoom(w[1]) >= 30
		}},
		{"no wider than Excel takes", columns{{400, 400}}, 10, func(w []float64) bool { return w[0] == 255 }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if w := tt.columns.settle(tt.room); !tt.check(w) {
				t.Errorf("widths are %v", w)
			}
		})
	}
}

// TestLongParagraph goes on in the next rows and loses nothing.
func TestLongParagraph(t *testing.T) {
	text := strings.TrimSpace(strings.Repeat("Two trainings were moved because the trainer was ill. ", 200))
	spans := reports.Text{{Text: text[:5000], Strong: true}, {Text: text[5000:]}}
	f := open(t, render(t, documentOf(sheetOf(reports.Paragraph{Text: spans}, reports.Paragraph{Text: reports.Plain("End")}))))
	rows, err := f.GetRows("Sheet")
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) < 4 {
		t.Fatalf("%d rows, want several", len(rows))
	}
	var b strings.Builder
	for i, row := range rows[:len(rows)-1] {
		b.WriteString(row[0])
		height, err := f.GetRowHeight("Sheet", i+1)
		if err != nil || height > 409 {
			t.Errorf("row %d is %v points high (%v)", i+1, height, err)
		}
	}
	if b.String() != text {
		t.Errorf("the rows hold %d characters, the paragraph has %d", b.Len(), len(text))
	}
	if rows[len(rows)-1][0] != "End" {
		t.Errorf("the last row is %q", rows[len(rows)-1])
	}
}

// TestTablesShareColumns puts key figures, a narrow and a wide table and a chart
// on one sheet.
func TestTablesShareColumns(t *testing.T) {
	s := resultsSheet()
	s.Blocks = append(s.Blocks, summarySheet().Blocks...)
	s.Blocks = append(s.Blocks, partnersSheet().Blocks...)
	f := open(t, render(t, documentOf(s)))
	merged, err := f.GetMergeCells("Results")
	if err != nil {
		t.Fatal(err)
	}
	taken := map[string]string{}
	for _, m := range merged {
		from, to := m.GetStartAxis(), m.GetEndAxis()
		row := strings.TrimLeft(from, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
		for column := from[0]; column <= to[0]; column++ {
			cell := string(column) + row
			if taken[cell] != "" {
				t.Errorf("%s is part of %s:%s and of %s", cell, from, to, taken[cell])
			}
			taken[cell] = from + ":" + to
		}
	}
	if len(taken) == 0 {
		t.Error("nothing is merged")
	}
	panes, err := f.GetPanes("Results")
	if err != nil || panes.Freeze {
		t.Errorf("a sheet of several tables is frozen (%v)", err)
	}
}
