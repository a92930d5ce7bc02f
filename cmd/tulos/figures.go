package main

import (
	"bufio"

	"tulos/internal/bundle"
)

type figuresCommand struct{ source }

// Run prints the figures of the bundle, of all periods.
func (c *figuresCommand) Run(s *session) error {
	d, err := c.load(s)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(s.Stdout)
	if err := bundle.EncodeFigures(out, d.Project.Code, d.Frame().Figures(d.Tallies())); err != nil {
		return err
	}
	if err := out.WriteByte('\n'); err != nil {
		return err
	}
	return out.Flush()
}
