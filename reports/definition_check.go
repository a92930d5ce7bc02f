package reports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v4"

	"tulos/internal/i18n"
)

// ParseDefinition reads a definition and checks that the program knows everything
// in it. The error lists all that it does not, one a line, each with its line in
// the text and its path: "12: sections[3].columns[0]: …".
func ParseDefinition(data []byte) (Definition, error) {
	var d Definition
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&d); err != nil && !errors.Is(err, io.EOF) {
		return Definition{}, fmt.Errorf(" is no definition: %w", err)
	}
	keys, err := i18n.Keys()
	if err != nil {
		return Definition{}, err
	}
	c := checker{keys: keys}
	if err := yaml.Unmarshal(data, &c.root); err != nil {
		return Definition{}, fmt.Errorf(" is no definition: %w", err)
	}
	c.check(d)
	if err := errors.Join(c.faults...); err != nil {
		return Definition{}, err
	}
	return d, nil
}

// A checker finds what is wrong with a definition.
type checker struct {
	root   yaml.Node
	keys   []string // of messages
	faults []error

	level     int             // of the last heading
	kinds     map[string]bool // that the report has
	questions map[string]bool
}

// wrong notes a fault at a place: names of fields, and numbers in lists.
func (c *checker) wrong(place []any, format string, args ...any) {
	path := ""
	for _, step := range place {
		switch step := step.(type) {
		case int:
			path += "[" + strconv.Itoa(step) + "]"
		case string:
			if path != "" {
				path += "."
			}
			path += step
		}
	}
	c.faults = append(c.faults, fmt.Errorf("%d: %s: %s", c.line(place), path, fmt.Sprintf(format, args...)))
}

// line is that of the smallest thing at a place that the text has.
func (c *checker) line(place []any) int {
	node := &c.root
	if len(node.Content) > 0 {
		node = node.Content[0]
	}
	line := max(1, node.Line)
	for _, step := range place {
		var next *yaml.Node
		switch step := step.(type) {
		case int:
			if step < len(node.Content) {
				next = node.Content[step]
			}
		case string:
			for pair := range slices.Chunk(node.Content, 2) {
				if len(pair) == 2 && pair[0].Value == step {
					next = pair[1]
				}
			}
		}
		if next == nil {
			return line
		}
		node, line = next, next.Line
	}
	return line
}

var (
	nameForm   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,59}$`)
	numberForm = regexp.MustCompile(`^[0-9A-Z]{1,3}(\.[0-9]{1,3}){0,3}$`)
)

func (c *checker) check(d Definition) {
	if !nameForm.MatchString(d.Name) {
		c.wrong([]any{"name"}, "needs small letters, digits and hyphens, 60 at most")
	}
	c.wording([]any{"title"}, d.Title, true)
	c.wording([]any{"about"}, d.About, false)
	if len(d.Sections) == 0 {
		c.wrong([]any{"sections"}, "needs at least one")
	}
	c.kinds, c.questions = map[string]bool{}, map[string]bool{}
	for n, s := range d.Sections {
		place := []any{"sections", n}
		if c.kind(place, s, sectionKinds) {
			c.heading(place, s)
			c.question(place, s)
			c.details(place, s)
		}
	}
	names := map[string]bool{}
	for n, s := range d.Sheets {
		place := []any{"sheets", n}
		c.kind(place, s, sheetKinds)
		c.wording(slices.Concat(place, []any{"name"}), s.Name, true)
		name := s.Name.Key + fmt.Sprint(s.Name.Texts)
		if names[name] {
			c.wrong(slices.Concat(place, []any{"name"}), "another sheet has that name")
		}
		names[name] = true
	}
}

// kind checks the kind and the columns of a section or sheet.
func (c *checker) kind(place []any, s Section, kinds map[string]kind) bool {
	at := func(steps ...any) []any { return slices.Concat(place, steps) }
	k, ok := kinds[s.Kind]
	if !ok {
		c.wrong(at("kind"), "kind %q is not known", s.Kind)
		return false
	}
	for n, column := range s.Columns {
		if k.columns == nil || !k.columns(column) {
			c.wrong(at("columns", n), "kind %s has no column %q", s.Kind, column)
		}
	}
	if k.columns != nil && len(s.Columns) == 0 {
		c.wrong(at("columns"), "kind %s needs columns", s.Kind)
	}
	return true
}

// heading checks that levels go down one by one.
func (c *checker) heading(place []any, s Section) {
	at := func(steps ...any) []any { return slices.Concat(place, steps) }
	if !sectionKinds[s.Kind].repeats && c.kinds[s.Kind] {
		c.wrong(at("kind"), "a report has one section of kind %s at most", s.Kind)
	}
	c.kinds[s.Kind] = true
	if s.Kind == "cover" || s.Kind == "contents" {
		return
	}
	c.wording(at("heading"), s.Heading, true)
	if s.Number != "" && !numberForm.MatchString(s.Number) {
		c.wrong(at("number"), "needs a number such as 2 or 2.1")
	}
	if s.Level < 0 || s.Level > 3 || s.level() > c.level+1 {
		c.wrong(at("level"), "level %d cannot follow level %d", s.Level, c.level)
	}
	c.level = s.level()
}

func (c *checker) question(place []any, s Section) {
	at := func(steps ...any) []any { return slices.Concat(place, steps) }
	c.wording(at("help"), s.Help, false)
	if s.Kind == "question" && s.Question == "" {
		c.wrong(at("question"), "kind question needs the name of a question")
	}
	if s.Question != "" && !nameForm.MatchString(s.Question) {
		c.wrong(at("question"), "needs small letters, digits and hyphens, 60 at most")
	}
	if s.Question != "" && c.questions[s.Question] {
		c.wrong(at("question"), "%q is asked already", s.Question)
	}
	c.questions[s.Question] = true
	if s.Mandatory && (s.Question == "" || s.Optional) {
		c.wrong(at("mandatory"), "kind %s cannot be mandatory: it needs a question, and cannot be optional too", s.Kind)
	}
}

// details checks facts, parties and statements.
func (c *checker) details(place []any, s Section) {
	at := func(steps ...any) []any { return slices.Concat(place, steps) }
	for n, f := range s.Facts {
		if _, ok := projectFacts[f]; !ok {
			c.wrong(at("facts", n), "there is no fact %q", f)
		}
	}
	if s.Kind == "facts" && len(s.Facts) == 0 {
		c.wrong(at("facts"), "kind facts needs facts")
	}
	for n, p := range s.Parties {
		if !slices.Contains([]string{lead, partners, funder}, p) {
			c.wrong(at("parties", n), "%q does not sign: %s, %s and %s do", p, lead, partners, funder)
		}
	}
	if s.Kind == "signature" && len(s.Parties) == 0 {
		c.wrong(at("parties"), "kind signature needs who signs")
	}
	c.wording(at("statement"), s.Statement, false)
	if s.Most < 0 {
		c.wrong(at("most"), "cannot be negative")
	}
}

// wording checks that a message is there, or that texts are of known languages.
func (c *checker) wording(place []any, w Wording, needed bool) {
	switch {
	case w.IsEmpty() && needed:
		c.wrong(place, "is missing")
	case w.Key != "" && !slices.Contains(c.keys, w.Key):
		c.wrong(place, "there is no message %q; a text of your own is written by language (en: …)", w.Key)
	}
	for language, text := range w.Texts {
		if !i18n.Language(language).IsKnown() {
			c.wrong(place, "language %q is not one of the product", language)
		}
		if text == "" {
			c.wrong(place, "the text in %q is empty", language)
		}
	}
}
