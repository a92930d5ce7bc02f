package reports

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"tulos/internal/i18n"
	"tulos/internal/results"
)

// A Wording is a text of a definition: the key of a message, or the text itself by
// language. In a text of its own {project}, {grant}, {lead} and {funder} stand for
// those of the project; in a message, placeholders of these names.
type Wording struct {
	Key   string
	Texts results.Text
}

// UnmarshalYAML reads a key or texts by language.
func (w *Wording) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.ScalarNode {
		return node.Decode(&w.Key)
	}
	if node.Kind == yaml.MappingNode {
		return node.Decode(&w.Texts)
	}
	return errors.New("a wording is the key of a message, or texts by language")
}

// IsEmpty says that there is no text.
func (w Wording) IsEmpty() bool { return w.Key == "" && len(w.Texts) == 0 }

// In is the text in a language, or where it is missing in another one, English
// first, which is told.
func (w Wording) In(words *i18n.Localizer) (text, language string) {
	return w.with(words, i18n.Args{"Project": "", "Grant": "", "Lead": "", "Funder": ""})
}

func (w Wording) with(words *i18n.Localizer, args i18n.Args) (text, language string) {
	if w.Key != "" {
		return words.Text(w.Key, args), string(words.Language())
	}
	text, language = w.Texts.In(string(words.Language()), string(i18n.English))
	var pairs []string
	for _, name := range placeholders {
		value, _ := args[name].(string)
		pairs = append(pairs, "{"+strings.ToLower(name)+"}", value)
	}
	return strings.NewReplacer(pairs...).Replace(text), language
}

// placeholders are what wordings can name of the project.
var placeholders = []string{"Project", "Grant", "Lead", "Funder"}

// worded is a wording with the project's names in it, marked where it is in another
// language than the report.
func (b *builder) worded(w Wording) Text {
	s, language := w.with(b.Localizer, i18n.Args{
		"Project": b.plain(b.project.Title), "Grant": b.project.GrantNumber,
		"Lead": b.organisation(b.project.Lead()), "Funder": b.organisation(b.project.Funder),
	})
	if s == "" {
		return nil
	}
	if language == string(b.options.Language) {
		language = ""
	}
	return Text{{Text: s, Language: language}}
}
