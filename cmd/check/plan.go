package main

import (
	"path"

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

// testStep names the step whose output is a stream of test events, lookStep the one
// for modules that have styles and scripts in the folder look.
const (
	testStep = "test"
	lookStep = "look"
)

// unwatched leaves SQLite's own code, translated from C, out of the race detector: it
// does its locking through modernc.org/libc, which is watched, and would take most of
// the tests' time.
const unwatched = "-gcflags=modernc.org/sqlite/lib=-race=false -d=checkptr=0"

var look = path.Dir(testtool.NodeModules)

func plan(linter string) []step {
	return []step{
		{"format", []string{linterName}, []string{linter, "fmt", "--diff"}},
		{"vet", nil, []string{"go", "vet", "./..."}},
		{"lint", []string{linterName}, []string{linter, "run", "--allow-serial-runners", "./..."}},
		{lookStep, []string{npmName, axeName}, []string{npmName, "test", "--silent", "--prefix", look}},
		{testStep, []string{compilerName}, []string{"go", "test", "-race", unwatched, "-count=1", "-timeout=20m", "-json", "./..."}},
	}
}

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
