package main

import (
	"fmt"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/reports/pdf"
)

// A source is the bundle that a command works on.
type source struct {
	File string `arg:"" help:"Project bundle (JSON, or a zip with evidence), or the word demo."`
}

// open opens the bundle.
func (src source) open(s *session) (*bundle.File, error) {
	var f *bundle.File
	var err error
	if src.File == "demo" {
		f, err = bundle.OpenFS(configs.Demo, "demo/bundle.json")
	} else {
		f, err = bundle.Open(src.File)
	}
	if err != nil {
		return nil, src.unreadable(s, err)
	}
	return f, nil
}

func (src source) unreadable(s *session, cause error) error {
	return fmt.Errorf("%s", s.words.Text("cli.cannot-read", i18n.Args{"File": src.File, "Cause": cause}))
}

// with uses an open bundle, with what it is checked against besides itself.
func (src source) with(s *session, file *bundle.File, use func(bundle.Opener, bundle.Options) error) error {
	library, err := s.library("")
	if err != nil {
		return err
	}
	sections := library.Questions()
	if err := use(file.JSON, bundle.Options{Sections: sections, Evidence: file.Beside(), Undrawable: pdf.Undrawable}); err != nil {
		return src.unreadable(s, err)
	}
	return nil
}

// check finds the problems of the bundle, whatever its size, and keeps nothing of
// it.
func (src source) check(s *session) (problems []results.Problem, err error) {
	file, err := src.open(s)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	err = src.with(s, file, func(open bundle.Opener, o bundle.Options) (err error) {
		problems, err = bundle.Stream(open, o, bundle.Sink{})
		return err
	})
	return problems, err
}

// load reads the bundle and prints its errors, if it has any, instead of giving
// it on.
func (src source) load(s *session) (*partnership.Dossier, error) {
	file, err := src.open(s)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return src.loadFrom(s, file)
}

func (src source) loadFrom(s *session, file *bundle.File) (*partnership.Dossier, error) {
	var d *partnership.Dossier
	var problems []results.Problem
	err := src.with(s, file, func(open bundle.Opener, o bundle.Options) (err error) {
		d, problems, err = bundle.Load(open, o)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, p := range problems {
		if !p.Warning {
			fmt.Fprintln(s.Stderr, line(s, p))
		}
	}
	if d == nil {
		return nil, errProblems
	}
	return d, nil
}

// line is a problem as it is printed.
func line(s *session, p results.Problem) string {
	text := p.Path + ": " + bundle.Message(s.words, p)
	if p.Warning {
		return "warning: " + text
	}
	return text
}
