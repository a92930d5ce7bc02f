package i18n

import (
	"fmt"
	"strings"
)

// A Format writes numbers, dates, lists and names in one language. It is safe
// for concurrent use. What it cannot write, such as a month 13, it returns
// between the brackets ⟦ and ⟧.
type Format struct {
	language Language
	locale   *locale
	names    nameLists
}

// FormatFor returns the format of a language of the product. The error is
// ErrUnknownLanguage for any other.
func FormatFor(l Language) (Format, error) {
	locale, known := locales[l]
	if !known {
		return Format{}, fmt.Errorf("format of language %q: %w", l, ErrUnknownLanguage)
	}
	names, err := loadNames()
	if err != nil {
		return Format{}, err
	}
	return Format{language: l, locale: locale, names: names}, nil
}

// Language returns the language that f writes.
func (f Format) Language() Language { return f.language }

// List joins items into one phrase: "a, b and c".
func (f Format) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + f.locale.and + items[last]
}

// visible marks what has no proper text, so that it is seen and not lost.
func visible(s string) string { return "⟦" + s + "⟧" }
