package main

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
)

// testStep names the step whose output is a stream of test events.
const testStep = "test"

func plan(linter string) []step {
	return []step{
		{"format", []string{linterName}, []string{linter, "fmt", "--diff"}},
		{"vet", nil, []string{"go", "vet", "./..."}},
		{"lint", []string{linterName}, []string{linter, "run", "--allow-serial-runners", "./..."}},
		{testStep, []string{compilerName}, []string{"go", "test", "-race", "-count=1", "-json", "./..."}},
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
