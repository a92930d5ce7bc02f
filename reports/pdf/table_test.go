package pdf

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tulos/reports"
)

func TestFitColumns(t *testing.T) {
	for name, c := range map[string]struct {
		wish, least []float64
		want        []float64
	}{
		"as wished":             {[]float64{1, 3}, []float64{10, 10}, []float64{25, 75}},
		"one is too narrow":     {[]float64{1, 3}, []float64{40, 10}, []float64{40, 60}},
		"one after the other":   {[]float64{1, 2, 7}, []float64{20, 30, 10}, []float64{20, 30, 50}},
		"no room to spare":      {[]float64{1, 1}, []float64{60, 40}, []float64{60, 40}},
		"the widest give way":   {[]float64{1, 1, 1}, []float64{20, 60, 90}, []float64{20, 40, 40}},
		"all are too wide":      {[]float64{1, 2}, []float64{80, 90}, []float64{50, 50}},
		"the widest alone does": {[]float64{1, 1, 1}, []float64{20, 20, 200}, []float64{20, 20, 60}},
	} {
		t.Run(name, func(t *testing.T) {
			got := fitColumns(c.wish, c.least, 100)
			if diff := cmp.Diff(c.want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEvened(t *testing.T) {
	for name, c := range map[string]struct{ widths, natural, want []float64 }{
		"nothing to give": {[]float64{50, 50}, []float64{60, 70}, []float64{50, 50}},
		"nobody needs":    {[]float64{50, 50}, []float64{30, 20}, []float64{50, 50}},
		"least needy":     {[]float64{40, 30, 30}, []float64{25, 35, 90}, []float64{35, 35, 30}},
		"two give":        {[]float64{40, 40, 20}, []float64{30, 30, 30}, []float64{35, 35, 30}},
		"not by halves":   {[]float64{50, 50}, []float64{45, 60}, []float64{50, 50}},
	} {
		t.Run(name, func(t *testing.T) {
			got := evened(c.widths, c.natural)
			if diff := cmp.Diff(c.want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
				t.Error(diff)
			}
			if math.Abs(total(got)-total(c.widths)) > 1e-9 {
				t.Errorf("widths add up to %f", total(got))
			}
		})
	}
}

func TestWishes(t *testing.T) {
	got := wishes([]reports.Column{{Width: 2}, {}, {Width: -3}, {Width: math.Inf(1)}, {Width: math.NaN()}, {Width: 4}})
	if diff := cmp.Diff([]float64{2, 3, 3, 3, 3, 4}, got); diff != "" {
		t.Error(diff)
	}
}

// TestWordsStayWhole gives a long word a column that is too narrow by its share.
func TestWordsStayWhole(t *testing.T) {
	const word = "Lastensuojelujärjestöjen"
	b := composed(t, reports.Document{Blocks: []reports.Block{reports.Table{
		Columns: []reports.Column{{Head: "A", Width: 20}, {Head: "B", Width: 1}, {Head: "C", Width: 20}},
		Rows:    []reports.Row{{Cells: []reports.Cell{{Text: reports.Plain("a")}, {Text: reports.Plain(word)}, {Text: reports.Plain("c")}}}},
	}}})
	if got := reading(body(b.pages[0])[1].strip); got != "a|"+word+"|c" {
		t.Errorf("got %q", got)
	}
}

func TestDigitsEndTogether(t *testing.T) {
	table := activityTable(6)
	b := composed(t, reports.Document{Blocks: []reports.Block{table}})
	ends := map[float64]int{}
	for _, s := range body(b.pages[0])[2:] {
		ops := lettering(s.strip)
		last := ops[len(ops)-1]
		ends[math.Round((last.x+last.width)*100)/100]++
	}
	if len(ends) != 1 {
		t.Errorf("numbers end at %v", ends)
	}
}

// TestStatusShapes holds that no two kinds of status share a shape.
func TestStatusShapes(t *testing.T) {
	shapes := map[string]reports.StatusKind{}
	for _, k := range []reports.StatusKind{
		reports.Achieved, reports.OnTrack, reports.AtRisk, reports.OffTrack, reports.NoTarget, reports.NotReported,
	} {
		s := &strip{}
		statusShape(s, k, 0, 0)
		shape := ""
		for _, it := range s.items {
			switch op := it.op.(type) {
			case *discOp:
				shape += "disc"
				if op.ink.Fill == white {
					shape += " empty"
				}
			case *fillOp:
				shape += "square"
			case *pathOp:
				shape += map[bool]string{true: " area", false: " line"}[op.closed]
			}
		}
		if other, taken := shapes[shape]; taken {
			t.Errorf("%s and %s are both %q", k, other, shape)
		}
		shapes[shape] = k
	}
}

func TestStatusIsNeverWithoutItsWord(t *testing.T) {
	b := composed(t, reports.Document{Blocks: []reports.Block{reports.Table{
		Columns: []reports.Column{{Head: "Status"}},
		Rows: []reports.Row{
			{Cells: []reports.Cell{{Status: status(reports.AtRisk)}}},
			{Cells: []reports.Cell{{Status: status(reports.AtRisk), Text: reports.Plain("At risk (so far)")}}},
		},
	}}})
	strips := body(b.pages[0])
	if got := reading(strips[1].strip) + " / " + reading(strips[2].strip); got != "At risk / At risk (so far)" {
		t.Errorf("got %q", got)
	}
}
