package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// event is what is read of one line of go test -json; see go doc test2json.
type event struct {
	Action  string
	Package string
	Test    string // none in the events of a package
	Output  string
	Elapsed float64 // seconds

	FailedBuild string // of a package whose tests do not build
}

// testRun follows the tests of one package.
type testRun struct {
	tally
	output  map[string]*strings.Builder // of each test that has not ended, "" being the package
	nested  map[string]bool             // tests that have subtests
	blamed  map[string]bool             // tests of which a subtest failed
	skipped []string                    // each skipped test with its reason

	unproven map[string]int // what could not be proven here, with how many tests said so
}

// unproven is what a passing test says of what it could not prove where it ran
// (internal/store/storetest).
const unproven = "UNPROVEN: "

// readTests counts the tests of a stream of go test -json and prints a line for
// each package, with the output of failed tests and the reasons of skipped ones.
//
// Only the innermost tests are counted, each case of a table as one; a test that
// fails beside its subtests counts too, and so does a package that fails outside
// its tests.
func readTests(events io.Reader, out io.Writer) (tally, error) {
	var total tally
	packages := make(map[string]*testRun)
	for lines := bufio.NewReader(events); ; {
		line, err := lines.ReadString('\n')
		if line != "" {
			var e event
			if json.Unmarshal([]byte(line), &e) != nil {
				fmt.Fprint(out, line)
			} else if run := follow(packages, e, out); run != nil {
				total.add(run.tally)
				delete(packages, e.Package)
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return total, fmt.Errorf("read go test: %w", err)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(packages)) {
		fmt.Fprintf(out, "FAIL    %s did not end\n", name)
		total.add(packages[name].tally)
		total.fail(name + " (did not end)")
	}
	return total, nil
}

// follow takes one event. It returns the package's run where that has ended.
func follow(packages map[string]*testRun, e event, out io.Writer) *testRun {
	if e.Action == "build-output" {
		fmt.Fprint(out, e.Output)
		return nil
	}
	if e.Package == "" {
		return nil
	}
	run := packages[e.Package]
	if run == nil {
		run = &testRun{
			output: make(map[string]*strings.Builder), nested: make(map[string]bool),
			blamed: make(map[string]bool), unproven: make(map[string]int),
		}
		packages[e.Package] = run
	}
	switch e.Action {
	case "run":
		run.output[e.Test] = &strings.Builder{}
	case "output":
		run.keep(e)
	case "pass", "fail", "skip":
		if e.Test == "" {
			run.end(e, out)
			return run
		}
		run.endTest(e, out)
	}
	return nil
}

func (r *testRun) keep(e event) {
	if strings.HasPrefix(e.Output, "=== ") || e.Test == "" && strings.HasPrefix(e.Output, "FAIL\t") {
		return // said by the events, too
	}
	if r.output[e.Test] == nil {
		r.output[e.Test] = &strings.Builder{}
	}
	r.output[e.Test].WriteString(e.Output)
}

// endTest counts a test. Its subtests have ended before it.
func (r *testRun) endTest(e event, out io.Writer) {
	said := ""
	if kept := r.output[e.Test]; kept != nil {
		said = kept.String()
		delete(r.output, e.Test)
	}
	if slash := strings.LastIndexByte(e.Test, '/'); slash >= 0 {
		parent := e.Test[:slash]
		r.nested[parent] = true
		r.blamed[parent] = r.blamed[parent] || e.Action == "fail"
	}
	for line := range strings.Lines(said) {
		if _, what, ok := strings.Cut(line, unproven); ok {
			r.unproven[strings.TrimSpace(what)]++
		}
	}
	name := e.Package + " " + e.Test
	switch {
	case e.Action == "fail":
		fmt.Fprint(out, said)
		if !r.blamed[e.Test] {
			r.fail(name)
		}
	case e.Action == "skip":
		r.skip(name)
		r.skipped = append(r.skipped, e.Test+": "+reason(said))
	case !r.nested[e.Test]:
		r.passed++
	}
}

// reason is what a skipped test said, on one line.
func reason(said string) string {
	var words []string
	for line := range strings.Lines(said) {
		if !strings.HasPrefix(strings.TrimSpace(line), "--- SKIP: ") {
			words = append(words, strings.Fields(line)...)
		}
	}
	return strings.Join(words, " ")
}

// end counts what a failed package does not blame on a test, and prints the
// package's line.
func (r *testRun) end(e event, out io.Writer) {
	if e.Action == "fail" {
		for _, test := range slices.Sorted(maps.Keys(r.output)) {
			fmt.Fprint(out, r.output[test])
			if test != "" {
				r.fail(e.Package + " " + test + " (did not end)")
			}
		}
		switch {
		case e.FailedBuild != "":
			r.fail(e.Package + " (does not build)")
		case len(r.failures) == 0:
			r.fail(e.Package + " (outside its tests)")
		}
	}
	switch {
	case e.Action == "fail":
		fmt.Fprintf(out, "FAIL    %s: %d passed, %d failed, %d skipped (%.1fs)\n", e.Package, r.passed, len(r.failures), len(r.skips), e.Elapsed)
	case r.passed+len(r.skips) == 0:
		fmt.Fprintf(out, "-       %s: no tests\n", e.Package)
	default:
		fmt.Fprintf(out, "ok      %s: %d passed, %d skipped (%.1fs)\n", e.Package, r.passed, len(r.skips), e.Elapsed)
	}
	for _, skipped := range r.skipped {
		fmt.Fprintf(out, "SKIPPED %s\n", skipped)
	}
	for _, what := range slices.Sorted(maps.Keys(r.unproven)) {
		fmt.Fprintf(out, "%s%s (%d tests)\n", unproven, what, r.unproven[what])
	}
}
