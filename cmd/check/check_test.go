package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/testtool"
)

func TestPlan(t *testing.T) {
	tests := []struct {
		name    string
		missing []string
		want    []string // the steps that run
	}{
		{name: "everything there", want: []string{"format", "vet", "lint", "look", "race", "race", "test"}},
		{name: "no linter", missing: []string{"golangci-lint"}, want: []string{"vet", "look", "race", "race", "test"}},
		{name: "no compiler for the race detector", missing: []string{"gcc"}, want: []string{"format", "vet", "lint", "look", "test"}},
		{name: "no npm", missing: []string{"npm"}, want: []string{"format", "vet", "lint", "race", "race", "test"}},
		{name: "npm ci was not run", missing: []string{"axe-core/axe.min.js"}, want: []string{"format", "vet", "lint", "race", "race", "test"}},
		{name: "a tool of the tests alone", missing: []string{"qpdf"}, want: []string{"format", "vet", "lint", "look", "race", "race", "test"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			missing := make(map[string]bool)
			for _, name := range tt.missing {
				missing[name] = true
			}
			var runs []string
			for _, s := range plan("golangci-lint", share{watched: []string{"a"}, atOnce: []string{"b"}, calm: []string{"b", "c"}}) {
				if len(s.lacks(missing)) == 0 {
					runs = append(runs, s.name)
				}
			}
			if diff := cmp.Diff(tt.want, runs); diff != "" {
				t.Errorf("steps (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRunRefuses(t *testing.T) {
	tests := []struct {
		name string
		args []string
		err  error
		want string // in what is printed
	}{
		{name: "help", args: []string{"--help"}, want: "usage: go run ./cmd/check"},
		{name: "an unknown flag", args: []string{"--fix"}, err: errUsage, want: "not defined: -fix"},
		{name: "an argument", args: []string{"./..."}, err: errUsage, want: `unexpected argument "./..."`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := run(t.Context(), tt.args, &out, &out); !errors.Is(err, tt.err) {
				t.Errorf("run returns %v, want %v", err, tt.err)
			}
			if !strings.Contains(out.String(), tt.want) {
				t.Errorf("run prints %q, want %q", &out, tt.want)
			}
		})
	}
}

func TestRunOutsideModules(t *testing.T) {
	t.Chdir(t.TempDir())
	var out bytes.Buffer
	if err := run(t.Context(), nil, &out, &out); !errors.Is(err, errFailed) {
		t.Errorf("run returns %v, want %v", err, errFailed)
	}
	if want := "in no Go module"; !strings.Contains(out.String(), want) {
		t.Errorf("run prints %q, want %q", &out, want)
	}
}

// TestRun checks small modules with the real go command. The linter is a script
// that answers as the case says.
func TestRun(t *testing.T) {
	testtool.Look(t, "gcc")
	const (
		passing = "package a\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {}\n"
		quiet   = "#!/bin/sh\n"
		strict  = "#!/bin/sh\n[ $1 = fmt ] || { echo found: $*; exit 1; }\n"
	)
	tests := []struct {
		name   string
		test   string // the test file
		linter string // none where it is empty
		ci     string
		err    error
		want   []string // lines that the output ends with
	}{
		{
			name: "all well", test: passing, linter: quiet,
			want: []string{"check: 1 passed, 0 failed, 0 skipped"},
		},
		{
			name: "a finding of the linter", test: passing, linter: strict, err: errFailed,
			want: []string{"failed  step lint", "check: 1 passed, 1 failed, 0 skipped"},
		},
		{
			name: "no linter", test: passing,
			want: []string{"skipped step format", "skipped step lint", "check: 1 passed, 0 failed, 2 skipped"},
		},
		{
			name: "no linter in CI", test: passing, ci: "true", err: errFailed,
			want: []string{"failed  step format (skipped)", "failed  step lint (skipped)", "check: 1 passed, 2 failed, 0 skipped"},
		},
		{
			name: "no test", test: "package a\n", linter: quiet, err: errFailed,
			want: []string{"failed  no test ran", "check: 0 passed, 1 failed, 0 skipped"},
		},
		{
			name:   "a data race",
			test:   "package a\n\nimport \"testing\"\n\nfunc TestWritersAtTheSameTime(t *testing.T) {\n\tn, done := 0, make(chan bool)\n\tgo func() { n++; close(done) }()\n\tn++\n\t<-done\n}\n",
			linter: quiet, err: errFailed,
			want: []string{"failed  example.org/a TestWritersAtTheSameTime", "check: 1 passed, 1 failed, 0 skipped"},
		},
		{
			name: "what vet refuses and does not build", test: "package a\n\nvar x int = \"\"\n", linter: quiet, err: errFailed,
			want: []string{"failed  step vet", "failed  example.org/a (does not build)", "check: 0 passed, 2 failed, 0 skipped"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("CI", tt.ci)
			below := plantModule(t, tt.test, tt.linter)
			t.Chdir(below)
			var out bytes.Buffer
			if err := run(t.Context(), nil, &out, &out); !errors.Is(err, tt.err) {
				t.Errorf("run returns %v, want %v", err, tt.err)
			}
			lines := strings.Split(strings.TrimSpace(out.String()), "\n")
			end := lines[max(0, len(lines)-len(tt.want)):]
			if diff := cmp.Diff(tt.want, end); diff != "" {
				t.Errorf("the end of the output (-want +got):\n%s\nall of it:\n%s", diff, &out)
			}
		})
	}
}

// plantModule writes a module with one test file and, in a cache folder of its
// own, the linter. It returns a folder below the module's.
func plantModule(t *testing.T, test, linter string) string {
	t.Helper()
	cache, err := exec.CommandContext(t.Context(), "go", "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	t.Setenv("GOCACHE", string(bytes.TrimSpace(cache)))
	t.Setenv("XDG_CACHE_HOME", filepath.Join(root, "cache"))
	t.Setenv("GOFLAGS", "")
	files := map[string]string{
		"go.mod":           "module example.org/a\n\ngo 1.26\n",
		"a.go":             "// Package a is checked.\npackage a\n",
		"a_test.go":        test,
		"below/readme":     "",
		".ci/tools/go.mod": "module tools\n\nrequire " + linterModule + " v2.0.1\n",
	}
	if linter != "" {
		files["cache/tulos/golangci-lint-v2.0.1-"+runtime.Version()] = linter
	}
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(root, "below")
}

func TestPinnedVersion(t *testing.T) {
	got, err := pinnedVersion([]byte(`{"Require": [{"Path": "example.org/a", "Version": "v1.0.0"}, {"Path": "` + linterModule + `", "Version": "v2.15.0"}]}`))
	if got != "v2.15.0" || err != nil {
		t.Errorf("pinnedVersion = %q, %v", got, err)
	}
	if _, err := pinnedVersion([]byte(`{}`)); err == nil {
		t.Error("pinnedVersion finds a linter where none is required")
	}
}

func TestAptCalls(t *testing.T) {
	want := [][]string{
		{"update"},
		{"install", "--yes", "--no-install-recommends", "poppler-utils", "qpdf"},
	}
	if diff := cmp.Diff(want, aptCalls([]string{"poppler-utils", "qpdf"})); diff != "" {
		t.Errorf("aptCalls (-want +got):\n%s", diff)
	}
}
