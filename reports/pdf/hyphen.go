package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A word that is wider than its line is broken with a hyphen before a consonant, or
// a group of letters that is written for one sound, that a vowel follows. That is a
// syllable in Finnish, and hardly ever wrong in the other languages of the product.
// Three letters at least stay on either side.
const leastPart = 3

const vowels = "aeiouyäöåøæáéíóúýàèìòùâêîôûāēīōūąęėįųõüėóœаеёиоуыэюяєіїʼ"

// groups are letters that stay together, the longest first.
var groups = []string{
	"sch", "šķ", "ch", "ck", "ph", "th", "sh", "dž", "dz", "sz", "cz", "rz", "qu",
	"br", "cr", "dr", "fr", "gr", "kr", "pr", "tr", "bl", "cl", "fl", "gl", "kl", "pl",
	"бр", "вр", "гр", "др", "кр", "пр", "тр", "бл", "гл", "кл", "пл", "фл",
}

// hyphenates says whether a word can be broken before the byte i. Only words of
// nothing but letters can: in an address a hyphen would be read as part of it.
func hyphenates(word string, i int) bool {
	before, after := strings.ToLower(word[:i]), strings.ToLower(word[i:])
	if utf8.RuneCountInString(before) < leastPart || utf8.RuneCountInString(after) < leastPart {
		return false
	}
	for _, g := range groups { // not within a group
		for n := 1; n < len(g); n++ {
			if strings.HasSuffix(before, g[:n]) && strings.HasPrefix(after, g[n:]) {
				return false
			}
		}
	}
	first, size := utf8.DecodeRuneInString(after)
	if isVowel(first) || strings.ContainsRune("ьъй", first) || !unicode.IsLetter(first) {
		return false
	}
	for _, g := range groups {
		if strings.HasPrefix(after, g) {
			size = len(g)
			break
		}
	}
	next, _ := utf8.DecodeRuneInString(after[size:])
	return isVowel(next)
}

func isVowel(r rune) bool { return strings.ContainsRune(vowels, r) }

// isOfLetters says whether a word has nothing but letters, and signs around them.
func isOfLetters(word string) bool {
	word = strings.TrimFunc(word, func(r rune) bool { return strings.ContainsRune(`()[]«»„“”"'’.,;:!?…`, r) })
	return word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) })
}
