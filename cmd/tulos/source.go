package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/reports"
)

// A source is the bundle that a command works on.
type source struct {
	File string `arg:"" help:"Project bundle, or the word demo."`
}

// decode reads the bundle with its problems.
func (src source) decode(s *session) (*partnership.Dossier, []results.Problem, error) {
	data, beside, err := src.read()
	if err != nil {
		return nil, nil, fmt.Errorf("%s", s.words.Text("cli.cannot-read", i18n.Args{"File": src.File, "Cause": err}))
	}
	sections, err := questions()
	if err != nil {
		return nil, nil, err
	}
	d, problems := bundle.Decode(data, bundle.Options{Sections: sections, Evidence: beside})
	return d, problems, nil
}

// load reads the bundle and prints its errors, if it has any, instead of giving
// it on.
func (src source) load(s *session) (*partnership.Dossier, error) {
	d, problems, err := src.decode(s)
	if err != nil {
		return nil, err
	}
	failed := false
	for _, p := range problems {
		if !p.Warning {
			failed = true
			fmt.Fprintln(s.Stderr, line(s, p))
		}
	}
	if failed {
		return nil, errProblems
	}
	return d, nil
}

// read gives the bundle and the folder beside it.
func (src source) read() ([]byte, fs.FS, error) {
	if src.File == "demo" {
		data, err := configs.Demo.ReadFile("demo/bundle.json")
		if err != nil {
			return nil, nil, err
		}
		beside, err := fs.Sub(configs.Demo, "demo")
		return data, beside, err
	}
	f, err := os.Open(src.File)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	data, err := bundle.Read(f)
	return data, os.DirFS(filepath.Dir(src.File)), err
}

// questions are the narrative sections that any shipped definition asks for.
func questions() ([]string, error) {
	var all []string
	for _, name := range reports.Definitions() {
		d, err := reports.LoadDefinition(name)
		if err != nil {
			return nil, err
		}
		all = append(all, d.Questions()...)
	}
	return all, nil
}

// line is a problem as it is printed.
func line(s *session, p results.Problem) string {
	text := p.Path + ": " + bundle.Message(s.words, p)
	if p.Warning {
		return "warning: " + text
	}
	return text
}
