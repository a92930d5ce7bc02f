package html

import (
	"strings"
	"testing"

	"tulos/reports"
)

// TestDrawings: a chart alone is the one that a report has of it.
func TestDrawings(t *testing.T) {
	t.Parallel()
	for i, c := range charts() {
		got, err := Drawings(c, "en", "figure")
		if err != nil {
			t.Fatal(err)
		}
		c.Anchor = "figure"
		inReport := string(render(t, blocks(c), Options{Fragment: true}))
		inReport = strings.ReplaceAll(inReport, `"report-figure-`, `"figure-`)
		if s := string(got); !strings.Contains(inReport, s) || strings.Count(s, "<svg") != 2 || strings.Count(s, "<desc") != 2 {
			t.Errorf("chart %d is drawn otherwise:\n%s", i, s)
		}
	}
	if got, err := Drawings(reports.Chart{Title: "Nothing"}, "en", "x"); err != nil || len(got) != 0 {
		t.Errorf("a chart without figures: %q, %v", got, err)
	}
}
