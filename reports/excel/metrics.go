package excel

import "strings"

// Widths of characters in Calibri, in hundredths of the width of a digit: the
// unit of column widths is a digit. Three runs of Unicode cover the languages
// of reports; other characters get their width from advance.
var (
	basicLatin = [...]uint8{ // U+0020 to U+007E
		45, 64, 79, 98, 100, 141, 135, 44, 60, 60, 98, 98, 49, 60, 50, 76, 100, 100, 100, 100, 100, 100, 100, 100,
		100, 100, 53, 53, 98, 98, 98, 91, 176, 114, 107, 105, 121, 96, 91, 124, 123, 50, 63, 103, 83, 169, 127, 131,
		102, 133, 107, 91, 96, 127, 112, 176, 102, 96, 92, 61, 76, 61, 98, 98, 57, 95, 104, 83, 104, 98, 60, 93,
		104, 45, 47, 90, 45, 158, 104, 104, 104, 104, 69, 77, 66, 104, 89, 141, 85, 89, 78, 62, 91, 62, 98,
	}
	moreLatin = [...]uint8{ // U+00A0 to U+017F
		45, 64, 98, 100, 98, 100, 98, 98, 77, 165, 79, 101, 98, 60, 100, 78, 67, 98, 66, 66, 58, 108, 116, 50,
		61, 49, 83, 101, 126, 132, 133, 91, 114, 114, 114, 114, 114, 114, 151, 105, 96, 96, 96, 96, 50, 50, 50, 50,
		123, 127, 131, 131, 131, 131, 131, 98, 131, 127, 127, 127, 127, 96, 102, 104, 95, 95, 95, 95, 95, 95, 153, 83,
		98, 98, 98, 98, 45, 45, 45, 45, 104, 104, 104, 104, 104, 104, 104, 98, 104, 104, 104, 104, 104, 89, 104, 89,
		114, 95, 114, 95, 114, 95, 105, 83, 105, 83, 105, 83, 105, 83, 121, 112, 123, 109, 96, 98, 96, 98, 96, 98,
		96, 98, 96, 98, 124, 93, 124, 93, 124, 93, 124, 93, 123, 104, 129, 105, 50, 45, 50, 45, 50, 45, 50, 45,
		50, 45, 113, 92, 63, 47, 103, 90, 90, 83, 45, 83, 45, 83, 52, 108, 74, 85, 49, 127, 104, 127, 104, 127,
		104, 114, 124, 104, 131, 104, 131, 104, 131, 104, 171, 168, 107, 69, 107, 69, 107, 69, 91, 77, 91, 77, 91, 77,
		91, 77, 96, 66, 96, 68, 96, 67, 127, 104, 127, 104, 127, 104, 127, 104, 127, 104, 127, 104, 176, 141, 96, 89,
		96, 92, 78, 92, 78, 92, 78, 48,
	}
	cyrillic = [...]uint8{ // U+0400 to U+045F
		96, 96, 123, 85, 108, 91, 50, 50, 63, 172, 173, 122, 107, 127, 104, 122, 114, 106, 107, 85, 127, 96, 158, 93,
		127, 127, 107, 121, 169, 123, 131, 123, 102, 105, 96, 104, 138, 102, 126, 110, 171, 176, 121, 150, 105, 108, 173, 110,
		95, 105, 95, 68, 110, 98, 136, 83, 107, 107, 92, 101, 133, 105, 104, 103, 104, 83, 76, 89, 123, 85, 107, 92,
		144, 148, 106, 131, 93, 87, 142, 94, 98, 98, 107, 68, 88, 77, 45, 45, 47, 148, 152, 105, 92, 107, 89, 104,
	}
)

// advance is the width of a character in hundredths of a digit.
func advance(r rune) int {
	switch {
	case r >= ' ' && r <= '~':
		return int(basicLatin[r-' '])
	case r >= 0xA0 && r <= 0x17F:
		return int(moreLatin[r-0xA0])
	case r >= 0x400 && r <= 0x45F:
		return int(cyrillic[r-0x400])
	case r < ' ', r >= 0x300 && r <= 0x36F, r >= 0x200B && r <= 0x200F:
		return 0
	case r >= 0x1100 && r <= 0x115F, r >= 0x2E80 && r <= 0xFFDF, r > 0xFFFF:
		return 210
	case r >= 0x2000 && r <= 0x206F:
		return 100
	default:
		return 125
	}
}

// A face is how large and heavy text stands, compared with the workbook's
// ordinary text.
type face struct {
	size float64 // in points
	bold bool
}

const (
	textSize   = 11.0 // points
	lineHeight = 15.0 // points, of text of textSize
	maxHeight  = 405.0
)

// scale is the factor from ordinary text to the face.
func (f face) scale() float64 {
	s := f.size / textSize
	if f.bold {
		s *= 1.035
	}
	return s
}

// line is the height of a line, in points.
func (f face) line() float64 { return lineHeight * f.size / textSize }

// height is that of s in a width, in points.
func (f face) height(s string, width float64) float64 { return float64(f.lines(s, width)) * f.line() }

// width is how wide the widest line of s is without wrapping, in digits of
// ordinary text.
func (f face) width(s string) float64 {
	widest, here := 0, 0
	for _, r := range s {
		if r == '\n' {
			widest, here = max(widest, here), 0
			continue
		}
		here += advance(r)
	}
	return float64(max(widest, here)) / 100 * f.scale()
}

// longestWord is the width of the widest piece of s that cannot be broken.
func (f face) longestWord(s string) float64 {
	widest := 0.0
	for word := range strings.FieldsSeq(s) {
		widest = max(widest, f.width(word))
	}
	return widest
}

// wrap says where the lines of s end, as offsets into s, if they may be width
// digits wide. It breaks at line ends and after blanks, and inside a word only
// where the word is wider than a line. There is at least one line.
func (f face) wrap(s string, width float64) []int {
	var ends []int
	room := int(width * 100 / f.scale())
	start, blank, here := 0, 0, 0 // start of the line, behind its last blank, its width so far
	sinceBlank := 0               // width behind the last blank
	for i, r := range s {
		if r == '\n' {
			ends = append(ends, i+1)
			start, blank, here, sinceBlank = i+1, i+1, 0, 0
			continue
		}
		w := advance(r)
		if here+w > room && r != ' ' && i > start {
			if blank > start {
				ends = append(ends, blank)
				start, here = blank, sinceBlank
			} else {
				ends = append(ends, i)
				start, blank, here = i, i, 0
			}
			sinceBlank = here
		}
		here += w
		sinceBlank += w
		if r == ' ' || r == '-' || r == '–' {
			blank, sinceBlank = i+len(string(r)), 0
		}
	}
	return append(ends, len(s))
}

// lines is how many lines s takes in a width.
func (f face) lines(s string, width float64) int {
	n, here, fits := 1, 0, true
	room := int(width * 100 / f.scale())
	for _, r := range s { // most cells need no wrapping: look before breaking
		here += advance(r)
		if r == '\n' || here > room {
			fits = false
			break
		}
	}
	if !fits {
		n = len(f.wrap(s, width))
	}
	return n
}
