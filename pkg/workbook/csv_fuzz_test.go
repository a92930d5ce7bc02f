package workbook

import (
	"errors"
	"testing"
	"unicode/utf8"
)

// FuzzReadCSV holds that text is refused for a reason, or gives rows within the limits, of
// text that can be kept.
func FuzzReadCSV(f *testing.F) {
	for _, s := range []string{"no;type\n1;training\n", "\ufeffa,b\r\n\"c\"\"d\",\"e\nf\"\r\n", "a;b\n\"c", "'=1+1;@x\n", "\xff\xfe", "a\x00b;c", "a\tb\n", ";;;;\n;;;;", "\"a\";\"b\"x\n"} {
		f.Add([]byte(s))
	}
	limits := Limits{Bytes: 1 << 16, Rows: 100, Columns: 20, Cells: 500}
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, err := ReadCSV(data, limits)
		var r *RefusedError
		if err != nil {
			if !errors.As(err, &r) {
				t.Error(err)
			}
			return
		}
		cells, before := 0, 0
		for _, row := range rows {
			if row.No <= before {
				t.Errorf("row %d is behind row %d", row.No, before)
			}
			before = row.No
			for _, c := range row.Cells {
				cells++
				if c.Column < 0 || c.Column > limits.Columns || !utf8.ValidString(c.Text) {
					t.Errorf("row %d, column %d: %q", row.No, c.Column, c.Text)
				}
			}
		}
		if cells > limits.Cells || len(rows) > limits.Rows {
			t.Errorf("%d rows, %d cells", len(rows), cells)
		}
	})
}
