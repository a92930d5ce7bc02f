package excel

import (
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"tulos/reports"
)

// longestCell is the most that a cell holds, in UTF-16 units; cutMark stands
// at the end of a text that was longer.
const (
	longestCell = excelize.TotalCellChars
	cutMark     = " […]"
)

// clean makes s text that XML can carry: what cannot stand there, control
// characters above all, becomes a visible replacement character.
func clean(s string) string {
	if strings.IndexFunc(s, unclean) < 0 && utf8.ValidString(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r', r == '\u2028', r == '\u2029':
			return '\n'
		case unclean(r):
			return utf8.RuneError
		}
		return r
	}, s)
}

func unclean(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r == 0x7F || r >= 0x80 && r < 0xA0 ||
		r == '\u2028' || r == '\u2029' || r == 0xFFFE || r == 0xFFFF
}

// cut shortens s to what a cell holds and marks that it did.
func cut(s string) string {
	if len(s) <= longestCell || units(s) <= longestCell {
		return s
	}
	room := longestCell - units(cutMark)
	for i, r := range s {
		if room -= runeUnits(r); room < 0 {
			return s[:i] + cutMark
		}
	}
	return s
}

// units is the length of s in UTF-16, in which a workbook counts.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += runeUnits(r)
	}
	return n
}

func runeUnits(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// plain is a text without looks, as a cell can hold it.
func plain(t reports.Text) string { return cut(clean(t.String())) }

// value is what a cell shows: rich text where only parts of it are strong or
// emphasised, else a string.
func (f font) value(t reports.Text) any {
	text := plain(t)
	if !mixed(t) || units(text) == longestCell {
		return text
	}
	runs := make([]run, 0, len(t))
	for _, s := range t {
		if s.Text == "" {
			continue
		}
		r := run{f, clean(s.Text)}
		r.font.bold = f.bold || s.Strong
		r.font.italic = f.italic || s.Emphasis
		runs = append(runs, r)
	}
	return runs
}

// mixed tells whether spans of t differ in look.
func mixed(t reports.Text) bool {
	for _, s := range t {
		if s.Strong || s.Emphasis {
			return true
		}
	}
	return false
}

// part is the spans of t between two offsets of its string.
func part(t reports.Text, from, to int) reports.Text {
	var cut reports.Text
	at := 0
	for _, s := range t {
		start, end := max(from-at, 0), min(to-at, len(s.Text))
		at += len(s.Text)
		if start < end {
			s.Text = s.Text[start:end]
			cut = append(cut, s)
		}
	}
	return cut
}

// cleaned is t with clean spans, so that offsets into its string hold.
func cleaned(t reports.Text) reports.Text {
	c := make(reports.Text, len(t))
	for i, s := range t {
		s.Text = clean(s.Text)
		c[i] = s
	}
	return c
}
