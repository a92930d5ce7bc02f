package main

import (
	"bufio"
	"encoding/json"
	"fmt"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/results"
)

type checkCommand struct {
	source
	JSON bool `help:"Print the problems as JSON."`
}

// A finding is a problem as JSON.
type finding struct {
	Path    string `json:"path"`
	Message string `json:"message"`
}

type findings struct {
	Errors   []finding `json:"errors"`
	Warnings []finding `json:"warnings"`
}

// Run prints the problems of the bundle, and fails if any is an error.
func (c *checkCommand) Run(s *session) error {
	problems, err := c.check(s)
	if err != nil {
		return err
	}
	found := findings{Errors: []finding{}, Warnings: []finding{}}
	for _, p := range problems {
		f := finding{p.Path, bundle.Message(s.words, p)}
		if p.Warning {
			found.Warnings = append(found.Warnings, f)
		} else {
			found.Errors = append(found.Errors, f)
		}
	}
	if err := c.print(s, problems, found); err != nil {
		return err
	}
	if len(found.Errors) > 0 {
		return errProblems
	}
	return nil
}

func (c *checkCommand) print(s *session, problems []results.Problem, found findings) error {
	out := bufio.NewWriter(s.Stdout)
	if c.JSON {
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", " ")
		if err := encoder.Encode(found); err != nil {
			return fmt.Errorf("print problems: %w", err)
		}
		return out.Flush()
	}
	for _, p := range problems {
		fmt.Fprintln(out, line(s, p))
	}
	if err := out.Flush(); err != nil {
		return err
	}
	closing := s.words.Text("cli.no-problems", nil)
	if len(problems) > 0 {
		closing = s.words.Text("cli.errors", i18n.Args{"Count": len(found.Errors)}) + ", " +
			s.words.Text("cli.warnings", i18n.Args{"Count": len(found.Warnings)})
	}
	fmt.Fprintln(s.Stderr, closing)
	return nil
}
