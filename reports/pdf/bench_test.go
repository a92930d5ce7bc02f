package pdf

import (
	"bytes"
	"fmt"
	"testing"

	"tulos/reports"
)

// BenchmarkPages draws tables of some pages; cmd/bench report holds the same against
// the limits, with memory.
func BenchmarkPages(b *testing.B) {
	for _, rows := range []int{280, 2_380, 10_000, 23_800} {
		d := reports.Document{Language: "en", Blocks: []reports.Block{activityTable(rows)}}
		b.Run(fmt.Sprint(rows, " rows"), func(b *testing.B) {
			b.ReportAllocs()
			size := 0
			for b.Loop() {
				var out bytes.Buffer
				if err := Render(&out, d, Options{}); err != nil {
					b.Fatal(err)
				}
				size = out.Len()
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}
