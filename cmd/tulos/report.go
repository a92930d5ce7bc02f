package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/reports"
	"tulos/reports/excel"
	"tulos/reports/pdf"
)

type reportCommand struct {
	source
	Period     string   `required:"" placeholder:"N|A-B" help:"Reporting period, or a span of them."`
	Definition string   `default:"general" help:"Report definition: its name, or the path of its file (.yaml)."`
	Draft      bool     `help:"Mark every page as a draft."`
	Language   string   `default:"en" help:"Language of the report: en, fi, sv, lv, et, lt, pl, de, da, nb, is, ru, uk."`
	Audience   string   `default:"partnership" enum:"partnership,funder" help:"Who reads it: partnership, funder."`
	Format     []string `default:"pdf,xlsx" help:"Files to write: pdf, xlsx."`
	Logos      string   `placeholder:"DIR" help:"Folder with logos of organisations (IDENTIFIER.png, .jpg) for the cover."`
	HXL        bool     `name:"hxl" help:"Put a row of HXL tags below the heads of the workbook's tables."`
	AsOf       string   `placeholder:"DATE" help:"Day the report stands on (default: today)."`
	Out        string   `required:"" placeholder:"DIR" help:"Folder to write to; made if it is not there."`
}

// formats are the kinds of files a report is written as.
var formats = map[string]func(*reportFiles) ([]byte, error){
	"pdf":  (*reportFiles).pdf,
	"xlsx": (*reportFiles).xlsx,
}

// reportFiles makes the files of a report.
type reportFiles struct {
	name     string // without its ending
	document reports.Document
	code     partnership.ProjectCode
	figures  []results.IndicatorFigures
	workbook []byte // made when it is first needed
}

func (f *reportFiles) xlsx() ([]byte, error) {
	if f.workbook == nil {
		var b bytes.Buffer
		if err := excel.Render(&b, f.document); err != nil {
			return nil, err
		}
		f.workbook = b.Bytes()
	}
	return f.workbook, nil
}

// pdf is the report with the workbook and the figures in it.
func (f *reportFiles) pdf() ([]byte, error) {
	workbook, err := f.xlsx()
	if err != nil {
		return nil, err
	}
	var figures, b bytes.Buffer
	if err := bundle.EncodeFigures(&figures, f.code, f.figures); err != nil {
		return nil, err
	}
	err = pdf.Render(&b, f.document, pdf.Options{Attachments: []pdf.Attachment{
		pdf.Workbook(&f.document, f.name+".xlsx", workbook),
		pdf.Figures(&f.document, f.name+".json", figures.Bytes()),
	}})
	return b.Bytes(), err
}

// Run writes the report's files, all or none, and prints their paths.
func (c *reportCommand) Run(s *session) error {
	definition, options, err := c.options(s)
	if err != nil {
		return err
	}
	file, err := c.open(s)
	if err != nil {
		return err
	}
	defer file.Close()
	d, err := c.loadFrom(s, file)
	if err != nil {
		return err
	}
	options.Photo = func(name string) ([]byte, error) { return fs.ReadFile(file.Beside(), name) }
	if count := len(d.Project.Periods); int(options.To) > count {
		return usageError{s.words.Text("cli.unknown-period", i18n.Args{"Period": c.Period, "Count": count})}
	}
	made := reportFiles{name: fileName(string(d.Project.Code), options), code: d.Project.Code}
	if made.document, err = reports.Build(d, definition, options); err != nil {
		return err
	}
	if made.figures, err = reports.Figures(d, options); err != nil {
		return err
	}
	var files [][]byte
	for _, format := range c.Format {
		file, err := formats[format](&made)
		if err != nil {
			return fmt.Errorf("write %s: %w", format, err)
		}
		files = append(files, file)
		if err := s.ctx.Err(); err != nil {
			return err
		}
	}
	return c.write(s, made.name, files)
}

func (c *reportCommand) options(s *session) (reports.Definition, reports.Options, error) {
	options := reports.Options{Language: i18n.Language(c.Language), Audience: reports.Audience(c.Audience), IsDraft: c.Draft, HXL: c.HXL}
	definition, err := s.definition(c.Definition)
	if err != nil {
		return definition, options, err
	}
	if err := s.checkLanguage(c.Language); err != nil {
		return definition, options, err
	}
	for _, format := range c.Format {
		if formats[format] == nil {
			return definition, options, usageError{s.words.Text("cli.unknown-format", i18n.Args{"Format": format, "Known": "pdf, xlsx"})}
		}
	}
	if options.Logos, err = c.logos(); err != nil {
		return definition, options, err
	}
	slices.Sort(c.Format)
	c.Format = slices.Compact(c.Format)
	if options.From, options.To, err = parsePeriods(c.Period); err != nil {
		return definition, options, err
	}
	now := s.Now()
	options.AsOf = results.DateOf(now.Year(), int(now.Month()), now.Day())
	if c.AsOf != "" {
		if options.AsOf, err = results.ParseDate(c.AsOf); err != nil {
			return definition, options, usageError{"--as-of=" + c.AsOf + ": " + err.Error()}
		}
	}
	return definition, options, nil
}

// logos reads those of the folder that is named; one that is not there is an error.
func (c *reportCommand) logos() (reports.Logos, error) {
	if c.Logos == "" {
		return reports.Logos{}, nil
	}
	if _, err := os.Stat(c.Logos); err != nil {
		return nil, fmt.Errorf("logos: %w", err)
	}
	return reports.OpenLogos(c.Logos)
}

// checkLanguage refuses a language that the program does not speak.
func (s *session) checkLanguage(code string) error {
	if i18n.Language(code).IsShipped() {
		return nil
	}
	var known []string
	for _, l := range i18n.Shipped() {
		known = append(known, string(l))
	}
	return usageError{s.words.Text("cli.unknown-language", i18n.Args{"Language": code, "Known": strings.Join(known, ", ")})}
}

// parsePeriods reads N or A-B.
func parsePeriods(s string) (from, to results.PeriodNo, err error) {
	first, last, span := strings.Cut(s, "-")
	if !span {
		last = first
	}
	a, errA := strconv.ParseUint(first, 10, 16)
	b, errB := strconv.ParseUint(last, 10, 16)
	if errA != nil || errB != nil || a < 1 || b < a {
		return 0, 0, usageError{"--period=" + s + ": a period number, or two with a hyphen (2 or 1-2), is needed"}
	}
	return results.PeriodNo(a), results.PeriodNo(b), nil
}

// write writes the files beside their places first, so that no half of a report
// is ever seen under its name.
func (c *reportCommand) write(s *session, name string, files [][]byte) error {
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	var paths []string
	for n, format := range c.Format {
		path := filepath.Join(c.Out, name+"."+format)
		if err := replaceFile(path, files[n]); err != nil {
			return fmt.Errorf("%s", s.words.Text("cli.cannot-write", i18n.Args{"File": path, "Cause": err}))
		}
		paths = append(paths, path)
	}
	_, err := fmt.Fprintln(s.Stdout, strings.Join(paths, "\n"))
	return err
}

// fileName is the name of a report's files: CODE-P2-en, CODE-P1-2-en.
func fileName(code string, o reports.Options) string {
	name := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '.' || r == '_' {
			return r
		}
		return '-'
	}, code)
	periods := strconv.Itoa(int(o.From))
	if o.From != o.To {
		periods += "-" + strconv.Itoa(int(o.To))
	}
	return fmt.Sprintf("%s-P%s-%s", strings.TrimLeft(name, "."), periods, o.Language)
}
