package i18n

import (
	"errors"
	"slices"
)

// A Language is one of the product's, by its BCP 47 tag.
type Language string

// The languages of the product.
const (
	English    Language = "en"
	Finnish    Language = "fi"
	Swedish    Language = "sv"
	Latvian    Language = "lv"
	Estonian   Language = "et"
	Lithuanian Language = "lt"
	Polish     Language = "pl"
	German     Language = "de"
	Danish     Language = "da"
	Norwegian  Language = "nb"
	Icelandic  Language = "is"
	Russian    Language = "ru"
	Ukrainian  Language = "uk"
)

// ErrUnknownLanguage says that the product does not speak a language.
var ErrUnknownLanguage = errors.New("unknown language")

// Languages returns all languages of the product.
func Languages() []Language {
	return []Language{
		English, Finnish, Swedish, Latvian, Estonian, Lithuanian, Polish,
		German, Danish, Norwegian, Icelandic, Russian, Ukrainian,
	}
}

// Shipped returns the languages whose messages are complete: all of them. To add
// one, put its file into locales, its numbers and dates into locale.go, and its
// name into Languages.
func Shipped() []Language { return Languages() }

// IsKnown reports whether l is a language of the product.
func (l Language) IsKnown() bool { return slices.Contains(Languages(), l) }

// IsShipped reports whether the messages of l are complete.
func (l Language) IsShipped() bool { return slices.Contains(Shipped(), l) }

// OwnName returns what the language calls itself ("suomi"), or its tag if it is
// not one of the product's.
func (l Language) OwnName() string {
	if locale, known := locales[l]; known {
		return locale.ownName
	}
	return string(l)
}

// OrEnglish is the language if pages can be in it, else English.
func (l Language) OrEnglish() Language {
	if l.IsShipped() {
		return l
	}
	return English
}
