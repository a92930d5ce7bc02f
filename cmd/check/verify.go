package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tulos/internal/testtool"
)

// patience is how long an interrupted command has to end.
const patience = 10 * time.Second

// checker verifies one module.
type checker struct {
	root   string // the module's folder
	linter linter
	out    io.Writer
	begun  time.Time
	setup  bool     // whether what is missing may be installed
	env    []string // of the tests, besides the process's
}

// verify runs every step once the tools are there, prints the closing line, and returns
// errFailed where something failed; with ci also where something was skipped.
func (c *checker) verify(ctx context.Context, wait func(), ci bool) error {
	env, stop := c.startMongo(ctx)
	defer stop()
	wait()
	missing := c.lookForTools(ctx)
	c.env = env
	var total tally
	tests, err := sharePackages(ctx, c.root)
	if err != nil {
		c.say(testStep, "FAILED: %v", err)
		total.fail("step " + testStep)
	}
	for _, s := range plan(c.linter.path, tests) {
		if s.name == lookStep && !c.hasLook() {
			continue
		}
		if lacking := s.lacks(missing); len(lacking) > 0 {
			c.say(s.name, "SKIPPED: %s missing", strings.Join(lacking, ", "))
			total.skip("step " + s.name)
			continue
		}
		c.say(s.name, "%s %s", filepath.Base(s.command[0]), strings.Join(s.command[1:], " "))
		if s.isTest() {
			total.add(c.test(ctx, s))
		} else if err := c.pass(ctx, s); err != nil {
			c.say(s.name, "FAILED: %v", err)
			total.fail("step " + s.name)
		}
	}
	return total.close(c.out, ci)
}

func (c *checker) hasLook() bool {
	info, err := os.Stat(filepath.Join(c.root, filepath.FromSlash(look)))
	return err == nil && info.IsDir()
}

// lookForTools reports the tools that are not there, and returns their names.
func (c *checker) lookForTools(ctx context.Context) map[string]bool {
	missing := make(map[string]bool)
	for _, tool := range testtool.Tools() {
		if _, err := tool.Find(ctx); err != nil {
			missing[tool.Name] = true
			c.say("tools", "%v", err)
		}
	}
	if !c.linter.built() {
		missing[linterName] = true
		c.say("tools", "golangci-lint %s is not built: go run ./cmd/check --setup", c.linter.version)
	}
	if len(missing) == 0 {
		c.say("tools", "all there")
	}
	return missing
}

// pass runs the command of a step and shows what it prints.
func (c *checker) pass(ctx context.Context, s step) error {
	command := c.command(ctx, s.command[0], s.command[1:]...)
	command.Env = append(os.Environ(), s.env()...)
	command.Stdout, command.Stderr = c.out, c.out
	return command.Run()
}

// test runs the tests and counts them.
func (c *checker) test(ctx context.Context, s step) tally {
	var counted tally
	command := c.command(ctx, s.command[0], s.command[1:]...)
	command.Env = slices.Concat(os.Environ(), c.env, s.env())
	var complaints bytes.Buffer // of the go command itself
	command.Stderr = &complaints
	events, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		c.say(s.name, "FAILED: %v", err)
		counted.fail("step " + s.name)
		return counted
	}
	counted, readErr := readTests(events, c.out)
	err = errors.Join(readErr, command.Wait())
	fmt.Fprint(c.out, &complaints)
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && len(counted.failures) > 0: // the tests said so themselves
	case err != nil:
		c.say(s.name, "FAILED: %v", err)
		counted.fail("step " + s.name)
	}
	return counted
}

// command returns a command in the module's folder, interrupted and not killed
// when ctx ends, so that it can end its own children.
func (c *checker) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = c.root
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = patience
	return command
}

// say prints a line of progress, or several, under the name of a step, with the minutes and
// seconds since the beginning.
func (c *checker) say(step, format string, args ...any) {
	since := int(time.Since(c.begun).Seconds())
	say(c.out, step, "%2d:%02d "+format, append([]any{since / 60, since % 60}, args...)...)
}

func say(out io.Writer, step, format string, args ...any) {
	fmt.Fprintf(out, "%-7s %s\n", step, strings.TrimRight(fmt.Sprintf(format, args...), "\n"))
}
