package excel

import (
	"math"

	"github.com/xuri/excelize/v2"
)

// Widths of columns are in digits of ordinary text.
const (
	cellPadding   = 1.2  // of a column, for the air beside its text
	ordinaryWidth = 9.14 // of a column that nobody has set
	narrowest     = 5.0
	widestText    = 70.0
	widestWord    = 26.0
	pageWidth     = 104.0 // what stays readable on A4, upright
	wideWidth     = 200.0 // and turned
	proseWidth    = 96.0  // what reads well in running text
	buttonWidth   = 2.6   // of the filter button in a head
	indentWidth   = 1.4   // of a text that is indented once
	numberAir     = 1.2   // between a number and the one before it
)

// columns collects how wide the contents of a sheet's columns would stand.
type columns []column

// A column's least is what cannot be wrapped, wanted is without any wrapping.
type column struct{ least, wanted float64 }

// want makes column i at least that wide, if there is room.
func (c *columns) want(i int, least, wanted float64) {
	for len(*c) <= i {
		*c = append(*c, column{least: narrowest, wanted: narrowest})
	}
	col := &(*c)[i]
	col.least = max(col.least, least)
	col.wanted = max(col.wanted, wanted, col.least)
}

// wantFixed is for what must not wrap: numbers and days.
func (c *columns) wantFixed(i int, width float64) { c.want(i, width, width) }

// wantText is for what may wrap between words, with some air beside it.
func (c *columns) wantText(i int, f face, text string, air float64) {
	width := f.width(text)
	least := width
	if width > narrowest {
		least = min(f.longestWord(text), widestWord)
	}
	c.want(i, least+air, min(width, widestText)+air)
}

// settle shares out the room: whoever wants more than its share is wrapped, so
// that all together take it, as far as words allow. Shares go by the root of
// what is wanted: a text twice as long gets about one and a half the width.
func (c columns) settle(room float64) []float64 {
	widths := func(share float64) (w []float64, total float64) {
		w = make([]float64, len(c))
		for i, col := range c {
			w[i] = columnFor(max(col.least, min(col.wanted, share*math.Sqrt(col.wanted))))
			total += w[i]
		}
		return w, total
	}
	low, high := 0.0, float64(excelize.MaxColumnWidth)
	for range 40 {
		middle := (low + high) / 2
		if _, total := widths(middle); total > room {
			high = middle
		} else {
			low = middle
		}
	}
	w, _ := widths(low)
	return w
}

// Programs differ a little in how wide they draw letters.
const tolerance = 0.965

// textRoom is how much text a column of a width surely takes in a line.
func textRoom(width float64) float64 { return max(1, (width-cellPadding)*tolerance) }

// columnFor is the width of a column that takes so much text in a line.
func columnFor(text float64) float64 {
	quarters := math.Ceil((text/tolerance + cellPadding) * 4)
	return min(quarters/4+0.01, excelize.MaxColumnWidth)
}

// pixels is the width of a column on a screen.
func pixels(width float64) float64 { return math.Trunc(width*7 + 5) }

// A field is some columns side by side that hold one value.
type field struct {
	first, columns int
	width          float64
}

// fields finds room for texts of the given widths, each in as many columns as
// it needs, from the first column on.
func fields(widths, wanted []float64) []field {
	at := 0
	out := make([]field, len(wanted))
	for i, want := range wanted {
		f := field{first: at}
		for f.columns == 0 || f.width < 0.9*columnFor(want) {
			f.width += widthOf(widths, at)
			f.columns++
			at++
		}
		out[i] = f
	}
	return out
}

func widthOf(widths []float64, i int) float64 {
	if i < len(widths) {
		return widths[i]
	}
	return ordinaryWidth
}
