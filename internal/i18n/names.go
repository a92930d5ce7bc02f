package i18n

import (
	_ "embed" // the names
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

//go:embed names.json
var namesJSON []byte

// nameLists are the names of countries and languages, by the language they are
// written in and their code. testdata/names.mjs makes them.
type nameLists map[Language]struct {
	Countries map[string]string
	Languages map[string]string
}

var loadNames = sync.OnceValues(func() (nameLists, error) {
	var names nameLists
	if err := json.Unmarshal(namesJSON, &names); err != nil {
		return nil, fmt.Errorf("load names of countries and languages: %w", err)
	}
	return names, nil
})

// CountryName returns the name of a country by its ISO 3166-1 alpha-2 code, or
// the code where it has none.
func (f Format) CountryName(code string) string {
	if name, ok := f.names[f.language].Countries[code]; ok {
		return name
	}
	return code
}

// LanguageName returns the name of a language by its BCP 47 tag: in this
// language, else in English, else the tag. What follows the language in the tag
// stands in brackets: "Swedish (Finland)".
func (f Format) LanguageName(tag string) string {
	code, rest, more := strings.Cut(tag, "-")
	name, ok := f.names[f.language].Languages[code]
	if !ok {
		name, ok = f.names[English].Languages[code]
	}
	switch {
	case !ok:
		return tag
	case !more:
		return name
	default:
		return name + " (" + f.CountryName(rest) + ")"
	}
}
