package disclosure

import "slices"

// A programme is a linear one: variables from 0 to a bound, rows that come to 0, and a
// worth to be made as great as can be. It begins at 0, which fits. All entries are
// whole numbers over one denominator, so that nothing is rounded.
type programme struct {
	isFull bool      // numbers grew too large: nothing can be told any more
	rows   [][]int64 // over denominator
	basis  []int     // the variable of each row
	values []int64   // of the rows' variables, over denominator
	den    int64
	row    []int  // of a variable, -1 for one that stands at a bound
	atTop  []bool // which bound that is
	top    []int64
	worth  []int64
}

// largest is the size that entries may have, so that products of two with a bound fit.
const largest = 1 << 20

func newProgramme(width int) *programme {
	p := &programme{den: 1, row: make([]int, width), atTop: make([]bool, width), top: make([]int64, width), worth: make([]int64, width)}
	for n := range p.row {
		p.row[n] = -1
	}
	return p
}

// require adds a row that must come to 0. One that the others imply adds nothing.
func (p *programme) require(row []int64) {
	added := make([]int64, len(row))
	for k := range row {
		added[k] = row[k] * p.den
	}
	for i, variable := range p.basis {
		if factor := row[variable]; factor != 0 {
			for k := range added {
				added[k] -= factor * p.rows[i][k]
			}
		}
	}
	at := slices.IndexFunc(added, func(n int64) bool { return n != 0 })
	if at < 0 {
		return
	}
	p.rows, p.basis, p.values = append(p.rows, added), append(p.basis, at), append(p.values, 0)
	p.pivot(len(p.rows)-1, at)
}

// reset goes back to 0.
func (p *programme) reset() {
	clear(p.values)
	clear(p.atTop)
}

func (p *programme) set(variable int, top, worth int64) {
	p.top[variable], p.worth[variable] = top, worth
}

// value is that of a variable; ok is false where it is not whole.
func (p *programme) value(variable int) (n int64, ok bool) {
	if i := p.row[variable]; i >= 0 {
		return p.values[i] / p.den, p.values[i]%p.den == 0
	}
	if p.atTop[variable] {
		return p.top[variable], true
	}
	return 0, true
}

// maximise makes the worth as great as can be; ok is false where numbers grow too
// large on the way.
func (p *programme) maximise() (ok bool) {
	for !p.isFull {
		entering, isUp := p.entering()
		if entering < 0 {
			return true
		}
		p.move(entering, isUp)
	}
	return false
}

// entering is the first variable that adds worth as it moves away from its bound, -1
// for none.
func (p *programme) entering() (variable int, isUp bool) {
	var paid []int // rows whose variables have a worth
	for i, variable := range p.basis {
		if p.worth[variable] != 0 {
			paid = append(paid, i)
		}
	}
	for k := range p.row {
		if p.row[k] >= 0 || p.top[k] == 0 {
			continue
		}
		gain := p.worth[k] * p.den
		for _, i := range paid {
			gain -= p.worth[p.basis[i]] * p.rows[i][k]
		}
		if gain > 0 && !p.atTop[k] || gain < 0 && p.atTop[k] {
			return k, !p.atTop[k]
		}
	}
	return -1, false
}

// move moves a variable until it, or that of a row, is at a bound. Of several the
// first by number leaves: so it never goes round in circles.
func (p *programme) move(variable int, isUp bool) {
	sign := int64(1)
	if !isUp {
		sign = -1
	}
	leaving, room, speed := -1, p.top[variable], int64(1) // the variable's own bound
	for i := range p.rows {
		fall := sign * p.rows[i][variable]
		if fall == 0 {
			continue
		}
		left, pace := p.values[i], fall
		if fall < 0 {
			left, pace = p.top[p.basis[i]]*p.den-p.values[i], -fall
		}
		shorter := left*speed - room*pace
		isFirst := leaving < 0 && p.basis[i] < variable || leaving >= 0 && p.basis[i] < p.basis[leaving]
		if shorter < 0 || shorter == 0 && isFirst {
			leaving, room, speed = i, left, pace
		}
	}
	if leaving < 0 {
		for i := range p.rows {
			p.values[i] -= sign * p.rows[i][variable] * room
		}
		p.atTop[variable] = isUp
		return
	}
	for i := range p.rows {
		p.values[i] = (p.values[i]*speed - sign*p.rows[i][variable]*room) / p.den
	}
	left := p.basis[leaving]
	p.atTop[left] = sign*p.rows[leaving][variable] < 0
	p.values[leaving] = sign * room
	if !isUp {
		p.values[leaving] += p.top[variable] * speed
	}
	p.pivot(leaving, variable)
}

// pivot lets a variable have a row, in place of that which has it. Values stay.
func (p *programme) pivot(row, variable int) {
	p.row[p.basis[row]], p.row[variable], p.basis[row] = -1, row, variable
	pivot, chosen := p.rows[row][variable], p.rows[row]
	if pivot < 0 {
		pivot = -pivot
		for k := range chosen {
			chosen[k] = -chosen[k]
		}
	}
	p.isFull = p.isFull || pivot > largest
	for i, other := range p.rows {
		factor := other[variable]
		if i == row || factor == 0 && pivot == p.den {
			continue
		}
		for k := range other {
			other[k] = (other[k]*pivot - factor*chosen[k]) / p.den
			p.isFull = p.isFull || other[k] > largest || other[k] < -largest
		}
	}
	p.den = pivot
}
