// Command tulos checks project bundles, makes their figures, and writes their
// reports.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"tulos/internal/i18n"
)

func main() {
	// Without this, a reader that stops reading would end the process by signal.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	env := environment{Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Now: time.Now}
	code := run(ctx, os.Args[1:], env)
	stop()
	os.Exit(code)
}

// The exit codes: problems are those of the bundle or of the machine, usage is a
// command that was not understood.
const (
	exitOK      = 0
	exitProblem = 1
	exitUsage   = 2
)

// An environment is what a command has around it.
type environment struct {
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	Now            func() time.Time
}

type commandLine struct {
	Check       checkCommand       `cmd:"" help:"Check a project bundle and list its problems."`
	Figures     figuresCommand     `cmd:"" help:"Print the figures of a project bundle as JSON."`
	Report      reportCommand      `cmd:"" help:"Write the report of a period as PDF and workbook."`
	Fill        fillCommand        `cmd:"" help:"Fill in a donor's own workbook."`
	DemoData    demoDataCommand    `cmd:"" help:"Write a made-up project of any size as a bundle."`
	Definitions definitionsCommand `cmd:"" help:"List, check and show report definitions: the forms of donors."`
	Serve       serveCommand       `cmd:"" help:"Run the server."`
	Demo        demoCommand        `cmd:"" help:"Run a server with the demo project, on data that are removed at the end."`
	Import      importCommand      `cmd:"" help:"Put a project bundle into the storage, whole or not at all."`
	Export      exportCommand      `cmd:"" help:"Write a project of the storage as a bundle."`
	Verify      verifyCommand      `cmd:"" help:"Check what is stored: audit chains, tallies, references, files."`
	Seal        sealCommand        `cmd:"" help:"Check files of sealed reports, and manage the keys."`
	User        userCommand        `cmd:"" help:"Add, list, disable users, and reset their passwords."`
	Rates       ratesCommand       `cmd:"" help:"Exchange rates of a project."`
	IATI        iatiCommand        `cmd:"" name:"iati" help:"Write a project as activity file of IATI 2.03."`
	Backup      backupCommand      `cmd:"" help:"Back up everything that is stored, and try backups."`
	Restore     restoreCommand     `cmd:"" help:"Put a backup into an empty storage."`
	Health      healthCommand      `cmd:"" help:"Ask the server on this machine whether it is ready."`
	Mail        mailCommand        `cmd:"" help:"Try the mail server."`
	Version     versionCommand     `cmd:"" help:"Print the version of this program."`
}

// errProblems says that problems were found and printed.
var errProblems = errors.New("problems were found")

// A usageError is a command that cannot be carried out as it was given.
type usageError struct{ message string }

func (e usageError) Error() string { return e.message }

func run(ctx context.Context, args []string, env environment) int {
	session := &session{environment: env, ctx: ctx}
	var err error
	if session.words, err = i18n.For(language(env.Getenv)); err != nil {
		return session.fail(err)
	}
	var line commandLine
	helped := false
	parser, err := kong.New(&line,
		kong.Name("tulos"),
		kong.Description("Progress reporting for cross-border project partnerships.\n\n"+
			"FILE is a project bundle (docs/bundle.md), or the word demo for the demo project."),
		kong.Writers(env.Stdout, env.Stderr),
		kong.Exit(func(int) { helped = true }),
		kong.Bind(session),
		kong.UsageOnError(),
	)
	if err != nil {
		return session.fail(err)
	}
	command, err := parser.Parse(args)
	if helped {
		return exitOK
	}
	if err != nil {
		return session.usage(err)
	}
	err = command.Run()
	if wrong := (usageError{}); errors.As(err, &wrong) {
		return session.usage(&kong.ParseError{Context: command}, wrong.message)
	}
	return session.fail(err)
}

// A session is one run of a command.
type session struct {
	environment
	ctx   context.Context // kong calls commands without one
	words *i18n.Localizer
	// messages are those of the installation; nil are the shipped ones.
	messages *i18n.Catalog
}

// usage prints what was wrong with the command, under how it is used.
func (s *session) usage(err error, message ...string) int {
	if parse := (*kong.ParseError)(nil); errors.As(err, &parse) && parse.Context != nil {
		parse.Context.Stdout = s.Stderr
		_ = parse.Context.PrintUsage(false)
	}
	if len(message) == 0 {
		message = []string{err.Error()}
	}
	fmt.Fprintf(s.Stderr, "\ntulos: %s\n", strings.Join(message, "\n"))
	return exitUsage
}

// fail turns the error of a command into its exit code. A reader that has
// stopped reading is no failure.
func (s *session) fail(err error) int {
	switch {
	case err == nil, errors.Is(err, syscall.EPIPE):
		return exitOK
	case errors.Is(err, errProblems):
		return exitProblem
	}
	fmt.Fprintf(s.Stderr, "tulos: %v\n", err)
	return exitProblem
}

// language is that of the locale, where the program speaks it.
func language(getenv func(string) string) i18n.Language {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		locale := getenv(name)
		if locale == "" {
			continue
		}
		code, _, _ := strings.Cut(locale, "_")
		if l := i18n.Language(code); l.IsShipped() {
			return l
		}
		break
	}
	return i18n.English
}
