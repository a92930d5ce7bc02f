package reports_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/reports"
)

// trained is an activity of a period with cells of OP3.1.
func trained(d *partnership.Dossier, k int, women, men int) partnership.Activity {
	all, day := results.Int(women+men), d.Project.Periods[k-1].Start
	return partnership.Activity{
		Ref: day.String(), Partner: "drosa-maja", Status: partnership.Accepted, Start: day,
		Contributions: []results.Contribution{{
			Indicator: "OP3.1", Value: &all, Cells: []results.Cell{cell("f", women), cell("m", men)},
		}},
	}
}

// trainedOnly are two projects of which nothing was logged but one activity each.
func trainedOnly(t *testing.T, was, is [2]int) (before, now *partnership.Dossier) {
	t.Helper()
	both := []*partnership.Dossier{demo(t), demo(t)}
	for n, counts := range [][2]int{was, is} {
		d := both[n]
		d.Activities, d.Measurements, d.Deductions = nil, nil, nil
		for i := range results.Indicators(d.Project.Results) {
			i.AcrossPeriods = "" // the sum
		}
		d.Activities = []partnership.Activity{trained(d, 1, counts[0], counts[1])}
	}
	return both[0], both[1]
}

// TestRestatedCountsAreHidden holds that was and is are marked for the funder as in the
// tables, that a change within what is hidden is not told, and that totals are.
func TestRestatedCountsAreHidden(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		was, is [2]int
		want    []string
	}{
		{"a hidden count stays small", [2]int{2, 20}, [2]int{3, 20}, []string{"Total | 22 | 23"}},
		{"it grows", [2]int{3, 20}, [2]int{9, 20}, []string{"Total | 23 | 29", "Women | <5 | ×"}},
		{"one becomes small", [2]int{30, 20}, [2]int{3, 27}, []string{"Total | 50 | 30", "Women | 30 | <5", "Men | 20 | ×"}},
		{"one alone appears: the breakdown is left out", [2]int{0, 20}, [2]int{3, 20}, []string{"Total | 20 | 23"}},
	} {
		was, is := trainedOnly(t, c.was, c.is)
		o := sealedThen(t, was, is, funderOf(1), 2)
		var lines []string
		for _, line := range listed(t, is, o) {
			fields := strings.Split(line, " | ")
			of, kind, isPart := strings.Cut(fields[1], " · ")
			if !isPart {
				of, kind = "Total", of
			}
			if kind == "In the period" && !strings.HasPrefix(of, "Safe House") {
				lines = append(lines, strings.Join([]string{of, fields[2], fields[3]}, " | "))
			}
		}
		if diff := cmp.Diff(c.want, lines); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if c.is[0] == 3 && c.was[0] == 0 {
			for _, row := range of(figuresOf(t, is, o), "OP3.1").Rows {
				if row.Breakdown != nil {
					t.Errorf("%s: period %d tells %v", c.name, row.Period, row.Breakdown)
				}
			}
		}
	}
}

// sealedThen are the options of the next report after one that was sealed as a project was.
func sealedThen(t *testing.T, was, is *partnership.Dossier, o reports.Options, next results.PeriodNo) reports.Options {
	t.Helper()
	stated := sealed(t, was, o)
	o.From, o.To = next, next
	o.Stated = append(o.Stated, stated)
	o.Restated = nil
	for _, r := range results.Restated(o.Stated, is.Frame().Figures(is.Tallies())) {
		o.Restated = append(o.Restated, reports.Restated{Restatement: r, Reasons: []reports.Reason{{
			Kind: reports.WasAccepted, Ref: "A-7", Day: results.DateOf(2026, 9, 1), Comment: "late", Who: "Anna",
		}}})
	}
	return o
}

// listed are the lines that a report lists as restated, or the sentence in their place.
func listed(t *testing.T, d *partnership.Dossier, o reports.Options) []string {
	t.Helper()
	document := build(t, d, o)
	var lines []string
	for n, block := range document.Blocks {
		if h, ok := block.(reports.Heading); ok && h.Anchor == "restated" {
			if p, ok := document.Blocks[n+1].(reports.Paragraph); ok {
				return []string{p.Text.String()}
			}
		}
	}
	for _, table := range each[reports.Table](document) {
		if table.Anchor != "table-restated" {
			continue
		}
		for _, row := range table.Rows {
			var line []string
			for _, c := range row.Cells[1:] {
				line = append(line, c.Text.String())
			}
			lines = append(lines, strings.Join(line, " | "))
		}
		break // the sheet has the same
	}
	return lines
}

func TestRestatedSection(t *testing.T) {
	t.Parallel()
	was, is := trainedOnly(t, [2]int{30, 20}, [2]int{31, 20})
	first := funderOf(1)
	check := func(name string, d *partnership.Dossier, o reports.Options, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, listed(t, d, o)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	check("nothing was sealed", was, first, "No report was submitted before this one, so no figure is restated.")
	check("nothing changed", was, sealedThen(t, was, was, first, 2), "No figure that an earlier report stated has changed.")
	o := sealedThen(t, was, is, first, 2)
	check("for the funder", is, o,
		"1 | In the period | 50 | 51 | A-7 accepted on 01/09/2026: late",
		"1 | Cumulative | 50 | 51 | A-7 accepted on 01/09/2026: late",
		"1 | Safe House Shelter (Patvērums «Drošā māja») · In the period | 50 | 51 | A-7 accepted on 01/09/2026: late",
		"1 | Safe House Shelter (Patvērums «Drošā māja») · Cumulative | 50 | 51 | A-7 accepted on 01/09/2026: late",
		"1 | Women · In the period | 30 | 31 | A-7 accepted on 01/09/2026: late",
		"1 | Women · Cumulative | 30 | 31 | A-7 accepted on 01/09/2026: late",
	)
	o.Audience = reports.Partnership
	o.Restated = o.Restated[:1]
	check("for the partnership", is, o, "1 | In the period | 50 | 51 | A-7 accepted on 01/09/2026: late (Anna)")
	o.Restated[0].Reasons = nil
	o.Restated[0].Is = results.Known(results.Int(501).Div(results.Int(10)))
	check("a change that rounding hides", is, o, "1 | In the period | 50 | 50.1 | No reason is recorded")
}
