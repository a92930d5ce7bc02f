package reports

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// A Library is the definitions that can be chosen: those that come with the
// program, and the installation's own; and the logos that its reports show.
type Library struct {
	all   []Definition
	logos Logos
}

// Shipped are the definitions that come with the program.
var Shipped = sync.OnceValues(func() (*Library, error) {
	l := &Library{}
	for _, name := range Definitions() {
		d, err := LoadDefinition(name)
		if err != nil {
			return nil, err
		}
		l.all = append(l.all, d)
	}
	return l, nil
})

// OpenLibrary reads the definitions of an installation: the shipped ones, and every
// *.yaml of its own folder, if it has one, with the logos in the folder logos below it.
// The error names file and place of all that is wrong.
func OpenLibrary(folder string) (*Library, error) {
	shipped, err := Shipped()
	if err != nil || folder == "" {
		return shipped, err
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, fmt.Errorf("definitions: %w", err)
	}
	l := &Library{all: slices.Clone(shipped.all)}
	var faults []error
	if l.logos, err = OpenLogos(filepath.Join(folder, "logos")); err != nil {
		faults = append(faults, err)
	}
	for _, entry := range entries {
		if entry.IsDir() || filepath.Ext(entry.Name()) != ".yaml" {
			continue
		}
		d, err := OpenDefinition(filepath.Join(folder, entry.Name()))
		if err == nil {
			_, twice := l.find(d.Name)
			if twice {
				err = fmt.Errorf("%s: name: there is a definition %q already", filepath.Join(folder, entry.Name()), d.Name)
			}
		}
		if err != nil {
			faults = append(faults, err)
			continue
		}
		l.all = append(l.all, d)
	}
	return l, errors.Join(faults...)
}

// OpenDefinition reads a definition from a file; each line of the error begins
// with its name.
func OpenDefinition(file string) (Definition, error) {
	f, err := os.Open(file)
	if err != nil {
		return Definition{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxDefinition+1))
	if err != nil {
		return Definition{}, err
	}
	if len(data) > maxDefinition {
		return Definition{}, fmt.Errorf("%s: larger than %d bytes", file, maxDefinition)
	}
	d, err := ParseDefinition(data)
	if err != nil {
		return Definition{}, errors.New(file + ":" + strings.ReplaceAll(err.Error(), "\n", "\n"+file+":"))
	}
	return d, nil
}

const maxDefinition = 1 << 20

// All are the definitions, shipped ones first.
func (l *Library) All() []Definition { return slices.Clone(l.all) }

// Logos are those of the installation.
func (l *Library) Logos() Logos { return l.logos }

// Definition is the one of a name, or ErrUnknownDefinition.
func (l *Library) Definition(name string) (Definition, error) {
	if d, ok := l.find(name); ok {
		return d, nil
	}
	return Definition{}, fmt.Errorf("%w: %s", ErrUnknownDefinition, name)
}

func (l *Library) find(name string) (Definition, bool) {
	for _, d := range l.all {
		if d.Name == name {
			return d, true
		}
	}
	return Definition{}, false
}

// Names are those of the definitions.
func (l *Library) Names() []string {
	var names []string
	for _, d := range l.all {
		names = append(names, d.Name)
	}
	return names
}

// Questions are the narrative sections that any of the definitions asks for.
func (l *Library) Questions() []string {
	var all []string
	for _, d := range l.all {
		all = append(all, d.Questions()...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
