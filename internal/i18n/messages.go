package i18n

import (
	"fmt"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// Args are what a message's placeholders stand for. Count, an int or a plain
// decimal, chooses the plural form and is written as a number; everything else
// is written as it is.
type Args = map[string]any

// A Localizer writes messages, and all that a Format writes, in one language.
// It is safe for concurrent use.
type Localizer struct {
	Format
	messages *i18n.Localizer
	parser   template.Parser
}

// Text returns a message. A key that is not in Keys, a placeholder without an
// argument and a Count that is no number give the key between the brackets ⟦
// and ⟧.
func (l *Localizer) Text(key string, args Args) string {
	config := i18n.LocalizeConfig{MessageID: key, TemplateData: args, TemplateParser: l.parser}
	if count, ok := args["Count"]; ok {
		shown := make(Args, len(args))
		for name, arg := range args {
			shown[name] = arg
		}
		shown["Count"] = l.counted(count)
		config.TemplateData, config.PluralCount = shown, count
	}
	text, err := l.messages.Localize(&config)
	if err != nil {
		return visible(key)
	}
	return text
}

// counted writes a count with all the decimals it has.
func (l *Localizer) counted(count any) string {
	figure := fmt.Sprint(count)
	_, fraction, _ := strings.Cut(figure, ".")
	return l.Number(figure, len(fraction))
}

// InLanguage says that a text is in another language: "in Finnish", or for a
// language that is not of the product "language: Greek".
func (l *Localizer) InLanguage(tag string) string {
	if _, known := locales[Language(tag)]; known {
		return l.Text("language.in."+tag, nil)
	}
	return l.Text("language.in.other", Args{"Language": l.LanguageName(tag)})
}
