package pii

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// email is an address as RFC 5321 and RFC 6531 have it, as far as people write it: no
// quotes, no comments, a domain with a dot.
var email = regexp.MustCompile(`[\pL\pN._%+'-]{1,64}@(?:[\pL\pN](?:[\pL\pN-]{0,62})\.){1,8}\pL{2,24}`)

func emails(text string) []Finding {
	var all []Finding
	if !strings.Contains(text, "@") {
		return nil
	}
	for _, at := range email.FindAllStringIndex(text, -1) {
		if next, _ := utf8.DecodeRuneInString(text[at[1]:]); !isWord(next) {
			all = append(all, Finding{Email, at[0], at[1]})
		}
	}
	return all
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// standsAlone says that digits are not part of something longer: a word, a code with
// more parts, a decimal, an amount of money.
func standsAlone(text string, start, end int) bool {
	before, after := text[:start], text[end:]
	isSpaced := strings.Contains(text[start:end], " ")
	last, lastBut := lastRunes(before)
	first, second := firstRunes(after)
	return !joins(last, lastBut, isSpaced) && !joins(first, second, isSpaced) && !isOtherwise(before, after)
}

// lastRunes are the rune beside and the one behind it.
func lastRunes(s string) (beside, behind rune) {
	beside, n := utf8.DecodeLastRuneInString(s)
	behind, _ = utf8.DecodeLastRuneInString(s[:len(s)-n])
	return beside, behind
}

func firstRunes(s string) (beside, behind rune) {
	beside, n := utf8.DecodeRuneInString(s)
	behind, _ = utf8.DecodeRuneInString(s[n:])
	return beside, behind
}

// joins says whether a code goes on with the rune beside it, and the one behind that; one
// that is written with spaces also after a space.
func joins(beside, behind rune, isSpaced bool) bool {
	switch {
	case isWord(beside):
		return true
	case strings.ContainsRune(`-–/._+#\`, beside):
		return isWord(behind)
	case strings.ContainsRune(`,:`, beside), isSpaced && strings.ContainsRune(" \u00a0\u202f", beside):
		return unicode.IsDigit(behind)
	}
	return false
}

// The words beside what only looks like a number of a person.
var (
	named    = regexp.MustCompile(`(?i)(?:ISBN|ISSN|ISMN|DOI|EAN)[ :-]{0,3}$`)
	moneyed  = regexp.MustCompile(`(?:[€$£]|EUR|USD)\s?$`)
	currency = regexp.MustCompile(`^\s?(?:[€$£%‰]|EUR|USD|GBP|CHF|SEK|NOK|DKK|ISK|PLN|RUB|UAH|zł|kr\b|руб|грн|₽|₴)`)
)

// isOtherwise says whether the words beside tell that it is something else.
func isOtherwise(before, after string) bool {
	const near = 16
	before = before[max(0, len(before)-near):]
	return named.MatchString(before) || moneyed.MatchString(before) || currency.MatchString(after)
}

// digitsOf are the digits in a text, as numbers.
func digitsOf(s string) []int {
	var all []int
	for _, c := range []byte(s) {
		if c >= '0' && c <= '9' {
			all = append(all, int(c-'0'))
		}
	}
	return all
}
