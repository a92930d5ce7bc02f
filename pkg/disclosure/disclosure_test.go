package disclosure_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"tulos/pkg/disclosure"
)

const below = 5

// A draft puts tables together: rows and columns with margins, the total shown.
type draft struct{ disclosure.Tables }

func newDraft() *draft { return &draft{disclosure.Tables{Below: below}} }

// grid adds a table with its margins; the cells come row by row, each row's margin last,
// and the margins of the columns as the last row.
func (d *draft) grid(counts [][]int64) (cells [][]int) {
	height, width := len(counts), len(counts[0])
	for y := range height + 1 {
		var line []int
		for x := range width + 1 {
			line = append(line, len(d.Cells))
			c := disclosure.Cell{Sensitive: true}
			switch {
			case y < height && x < width:
				c.Count = counts[y][x]
			case y == height && x == width:
				c = disclosure.Cell{State: disclosure.Shown}
			}
			d.Cells = append(d.Cells, c)
		}
		cells = append(cells, line)
	}
	for y := range height {
		d.sum(cells[y][width], cells[y][:width])
	}
	for x := range width + 1 {
		var parts []int
		for y := range height {
			parts = append(parts, cells[y][x])
		}
		d.sum(cells[height][x], parts)
	}
	d.Sums = append(d.Sums, disclosure.Sum{Whole: cells[height][width], Parts: cells[height][:width]})
	return cells
}

// sum adds a sum, and makes it true.
func (d *draft) sum(whole int, parts []int) {
	d.Cells[whole].Count = 0
	for _, p := range parts {
		d.Cells[whole].Count += d.Cells[p].Count
	}
	d.Sums = append(d.Sums, disclosure.Sum{Whole: whole, Parts: slices.Clone(parts)})
}

// then adds the table of the period after, and that of both together.
func (d *draft) then(before [][]int, counts [][]int64) {
	after := d.grid(counts)
	both := make([][]int64, len(counts))
	for y := range counts {
		for x := range counts[y] {
			both[y] = append(both[y], d.Cells[before[y][x]].Count+counts[y][x])
		}
	}
	sofar := d.grid(both)
	for y := range sofar {
		for x := range sofar[y] {
			d.Sums = append(d.Sums, disclosure.Sum{Whole: sofar[y][x], Parts: []int{before[y][x], after[y][x]}})
		}
	}
}

func random(r *rand.Rand, height, width int) [][]int64 {
	counts := make([][]int64, height)
	for y := range counts {
		for range width {
			n := int64(r.IntN(2 * below))
			if r.IntN(2) == 0 {
				n = int64(below + r.IntN(60))
			}
			if r.IntN(6) == 0 {
				n = 0
			}
			counts[y] = append(counts[y], n)
		}
	}
	return counts
}

// hide decides; tables that cannot be shown are left out by the reader's side.
func hide(t *testing.T, tables disclosure.Tables) (states []disclosure.State, exposed []int) {
	t.Helper()
	states, exposed, err := disclosure.Hide(tables)
	if err != nil {
		t.Fatal(err)
	}
	for n, c := range tables.Cells {
		if isSmall := c.Sensitive && c.Count > 0 && c.Count < below; isSmall && c.State == disclosure.Undecided && !states[n].IsHidden() {
			t.Fatalf("cell %d, %d, is shown", n, c.Count)
		}
		if c.State != disclosure.Undecided && states[n] != c.State {
			t.Fatalf("cell %d was decided before, and is decided otherwise", n)
		}
	}
	return states, exposed
}

// resist lets the attacker loose on every hidden cell.
func resist(t *testing.T, name string, tables disclosure.Tables, states []disclosure.State, exposed []int) {
	t.Helper()
	for n, s := range states {
		if !s.IsHidden() || slices.Contains(exposed, n) {
			continue
		}
		least, most := attack(tables, states, n)
		if least.Cmp(most) >= 0 {
			t.Errorf("%s: cell %d is %d: it can only be %s", name, n, tables.Cells[n].Count, least.FloatString(2))
		}
	}
}

func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// TestAttackerOfOneReport holds that who solves the system of all that is shown of a
// table with margins pins no hidden cell.
func TestAttackerOfOneReport(t *testing.T) {
	t.Parallel()
	r := seeded(t)
	for range 300 {
		d := newDraft()
		height, width := 1+r.IntN(6), 1+r.IntN(6)
		d.grid(random(r, height, width))
		states, exposed := hide(t, d.Tables)
		if height > 1 && width > 1 && len(exposed) > 0 {
			t.Logf("%d of %d by %d cannot be protected", len(exposed), height, width)
		}
		resist(t, fmt.Sprintf("%d by %d", height, width), d.Tables, states, exposed)
	}
}

// TestAttackerOfTwoReports holds the same for two reports in sequence: what the first
// showed stays shown, and the second tells its period and both together.
func TestAttackerOfTwoReports(t *testing.T) {
	t.Parallel()
	r := seeded(t)
	never := 0
	for range 40 {
		d := newDraft()
		height, width := 2+r.IntN(5), 2+r.IntN(5)
		before := d.grid(random(r, height, width))
		states, exposed := hide(t, d.Tables)
		if len(exposed) > 0 {
			continue // that table is not shown
		}
		for n, s := range states {
			d.Cells[n].State = s
		}
		d.then(before, random(r, height, width))
		states, exposed = hide(t, d.Tables)
		if len(exposed) > 0 {
			never++
		}
		resist(t, fmt.Sprintf("%d by %d, twice", height, width), d.Tables, states, exposed)
	}
	t.Logf("second reports with a cell that cannot be protected: %d", never)
}

// TestAttackerWithWholeNumbers holds that a small count has at least two values from 1
// up also for who knows that people are whole, or can be 0.
func TestAttackerWithWholeNumbers(t *testing.T) {
	t.Parallel()
	r := seeded(t)
	for range 200 {
		d := newDraft()
		d.grid(random(r, 2+r.IntN(2), 2+r.IntN(2)))
		states, exposed := hide(t, d.Tables)
		for n, s := range states {
			if s != disclosure.Small || slices.Contains(exposed, n) {
				continue
			}
			var can []int64
			for count := int64(0); count < below; count++ {
				if canBe(d.Tables, states, n, count) {
					can = append(can, count)
				}
			}
			people := slices.DeleteFunc(slices.Clone(can), func(n int64) bool { return n == 0 })
			isZeroOrOne := slices.Equal(can, []int64{0, 1})
			if len(can) < 2 || d.Cells[n].Count > 0 && len(people) < 2 && !isZeroOrOne {
				t.Errorf("cell %d of %v can be %v", n, d.Cells, can)
			}
		}
	}
}

// TestAttackersPin holds that both attackers find a cell that nothing else hides.
func TestAttackersPin(t *testing.T) {
	t.Parallel()
	d := newDraft()
	cells := d.grid([][]int64{{3, 20}, {30, 40}})
	states := make([]disclosure.State, len(d.Cells))
	for n := range states {
		states[n] = disclosure.Shown
	}
	at := cells[0][0]
	states[at], states[cells[0][1]] = disclosure.Small, disclosure.Large // the columns tell
	if least, most := attack(d.Tables, states, at); least.Cmp(most) != 0 || least.FloatString(0) != "3" {
		t.Errorf("it can be %s to %s", least.FloatString(2), most.FloatString(2))
	}
	for count := int64(0); count < below; count++ {
		if canBe(d.Tables, states, at, count) != (count == 3) {
			t.Errorf("it can be %d: %v", count, count != 3)
		}
	}
}

func line(counts ...int64) disclosure.Tables {
	t := disclosure.Tables{Below: below}
	s := disclosure.Sum{Whole: len(counts)}
	var total int64
	for n, c := range counts {
		t.Cells = append(t.Cells, disclosure.Cell{Count: c, Sensitive: true})
		s.Parts = append(s.Parts, n)
		total += c
	}
	t.Cells = append(t.Cells, disclosure.Cell{Count: total, State: disclosure.Shown})
	t.Sums = []disclosure.Sum{s}
	return t
}

func written(tables disclosure.Tables, states []disclosure.State) string {
	var all []string
	for n, s := range states {
		text := fmt.Sprint(tables.Cells[n].Count)
		switch s {
		case disclosure.Small:
			text = "<5"
		case disclosure.Large:
			text = "x"
		case disclosure.Shown, disclosure.Undecided:
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

func TestHide(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		counts  []int64
		want    string
		exposed int
	}{
		{"nothing is small", []int64{20, 30, 0}, "20 30 0 50", 0},
		{"a second hides the first", []int64{3, 20, 30}, "<5 x 30 53", 0},
		{"two hide each other", []int64{3, 2, 30}, "<5 <5 30 35", 0},
		{"a zero is the last to be hidden", []int64{3, 0, 20}, "<5 0 x 23", 0},
		{"a zero where there is nothing else", []int64{3, 0}, "<5 <5 3", 0},
		{"one of a total of one", []int64{1, 0}, "<5 <5 1", 0},
		{"no other can hide it", []int64{3}, "<5 3", 1},
		{"one at the limit", []int64{4, 5}, "<5 x 9", 0},
	} {
		tables := line(c.counts...)
		states, exposed := hide(t, tables)
		if got := written(tables, states); got != c.want || len(exposed) != c.exposed {
			t.Errorf("%s: %s, exposed %v, want %s, %d", c.name, got, exposed, c.want, c.exposed)
		}
	}
}

// TestWhatWasShownStays holds that a cell that an earlier report showed is no longer
// taken to hide another.
func TestWhatWasShownStays(t *testing.T) {
	t.Parallel()
	tables := line(3, 20, 30)
	tables.Cells[1].State = disclosure.Shown
	states, exposed := hide(t, tables)
	if got := written(tables, states); got != "<5 20 x 53" || len(exposed) > 0 {
		t.Errorf("%s, exposed %v", got, exposed)
	}
}

func TestHideRefuses(t *testing.T) {
	t.Parallel()
	negative, untrue, outside := line(3, 20), line(3, 20), line(3, 20)
	negative.Cells[0].Count = -1
	untrue.Cells[0].Count = 4
	outside.Sums[0].Parts = []int{7}
	for want, tables := range map[string]disclosure.Tables{
		"hide counts: cell 0 is negative: -1":            negative,
		"hide counts: sum 0 is 23, its cells come to 24": untrue,
		"hide counts: sum 0 has no cell 7":               outside,
	} {
		if _, _, err := disclosure.Hide(tables); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// TestHowMuchMoreIsHidden logs what it costs readers that small counts are safe. The
// seed is fixed, so that the documentation can tell it.
func TestHowMuchMoreIsHidden(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for size := 2; size <= 6; size++ {
		small, more, shown, never := 0, 0, 0, 0
		for range 100 {
			d := newDraft()
			d.grid(random(r, size, size))
			states, exposed := hide(t, d.Tables)
			never += len(exposed)
			for n, s := range states {
				switch isSmall := d.Cells[n].Count > 0 && d.Cells[n].Count < below; {
				case !s.IsHidden():
					shown++
				case isSmall:
					small++
				default:
					more++
				}
			}
		}
		t.Logf("%d by %d: %d small counts, %d more hidden (%.2f for each), %d shown, %d exposed", size, size, small, more, float64(more)/float64(small), shown, never)
	}
}

func BenchmarkHide(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	d := newDraft()
	d.grid(random(r, 6, 6))
	for b.Loop() {
		if _, _, err := disclosure.Hide(d.Tables); err != nil {
			b.Fatal(err)
		}
	}
}
