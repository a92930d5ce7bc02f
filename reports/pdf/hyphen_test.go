package pdf

import (
	"slices"
	"strings"
	"testing"
)

func TestHyphenation(t *testing.T) {
	for word, want := range map[string]string{
		"lastensuojelukoulutuksiin": "las-ten-suo-je-lu-kou-lu-tuk-siin",
		"Kindesschutzverordnung":    "Kin-des-schutz-ve-rord-nung",
		"nepilngadīgajiem":          "nepiln-ga-dī-ga-jiem",
		"несовершеннолетних":        "несо-вер-шен-но-лет-них",
		"Wohngruppe":                "Wohn-gruppe",
		"suomi":                     "suomi",
		"Bräuche":                   "Bräu-che",
	} {
		got, last := "", 0
		for i := range word {
			if hyphenates(word, i) {
				got += word[last:i] + "-"
				last = i
			}
		}
		got += word[last:]
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	for _, s := range []string{"https://tulos.example.org/projects/list", "name@example.org", "FI-2026-001", "tiedosto_nimi", ""} {
		if isOfLetters(s) {
			t.Errorf("%q can be hyphenated", s)
		}
	}
	if !isOfLetters("(Jugendämter),") {
		t.Error("signs around a word keep it from being hyphenated")
	}
}

// TestLongWordsFit: no line of a word is wider than its column, however narrow, and
// nothing of it is lost.
func TestLongWordsFit(t *testing.T) {
	for _, word := range []string{
		"epäjärjestelmällistyttämättömyydelläänsäkäänköhän", "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
		"visnepieciešamākajiem", "человеконенавистнический", strings.Repeat("a", 300),
	} {
		for _, width := range []float64{12, 20, 37, 61, 120, 400} {
			p := scratch(t).plain(nil, word, bodyStyle())
			lines := set(t, p, width)
			if got := strings.ReplaceAll(strings.Join(lines, ""), "\u00AD", ""); got != word {
				t.Errorf("in %v: %q", width, lines)
			}
			if slices.Contains(lines, "") {
				t.Errorf("in %v: an empty line in %q", width, lines)
			}
		}
	}
}
