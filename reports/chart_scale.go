package reports

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A scale is an axis that holds 0 and has ticks at whole steps.
type scale struct {
	low, high float64
	step      float64
	decimals  int // that its ticks need
}

// scale spans every figure of the chart, and 0.
func (c Chart) scale() scale {
	low, high := 0.0, 0.0
	for _, s := range c.Series {
		for _, pt := range s.Points {
			if pt.drawable() {
				low, high = min(low, pt.Value), max(high, pt.Value)
			}
		}
	}
	return newScale(low, high)
}

// newScale has about five steps of 1, 2, 2.5 or 5 times a power of ten.
func newScale(low, high float64) scale {
	if high <= low {
		high = low + 1
	}
	raw := (high - low) / 5
	power := math.Floor(math.Log10(raw))
	unit := math.Pow(10, power)
	s := scale{step: 10 * unit, decimals: int(max(0, -power-1))}
	for _, k := range []float64{1, 2, 2.5, 5} {
		if k*unit < raw*(1-1e-9) {
			continue
		}
		s.step, s.decimals = k*unit, int(max(0, -power))
		if k == 2.5 {
			s.decimals = int(max(0, 1-power))
		}
		break
	}
	s.low = math.Floor(low/s.step+1e-9) * s.step
	s.high = math.Ceil(high/s.step-1e-9) * s.step
	return s
}

// ticks are the values at which the axis has a mark.
func (s scale) ticks() []float64 {
	n := int(math.Round((s.high - s.low) / s.step))
	ticks := make([]float64, n+1)
	for i := range ticks {
		ticks[i] = s.low + float64(i)*s.step
		if math.Abs(ticks[i]) < s.step/1000 {
			ticks[i] = 0
		}
	}
	return ticks
}

// share is where v lies between low, which is 0, and high, which is 1.
func (s scale) share(v float64) float64 { return (v - s.low) / (s.high - s.low) }

// point is that of category i; there is no figure where the series ends early.
func (s Series) point(i int) Point {
	if i < len(s.Points) {
		return s.Points[i]
	}
	return Point{}
}

// drawable tells whether the point has a figure that an axis can carry.
func (pt Point) drawable() bool {
	return pt.Known && math.Abs(pt.Value) < 1e15 // false for NaN and infinities
}

// label is what stands beside the point: a dash where there is no figure.
func (pt Point) label() string {
	if pt.Label == "" && !pt.drawable() {
		return "–"
	}
	return pt.Label
}

// cut shortens s with an ellipsis until it fits the width.
func cut(p Painter, s string, font Font, width float64) string {
	if p.TextWidth(s, font) <= width {
		return s
	}
	s = fitting(p, s, font, width)
	for s != "" {
		_, n := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-n]
		short := strings.TrimRightFunc(s, unicode.IsSpace) + "…"
		if p.TextWidth(short, font) <= width {
			return short
		}
	}
	return ""
}

// wrap breaks s into three lines of the width at most; the last one is cut.
func wrap(p Painter, s string, font Font, width float64) []string {
	const most = 3
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '\t' })
	var lines []string
	for len(words) > 0 {
		if len(lines) == most-1 {
			return append(lines, cut(p, strings.Join(words, " "), font, width))
		}
		n := 1
		for n < len(words) && p.TextWidth(strings.Join(words[:n+1], " "), font) <= width {
			n++
		}
		line := strings.Join(words[:n], " ")
		if head := fitting(p, line, font, width); n == 1 && len(head) < len(line) {
			lines = append(lines, head)
			words[0] = line[len(head):]
			continue
		}
		lines = append(lines, line)
		words = words[n:]
	}
	return lines
}

// fitting is the longest beginning of s, of a rune at least, that fits.
func fitting(p Painter, s string, font Font, width float64) string {
	if p.TextWidth(s, font) <= width {
		return s
	}
	end := 0
	for i, r := range s {
		next := i + utf8.RuneLen(r)
		if end > 0 && p.TextWidth(s[:next], font) > width {
			break
		}
		end = next
	}
	return s[:end]
}
