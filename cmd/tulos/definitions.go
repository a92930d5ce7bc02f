package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/reports"
)

// definitionsCommand is about the forms of donors.
type definitionsCommand struct {
	List  definitionListCommand  `cmd:"" help:"List the report definitions: those of the program and the installation's own."`
	Check definitionCheckCommand `cmd:"" help:"Check the file of a report definition, and name the place of all that is wrong."`
	Show  definitionShowCommand  `cmd:"" help:"Print a report definition as YAML, to begin one of your own with."`
}

// library are the definitions of the installation that the flag, TULOS_CONFIG or
// TULOS_DEFINITIONS tell of.
func (s *session) library(config string) (*reports.Library, error) {
	settings, err := storageFlags{Config: config}.settings(s, nil)
	if err != nil {
		return nil, err
	}
	return s.libraryOf(settings)
}

func (s *session) libraryOf(settings config.Settings) (*reports.Library, error) {
	library, err := reports.OpenLibrary(settings.Definitions)
	if err != nil {
		return nil, s.problem("cli.bad-definitions", i18n.Args{"Cause": err})
	}
	return library, nil
}

type definitionListCommand struct {
	Config string `placeholder:"FILE" help:"Configuration file (default: the one that TULOS_CONFIG names)."`
}

// Run prints name and title of each definition.
func (c *definitionListCommand) Run(s *session) error {
	library, err := s.library(c.Config)
	if err != nil {
		return err
	}
	out := tabwriter.NewWriter(s.Stdout, 0, 0, 3, ' ', 0)
	for _, d := range library.All() {
		title, _ := d.Title.In(s.words)
		about, _ := d.About.In(s.words)
		fmt.Fprintf(out, "%s\t%s\t%s\n", d.Name, title, about)
	}
	return out.Flush()
}

type definitionCheckCommand struct {
	File string `arg:"" help:"File of a report definition (YAML)."`
}

// Run says whether a definition can be used.
func (c *definitionCheckCommand) Run(s *session) error {
	d, err := reports.OpenDefinition(c.File)
	if err == nil {
		_, err = fmt.Fprintln(s.Stdout, s.words.Text("cli.definition-good", i18n.Args{
			"Definition": d.Name, "Sections": len(d.Sections), "Questions": len(d.Questions()), "Sheets": len(d.Sheets),
		}))
		return err
	}
	if unreadable := (*os.PathError)(nil); errors.As(err, &unreadable) {
		return s.problem("cli.cannot-read", i18n.Args{"File": c.File, "Cause": unreadable.Err})
	}
	fmt.Fprintln(s.Stderr, err)
	return errProblems
}

type definitionShowCommand struct {
	Name string `arg:"" help:"Name of a report definition that comes with the program."`
}

// Run prints the YAML.
func (c *definitionShowCommand) Run(s *session) error {
	data, err := reports.Source(c.Name)
	if errors.Is(err, reports.ErrUnknownDefinition) {
		return s.unknownDefinition(c.Name, reports.Definitions())
	}
	if err != nil {
		return err
	}
	_, err = s.Stdout.Write(data)
	return err
}

func (s *session) unknownDefinition(name string, known []string) error {
	return usageError{s.words.Text("cli.unknown-definition", i18n.Args{
		"Definition": cmp.Or(name, "–"), "Known": strings.Join(known, ", "),
	})}
}

// definition finds the definition that a report is to have: by its name, or by the
// path of its file.
func (s *session) definition(name string) (reports.Definition, error) {
	if filepath.Ext(name) == ".yaml" {
		return reports.OpenDefinition(name)
	}
	library, err := s.library("")
	if err != nil {
		return reports.Definition{}, err
	}
	d, err := library.Definition(name)
	if errors.Is(err, reports.ErrUnknownDefinition) {
		return d, s.unknownDefinition(name, library.Names())
	}
	return d, err
}
