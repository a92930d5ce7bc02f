package disclosure_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"tulos/pkg/disclosure"
)

// corrected adds a table as it is after some of its counts were corrected: one that is as
// it was stays the same cell, its margins too.
func (d *draft) corrected(before [][]int, counts [][]int64) (cells [][]int) {
	first := len(d.Cells)
	after := d.grid(counts)
	same := map[int]int{}
	for y := range after {
		for x, n := range after[y] {
			if d.Cells[n].Count == d.Cells[before[y][x]].Count {
				same[n] = before[y][x]
				after[y][x] = before[y][x]
			}
		}
	}
	was := func(n int) int {
		if at, isSame := same[n]; isSame {
			return at
		}
		return n
	}
	for n := range d.Sums {
		d.Sums[n].Whole = was(d.Sums[n].Whole)
		for k, part := range d.Sums[n].Parts {
			d.Sums[n].Parts[k] = was(part)
		}
	}
	for n := first; n < len(d.Cells); n++ { // nothing is told of what is in no sum
		if was(n) != n {
			d.Cells[n].State = disclosure.Shown
		}
	}
	return after
}

// correct changes some counts of a table.
func correct(r *rand.Rand, d *draft, cells [][]int) [][]int64 {
	var counts [][]int64
	for _, row := range cells[:len(cells)-1] {
		var line []int64
		for _, n := range row[:len(row)-1] {
			line = append(line, d.Cells[n].Count)
		}
		counts = append(counts, line)
	}
	for range 1 + r.IntN(4) {
		line := counts[r.IntN(len(counts))]
		line[r.IntN(len(line))] = int64(r.IntN([]int{below, 3 * below}[r.IntN(2)]))
	}
	return counts
}

// decide decides, and fixes what a report then shows; it is false where its tables are left
// out.
func (d *draft) decide(t *testing.T) (isShown bool) {
	t.Helper()
	states, exposed := hide(t, d.Tables)
	if len(exposed) > 0 {
		return false
	}
	for n := range d.Cells {
		d.Cells[n].State = states[n]
	}
	return true
}

// inSequence makes two reports of random tables, between which some counts were corrected.
// The second tells the first period anew, its own, and both together; its cells are those
// from first on. It is shown if none of its cells is exposed.
func inSequence(t *testing.T, r *rand.Rand, height, width int) (d *draft, first int, isShown bool) {
	t.Helper()
	for {
		d = newDraft()
		cells := d.grid(random(r, height, width))
		if !d.decide(t) {
			continue // the first is not shown
		}
		first = len(d.Cells)
		d.then(d.corrected(cells, correct(r, d, cells)), random(r, height, width))
		return d, first, d.decide(t)
	}
}

// TestAttackerOfCorrections holds that who has reports in sequence, between which counts
// were corrected, and knows which these are, pins no count that one of them hides.
func TestAttackerOfCorrections(t *testing.T) {
	t.Parallel()
	r := seeded(t)
	for range 40 {
		height, width := 2+r.IntN(5), 2+r.IntN(5)
		d, _, isShown := inSequence(t, r, height, width)
		if !isShown {
			continue
		}
		var states []disclosure.State
		for _, c := range d.Cells {
			states = append(states, c.State)
		}
		resist(t, fmt.Sprintf("%d by %d, corrected", height, width), d.Tables, states, nil)
	}
}

// TestHowMuchMoreCorrectionsHide logs what corrections cost readers. The seed is fixed, so
// that the documentation can tell it.
func TestHowMuchMoreCorrectionsHide(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for size := 2; size <= 6; size++ {
		small, more, left := 0, 0, 0
		for range 40 {
			d, first, isShown := inSequence(t, r, size, size)
			if !isShown {
				left++
				continue
			}
			for _, c := range d.Cells[first:] {
				switch isSmall := c.Sensitive && c.Count > 0 && c.Count < below; {
				case isSmall && c.State.IsHidden():
					small++
				case c.State.IsHidden():
					more++
				}
			}
		}
		t.Logf("%d by %d: %d small counts in second reports, %d more hidden (%.2f for each), %d of 40 left out", size, size, small, more, float64(more)/float64(small), left)
	}
}

// TestACorrectionGivesNothingAway holds what is known of a count of 3 that another one hides.
func TestACorrectionGivesNothingAway(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		now     []int64
		want    string // the cells that the correction adds
		isShown bool
	}{
		{"the small count grows: it stays hidden, lest the other be known", []int64{6, 20, 30}, "[x]", true},
		{"another count grows", []int64{3, 20, 31}, "[31]", true},
		{"two grow", []int64{6, 27, 30}, "[6 27]", true},
		{"one that was nothing: the totals tell it", []int64{3, 20, 30, 2}, "", false},
	} {
		d := newDraft()
		was := []int64{3, 20, 30, 0}
		cells := d.grid([][]int64{was})
		if !d.decide(t) {
			t.Fatal("the first report is not shown")
		}
		now := slices.Concat(c.now, was[len(c.now):])
		first := len(d.Cells)
		after := d.corrected(cells, [][]int64{now})
		isShown := d.decide(t)
		var added []string
		for _, n := range after[0][:len(now)] {
			if n >= first {
				added = append(added, map[disclosure.State]string{disclosure.Small: "<5", disclosure.Large: "x"}[d.Cells[n].State])
				if d.Cells[n].State == disclosure.Shown {
					added[len(added)-1] = fmt.Sprint(d.Cells[n].Count)
				}
			}
		}
		if isShown != c.isShown || isShown && fmt.Sprint(added) != c.want {
			t.Errorf("%s: %v, shown %v, want %s", c.name, added, isShown, c.want)
		}
	}
}
