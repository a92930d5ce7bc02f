package pdf

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// replacement stands for a character that the font does not have.
const replacement = '□'

const (
	softHyphen     = '\u00AD'
	zeroWidthSpace = '\u200B'
	wordJoiner     = '\u2060'
)

// invisible tells whether r only says where a line may break.
func invisible(r rune) bool {
	return r == softHyphen || r == zeroWidthSpace || r == wordJoiner
}

// clean makes s drawable: valid UTF-8 in NFC, only characters that the face
// has, with a visible replacement for others, line feeds for all line ends, and
// no other control, format or direction characters.
func (t *typeface) clean(s string) string {
	if t.isClean(s) {
		return s
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(t.cleanRune, s)
}

// oneLine is s clean, without line ends and without what only says where lines
// may break.
func (t *typeface) oneLine(s string) string {
	return visible(strings.ReplaceAll(t.clean(s), "\n", " "))
}

// isClean is a quick answer that is right when it is true.
func (t *typeface) isClean(s string) bool {
	for _, r := range s {
		plain := r >= ' ' && r <= '~' || r >= 0xA0 && r < 0x300 ||
			r >= 0x400 && r < 0x483 || r >= 0x48A && r < 0x530 || r >= 0x2010 && r < 0x2028
		if !plain || !t.has(r) {
			return false
		}
	}
	return true
}

func (t *typeface) cleanRune(r rune) rune {
	switch {
	case r == '\n' || invisible(r):
		return r
	case r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
		return '\n'
	case r == '\t':
		return ' '
	case dropped(r):
		return -1
	case t.has(r):
		return r
	case r == '\u202F' || r == '\u2007':
		return '\u00A0'
	case unicode.Is(unicode.Zs, r):
		return ' '
	default:
		return replacement
	}
}

// dropped tells whether r has no look of its own: controls, marks of direction,
// joiners, selectors of variants.
func dropped(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector)
}

// Undrawable lists the characters of s that Render replaces by a box, each once
// and in the order of their first appearance.
func Undrawable(s string) []rune {
	set, err := fonts()
	if err != nil {
		return nil // Render reports it
	}
	if !slices.ContainsFunc(set[:], func(t *typeface) bool { return !t.isClean(s) }) {
		return nil
	}
	var found []rune
	for _, r := range norm.NFC.String(strings.ToValidUTF8(s, string(unicode.ReplacementChar))) {
		for _, t := range set {
			if r != replacement && t.cleanRune(r) == replacement && !slices.Contains(found, r) {
				found = append(found, r)
			}
		}
	}
	return found
}
