package excel

import (
	"fmt"
	"io"
	"testing"

	"tulos/reports"
)

// longList is a sheet with a table of so many rows and twelve columns.
func longList(rows int) reports.Document {
	t := reports.Table{Caption: reports.Plain("All entries")}
	for i := range 12 {
		t.Columns = append(t.Columns, reports.Column{Head: fmt.Sprintf("Column %d", i+1)})
	}
	for i := range rows {
		cells := make([]reports.Cell, 0, 12)
		cells = append(cells,
			cellOf(fmt.Sprintf("A-2026-%06d", i)), day(2026, 1+i%12, 1+i%28), cellOf("Training of social workers: recognising online grooming"),
			num(fmt.Sprint(i), fmt.Sprint(i), 0), num("", fmt.Sprintf("%d.%03d", i%977, i%1000), 2), barred(pct("", fmt.Sprintf("%d.5", i%100)), float64(i%100)/100+0.005),
			stands(reports.OnTrack, "On track"), cellOf("Rīga"), cellOf(fmt.Sprintf("note %d", i*7919)),
		)
		for len(cells) < 12 {
			cells = append(cells, num("", fmt.Sprint(i*13%1009), 0))
		}
		t.Rows = append(t.Rows, reports.Row{Cells: cells})
	}
	return reports.Document{
		Language: "en", Meta: reports.Meta{Title: "List", Dated: reports.Day{Year: 2027, Month: 1, Day: 29}},
		Sheets: []reports.Sheet{{Name: "List", Blocks: []reports.Block{t}}},
	}
}

func BenchmarkRender100000Rows(b *testing.B) {
	d := longList(100_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := Render(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}
