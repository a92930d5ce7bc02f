package codelist

import "strings"

// Language reports whether tag is a BCP 47 language tag: a known language, then
// optionally a well-formed script, region and variants ("fi", "sr-Latn",
// "sv-FI", "de-1996"). Tags are keys of texts, so each has one spelling, in the
// case that RFC 5646 section 2.1.1 recommends; extensions and private use are
// refused.
func Language(tag string) bool {
	subtags := strings.Split(tag, "-")
	if !languages()[subtags[0]] {
		return false
	}
	rest := subtags[1:]
	if len(rest) > 0 && isScript(rest[0]) {
		rest = rest[1:]
	}
	if len(rest) > 0 && isRegion(rest[0]) {
		rest = rest[1:]
	}
	return areVariants(rest)
}

// isScript accepts four letters, the first a capital.
func isScript(s string) bool {
	return len(s) == 4 && consistsOf(s[:1], isUpper) && consistsOf(s[1:], isLower)
}

// isRegion accepts two capital letters or three digits.
func isRegion(s string) bool {
	return len(s) == 2 && consistsOf(s, isUpper) || len(s) == 3 && consistsOf(s, isDigit)
}

// areVariants accepts subtags of five to eight small letters and digits, or of
// four that start with a digit, none of them twice.
func areVariants(subtags []string) bool {
	seen := make(map[string]bool, len(subtags))
	for _, s := range subtags {
		long := len(s) >= 5 && len(s) <= 8
		year := len(s) == 4 && isDigit(s[0])
		if !long && !year || !consistsOf(s, isLowerOrDigit) || seen[s] {
			return false
		}
		seen[s] = true
	}
	return true
}

func consistsOf(s string, is func(byte) bool) bool {
	for i := range len(s) {
		if !is(s[i]) {
			return false
		}
	}
	return true
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isLowerOrDigit(c byte) bool { return isLower(c) || isDigit(c) }
