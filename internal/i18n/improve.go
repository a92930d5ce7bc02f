package i18n

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// Improved returns a catalog in which the files of a folder stand in place of
// shipped messages: fi.json has the Finnish ones that are changed, in the form of a
// file in locales. The error names every file and key that does not fit: a language
// or key that there is not, a plural form missing or too many, a placeholder that
// the English text does not have, or lacks.
func Improved(folder fs.FS) (*Catalog, error) {
	if _, err := fs.Stat(folder, "."); err != nil {
		return nil, err
	}
	files, err := fs.Glob(folder, "*.json")
	if err != nil {
		return nil, err
	}
	improved := map[Language]Messages{}
	var faults []error
	for _, name := range files {
		l := Language(strings.TrimSuffix(path.Base(name), ".json"))
		messages, err := readImproved(folder, name, l)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		improved[l] = messages
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return newCatalog(improved), nil
}

func readImproved(folder fs.FS, name string, l Language) (Messages, error) {
	if !l.IsShipped() {
		return nil, fmt.Errorf("%s: not a language of the product", name)
	}
	file, err := fs.ReadFile(folder, name)
	if err != nil {
		return nil, err
	}
	messages, err := ReadMessages(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	was, err := shippedMessages(l)
	if err != nil {
		return nil, err
	}
	var faults []error
	for _, key := range slices.Sorted(maps.Keys(messages)) {
		if err := messages[key].check(was[key]); err != nil {
			faults = append(faults, fmt.Errorf("%s: %s: %w", name, key, err))
		}
	}
	return messages, errors.Join(faults...)
}

// check holds a message against the one that it is to stand in for.
func (f Forms) check(was Forms) error {
	if was == nil {
		return errors.New("there is no such message")
	}
	have, need := slices.Sorted(maps.Keys(f)), slices.Sorted(maps.Keys(was))
	if !slices.Equal(have, need) {
		return fmt.Errorf("has the forms %s, needs %s", strings.Join(have, ", "), strings.Join(need, ", "))
	}
	want := Placeholders(was["other"])
	for _, category := range have {
		text := f[category]
		if strings.TrimSpace(text) == "" {
			return errors.New("is empty")
		}
		if got := Placeholders(text); !slices.Equal(got, want) {
			return fmt.Errorf("has the placeholders %s, needs %s", listed(got), listed(want))
		}
		if strings.ContainsAny(placeholder.ReplaceAllString(text, ""), "{}") {
			return errors.New("has braces that are no placeholder")
		}
	}
	return nil
}

func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return "{{." + strings.Join(names, "}}, {{.") + "}}"
}
