package iati

import (
	"maps"
	"slices"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/results"

	standard "tulos/pkg/iati"
)

// twoLetters is a language as the standard has it: "fi" for fi-FI. It is empty for one
// that has no two letters.
func twoLetters(tag string) string {
	base, _, _ := strings.Cut(tag, "-")
	if len(base) != 2 {
		return ""
	}
	return base
}

// narratives are a text in its languages, the activity's own first. A text in none that
// the standard has a code of is there all the same, without one.
func (b *builder) narratives(t results.Text) []standard.Narrative {
	var all []standard.Narrative
	seen := map[string]bool{}
	for _, tag := range slices.Sorted(maps.Keys(t)) {
		language := twoLetters(tag)
		if language == "" || seen[language] || strings.TrimSpace(t[tag]) == "" {
			continue
		}
		seen[language] = true
		if language == b.language {
			all = append([]standard.Narrative{{Text: t[tag]}}, all...)
		} else {
			all = append(all, standard.Narrative{Language: language, Text: t[tag]})
		}
	}
	if len(all) == 0 && len(t) > 0 {
		text, _ := t.In(b.Project.Languages[0])
		all = append(all, standard.Narrative{Text: text})
	}
	return all
}

func (b *builder) text(t results.Text) standard.Text {
	return standard.Text{Narratives: b.narratives(t)}
}

// comment is a message in the language of the activity, or in English.
func (b *builder) comment(key string, args i18n.Args) *standard.Text {
	n := standard.Narrative{Text: b.words.Text(key, args)}
	if b.spoken != b.language {
		n.Language = b.spoken
	}
	return &standard.Text{Narratives: []standard.Narrative{n}}
}

// summary is what the project is about; without a summary its title tells.
func (b *builder) summary() results.Text {
	if len(b.Project.Summary) > 0 {
		return b.Project.Summary
	}
	return b.Project.Title
}

// suffixed is a text with something after it in each language.
func suffixed(t results.Text, suffix string) results.Text {
	all := results.Text{}
	for language, text := range t {
		all[language] = text + suffix
	}
	return all
}
