package main

import (
	"path"
	"slices"

	"tulos/internal/testtool"
)

// step is a command that verifies one thing, and the tools without which it is
// skipped.
type step struct {
	name    string
	needs   []string
	command []string
}

// The tools that steps need by name. The other tools are needed by tests, which
// skip themselves.
const (
	linterName   = "golangci-lint"
	compilerName = "gcc"
	npmName      = "npm"
	axeName      = "axe-core/axe.min.js" // stands for all that npm brings
)

// The steps whose output is a stream of test events, raceStep being with the race
// detector; lookStep is for modules that have styles and scripts in the folder look.
const (
	raceStep = "race"
	testStep = "test"
	lookStep = "look"
)

// unwatched leaves SQLite's own code, translated from C, out of the race detector: it
// does its locking through modernc.org/libc, which is watched, and would take most of
// the tests' time.
const unwatched = "-gcflags=modernc.org/sqlite/lib=-race=false -d=checkptr=0"

var look = path.Dir(testtool.NodeModules)

// testCall is how tests are called, but for the packages; a step of its own vets.
func testCall(flags ...string) []string {
	return slices.Concat([]string{"go", "test", "-count=1", "-vet=off", "-timeout=60m", "-json"}, flags)
}

// plan are the steps, in their order. A step of tests for which there are no packages is
// left out.
func plan(linter string, tests share) []step {
	steps := []step{
		{"format", []string{linterName}, []string{linter, "fmt", "--diff"}},
		{"vet", nil, []string{"go", "vet", "./..."}},
		{"lint", []string{linterName}, []string{linter, "run", "--allow-serial-runners", "./..."}},
		{lookStep, []string{npmName, axeName}, []string{npmName, "test", "--silent", "--prefix", look}},
	}
	for _, t := range []struct {
		step
		packages []string
	}{
		{step{raceStep, []string{compilerName}, testCall("-race", unwatched)}, tests.watched},
		{step{raceStep, []string{compilerName}, testCall("-race", unwatched, "-run="+atOnce)}, tests.atOnce},
		{step{testStep, nil, testCall()}, tests.calm},
	} {
		if len(t.packages) > 0 {
			t.command = append(t.command, t.packages...)
			steps = append(steps, t.step)
		}
	}
	return steps
}

// env is what a step has in its environment: but for the race detector, which needs C,
// everything is built as the product is, and once.
func (s step) env() []string {
	if s.name == raceStep {
		return []string{"CGO_ENABLED=1"}
	}
	return []string{"CGO_ENABLED=0"}
}

// isTest says whether the step prints events of go test -json.
func (s step) isTest() bool { return s.name == raceStep || s.name == testStep }

// lacks returns which of the missing tools the step needs.
func (s step) lacks(missing map[string]bool) []string {
	var lacking []string
	for _, name := range s.needs {
		if missing[name] {
			lacking = append(lacking, name)
		}
	}
	return lacking
}
