package pdf

import (
	"strings"
	"unicode"
)

// breaksAtSpaces tells whether lines of s may be broken after its spaces and nowhere
// else (Unicode Standard Annex 14): there are only letters and digits of Latin, Greek
// and Cyrillic, no-break spaces, and full stops and commas at the ends of words.
func breaksAtSpaces(s string) bool {
	before := ' '
	for _, r := range s {
		isStop := r == '.' || r == ','
		switch {
		case (before == '.' || before == ',') && r != ' ', isStop && before == ' ':
			return false
		case isStop, r >= '0' && r <= '9', r == ' ', r == '\u00A0':
		case r < 0x530 && unicode.IsLetter(r):
		default:
			return false
		}
		before = r
	}
	return true
}

// untilWord parts s after the spaces that follow its first word.
func untilWord(s string) (segment, rest string) {
	i := strings.IndexByte(s, ' ')
	if i < 0 {
		return s, ""
	}
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return s[:i], s[i:]
}
