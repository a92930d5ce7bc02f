package i18n

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

// A Catalog has the messages of all shipped languages. Each language is read when
// it is first asked for. A nil Catalog has the messages as they are shipped. It is
// safe for concurrent use.
type Catalog struct {
	read map[Language]func() (*spoken, error)
}

// spoken are the messages of one language.
type spoken struct {
	localizer *Localizer
	messages  Messages
}

//go:embed locales/*.json
var localeFiles embed.FS

// shipped is the catalog without improvements.
var shipped = sync.OnceValue(func() *Catalog { return newCatalog(nil) })

func newCatalog(improved map[Language]Messages) *Catalog {
	c := &Catalog{map[Language]func() (*spoken, error){}}
	for _, l := range Shipped() {
		c.read[l] = sync.OnceValues(func() (*spoken, error) { return speak(l, improved[l]) })
	}
	return c
}

// speak reads the messages of a language, those that are improved in their place.
func speak(l Language, improved Messages) (*spoken, error) {
	format, err := FormatFor(l)
	if err != nil {
		return nil, err
	}
	messages, err := shippedMessages(l)
	if err != nil {
		return nil, err
	}
	maps.Copy(messages, improved)
	tag := language.Make(string(l))
	bundle := i18n.NewBundle(tag)
	for key, forms := range messages {
		if err := bundle.AddMessages(tag, forms.message(key)); err != nil {
			return nil, fmt.Errorf("load message %s in %s: %w", key, l, err)
		}
	}
	return &spoken{messages: messages, localizer: &Localizer{
		Format: format, messages: i18n.NewLocalizer(bundle, string(l)),
		parser: &template.TextParser{Option: "missingkey=error"},
	}}, nil
}

// shippedMessages are those of the program itself.
func shippedMessages(l Language) (Messages, error) {
	file, err := localeFiles.ReadFile("locales/" + string(l) + ".json")
	if err != nil {
		return nil, fmt.Errorf("load messages: %w", err)
	}
	messages, err := ReadMessages(file)
	if err != nil {
		return nil, fmt.Errorf("load messages in %s: %w", l, err)
	}
	return messages, nil
}

func (c *Catalog) spoken(l Language) (*spoken, error) {
	if c == nil {
		c = shipped()
	}
	read, ok := c.read[l]
	if !ok {
		return nil, fmt.Errorf("messages in %q: %w", l, ErrUnknownLanguage)
	}
	return read()
}

// For returns the localizer of a shipped language. The error is
// ErrUnknownLanguage for any other.
func (c *Catalog) For(l Language) (*Localizer, error) {
	s, err := c.spoken(l)
	if err != nil {
		return nil, err
	}
	return s.localizer, nil
}

// Messages returns the messages of a shipped language.
func (c *Catalog) Messages(l Language) (Messages, error) {
	s, err := c.spoken(l)
	if err != nil {
		return nil, err
	}
	return maps.Clone(s.messages), nil
}

// For returns the localizer of a shipped language, without improvements of an
// installation. The error is ErrUnknownLanguage for any other.
func For(l Language) (*Localizer, error) { return (*Catalog)(nil).For(l) }

// Keys returns the keys of all messages, sorted.
func Keys() ([]string, error) {
	s, err := (*Catalog)(nil).spoken(English)
	if err != nil {
		return nil, err
	}
	return slices.Sorted(maps.Keys(s.messages)), nil
}
