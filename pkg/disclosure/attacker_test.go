package disclosure_test

import (
	"math/big"

	"tulos/pkg/disclosure"
)

// An attacker knows all that is shown, what is told of hidden cells, and the sums. It
// works in fractions, by a way of its own: a simplex in two steps over its equations.
type attacker struct {
	rows  [][]*big.Rat // the last entry is what the row comes to
	basis []int
	names []int // the cell of each column; columns after these only help
	low   []int64
}

// attack finds the least and the most that a hidden cell can be. It ignores that people
// are whole: the real range is no wider.
func attack(t disclosure.Tables, states []disclosure.State, cell int) (least, most *big.Rat) {
	a := newAttacker(t, states)
	at := -1
	for n, name := range a.names {
		if name == cell {
			at = n
		}
	}
	low := new(big.Rat).SetInt64(a.low[at])
	for n := range a.basis { // first step: nothing is left of what helps
		if a.basis[n] >= a.width() {
			panic("no solution at the start")
		}
	}
	most = new(big.Rat).Add(low, a.extreme(at, 1))
	least = new(big.Rat).Sub(low, a.extreme(at, -1))
	return least, most
}

func (a *attacker) width() int { return len(a.rows[0]) - 1 }

// newAttacker writes down what is known: hidden cells as low + x, x ≥ 0, small ones
// with x + slack = Below - 1, and every sum. It starts where x fits.
func newAttacker(t disclosure.Tables, states []disclosure.State) *attacker {
	a := &attacker{}
	column := map[int]int{}
	for n, s := range states {
		if s.IsHidden() {
			column[n] = len(a.names)
			a.names = append(a.names, n)
			low := int64(0)
			if s == disclosure.Large {
				low = t.Below
			}
			a.low = append(a.low, low)
		}
	}
	var small []int
	for _, n := range a.names {
		if states[n] == disclosure.Small {
			small = append(small, n)
		}
	}
	width := len(a.names) + len(small)
	line := func() []*big.Rat {
		row := make([]*big.Rat, width+1)
		for k := range row {
			row[k] = new(big.Rat)
		}
		return row
	}
	for k, n := range small {
		row := line()
		row[column[n]].SetInt64(1)
		row[len(a.names)+k].SetInt64(1)
		row[width].SetInt64(t.Below - 1)
		a.rows = append(a.rows, row)
	}
	for _, s := range t.Sums {
		row := line()
		note := func(n int, sign int64) {
			known := t.Cells[n].Count
			if at, isHidden := column[n]; isHidden {
				row[at].Add(row[at], big.NewRat(sign, 1))
				known = a.low[at]
			}
			row[width].Sub(row[width], big.NewRat(sign*known, 1))
		}
		note(s.Whole, -1)
		for _, part := range s.Parts {
			note(part, 1)
		}
		a.rows = append(a.rows, row)
	}
	a.begin()
	return a
}

// begin finds a first solution: with a helping column for each row, whose sum is made
// as small as it can be, which is 0.
func (a *attacker) begin() {
	width, count := a.width(), len(a.rows)
	for n, row := range a.rows {
		whole := row[width]
		row = row[:width]
		if whole.Sign() < 0 {
			whole = new(big.Rat).Neg(whole)
			for k := range row {
				row[k] = new(big.Rat).Neg(row[k])
			}
		}
		for k := range count {
			help := new(big.Rat)
			if k == n {
				help.SetInt64(1)
			}
			row = append(row, help)
		}
		a.rows[n] = append(row, whole)
		a.basis = append(a.basis, width+n)
	}
	worth := make([]*big.Rat, width+count)
	for k := range worth {
		worth[k] = new(big.Rat)
		if k >= width {
			worth[k].SetInt64(-1)
		}
	}
	a.maximise(worth)
	var rows [][]*big.Rat
	var basis []int
	for n := range a.rows {
		if a.basis[n] >= width { // at 0: let another have the row, or drop it as implied
			for k := range width {
				if a.rows[n][k].Sign() != 0 {
					a.pivot(n, k)
					break
				}
			}
		}
		if a.basis[n] < width {
			rows, basis = append(rows, a.rows[n]), append(basis, a.basis[n])
		}
	}
	for n, row := range rows {
		rows[n] = append(row[:width:width], row[width+count])
	}
	a.rows, a.basis = rows, basis
}

// extreme is the most that sign times a column comes to.
func (a *attacker) extreme(column int, sign int64) *big.Rat {
	worth := make([]*big.Rat, a.width())
	for k := range worth {
		worth[k] = new(big.Rat)
	}
	worth[column].SetInt64(sign)
	if !a.maximise(worth) {
		return new(big.Rat).SetInt64(1 << 40)
	}
	for n, k := range a.basis {
		if k == column {
			return new(big.Rat).Mul(a.rows[n][a.width()], worth[column])
		}
	}
	return new(big.Rat)
}

// maximise is false where there is no most.
func (a *attacker) maximise(worth []*big.Rat) bool {
	for {
		entering := a.entering(worth)
		if entering < 0 {
			return true
		}
		leaving := -1
		var shortest *big.Rat
		for n, row := range a.rows {
			if row[entering].Sign() <= 0 {
				continue
			}
			step := new(big.Rat).Quo(row[len(row)-1], row[entering])
			if leaving >= 0 {
				if c := step.Cmp(shortest); c > 0 || c == 0 && a.basis[n] > a.basis[leaving] {
					continue
				}
			}
			leaving, shortest = n, step
		}
		if leaving < 0 {
			return false
		}
		a.pivot(leaving, entering)
	}
}

func (a *attacker) entering(worth []*big.Rat) int {
	for k := range worth {
		gain := new(big.Rat).Set(worth[k])
		for n, row := range a.rows {
			if w := worth[a.basis[n]]; w.Sign() != 0 && row[k].Sign() != 0 {
				gain.Sub(gain, new(big.Rat).Mul(w, row[k]))
			}
		}
		if gain.Sign() > 0 {
			return k
		}
	}
	return -1
}

func (a *attacker) pivot(at, column int) {
	a.basis[at] = column
	by := new(big.Rat).Inv(a.rows[at][column])
	for k, n := range a.rows[at] {
		if n.Sign() != 0 {
			n.Mul(n, by)
		}
		a.rows[at][k] = n
	}
	for n, row := range a.rows {
		if n == at || row[column].Sign() == 0 {
			continue
		}
		factor := new(big.Rat).Set(row[column])
		for k, x := range a.rows[at] {
			if x.Sign() != 0 {
				row[k].Sub(row[k], new(big.Rat).Mul(factor, x))
			}
		}
	}
}

// canBe says whether there are whole numbers for all hidden cells with a count for one
// of them, by trying: for small tables only.
func canBe(t disclosure.Tables, states []disclosure.State, cell int, count int64) bool {
	counts := make([]int64, len(t.Cells))
	isSet := make([]bool, len(t.Cells))
	for n := range counts {
		counts[n], isSet[n] = t.Cells[n].Count, !states[n].IsHidden()
	}
	counts[cell], isSet[cell] = count, true
	return fits(t, states, counts, isSet)
}

func fits(t disclosure.Tables, states []disclosure.State, counts []int64, isSet []bool) bool {
	for { // what only one number fits
		open, changed := -1, false
		for _, s := range t.Sums {
			left, unknown, sign, many := -counts[s.Whole], -1, int64(-1), 0
			if !isSet[s.Whole] {
				left, unknown, many = 0, s.Whole, 1
			}
			for _, p := range s.Parts {
				if isSet[p] {
					left += counts[p]
				} else {
					unknown, sign, many = p, 1, many+1
				}
			}
			switch {
			case many == 0 && left != 0:
				return false
			case many == 1:
				counts[unknown] = -sign * left
				if !allowed(t, states[unknown], counts[unknown]) {
					return false
				}
				isSet[unknown], changed = true, true
			case many > 1 && (open < 0 || states[unknown] == disclosure.Small):
				open = unknown
			}
		}
		if changed {
			continue
		}
		if open < 0 {
			return true
		}
		return tries(t, states, counts, isSet, open)
	}
}

func tries(t disclosure.Tables, states []disclosure.State, counts []int64, isSet []bool, open int) bool {
	most := t.Below - 1
	if states[open] == disclosure.Large {
		most = t.Cells[open].Count + t.Below
	}
	for count := int64(0); count <= most; count++ {
		if !allowed(t, states[open], count) {
			continue
		}
		c, set := append([]int64(nil), counts...), append([]bool(nil), isSet...)
		c[open], set[open] = count, true
		if fits(t, states, c, set) {
			return true
		}
	}
	return false
}

func allowed(t disclosure.Tables, s disclosure.State, count int64) bool {
	return count >= 0 && (count < t.Below) == (s == disclosure.Small)
}
