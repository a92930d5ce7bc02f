package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/i18n"
	"tulos/internal/results"
)

// An exampleFrame makes the figures of one indicator, in two periods of partners a
// and b, by the rules.
type exampleFrame struct {
	frame     *results.Frame
	indicator *results.Indicator
	tallies   results.Tallies
}

func newExample(i results.Indicator) *exampleFrame {
	i.Code = "I"
	f := &results.Frame{
		Start: results.DateOf(2026, 1, 1), End: results.DateOf(2027, 12, 31),
		Periods: []results.Period{
			{Start: results.DateOf(2026, 1, 1), End: results.DateOf(2026, 12, 31)},
			{Start: results.DateOf(2027, 1, 1), End: results.DateOf(2027, 12, 31)},
		},
		Members: []results.Member{{Partner: "a"}, {Partner: "b"}},
		Results: []results.Result{{Code: "R", Indicators: []results.Indicator{i}}},
	}
	return &exampleFrame{f, &f.Results[0].Indicators[0], results.Tallies{}}
}

func (e *exampleFrame) add(partner results.PartnerID, year int, c results.Contribution) {
	c.Indicator = "I"
	e.tallies.Add(e.frame, e.indicator, partner, results.Entry{Ref: "X", Date: results.DateOf(year, 3, 1), Contribution: c})
}

func (e *exampleFrame) rows() []results.Row { return e.frame.Figures(e.tallies)[0].Rows }

func number(n int) *results.Number {
	v := results.Int(n)
	return &v
}

// table writes the figures as the page has them: value of each period, cumulative.
func (e *exampleFrame) table(words *i18n.Localizer) [][]string {
	rows := e.rows()
	write := func(f results.Figure) string {
		if n, ok := f.Number(); ok {
			return words.Number(n.Fixed(0), 0)
		}
		return words.Text("state.not-reported", nil)
	}
	var all [][]string
	for n := range rows[0].Partners {
		all = append(all, []string{write(rows[0].Partners[n].Value), write(rows[1].Partners[n].Value), write(rows[1].Partners[n].Cumulative)})
	}
	return append(all, []string{write(rows[0].Value), write(rows[1].Value), write(rows[1].Cumulative)})
}

func shownCells(t exampleTable) [][]string {
	var all [][]string
	for _, r := range t.Rows {
		all = append(all, r.Cells)
	}
	return all
}

// TestExamplesFollowTheRules holds every number of the page on figures against what
// the rules make of the same contributions.
func TestExamplesFollowTheRules(t *testing.T) {
	t.Parallel()
	words, err := i18n.For(i18n.English)
	if err != nil {
		t.Fatal(err)
	}
	view := examples{words}.view()

	grow := newExample(results.Indicator{Measure: results.MeasureNumber})
	stand := newExample(results.Indicator{Measure: results.MeasureNumber, AcrossPeriods: results.Latest})
	for _, v := range []struct {
		example *exampleFrame
		partner results.PartnerID
		year, n int
	}{
		{grow, "a", 2026, 2},
		{grow, "a", 2027, 3},
		{grow, "b", 2026, 1},
		{grow, "b", 2027, 0},
		{stand, "a", 2026, 4},
		{stand, "a", 2027, 6},
		{stand, "b", 2026, 2},
	} {
		v.example.add(v.partner, v.year, results.Contribution{Value: number(v.n)})
	}
	for name, c := range map[string]struct {
		shown exampleTable
		made  *exampleFrame
	}{"grow": {view.Grow, grow}, "stand": {view.Stand, stand}} {
		if diff := cmp.Diff(c.made.table(words), shownCells(c.shown)); diff != "" {
			t.Errorf("%s (-by the rules +shown):\n%s", name, diff)
		}
	}

	pooled := newExample(results.Indicator{Measure: results.Percentage})
	pooled.add("a", 2026, results.Contribution{Numerator: number(9), Denominator: number(10)})
	pooled.add("b", 2026, results.Contribution{Numerator: number(45), Denominator: number(90)})
	row := pooled.rows()[0]
	for n, f := range []results.Figure{row.Partners[0].Value, row.Partners[1].Value, row.Value} {
		got, _ := f.Number()
		if want := view.Pooled.Rows[n].Cells[2]; words.Percent(got.Fixed(0), 0) != want {
			t.Errorf("percentage %d is %s by the rules, shown is %s", n, words.Percent(got.Fixed(0), 0), want)
		}
	}

	people := newExample(results.Indicator{Measure: results.MeasureNumber, Unique: true})
	people.add("a", 2026, results.Contribution{Value: number(40), AlreadyCounted: number(15)})
	if got, _ := people.rows()[0].Value.Number(); words.Number(got.Fixed(0), 0) != view.People.New {
		t.Errorf("%s people count by the rules, shown are %s", got.Fixed(0), view.People.New)
	}
}

func TestExampleOfStatus(t *testing.T) {
	t.Parallel()
	words, err := i18n.For(i18n.English)
	if err != nil {
		t.Fatal(err)
	}
	view := examples{words}.view().Status
	for n, reached := range []int{46, 35, 20} {
		e := newExample(results.Indicator{Measure: results.MeasureNumber, Target: &results.Goal{Value: number(100)}})
		e.add("a", 2026, results.Contribution{Value: number(reached)})
		row := e.rows()[0]
		if row.Status != view.Rows[n].Status {
			t.Errorf("%d is %s by the rules, shown is %s", reached, row.Status, view.Rows[n].Status)
		}
		if expected, _ := row.Expected.Number(); words.Number(expected.Fixed(0), 0) != view.Expected {
			t.Errorf("expected is %s by the rules, shown is %s", expected.Fixed(0), view.Expected)
		}
	}
}
