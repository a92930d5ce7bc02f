package disclosure

import "math/bits"

// A search finds exchanges, and hides the cells that they move.
type search struct {
	Tables
	states []State
	safe   []bool
	column []int // of a cell that can move, in the programme; -1 for one that is shown
	lp     *programme
}

func newSearch(t Tables) *search {
	s := &search{Tables: t, states: make([]State, len(t.Cells)), safe: make([]bool, len(t.Cells)), column: make([]int, len(t.Cells))}
	width := 0
	for n, c := range t.Cells {
		s.states[n], s.column[n] = c.State, -1
		if c.State != Shown {
			s.column[n] = width
			width += 2
		}
	}
	s.lp = newProgramme(width)
	for _, sum := range t.Sums {
		row := make([]int64, width)
		s.count(row, sum.Whole, -1)
		for _, part := range sum.Parts {
			s.count(row, part, 1)
		}
		s.lp.require(row)
	}
	return s
}

// count adds a cell to a row: what it gains in one column, what it loses in the next.
func (s *search) count(row []int64, cell int, sign int64) {
	if at := s.column[cell]; at >= 0 {
		row[at] += sign
		row[at+1] -= sign
	}
}

// protect makes a hidden cell safe, by hiding what the cheapest exchange moves. A small
// count is first to stay one, and where it cannot may become 0.
func (s *search) protect(cell int) bool {
	if s.isSmall(cell) && s.protectFrom(cell, 1) {
		return true
	}
	return s.protectFrom(cell, 0)
}

func (s *search) protectFrom(cell int, least int64) bool {
	const steps = 4
	for step := int64(1); step <= steps && step < max(s.Below-1, 2); step++ {
		var best []int64
		cheapest := int64(0)
		for _, move := range []int64{step, -step} {
			moves, cost, ok := s.exchange(cell, move, least)
			if ok && (best == nil || cost < cheapest) {
				best, cheapest = moves, cost
			}
		}
		if best != nil {
			s.accept(cell, best)
			return true
		}
	}
	return false
}

// accept hides the cells of an exchange. It proves those safe that stay what they are.
func (s *search) accept(cell int, moves []int64) {
	for n, move := range moves {
		if move == 0 {
			continue
		}
		s.states[n] = s.hidden(n)
		after := s.Cells[n].Count + move
		if n == cell || !s.isSmall(n) || 0 < after && after < s.Below {
			s.safe[n] = true
		}
	}
}

// exchange is the cheapest that moves a cell by a number; ok is false without any.
func (s *search) exchange(cell int, move, least int64) (moves []int64, cost int64, ok bool) {
	s.lp.reset()
	var all int64
	for n, at := range s.column {
		if at < 0 {
			continue
		}
		down, up := s.room(n, 0)
		price := s.price(n)
		s.lp.set(at, up, -price)
		s.lp.set(at+1, down, -price)
		all += price * (up + down)
	}
	down, up := s.room(cell, least)
	at, most, other := s.column[cell], up, s.column[cell]+1
	if move < 0 {
		at, most, other = other, down, at
	}
	size := max(move, -move)
	if at < 0 || most < size {
		return nil, 0, false
	}
	s.lp.set(other, 0, 0)
	s.lp.set(at, size, all+1)
	if !s.lp.maximise() {
		return nil, 0, false
	}
	moves = make([]int64, len(s.Cells))
	for n, at := range s.column {
		if at < 0 {
			continue
		}
		gain, isWhole := s.lp.value(at)
		loss, isWholeToo := s.lp.value(at + 1)
		if !isWhole || !isWholeToo {
			return nil, 0, false
		}
		if moves[n] = gain - loss; moves[n] != 0 {
			cost += s.price(n)
		}
	}
	return moves, cost, moves[cell] == move && s.isExchange(moves)
}

// room is how far a cell can move, if it is hidden: within what is told of it, and no
// farther than is of use.
func (s *search) room(n int, least int64) (down, up int64) {
	count, reach := s.Cells[n].Count, min(s.Below, 1000)
	if s.hidden(n) == Large {
		return min(count-s.Below, reach), reach
	}
	return min(count-least, reach), min(s.Below-1-count, reach)
}

// price is what it costs the reader that a cell is hidden: nothing more if it is so
// already.
func (s *search) price(n int) int64 {
	const aCell, aZero = 16, 64
	switch count := s.Cells[n].Count; {
	case s.states[n].IsHidden():
		return 0
	case count == 0:
		return aZero
	default:
		return aCell + int64(bits.Len64(uint64(count)))
	}
}

// isExchange proves an exchange: every sum stays true, every cell what is told of it.
func (s *search) isExchange(moves []int64) bool {
	for _, sum := range s.Sums {
		left := -moves[sum.Whole]
		for _, part := range sum.Parts {
			left += moves[part]
		}
		if left != 0 {
			return false
		}
	}
	for n, move := range moves {
		after := s.Cells[n].Count + move
		if move != 0 && (after < 0 || s.Cells[n].State == Shown || (after < s.Below) != (s.Cells[n].Count < s.Below)) {
			return false
		}
	}
	return true
}
