package main

import (
	"fmt"
	"io"
	"os"

	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/reports"
	"tulos/reports/iati"
)

type iatiCommand struct {
	storageFlags
	Project  string `arg:"" help:"Code of a project of the storage, a project bundle, or the word demo."`
	Audience string `default:"funder" enum:"partnership,funder" help:"Who reads it: partnership, funder. Small counts are hidden from funders and everybody else."`
	Partners bool   `help:"Have each partner's part as an activity of its own."`
	Out      string `placeholder:"FILE" help:"File to write (default: standard output)."`
}

// Run writes the activity file, or says what is wrong and writes nothing. What readers
// will miss in it is said too.
func (c *iatiCommand) Run(s *session) error {
	if c.Project == "demo" || isFile(c.Project) {
		return c.ofBundle(s)
	}
	return s.withSnapshot(c.storageFlags, func(r store.Snapshot, settings config.Settings) error {
		f, err := service.ReadActivityFile(s.ctx, r, partnership.ProjectCode(c.Project), service.ActivityFileOptions{
			Audience: reports.Audience(c.Audience), Partners: c.Partners, At: s.Now(), Address: settings.Address,
		})
		if err != nil {
			return s.explain(settings, err)
		}
		return c.write(s, f.Problems, f.Write)
	})
}

// isFile says whether there is a file of that name.
func isFile(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func (c *iatiCommand) ofBundle(s *session) error {
	d, err := source{File: c.Project}.load(s)
	if err != nil {
		return err
	}
	o := iati.Options{Audience: reports.Audience(c.Audience), Partners: c.Partners, At: s.Now()}
	return c.write(s, iati.Check(d, o), func(w io.Writer) error { return iati.Write(w, d, o) })
}

func (c *iatiCommand) write(s *session, problems []results.Problem, write func(io.Writer) error) error {
	for _, p := range problems {
		fmt.Fprintln(s.Stderr, line(s, p))
	}
	if results.HasErrors(problems) {
		return errProblems
	}
	if c.Out == "" {
		return write(s.Stdout)
	}
	if err := writeWhole(c.Out, 0o644, write); err != nil {
		return s.problem("cli.cannot-write", i18n.Args{"File": c.Out, "Cause": err})
	}
	_, err := fmt.Fprintln(s.Stdout, c.Out)
	return err
}
