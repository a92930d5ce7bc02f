package pdf

import (
	"cmp"
	"math"
	"slices"

	"tulos/reports"
)

// fitColumns shares out a width: as wished, but none narrower than its longest
// word (least). Where even those do not fit, the widest give way.
func fitColumns(wish, least []float64, width float64) []float64 {
	if total(least) >= width {
		return levelled(least, width)
	}
	fixed := make([]bool, len(wish))
	widths := make([]float64, len(wish))
	for {
		room, shares := width, 0.0
		for i := range wish {
			if fixed[i] {
				room -= widths[i]
			} else {
				shares += wish[i]
			}
		}
		settled := true
		for i := range wish {
			if fixed[i] {
				continue
			}
			widths[i] = room * wish[i] / shares
			if widths[i] < least[i] {
				widths[i], fixed[i], settled = least[i], true, false
			}
		}
		if settled {
			return widths
		}
	}
}

// evened lets columns that are wider than any of their cells give what they do
// not need to those that then stand on one line, the least needy first.
func evened(widths, natural []float64) []float64 {
	spare := 0.0
	var needy []int
	for i := range widths {
		if widths[i] > natural[i] {
			spare += widths[i] - natural[i]
		} else {
			needy = append(needy, i)
		}
	}
	slices.SortStableFunc(needy, func(a, b int) int {
		return cmp.Compare(natural[a]-widths[a], natural[b]-widths[b])
	})
	evened := slices.Clone(widths)
	given := 0.0
	for _, i := range needy {
		need := natural[i] - widths[i]
		if given+need > spare {
			break
		}
		evened[i] += need
		given += need
	}
	if given == 0 {
		return evened
	}
	for i := range evened {
		if widths[i] > natural[i] {
			evened[i] -= (widths[i] - natural[i]) * given / spare
		}
	}
	return evened
}

// levelled cuts the largest widths down to one level so that all fit, and
// gives the same share of what rounding leaves to each.
func levelled(least []float64, width float64) []float64 {
	sorted := slices.Clone(least)
	slices.Sort(sorted)
	room, level := width, 0.0
	for i, w := range sorted {
		level = room / float64(len(sorted)-i)
		if w >= level {
			break
		}
		room -= w
	}
	widths := slices.Clone(least)
	for i := range widths {
		widths[i] = min(widths[i], level)
	}
	return widths
}

func total(widths []float64) float64 {
	sum := 0.0
	for _, w := range widths {
		sum += w
	}
	return sum
}

// wishes are the shares of columns, made positive: a column without one gets
// the mean of the others.
func wishes(columns []reports.Column) []float64 {
	valid := func(w float64) bool { return w > 0 && !math.IsInf(w, 0) }
	sum, n := 0.0, 0.0
	for _, c := range columns {
		if valid(c.Width) {
			sum, n = sum+c.Width, n+1
		}
	}
	mean := 1.0
	if n > 0 {
		mean = sum / n
	}
	wish := make([]float64, len(columns))
	for i, c := range columns {
		wish[i] = mean
		if valid(c.Width) {
			wish[i] = c.Width
		}
	}
	return wish
}
