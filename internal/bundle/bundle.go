// Package bundle reads and writes a whole project as one JSON file
// (docs/bundle.md), and writes its figures as JSON.
package bundle

import (
	"fmt"
	"io"
	"io/fs"
	"slices"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// Format is the format of the bundles that this package reads and writes.
const Format = "tulos-bundle/1"

// MaxSize is how many bytes a bundle has at most.
const MaxSize = 64 << 20

// Options are what a bundle is checked against besides itself.
type Options struct {
	Sections         []string // known sections of narratives; nil: any
	Evidence         fs.FS    // the folder of the bundle, where evidence files lie; nil: not looked for
	EvidenceRequired bool     // an evidence file that is not there is an error, not a warning
}

// Read reads a bundle's bytes; of one that is too large one more than MaxSize,
// so that Decode can tell.
func Read(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read bundle: %w", err)
	}
	return data, nil
}

// Decode reads a bundle and finds all that is wrong with it, sorted by path. The
// dossier is nil where a problem is not a warning.
func Decode(data []byte, o Options) (*partnership.Dossier, []results.Problem) {
	d, faults, judgeable := decode(data)
	if !judgeable {
		return nil, ordered(faults)
	}
	checks := partnership.NewChecker(d).Check()
	var f results.Findings
	f.Under("", faults)
	f.Under("", newFaults(faults).rest(checks))
	f.Under("", o.check(d))
	problems := ordered(f.Problems())
	if results.HasErrors(problems) {
		return nil, problems
	}
	return d, problems
}

// check warns of narratives in sections that are not known, and of evidence files
// that are not there.
func (o Options) check(d *partnership.Dossier) []results.Problem {
	var f results.Findings
	for n := range d.Narratives {
		section := d.Narratives[n].Section
		if o.Sections != nil && section != "" && !slices.Contains(o.Sections, section) {
			f.Warn(results.At("narratives", n)+".section", UnknownSection, "Value", section)
		}
	}
	if o.Evidence == nil {
		return f.Problems()
	}
	for n := range d.Activities {
		for k, e := range d.Activities[n].Evidence {
			if e.Kind != partnership.Photo && e.Kind != partnership.Document || e.File == "" || o.hasFile(e.File) {
				continue
			}
			path := results.At("activities", n) + "." + results.At("evidence", k) + ".file"
			if o.EvidenceRequired {
				f.Wrong(path, NoSuchFile, "Value", e.File)
			} else {
				f.Warn(path, NoSuchFile, "Value", e.File)
			}
		}
	}
	return f.Problems()
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
