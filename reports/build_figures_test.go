package reports_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/reports"
)

func TestFiguresForMachinesAreThoseOfTheReport(t *testing.T) {
	d := demo(t)
	for k := results.PeriodNo(1); k <= 4; k++ {
		o := reports.Options{Language: i18n.English, From: k, To: k, Audience: reports.Partnership, AsOf: results.DateOf(2028, 1, 1)}
		all, err := reports.Figures(d, o)
		if err != nil {
			t.Fatal(err)
		}
		cells := column(t, build(t, d, o), "Cumulative")
		for _, f := range all {
			if len(f.Rows) != int(k) {
				t.Fatalf("%s has %d periods in the report of period %d", f.Indicator.Code, len(f.Rows), k)
			}
			n, ok := f.Rows[k-1].Cumulative.Number()
			got := cells[string(f.Indicator.Code)].Number
			if ok != (got != nil) || ok && got.Decimal != n.String() {
				t.Errorf("period %d, %s: %v, the report tells %+v", k, f.Indicator.Code, n, got)
			}
		}
	}
	if _, err := reports.Figures(d, reports.Options{From: 1, To: 5}); err == nil {
		t.Error("there are figures of a period that there is not")
	}
}

// TestSmallCountsStayWithheld holds that a breakdown in which a count was small, and
// of which periods do not add up, is in no later report either: what changed in between
// could be worked out from the reports before and after.
func TestSmallCountsStayWithheld(t *testing.T) {
	d := demo(t)
	d.Activities, d.Measurements, d.Deductions = nil, nil, nil
	for _, a := range []struct {
		day        results.Date
		women, men int
	}{
		{results.DateOf(2026, 3, 1), 20, 20},
		{results.DateOf(2026, 9, 1), 30, 3}, // small
		{results.DateOf(2027, 3, 1), 20, 20},
	} {
		all := results.Int(a.women + a.men)
		d.Activities = append(d.Activities, partnership.Activity{
			Ref: a.day.String(), Partner: "drosa-maja", Status: partnership.Accepted, Start: a.day,
			Contributions: []results.Contribution{{
				Indicator: "OP3.1", Value: &all, Cells: []results.Cell{cell("f", a.women), cell("m", a.men)},
			}},
		})
	}
	for k, isTold := range map[results.PeriodNo]bool{1: true, 2: false, 3: false} {
		o := reports.Options{Language: i18n.English, From: k, To: k, Audience: reports.Funder, AsOf: results.DateOf(2028, 1, 1)}
		all, err := reports.Figures(d, o)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range all {
			for _, row := range f.Rows {
				if f.Indicator.Code == "OP3.1" && isTold != (len(row.Breakdown) > 0) {
					t.Errorf("report of period %d: figures of period %d have %d cells", k, row.Period, len(row.Breakdown))
				}
			}
		}
		has := slices.ContainsFunc(each[reports.Table](build(t, d, o)), func(table reports.Table) bool {
			return table.Anchor == "breakdown-OP3.1"
		})
		if has != isTold {
			t.Errorf("report of period %d has the breakdown: %v", k, has)
		}
	}
}

func cell(sex results.CategoryKey, value int) results.Cell {
	n := results.Int(value)
	return results.Cell{By: results.NewBy(map[results.DimensionKey]results.CategoryKey{"sex": sex}), Value: &n}
}

// TestTalliesStandForOtherPeriods holds that with tallies a dossier that has only
// the entries of the report's period gives the same report.
func TestTalliesStandForOtherPeriods(t *testing.T) {
	whole := demo(t)
	for _, audience := range []reports.Audience{reports.Partnership, reports.Funder} {
		o := reports.Options{Language: i18n.English, From: 2, To: 2, Audience: audience}
		want := build(t, whole, o)
		o.Tallies = whole.Tallies()
		part := *whole
		part.Activities, part.Measurements = nil, nil
		for _, a := range whole.Activities {
			if whole.Frame().PeriodOf(a.Day()) == 2 {
				part.Activities = append(part.Activities, a)
			}
		}
		for _, m := range whole.Measurements {
			if whole.Frame().PeriodOf(m.Date) == 2 {
				part.Measurements = append(part.Measurements, m)
			}
		}
		if diff := cmp.Diff(want, build(t, &part, o), cmpopts.IgnoreUnexported(reports.Column{})); diff != "" {
			t.Errorf("for the %s (-whole +part):\n%s", audience, diff)
		}
	}
}
