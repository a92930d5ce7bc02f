package excel

import (
	"tulos/reports"
)

// mostFormats is how many number formats a workbook may have; figures beyond
// that lose their unit, not their value.
const mostFormats = 150

// seen is a table's cell as a reader sees it, for its width.
func seen(c reports.Cell) string {
	text := plain(c.Text)
	switch {
	case c.Number != nil:
		return prefix(c) + shown(*c.Number, unit(*c.Number, text))
	case c.Day != nil:
		if _, ok := serial(*c.Day); ok {
			return isoDay(*c.Day)
		}
		if text == "" {
			return isoDay(*c.Day)
		}
		return text
	case c.Status != nil:
		return statusText(*c.Status, text)
	default:
		return text
	}
}

// prefix is the shape of a status that stands before a number.
func prefix(c reports.Cell) string {
	if c.Status == nil {
		return ""
	}
	return markOf(c.Status.Kind).shape + " "
}

// content is the value and look of a table's cell. base is the look of its
// place.
func (s *styles) content(c reports.Cell, base look) (value any, l look, err error) {
	l = base
	if c.Status != nil {
		l.colour = markOf(c.Status.Kind).colour
	}
	if c.Number != nil {
		f, err := float(*c.Number)
		l.format = s.format(c)
		return stored(f), l, err
	}
	if c.Day != nil {
		if days, ok := serial(*c.Day); ok {
			l.format = dayFormat
			return days, l, nil
		}
	}
	if c.Status == nil && c.Day == nil {
		return l.font().value(c.Text), l, nil
	}
	return seen(c), l, nil
}

// format is the number format of a cell's figure.
func (s *styles) format(c reports.Cell) string {
	if len(c.Text) > 0 || c.Status != nil || len(c.Number.Decimal) > longestNumber {
		return s.newFormat(c)
	}
	key := plainFormat{c.Number.Decimals, c.Number.Percent}
	f, ok := s.plain[key]
	if !ok {
		f = s.newFormat(c)
		s.plain[key] = f
	}
	return f
}

// A plainFormat is what decides about the format of a figure without words.
type plainFormat struct {
	decimals  int
	isPercent bool
}

func (s *styles) newFormat(c reports.Cell) string {
	f := numberFormat(*c.Number, unit(*c.Number, plain(c.Text)))
	if p := prefix(c); p != "" {
		f = `"` + p + `"` + f
	}
	if s.formats[f] {
		return f
	}
	if len(s.formats) >= mostFormats {
		return numberFormat(*c.Number, "")
	}
	s.formats[f] = true
	return f
}
