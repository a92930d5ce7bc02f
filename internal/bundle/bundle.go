// Package bundle reads and writes a whole project as one JSON file
// (docs/bundle.md), and writes its figures as JSON.
package bundle

import (
	"bytes"
	"io"
	"io/fs"
	"slices"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// Format is the format of the bundles that this package reads and writes.
const Format = "tulos-bundle/1"

// MaxSize is how many bytes a bundle has at most, where nothing else is said.
const MaxSize = 64 << 20

// Options are what a bundle is checked against besides itself.
type Options struct {
	Sections []string // known sections of narratives; nil: any
	Evidence fs.FS    // the folder of the bundle, where evidence files lie; nil: not looked for
	// Undrawable are the characters of a text that reports cannot show; nil: not
	// looked for.
	Undrawable       func(text string) []rune
	EvidenceRequired bool  // an evidence file that is not there is an error, not a warning
	MaxSize          int64 // how many bytes the bundle has at most; 0: the constant
}

// Load reads a bundle and finds all that is wrong with it, as Stream does. The
// dossier is nil where a problem is not a warning.
func Load(open Opener, o Options) (*partnership.Dossier, []results.Problem, error) {
	d := &partnership.Dossier{}
	problems, err := Stream(open, o, Sink{
		Setup: func(p *partnership.Project, organisations []partnership.Organisation) error {
			d.Project, d.Organisations = *p, organisations
			return nil
		},
		Activity:    collect(&d.Activities),
		Measurement: collect(&d.Measurements),
		Deduction:   collect(&d.Deductions),
		Expense:     collect(&d.Expenditure),
		Rate:        collect(&d.Rates),
		Narrative:   collect(&d.Narratives),
	})
	if err != nil || results.HasErrors(problems) {
		return nil, problems, err
	}
	return d, problems, nil
}

func collect[T any](items *[]T) func(*T) error {
	return func(item *T) error {
		*items = append(*items, *item)
		return nil
	}
}

// Decode reads a bundle from memory, as Load does.
func Decode(data []byte, o Options) (*partnership.Dossier, []results.Problem) {
	d, problems, _ := Load(func() (io.ReadCloser, error) { // memory can be read
		return io.NopCloser(bytes.NewReader(data)), nil
	}, o)
	return d, problems
}

// checkSection warns of a narrative in a section that is not known.
func (o Options) checkSection(f *results.Findings, n int, t *partnership.Narrative) {
	if o.Sections != nil && t.Section != "" && !slices.Contains(o.Sections, t.Section) {
		f.Warn(results.At("narratives", n)+".section", UnknownSection, "Value", t.Section)
	}
}

// checkFiles finds evidence files that are not there.
func (o Options) checkFiles(f *results.Findings, of string, all []partnership.Evidence) {
	if o.Evidence == nil {
		return
	}
	for k, e := range all {
		if e.Kind != partnership.Photo && e.Kind != partnership.Document || e.File == "" || o.hasFile(e.File) {
			continue
		}
		path := of + "." + results.At("evidence", k) + ".file"
		if o.EvidenceRequired {
			f.Wrong(path, NoSuchFile, "Value", e.File)
		} else {
			f.Warn(path, NoSuchFile, "Value", e.File)
		}
	}
}

func (o Options) hasFile(name string) bool {
	if !fs.ValidPath(name) {
		return false
	}
	info, err := fs.Stat(o.Evidence, name)
	return err == nil && info.Mode().IsRegular()
}

// Message says in a language what is wrong and what to do.
func Message(l *i18n.Localizer, p results.Problem) string {
	args := p.Args
	if measure, ok := args["Measure"].(string); ok {
		args = map[string]any{}
		for name, arg := range p.Args {
			args[name] = arg
		}
		args["Measure"] = l.Text("measure."+measure, nil)
	}
	return l.Text("problem."+string(p.Code), args)
}
