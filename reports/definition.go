package reports

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

//go:embed definitions/*.yaml
var shipped embed.FS

// ErrUnknownDefinition says that there is no definition of that name.
var ErrUnknownDefinition = errors.New("unknown report definition")

// A Definition is a donor's form as data: which sections a report has, in which
// order, with which columns. Headings and names are message keys.
type Definition struct {
	Name     string    `yaml:"name"`
	Title    string    `yaml:"title"`
	Sections []Section `yaml:"sections"`
	Sheets   []Section `yaml:"sheets"`
}

// A Section is a part of the report, or a sheet of its workbook.
type Section struct {
	Kind      string   `yaml:"kind"`
	Name      string   `yaml:"name"`      // of a sheet
	Heading   string   `yaml:"heading"`   // of a section
	Question  string   `yaml:"question"`  // the narrative that answers it
	Facts     []string `yaml:"facts"`     // of the cover
	Columns   []string `yaml:"columns"`   // of the section's table
	Most      int      `yaml:"most"`      // key figures, or quotes
	Charts    bool     `yaml:"charts"`    // one for each output
	Breakdown bool     `yaml:"breakdown"` // of the indicators that have one
	Optional  bool     `yaml:"optional"`  // left out where nothing was written
	Mandatory bool     `yaml:"mandatory"` // the report cannot be submitted without
}

// Definitions are the names of the definitions that come with the program.
func Definitions() []string {
	files, _ := fs.Glob(shipped, "definitions/*.yaml")
	for n, file := range files {
		files[n] = strings.TrimSuffix(strings.TrimPrefix(file, "definitions/"), ".yaml")
	}
	return files
}

// LoadDefinition reads a definition that comes with the program; one that is
// not there is ErrUnknownDefinition.
func LoadDefinition(name string) (Definition, error) {
	if !slices.Contains(Definitions(), name) {
		return Definition{}, fmt.Errorf("%w: %s", ErrUnknownDefinition, name)
	}
	data, err := shipped.ReadFile("definitions/" + name + ".yaml")
	if err != nil {
		return Definition{}, fmt.Errorf("read definition %s: %w", name, err)
	}
	return ParseDefinition(data)
}

// ParseDefinition reads a definition and checks that the program knows
// everything in it; the error names what it does not.
func ParseDefinition(data []byte) (Definition, error) {
	var d Definition
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&d); err != nil && !errors.Is(err, io.EOF) {
		return Definition{}, fmt.Errorf("report definition: %w", err)
	}
	if d.Name == "" || d.Title == "" || len(d.Sections) == 0 {
		return Definition{}, errors.New("report definition: name, title and sections are needed")
	}
	for n, s := range d.Sections {
		if err := s.check(sectionKinds); err != nil {
			return Definition{}, fmt.Errorf("report definition %s: sections[%d]: %w", d.Name, n, err)
		}
	}
	for n, s := range d.Sheets {
		if err := s.check(sheetKinds); err != nil {
			return Definition{}, fmt.Errorf("report definition %s: sheets[%d]: %w", d.Name, n, err)
		}
	}
	return d, nil
}

func (s Section) check(kinds map[string]kind) error {
	k, ok := kinds[s.Kind]
	if !ok {
		return fmt.Errorf("kind %q is not known", s.Kind)
	}
	for _, c := range s.Columns {
		if k.columns == nil || !k.columns(c) {
			return fmt.Errorf("kind %s has no column %q", s.Kind, c)
		}
	}
	if s.Mandatory && (s.Question == "" || s.Optional) {
		return fmt.Errorf("kind %s cannot be mandatory: it needs a question, and cannot be optional too", s.Kind)
	}
	for _, f := range s.Facts {
		if _, ok := coverFacts[f]; !ok {
			return fmt.Errorf("the cover has no fact %q", f)
		}
	}
	return nil
}

// Questions are the narrative sections that the definition asks for.
func (d Definition) Questions() []string {
	var questions []string
	for _, s := range d.Sections {
		if s.Question != "" {
			questions = append(questions, s.Question)
		}
	}
	return questions
}

// A kind of section: how it is built, and which columns its table can have.
type kind struct {
	build   func(b *builder, s Section) []Block
	columns func(name string) bool
}

func has[T any](columns map[string]column[T]) func(string) bool {
	return func(name string) bool { _, ok := columns[name]; return ok }
}
