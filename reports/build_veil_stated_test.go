package reports_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/pkg/disclosure"
	"tulos/reports"
)

// sealed is what the report of a period states of a project as it is.
func sealed(t *testing.T, d *partnership.Dossier, o reports.Options) *results.Stated {
	t.Helper()
	stated, figures, err := reports.Stated(d, o)
	if err != nil {
		t.Fatal(err)
	}
	stated.Rows = map[results.IndicatorCode][]results.Row{}
	for _, f := range figures {
		stated.Rows[f.Indicator.Code] = f.Rows
	}
	return &stated
}

// correct changes what was logged in some of the first periods: a cell or two become others,
// or an activity is reopened, or accepted again.
func correct(r *rand.Rand, d *partnership.Dossier, w broken, periods int) {
	for n := range periods {
		a := &d.Activities[n]
		switch r.IntN(6) {
		case 0:
			a.Status = partnership.Returned
		case 1:
			a.Status = partnership.Accepted
		case 2, 3:
			c := &a.Contributions[0]
			c.Cells = slices.Clone(c.Cells)
			for range 1 + r.IntN(2) {
				by, more := w.cells[r.IntN(len(w.cells))], results.Int(r.IntN([]int{3, 12}[r.IntN(2)]))
				was := results.Int(0)
				at := slices.IndexFunc(c.Cells, func(cell results.Cell) bool { return cell.By.Compare(by) == 0 })
				if at < 0 {
					at, c.Cells = len(c.Cells), append(c.Cells, results.Cell{By: by})
				} else {
					was = *c.Cells[at].Value
				}
				all := c.Value.Sub(was).Add(more)
				c.Cells[at].Value, c.Value = &more, &all
			}
		}
	}
}

// TestNobodyIsPinnedByCorrections holds that who puts together reports in sequence, between
// which figures were corrected, can work out no count that one of them hides: not even if
// the reader knows which counts are the same as before.
func TestNobodyIsPinnedByCorrections(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	shown, marked, whole, told := 0, 0, 0, 0
	for n := range 60 {
		w := ways()[n%2]
		d := randomlyLogged(t, r, w, 4)
		s := newSight(w)
		var stated []*results.Stated
		for k := results.PeriodNo(1); k <= 4; k++ {
			correct(r, d, w, int(k)-1)
			o := funderOf(k)
			o.Stated = stated
			now := sealed(t, d, o)
			stated = append(stated, now)
			if now.IsWithheld(w.indicator) {
				whole++
				continue
			}
			told++
			for _, span := range []results.PeriodNo{1, 2, 3, 4} {
				s.rests[fmt.Sprint("value", "rest", span)] = restOf(now, w, span, span)
				s.rests[fmt.Sprint("cumulative", "rest", span)] = restOf(now, w, 1, span)
			}
			figures := of(figuresOf(t, d, o), w.indicator)
			for at := range figures.Rows {
				s.see(t, figures.Rows[at], now.Rows[w.indicator][at])
			}
			s.link(k)
		}
		_, exposed, err := disclosure.Hide(s.Tables)
		if err != nil || len(exposed) > 0 {
			t.Errorf("%d: exposed %v, %v, of %v", n, exposed, err, s.all)
		}
		marked, shown = marked+s.hidden(), shown+len(s.Cells)-s.hidden()
	}
	t.Logf("%d counts shown, %d hidden, %d reports with the breakdown and %d without", shown, marked, told, whole)
	if marked == 0 || whole > told {
		t.Error("that is not what is wanted")
	}
}

// restOf is how a report tells what no cell states.
func restOf(s *results.Stated, w broken, from, to results.PeriodNo) disclosure.State {
	mark, _ := s.Mark(w.indicator, from, to, "")
	return stateOf(mark)
}
