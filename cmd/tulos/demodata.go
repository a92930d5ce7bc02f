package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/sample"
)

type demoDataCommand struct {
	Activities int    `required:"" placeholder:"N" help:"How many activities the project has."`
	Out        string `required:"" placeholder:"FILE" help:"Bundle to write."`
}

// Run writes a made-up project of 8 partners, 8 periods and 40 indicators as a
// bundle; the same size always gives the same bytes.
func (c *demoDataCommand) Run(s *session) error {
	if c.Activities < 0 || c.Activities > bundle.MaxSize {
		return usageError{fmt.Sprintf("--activities=%d: not a number of activities", c.Activities)}
	}
	var b bytes.Buffer
	if err := bundle.Encode(&b, sample.Project(c.Activities)); err != nil {
		return err
	}
	if b.Len() > bundle.MaxSize {
		return usageError{fmt.Sprintf("--activities=%d: more than a bundle of 64 MiB holds", c.Activities)}
	}
	err := os.MkdirAll(filepath.Dir(c.Out), 0o755)
	if err == nil {
		err = replaceFile(c.Out, b.Bytes())
	}
	if err != nil {
		return fmt.Errorf("%s", s.words.Text("cli.cannot-write", i18n.Args{"File": c.Out, "Cause": err}))
	}
	_, err = fmt.Fprintln(s.Stdout, c.Out)
	return err
}
