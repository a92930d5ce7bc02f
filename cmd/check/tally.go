package main

import (
	"fmt"
	"io"
)

// tally counts tests, and steps that failed or were skipped.
type tally struct {
	passed   int
	failures []string // names
	skips    []string
}

func (t *tally) fail(name string) { t.failures = append(t.failures, name) }

func (t *tally) skip(name string) { t.skips = append(t.skips, name) }

func (t *tally) add(other tally) {
	t.passed += other.passed
	t.failures = append(t.failures, other.failures...)
	t.skips = append(t.skips, other.skips...)
}

// close prints what failed and was skipped, and the closing line. That no test
// ran is a failure; in CI a skip is one, and is counted as one.
func (t *tally) close(out io.Writer, ci bool) error {
	if ci {
		for _, name := range t.skips {
			t.fail(name + " (skipped)")
		}
		t.skips = nil
	}
	if t.passed == 0 && len(t.failures) == 0 {
		t.fail("no test ran")
	}
	for _, name := range t.skips {
		say(out, "skipped", "%s", name)
	}
	for _, name := range t.failures {
		say(out, "failed", "%s", name)
	}
	fmt.Fprintln(out, t)
	if len(t.failures) > 0 {
		return errFailed
	}
	return nil
}

func (t *tally) String() string {
	return fmt.Sprintf("check: %d passed, %d failed, %d skipped", t.passed, len(t.failures), len(t.skips))
}
