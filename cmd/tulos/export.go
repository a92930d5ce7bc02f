package main

import (
	"fmt"
	"io"
	"strings"

	"tulos/internal/bundle"
	"tulos/internal/config"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/internal/store"
)

type exportCommand struct {
	storageFlags
	Project string `arg:"" help:"Code of the project."`
	Out     string `placeholder:"FILE" help:"Bundle to write: .zip with evidence, .json without (default: CODE.zip)."`
}

// Run writes a project as a bundle.
func (c *exportCommand) Run(s *session) error {
	if c.Out == "" {
		c.Out = strings.ReplaceAll(c.Project, "/", "-") + ".zip"
	}
	return s.withSnapshot(c.storageFlags, func(r store.Snapshot, settings config.Settings) error {
		out, err := service.Export(s.ctx, r, partnership.ProjectCode(c.Project))
		if err != nil {
			return s.explain(settings, err)
		}
		write := func(w io.Writer) error { return bundle.EncodeStream(w, out.Content) }
		if !strings.HasSuffix(c.Out, ".json") {
			write = func(w io.Writer) error { return writeZip(w, out) }
		}
		if err := writeWhole(c.Out, 0o644, write); err != nil {
			return s.problem("cli.cannot-write", i18n.Args{"File": c.Out, "Cause": err})
		}
		if len(out.LeftOut) > 0 {
			fmt.Fprintln(s.Stderr, s.words.Text("cli.left-out", i18n.Args{
				"Count": len(out.LeftOut), "Refs": strings.Join(out.LeftOut, ", "),
			}))
		}
		_, err = fmt.Fprintln(s.Stdout, c.Out)
		return err
	})
}

// writeZip writes the bundle with its evidence.
func writeZip(w io.Writer, out *service.Exported) error {
	z := bundle.NewZip(w)
	json, err := z.Bundle()
	if err != nil {
		return err
	}
	if err := bundle.EncodeStream(json, out.Content); err != nil {
		return err
	}
	for a, err := range out.Files {
		if err != nil {
			return err
		}
		f, err := out.Open(a)
		if err != nil {
			return err
		}
		err = z.Evidence(a.Name, f)
		_ = f.Close()
		if err != nil {
			return err
		}
	}
	return z.Close()
}
