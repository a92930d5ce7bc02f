package reports

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

//go:embed definitions/*.yaml
var shipped embed.FS

// ErrUnknownDefinition says that there is no definition of that name.
var ErrUnknownDefinition = errors.New("unknown report definition")

// General is the name of the definition that holds where none was chosen.
const General = "general"

// A Definition is a donor's form as data: which sections a report has, in which
// order, with which columns.
type Definition struct {
	Name     string    `yaml:"name"`
	Title    Wording   `yaml:"title"`
	About    Wording   `yaml:"about"` // whom it is for, told where it is chosen
	Sections []Section `yaml:"sections"`
	Sheets   []Section `yaml:"sheets"`
	HXL      bool      `yaml:"hxl"` // tags stand in the workbook
}

// A Section is a part of the report, or a sheet of its workbook.
type Section struct {
	Kind      string   `yaml:"kind"`
	Name      Wording  `yaml:"name"`      // of a sheet
	Heading   Wording  `yaml:"heading"`   // of a section
	Number    string   `yaml:"number"`    // before the heading: "2.1"
	Level     int      `yaml:"level"`     // of the heading; 0 is 1
	Help      Wording  `yaml:"help"`      // for whoever answers the question
	Statement Wording  `yaml:"statement"` // of the cover: who pays; of a signature: what is certified
	Question  string   `yaml:"question"`  // the narrative that answers it
	Facts     []string `yaml:"facts"`     // of the cover, and of a table of facts
	Parties   []string `yaml:"parties"`   // that sign
	Columns   []string `yaml:"columns"`   // of the section's table
	Most      int      `yaml:"most"`      // key figures, quotes, or photos
	Charts    bool     `yaml:"charts"`    // one for each output
	Breakdown bool     `yaml:"breakdown"` // of the indicators that have one
	Optional  bool     `yaml:"optional"`  // left out where there is nothing to tell
	Mandatory bool     `yaml:"mandatory"` // the report cannot be submitted without
	Landscape bool     `yaml:"landscape"` // on wide pages of its own
	NewPage   bool     `yaml:"newPage"`
}

// level is that of the section's heading.
func (s Section) level() int { return max(1, s.Level) }

// Definitions are the names of the definitions that come with the program, the
// general one first.
func Definitions() []string {
	files, _ := fs.Glob(shipped, "definitions/*.yaml")
	names := []string{General}
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(file, "definitions/"), ".yaml")
		if name != General {
			names = append(names, name)
		}
	}
	return names
}

// LoadDefinition reads a definition that comes with the program; one that is
// not there is ErrUnknownDefinition.
func LoadDefinition(name string) (Definition, error) {
	data, err := Source(name)
	if err != nil {
		return Definition{}, err
	}
	d, err := ParseDefinition(data)
	if err != nil {
		return Definition{}, fmt.Errorf("definition %s: %w", name, err)
	}
	return d, nil
}

// Source is the YAML of a definition that comes with the program; one that is not
// there is ErrUnknownDefinition.
func Source(name string) ([]byte, error) {
	if !slices.Contains(Definitions(), name) {
		return nil, fmt.Errorf("%w: %s", ErrUnknownDefinition, name)
	}
	data, err := shipped.ReadFile("definitions/" + name + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("read definition %s: %w", name, err)
	}
	return data, nil
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

// Has says whether the report or its workbook has a section of a kind.
func (d Definition) Has(kind string) bool {
	isKind := func(s Section) bool { return s.Kind == kind }
	return slices.ContainsFunc(d.Sections, isKind) || slices.ContainsFunc(d.Sheets, isKind)
}

// A kind of section: how it is built, and which columns its table can have.
type kind struct {
	build   func(b *builder, s Section) []Block
	columns func(name string) bool
	repeats bool // a report can have several
}

func has[T any](columns map[string]column[T]) func(string) bool {
	return func(name string) bool { _, ok := columns[name]; return ok }
}
