package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"tulos/internal/i18n"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/pkg/workbook"
	"tulos/reports"
)

type fillCommand struct {
	Template string `arg:"" help:"The donor's workbook (.xlsx) with placeholders (docs/templates.md)."`
	source
	Period   string `required:"" placeholder:"N|A-B" help:"Reporting period, or a span of them."`
	Language string `default:"en" help:"Language of what is filled in: en, fi, lv, ru."`
	Audience string `default:"funder" enum:"partnership,funder" help:"Who reads it: partnership, funder."`
	AsOf     string `placeholder:"DATE" help:"Day the report stands on (default: today)."`
	Out      string `required:"" placeholder:"FILE" help:"Workbook to write."`
}

// Run writes the filled workbook, or lists the placeholders that cannot be filled and
// writes nothing.
func (c *fillCommand) Run(s *session) error {
	common := reportCommand{Period: c.Period, Definition: "general", Language: c.Language, Audience: c.Audience, AsOf: c.AsOf, Format: []string{"xlsx"}}
	_, options, err := common.options(s)
	if err != nil {
		return err
	}
	template, err := os.ReadFile(c.Template)
	if err != nil {
		return fmt.Errorf("%s", s.words.Text("cli.cannot-read", i18n.Args{"File": c.Template, "Cause": err}))
	}
	book, err := workbook.Open(bytes.NewReader(template), int64(len(template)), workbook.DefaultLimits())
	if err != nil {
		return c.refused(s, err)
	}
	d, err := c.load(s)
	if err != nil {
		return err
	}
	if count := len(d.Project.Periods); options.To > results.PeriodNo(count) {
		return usageError{s.words.Text("cli.unknown-period", i18n.Args{"Period": c.Period, "Count": count})}
	}
	values, wrong, err := reports.Fill(d, options, book)
	if err != nil {
		return c.refused(s, err)
	}
	for _, p := range wrong {
		if _, err := fmt.Fprintf(s.Stdout, "%s!%s: %s: %s\n", p.Sheet, p.Cell, p.Text, s.words.Text(p.Message, p.Args)); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return errProblems
	}
	var filled bytes.Buffer
	if err := book.Fill(&filled, values); err != nil {
		return c.refused(s, err)
	}
	if err := replaceFile(c.Out, filled.Bytes()); err != nil {
		return fmt.Errorf("%s", s.words.Text("cli.cannot-write", i18n.Args{"File": c.Out, "Cause": err}))
	}
	_, err = fmt.Fprintln(s.Stdout, c.Out)
	return err
}

// refused says in words why a workbook is not read.
func (c *fillCommand) refused(s *session, err error) error {
	var e *service.Error
	if errors.As(service.RefusedFile(err), &e) {
		return fmt.Errorf("%s: %s", c.Template, s.words.Text(e.Message, e.Args))
	}
	return err
}
