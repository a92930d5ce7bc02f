package results_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/results"
)

func figure(n int) results.Figure { return results.Known(results.Int(n)) }

// written is a restatement as a line.
func written(r results.Restatement) string {
	text := func(f results.Figure) string {
		if n, ok := f.Number(); ok {
			return n.String()
		}
		return "none"
	}
	return fmt.Sprintf("%s %d %s%v %s: %s, %s, since %d", r.Indicator, r.Period, r.Partner, r.By, r.Kind, text(r.Was), text(r.Is), r.Since)
}

func TestRestated(t *testing.T) {
	t.Parallel()
	third := results.Known(results.Int(1).Div(results.Int(3)))
	rounded, err := results.ParseNumber("0.333333")
	if err != nil {
		t.Fatal(err)
	}
	women := results.By{{Dimension: "sex", Category: "f"}}
	row := func(k results.PeriodNo, value, cumulative int) results.Row {
		return results.Row{From: k, Period: k, Value: figure(value), Cumulative: figure(cumulative)}
	}
	with := func(r results.Row, change func(*results.Row)) results.Row {
		change(&r)
		return r
	}
	report := func(over results.PeriodNo, rows ...results.Row) *results.Stated {
		return &results.Stated{Period: rows[len(rows)-1].Period, Over: over, Rows: map[results.IndicatorCode][]results.Row{"A": rows}}
	}
	for _, c := range []struct {
		name   string
		stated []*results.Stated
		is     []results.Row
		want   []string
	}{
		{"nothing was sealed", nil, []results.Row{row(1, 5, 5)}, nil},
		{"nothing changed", []*results.Stated{report(1, row(1, 5, 5))}, []results.Row{row(1, 5, 5), row(2, 7, 12)}, nil},
		{"a figure that was so far", []*results.Stated{report(0, row(1, 5, 5))}, []results.Row{row(1, 6, 6)}, nil},
		{
			"values of an earlier period",
			[]*results.Stated{report(2, row(1, 5, 5), row(2, 7, 12))},
			[]results.Row{row(1, 6, 6), row(2, 7, 13), row(3, 1, 14)},
			[]string{"A 1  value: 5, 6, since 0", "A 1  cumulative: 5, 6, since 0", "A 2  cumulative: 12, 13, since 0"},
		},
		{
			"what was restated already",
			[]*results.Stated{report(1, row(1, 5, 5)), report(2, row(1, 6, 6), row(2, 7, 13))},
			[]results.Row{row(1, 6, 6), row(2, 8, 14)},
			[]string{"A 2  value: 7, 8, since 1", "A 2  cumulative: 13, 14, since 1"},
		},
		{
			"a later report states less",
			[]*results.Stated{report(2, row(1, 5, 5), row(2, 7, 12)), report(2, row(1, 6, 6))},
			[]results.Row{row(1, 6, 6), row(2, 8, 12)},
			[]string{"A 2  value: 7, 8, since 0"},
		},
		{
			"a figure appears and one goes",
			[]*results.Stated{report(1, with(row(1, 5, 5), func(r *results.Row) { r.Expected = results.Figure{} }))},
			[]results.Row{with(row(1, 5, 5), func(r *results.Row) { r.Value, r.Expected = results.Figure{}, figure(0) })},
			[]string{"A 1  value: 5, none, since 0", "A 1  expected: none, 0, since 0"},
		},
		{
			"the same to six decimals",
			[]*results.Stated{report(1, with(row(1, 5, 5), func(r *results.Row) { r.Achievement = results.Known(rounded) }))},
			[]results.Row{with(row(1, 5, 5), func(r *results.Row) { r.Achievement = third })},
			nil,
		},
		{
			"achievement follows",
			[]*results.Stated{report(1, with(row(1, 5, 5), func(r *results.Row) { r.Achievement = figure(1) }))},
			[]results.Row{with(row(1, 5, 6), func(r *results.Row) { r.Achievement = figure(2) })},
			[]string{"A 1  cumulative: 5, 6, since 0"},
		},
		{
			"achievement of another target",
			[]*results.Stated{report(1, with(row(1, 5, 5), func(r *results.Row) { r.Achievement = figure(1) }))},
			[]results.Row{with(row(1, 5, 5), func(r *results.Row) { r.Achievement = figure(2) })},
			[]string{"A 1  achievement: 1, 2, since 0"},
		},
		{
			"a partner and a cell",
			[]*results.Stated{report(1, with(row(1, 5, 5), func(r *results.Row) {
				r.Partners = []results.PartnerRow{{Partner: "p", Value: figure(5)}}
				r.Breakdown = []results.CellRow{{By: women, Value: figure(5), Cumulative: figure(5)}}
			}))},
			[]results.Row{with(row(1, 5, 5), func(r *results.Row) { r.Partners = []results.PartnerRow{{Partner: "p", Value: figure(4)}} })},
			[]string{"A 1 p value: 5, 4, since 0", "A 1 " + women.String() + " value: 5, none, since 0", "A 1 " + women.String() + " cumulative: 5, none, since 0"},
		},
		{
			"an indicator that is gone",
			[]*results.Stated{{Period: 1, Over: 1, Rows: map[results.IndicatorCode][]results.Row{"Z": {row(1, 5, 5)}}}},
			[]results.Row{row(1, 9, 9)},
			[]string{"Z 1  value: 5, none, since 0", "Z 1  cumulative: 5, none, since 0"},
		},
	} {
		var got []string
		for _, r := range results.Restated(c.stated, []results.IndicatorFigures{{Indicator: &results.Indicator{Code: "A"}, Rows: c.is}}) {
			got = append(got, written(r))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
