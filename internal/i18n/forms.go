package i18n

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// Messages are the texts of a language by key.
type Messages map[string]Forms

// Forms are the texts of one message by plural category; a message without
// plurals has only "other".
type Forms map[string]string

// Categories are CLDR's, in the order in which a message names them.
func Categories() []string { return []string{"zero", "one", "two", "few", "many", "other"} }

// placeholder is the only thing that a message may have between braces.
var placeholder = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z]*)\}\}`)

// ReadMessages reads a file of messages: an object with a text, or an object of
// plural forms, by key. A key that comes twice is an error.
func ReadMessages(file []byte) (Messages, error) {
	decoder := json.NewDecoder(bytes.NewReader(file))
	if token, err := decoder.Token(); err != nil {
		return nil, err
	} else if token != json.Delim('{') {
		return nil, errors.New("does not start with an object")
	}
	messages := Messages{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		key, _ := token.(string)
		if _, twice := messages[key]; twice {
			return nil, fmt.Errorf("%s comes twice", key)
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, err
		}
		if messages[key], err = readForms(value); err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
	}
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("there is something after the object")
	}
	return messages, nil
}

func readForms(value json.RawMessage) (Forms, error) {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return Forms{"other": text}, nil
	}
	var plural Forms
	if err := json.Unmarshal(value, &plural); err != nil {
		return nil, err
	}
	for category := range plural {
		if !slices.Contains(Categories(), category) {
			return nil, fmt.Errorf("%q is no plural category", category)
		}
	}
	if len(plural) < 2 {
		return nil, errors.New("a single form is written as a text")
	}
	return plural, nil
}

// String writes messages in their canonical form: sorted by key, one a line,
// plural categories in their order, letters as they are.
func (m Messages) String() string {
	var b strings.Builder
	b.WriteString("{\n")
	for i, key := range slices.Sorted(maps.Keys(m)) {
		if i > 0 {
			b.WriteString(",\n")
		}
		fmt.Fprintf(&b, "  %s: %s", quoted(key), m[key])
	}
	b.WriteString("\n}\n")
	return b.String()
}

// String writes a message as a file of messages has it.
func (f Forms) String() string {
	if text, ok := f["other"]; ok && len(f) == 1 {
		return quoted(text)
	}
	var pairs []string
	for _, category := range Categories() {
		if text, ok := f[category]; ok {
			pairs = append(pairs, quoted(category)+": "+quoted(text))
		}
	}
	return "{" + strings.Join(pairs, ", ") + "}"
}

func quoted(s string) string {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(s); err != nil {
		panic(err) // a string is always JSON
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Placeholders returns the names in a text, sorted, each once.
func Placeholders(text string) []string {
	var names []string
	for _, match := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func (f Forms) message(key string) *i18n.Message {
	return &i18n.Message{
		ID: key, Zero: f["zero"], One: f["one"], Two: f["two"], Few: f["few"], Many: f["many"], Other: f["other"],
	}
}
