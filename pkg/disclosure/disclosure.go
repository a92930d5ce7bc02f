// Package disclosure hides small counts in tables, so that nobody can be recognised by
// them, and as many others as it takes so that no hidden one can be worked out.
//
// # Method
//
// Complementary cell suppression by cheapest exchanges. A count from 1 to Below-1 in a
// sensitive table is hidden. Whoever reads the tables knows of a hidden cell whether it
// is below the limit (0 to Below-1) or not, and knows every Sum that ties cells to
// each other: margins, totals, the same cell in periods and in what they add up to, before
// and after a correction. A
// cell is safe if there is an exchange: other whole numbers, as allowed by what is
// known of each hidden cell, with which everything stated stays the same, but this cell
// does not. For a small count the other number must be from 1 to Below-1 as well. For
// each hidden cell that is not safe yet the cheapest exchange over all cells is looked
// for, with an exact linear programme (a primal simplex without fractions, by Bland's
// rule); the cells that it moves are hidden too, and it is the proof that all of them
// are safe. Costs prefer few cells, small ones of these, and zeros last. Every proof is
// checked by itself before it counts. This is the linear programming heuristic for
// cell suppression, as in Hundepool et al., Statistical Disclosure Control (2012),
// chapter 4; what is hidden is safe, but not the fewest cells that would do.
//
// A count of 1 in whose table nothing else can take its place (a total of 1) is safe
// already if it could be 0.
//
// # Limits
//
// Guarded is against whoever knows what is stated and nothing else: not against people
// in the tables who know their own cell, nor against knowledge of who cannot be in one.
// The ranges of hidden cells may be narrow: no more than two numbers is promised.
// Sums that are true but not told to Hide are not guarded against. Exchanges of which the
// programme only finds fractions, or that move a cell by more than Below, are passed
// over: a cell may be told to be exposed that is not. The same input gives the same
// output. Figures are whole numbers, and exact.
//
// # Reports in sequence
//
// What an earlier report decided comes with its State, and stays. A count that was
// corrected since is two cells, that of before and that of now, each in the sums that its
// report tells; one that was not is one cell in both. So the reader is taken to know
// which counts were corrected and which were not: the difference of two totals is then
// the sum of what was corrected, and of a single small count that was nothing before it
// is that count. Where nothing else was corrected that could hide it, it is exposed: the
// table must be left out, but its total tells it still to who knows that all others are
// as they were. That is not guarded against, nor are totals of a report whose table was
// left out and that were corrected again since, nor who knows that people only came, or
// only went.
//
// # How much more is hidden
//
// On made-up tables with margins, a hundred of each size, with about one small count in
// eight cells, so many more are hidden for each small count: 1.2 in tables of 2 by 2
// cells, 1.5 of 3 by 3, 1.2 of 4 by 4, 0.9 of 5 by 5, 0.8 of 6 by 6. The run is logged
// by go test -v -run TestHowMuchMoreIsHidden.
//
// Of second reports that tell the first period anew after one to four of its counts were
// corrected, their own, and both together, 37 of 200 could not be shown. In the others 2.2
// to 2.9 more are hidden for each small count; without corrections it is 2.1 to 3.7, and
// all are shown. The run is logged by go test -v -run TestHowMuchMoreCorrectionsHide.
package disclosure

import "fmt"

// A State is how readers see a cell.
type State int8

// The states. A hidden cell is told to be small or large: 0 to Below-1, or more.
const (
	Undecided State = iota // Hide decides
	Shown
	Small // hidden: "<5"
	Large // hidden, so that others cannot be worked out
)

// IsHidden says whether the reader does not get the count.
func (s State) IsHidden() bool { return s == Small || s == Large }

// A Cell is a count that a reader may see. State is what was decided before: a cell that
// is shown already, such as a total, stays so.
type Cell struct {
	Count     int64 // 0 or more
	Sensitive bool  // a count from 1 to Below-1 is to be hidden
	State     State
}

// A Sum says that one cell is the sum of others, each given by its index.
type Sum struct {
	Whole int
	Parts []int
}

// Tables are all cells that one reader gets to see, and the sums that are true of them.
// Tables of one report, or of several, are linked by the cells and sums they share.
type Tables struct {
	Below int64 // the smallest count shown
	Cells []Cell
	Sums  []Sum
}

// Hide decides every cell that is undecided. Exposed are the hidden cells that can be
// worked out whatever else is hidden of the undecided: their tables must not be shown
// at all. It is an error if a count is negative, or a sum is not true, or names cells
// that there are not.
func Hide(t Tables) (states []State, exposed []int, err error) {
	if err := t.check(); err != nil {
		return nil, nil, err
	}
	s := newSearch(t)
	for n := range t.Cells {
		if t.isSmall(n) && s.states[n] == Undecided {
			s.states[n] = Small
		}
	}
	for n := range t.Cells {
		if s.states[n].IsHidden() && !s.safe[n] && !s.protect(n) {
			exposed = append(exposed, n)
		}
	}
	for n := range s.states {
		if s.states[n] == Undecided {
			s.states[n] = Shown
		}
	}
	return s.states, exposed, nil
}

// isSmall says whether a cell must be hidden for itself.
func (t *Tables) isSmall(n int) bool {
	c := t.Cells[n]
	return c.Sensitive && c.Count > 0 && c.Count < t.Below
}

// hidden is how a cell is told if it is hidden.
func (t *Tables) hidden(n int) State {
	if t.Cells[n].Count < t.Below {
		return Small
	}
	return Large
}

func (t *Tables) check() error {
	for n, c := range t.Cells {
		if c.Count < 0 {
			return fmt.Errorf("hide counts: cell %d is negative: %d", n, c.Count)
		}
	}
	for n, s := range t.Sums {
		var sum int64
		for _, at := range append([]int{s.Whole}, s.Parts...) {
			if at < 0 || at >= len(t.Cells) {
				return fmt.Errorf("hide counts: sum %d has no cell %d", n, at)
			}
			sum += t.Cells[at].Count
		}
		if whole := t.Cells[s.Whole].Count; sum != 2*whole {
			return fmt.Errorf("hide counts: sum %d is %d, its cells come to %d", n, whole, sum-whole)
		}
	}
	return nil
}
