package pdfua

import (
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf16"
)

// longestString is how many bytes a string may have in PDF/A.
const longestString = 32767

// textString writes s as a string of PDF.
func textString(s string) string {
	b := textBytes(s)
	if len(b) > 0 && b[0] == 0xFE {
		return "<" + strings.ToUpper(hex.EncodeToString(b)) + ">"
	}
	q := make([]byte, 0, len(b)+2)
	q = append(q, '(')
	for _, c := range b {
		if c == '\\' || c == '(' || c == ')' {
			q = append(q, '\\')
		}
		q = append(q, c)
	}
	return string(append(q, ')'))
}

// textBytes are the bytes of a text string: s itself if it is ASCII, else UTF-16
// with its mark.
func textBytes(s string) []byte {
	plain := !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
	if plain {
		return []byte(s)
	}
	b := append(make([]byte, 0, 2*len(s)+2), 0xFE, 0xFF)
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return b
}

// tooLong tells whether s makes a longer string than PDF/A allows.
func tooLong(s string) bool { return len(s) > longestString/2-1 && len(textBytes(s)) > longestString }

// dateString writes a moment in the form of PDF.
func dateString(t time.Time) string { return "(D:" + t.UTC().Format("20060102150405") + "+00'00')" }
