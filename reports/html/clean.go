package html

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes s text that a page can carry: valid UTF-8, line feeds for all line
// ends, a visible replacement for controls, and no characters that turn the
// direction of what follows them.
func clean(s string) string {
	if utf8.ValidString(s) && strings.IndexFunc(s, odd) < 0 {
		return s
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, string(utf8.RuneError)), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case endsLine(r):
			return '\n'
		case turns(r):
			return -1
		case odd(r):
			return utf8.RuneError
		}
		return r
	}, s)
}

// oneLine is s clean, without line ends and tabs.
func oneLine(s string) string {
	return strings.TrimSpace(strings.NewReplacer("\n", " ", "\t", " ").Replace(clean(s)))
}

// visible tells whether anything is left of s to be seen.
func visible(s string) bool { return oneLine(s) != "" }

// odd tells whether r cannot stand on a page as it is.
func odd(r rune) bool {
	return r != '\n' && r != '\t' && unicode.Is(unicode.Cc, r) || r == '\u2028' || r == '\u2029' || turns(r) ||
		r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF
}

func endsLine(r rune) bool {
	return r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029'
}

// turns tells whether r embeds, overrides or isolates a direction.
func turns(r rune) bool {
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069'
}

// languageTag is what may stand in a lang attribute.
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// tag is a language as an attribute carries it, or "" for what is none.
func tag(language string) string {
	if !languageTag.MatchString(language) {
		return ""
	}
	return language
}
