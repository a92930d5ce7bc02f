package i18n

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
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

// catalog holds the messages of all shipped languages.
type catalog struct {
	bundle *i18n.Bundle
	keys   []string
	parser template.Parser
}

//go:embed locales/*.json
var localeFiles embed.FS

var loadCatalog = sync.OnceValues(func() (catalog, error) {
	c := catalog{
		bundle: i18n.NewBundle(language.English),
		parser: &template.TextParser{Option: "missingkey=error"},
	}
	for _, l := range Shipped() {
		file, err := c.bundle.LoadMessageFileFS(localeFiles, "locales/"+string(l)+".json")
		if err != nil {
			return catalog{}, fmt.Errorf("load messages: %w", err)
		}
		if l == English {
			c.keys = keysOf(file)
		}
	}
	return c, nil
})

func keysOf(file *i18n.MessageFile) []string {
	keys := make([]string, 0, len(file.Messages))
	for _, message := range file.Messages {
		keys = append(keys, message.ID)
	}
	slices.Sort(keys)
	return keys
}

// Keys returns the keys of all messages, sorted.
func Keys() ([]string, error) {
	c, err := loadCatalog()
	if err != nil {
		return nil, err
	}
	return slices.Clone(c.keys), nil
}

// For returns the localizer of a shipped language. The error is
// ErrUnknownLanguage for any other.
func For(l Language) (*Localizer, error) {
	if !l.IsShipped() {
		return nil, fmt.Errorf("messages in %q: %w", l, ErrUnknownLanguage)
	}
	format, err := FormatFor(l)
	if err != nil {
		return nil, err
	}
	c, err := loadCatalog()
	if err != nil {
		return nil, err
	}
	return &Localizer{Format: format, messages: i18n.NewLocalizer(c.bundle, string(l)), parser: c.parser}, nil
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
