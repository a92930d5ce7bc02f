package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"tulos/internal/testtool"
)

// setUp installs what is missing; wait waits until all is there. What cannot be installed
// is reported here, and what needs it skipped later. The linter is built, which keeps the
// processors busy, while the rest is fetched.
func (c *checker) setUp(ctx context.Context) (wait func()) {
	wait = c.buildLinter(ctx)
	var packages []string
	for _, tool := range testtool.Tools() {
		if _, err := tool.Find(ctx); err != nil {
			packages = append(packages, tool.Debian...)
		}
	}
	if len(packages) > 0 {
		slices.Sort(packages)
		c.apt(ctx, slices.Compact(packages))
	}
	c.npm(ctx)
	return wait
}

// buildLinter begins to build golangci-lint, where it is not there; wait waits for it.
func (c *checker) buildLinter(ctx context.Context) (wait func()) {
	if c.linter.built() {
		return func() {}
	}
	c.say("setup", "building golangci-lint %s, once; this takes minutes", c.linter.version)
	done := make(chan error, 1)
	go func() { done <- c.linter.build(ctx) }()
	return func() {
		if err := <-done; err != nil {
			c.say("setup", "%v", err)
		}
	}
}

// npm installs what the tests of pages use, as package-lock.json has it.
func (c *checker) npm(ctx context.Context) {
	isMissing := func(t testtool.Tool) bool {
		_, err := t.Find(ctx)
		return t.Kind == testtool.Package && err != nil
	}
	if !c.hasLook() || !slices.ContainsFunc(testtool.Tools(), isMissing) {
		return
	}
	folder := filepath.Join(c.root, filepath.FromSlash(look))
	c.say("setup", "npm ci in %s", look)
	out, err := c.command(ctx, npmName, "ci", "--no-audit", "--no-fund", "--prefix", folder).CombinedOutput()
	if err != nil {
		c.say("setup", "npm ci: %v\n%s", err, out)
	}
}

// apt installs Debian packages. An update that fails is no reason to stop: the
// lists that are there may do.
func (c *checker) apt(ctx context.Context, packages []string) {
	for _, args := range aptCalls(packages) {
		c.say("setup", "apt-get %s", strings.Join(args, " "))
		if err := c.aptGet(ctx, args); err != nil {
			c.say("setup", "apt-get %s: %v", args[0], err)
		}
	}
}

func aptCalls(packages []string) [][]string {
	return [][]string{
		{"update"},
		append([]string{"install", "--yes", "--no-install-recommends"}, packages...),
	}
}

// aptGet is quiet where it succeeds; a lock of another run is waited for.
func (c *checker) aptGet(ctx context.Context, args []string) error {
	args = append([]string{"-o", "DPkg::Lock::Timeout=600", "-qq"}, args...)
	command := c.command(ctx, "apt-get", args...)
	command.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	out, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}
