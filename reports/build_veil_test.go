package reports_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/pkg/disclosure"
	"tulos/reports"
)

func funderOf(k results.PeriodNo) reports.Options {
	return reports.Options{Language: i18n.English, From: k, To: k, Audience: reports.Funder, AsOf: results.DateOf(2028, 1, 1)}
}

// TestFunderGetsNoSensitiveSmallCounts holds that small counts of the demo are marked
// in its tables and sheets, that a sentence says why, and that totals stay.
func TestFunderGetsNoSensitiveSmallCounts(t *testing.T) {
	t.Parallel()
	document := build(t, demo(t), funderOf(2))
	marks := 0
	for _, table := range each[reports.Table](document) {
		if !strings.HasPrefix(table.Anchor, "breakdown-") {
			continue
		}
		for _, row := range table.Rows {
			for _, c := range row.Cells[1:] {
				if slices.Contains([]string{"1", "2", "3", "4"}, c.Text.String()) {
					t.Errorf("%s tells %q", table.Anchor, c.Text)
				}
				if isMark := c.Text.String() == "<5" || c.Text.String() == "×"; isMark {
					marks++
					if row.Total || c.Number != nil {
						t.Errorf("%s: %+v", table.Anchor, row)
					}
				}
			}
		}
		if !strings.Contains(fmt.Sprint(table.Notes), "<5 in place of small counts") {
			t.Errorf("%s does not say why counts are hidden: %v", table.Anchor, table.Notes)
		}
	}
	if marks == 0 {
		t.Error("no count of the demo is hidden")
	}
	for _, sheet := range document.Sheets {
		told, why := fmt.Sprint(sheet.Blocks), "<5 in place of small counts"
		if sheet.Name == "Breakdown" && (!strings.Contains(told, "{<5 ") || !strings.Contains(told, why)) {
			t.Errorf("the sheet tells %s", told)
		}
	}
}

// A broken is a way in which an indicator of the demo is broken down.
type broken struct {
	indicator results.IndicatorCode
	cells     []results.By
}

func ways() []broken {
	var crossed []results.By
	var single []results.By
	for _, sex := range []results.CategoryKey{"f", "m", "x"} {
		single = append(single, results.By{{Dimension: "sex", Category: sex}})
		for _, profession := range []results.CategoryKey{"education", "health", "police", "social"} {
			crossed = append(crossed, results.NewBy(map[results.DimensionKey]results.CategoryKey{"sex": sex, "profession": profession}))
		}
	}
	return []broken{{"OP3.1", single}, {"OP1.1", crossed}}
}

// randomlyLogged is a demo of which only that was logged: an activity in each period, with
// random counts, of which many are small.
func randomlyLogged(t *testing.T, r *rand.Rand, w broken, periods int) *partnership.Dossier {
	t.Helper()
	d := demo(t)
	d.Activities, d.Measurements, d.Deductions = nil, nil, nil
	for i := range results.Indicators(d.Project.Results) {
		i.AcrossPeriods = "" // the sum
	}
	for k := range periods {
		c := results.Contribution{Indicator: w.indicator}
		total := results.Int([]int{0, 0, 3, 12}[r.IntN(4)])
		for _, by := range w.cells {
			n := results.Int(r.IntN([]int{3, 8, 40}[r.IntN(3)]))
			if r.IntN(3) > 0 {
				c.Cells = append(c.Cells, results.Cell{By: by, Value: &n})
				total = total.Add(n)
			}
		}
		c.Value = &total
		day := d.Project.Periods[k].Start
		d.Activities = append(d.Activities, partnership.Activity{
			Ref: day.String(), Partner: "drosa-maja", Status: partnership.Accepted, Start: day, Contributions: []results.Contribution{c},
		})
	}
	return d
}

// TestNobodyIsPinnedByReportsInSequence holds that who puts together the figures of the
// reports of all periods can work out no count that they hide.
func TestNobodyIsPinnedByReportsInSequence(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	shown, marked, never := 0, 0, 0
	for n := range 60 {
		w := ways()[n%2]
		d := randomlyLogged(t, r, w, 4)
		s := newSight(w)
		for k := results.PeriodNo(1); k <= 4; k++ {
			truth := funderOf(k)
			truth.Audience = reports.Partnership
			figures, told := of(figuresOf(t, d, funderOf(k)), w.indicator), of(figuresOf(t, d, truth), w.indicator)
			if figures.Rows[k-1].Breakdown == nil && told.Rows[k-1].Breakdown != nil {
				never++
				break
			}
			s.rest(t, build(t, d, funderOf(k)), k)
			for at := range figures.Rows {
				s.see(t, figures.Rows[at], told.Rows[at])
			}
			s.link(k)
		}
		_, exposed, err := disclosure.Hide(s.Tables)
		if err != nil || len(exposed) > 0 {
			t.Errorf("%d: exposed %v, %v, of %v", n, exposed, err, s.names)
		}
		marked, shown = marked+s.hidden(), shown+len(s.Cells)-s.hidden()
	}
	t.Logf("%d counts shown, %d hidden, %d of 60 projects with a breakdown that cannot be shown", shown, marked, never)
	if marked == 0 || never > 6 {
		t.Error("that is not what is wanted")
	}
}

func figuresOf(t *testing.T, d *partnership.Dossier, o reports.Options) []results.IndicatorFigures {
	t.Helper()
	all, err := reports.Figures(d, o)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func of(all []results.IndicatorFigures, code results.IndicatorCode) results.IndicatorFigures {
	n := slices.IndexFunc(all, func(f results.IndicatorFigures) bool { return f.Indicator.Code == code })
	return all[n]
}

// A sight is all that reports have told of a breakdown.
type sight struct {
	disclosure.Tables
	broken
	names map[string]int              // as the last report tells it
	all   map[string][]int            // with each count that was told
	rests map[string]disclosure.State // of what no cell states
}

func newSight(w broken) *sight {
	return &sight{
		Tables: disclosure.Tables{Below: 5}, broken: w,
		names: map[string]int{}, all: map[string][]int{}, rests: map[string]disclosure.State{},
	}
}

// hidden is how many counts are.
func (s *sight) hidden() (n int) {
	for _, c := range s.Cells {
		if c.State.IsHidden() {
			n++
		}
	}
	return n
}

// stateOf is how a figure is shown that a reader finds.
func stateOf(text string) disclosure.State {
	switch text {
	case "<5":
		return disclosure.Small
	case "×":
		return disclosure.Large
	}
	return disclosure.Shown
}

// rest notes how a report shows what no cell states.
func (s *sight) rest(t *testing.T, document reports.Document, k results.PeriodNo) {
	t.Helper()
	within, toDate := fmt.Sprint("value", "rest", k), fmt.Sprint("cumulative", "rest", k)
	s.rests[within], s.rests[toDate] = disclosure.Shown, disclosure.Shown
	for _, table := range each[reports.Table](document) {
		for _, row := range table.Rows {
			if table.Anchor == "breakdown-"+string(s.indicator) && row.Cells[0].Text.String() == "Not stated" {
				s.rests[within], s.rests[toDate] = stateOf(row.Cells[1].Text.String()), stateOf(row.Cells[2].Text.String())
			}
		}
	}
}

// see notes a row as it is shown, with what is true; what was told before must be told
// in the same way.
func (s *sight) see(t *testing.T, shown, truth results.Row) {
	t.Helper()
	for n, total := range []results.Figure{truth.Value, truth.Cumulative} {
		kind := []string{"value", "cumulative"}[n]
		figure := func(row results.Row, by results.By) results.Figure {
			at := slices.IndexFunc(row.Breakdown, func(c results.CellRow) bool { return c.By.Compare(by) == 0 })
			if at < 0 {
				return results.Figure{}
			}
			return []results.Figure{row.Breakdown[at].Value, row.Breakdown[at].Cumulative}[n]
		}
		rest := count(total)
		for _, by := range s.cells {
			is, told := count(figure(truth, by)), figure(shown, by)
			mark, isHidden := told.Mark()
			state := stateOf(mark)
			if !isHidden && count(told) != is {
				t.Errorf("%s of %s in period %d is %d, and told as %v", kind, by, shown.Period, is, told)
			}
			if is > 0 && is < 5 && state == disclosure.Shown {
				t.Errorf("%s of %s in period %d is %d, and shown", kind, by, shown.Period, is)
			}
			rest -= is
			s.cell(t, fmt.Sprint(kind, by, shown.Period), disclosure.Cell{Count: is, Sensitive: true, State: state})
		}
		name := fmt.Sprint(kind, "rest", shown.Period)
		s.cell(t, name, disclosure.Cell{Count: rest, State: s.rests[name]})
		s.cell(t, fmt.Sprint(kind, "total", shown.Period), disclosure.Cell{Count: count(total), State: disclosure.Shown})
	}
}

func count(f results.Figure) int64 {
	n, _ := f.Number()
	return int64(n.Float())
}

// cell notes a count. One that was corrected is another from then on; one that was not is
// the same, and must be told in the same way: the reader is taken to know which these are.
func (s *sight) cell(t *testing.T, name string, c disclosure.Cell) {
	t.Helper()
	for _, n := range s.all[name] {
		if s.Cells[n].Count != c.Count {
			continue
		}
		if s.Cells[n] != c {
			t.Errorf("%s was told as %v, and is now as %v", name, s.Cells[n], c)
		}
		s.names[name] = n
		return
	}
	s.names[name] = len(s.Cells)
	s.all[name] = append(s.all[name], len(s.Cells))
	s.Cells = append(s.Cells, c)
}

// link adds the sums that a reader of the report of a period knows to be true.
func (s *sight) link(last results.PeriodNo) {
	for k := results.PeriodNo(1); k <= last; k++ {
		for _, kind := range []string{"value", "cumulative"} {
			parts := []int{s.names[fmt.Sprint(kind, "rest", k)]}
			for _, by := range s.cells {
				parts = append(parts, s.names[fmt.Sprint(kind, by, k)])
			}
			s.Sums = append(s.Sums, disclosure.Sum{Whole: s.names[fmt.Sprint(kind, "total", k)], Parts: parts})
		}
		for _, by := range s.cells {
			parts := []int{s.names[fmt.Sprint("value", by, k)]}
			if k > 1 {
				parts = append(parts, s.names[fmt.Sprint("cumulative", by, k-1)])
			}
			s.Sums = append(s.Sums, disclosure.Sum{Whole: s.names[fmt.Sprint("cumulative", by, k)], Parts: parts})
		}
	}
}
