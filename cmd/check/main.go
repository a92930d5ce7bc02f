// Command check is the one test command of contributors and of CI: it looks for
// the tools, checks formatting, vets, lints and tests, and closes with one line
// that says what passed.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

const usage = `usage: go run ./cmd/check [--setup]

Looks for the tools that the checks and tests use, then checks the formatting
(nothing is rewritten), vets, lints and runs every test: with the race detector
where things run at once. What needs a missing tool is skipped. With CI=true in the environment a skip is
a failure. The last line counts the tests; each step that failed or was skipped
counts as one more:

    check: 412 passed, 0 failed, 0 skipped

  --setup   first install what is missing: Debian packages with apt-get, and
            golangci-lint and a stand-in for MongoDB in the user's cache folder
  --help    print this text

Exit code: 0 when nothing failed, 1 when something did, 2 for a wrong call.
`

var (
	errFailed = errors.New("check failed")
	errUsage  = errors.New("wrong call")
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, errUsage):
		os.Exit(2)
	case err != nil:
		os.Exit(1)
	}
}

// run checks the module of the working folder. It returns errUsage for a wrong
// call, errFailed where something failed; both have been reported by then.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("check", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	setup := flags.Bool("setup", false, "")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return nil
	case err != nil:
		fmt.Fprintf(stderr, "check: %v\n\n%s", err, usage)
		return errUsage
	case flags.NArg() > 0:
		fmt.Fprintf(stderr, "check: unexpected argument %q\n\n%s", flags.Arg(0), usage)
		return errUsage
	}
	root, err := moduleRoot(ctx)
	if err != nil {
		fmt.Fprintf(stderr, "check: %v\n", err)
		return errFailed
	}
	linter, err := findLinter(ctx, root)
	if err != nil {
		fmt.Fprintf(stderr, "check: %v\n", err)
		return errFailed
	}
	c := &checker{root: root, linter: linter, out: stdout, begun: time.Now(), setup: *setup}
	wait := func() {}
	if c.setup {
		wait = c.setUp(ctx)
	}
	return c.verify(ctx, wait, os.Getenv("CI") == "true")
}

// moduleRoot returns the folder of the go.mod that rules the working folder.
func moduleRoot(ctx context.Context) (string, error) {
	out, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOMOD: %w", err)
	}
	file := string(bytes.TrimSpace(out))
	if filepath.Base(file) != "go.mod" {
		return "", errors.New("the working folder is in no Go module")
	}
	return filepath.Dir(file), nil
}
