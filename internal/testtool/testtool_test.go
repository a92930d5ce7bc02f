package testtool

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// recorder stands for a test that looks for a tool, and keeps how it ended.
type recorder struct {
	testing.TB
	ended string
}

// end is what stops the recorded test.
type end struct{}

func (r *recorder) Helper() {}

func (r *recorder) Skip(args ...any) {
	r.ended = "skipped: " + fmt.Sprint(args...)
	panic(end{})
}

func (r *recorder) Fatal(args ...any) {
	r.ended = "failed: " + fmt.Sprint(args...)
	panic(end{})
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Fatal(fmt.Sprintf(format, args...))
}

// record returns what look found, and how the test that called it ended.
func record(t *testing.T, look func(testing.TB, string) string, name string) (path, ended string) {
	t.Helper()
	r := &recorder{TB: t}
	defer func() {
		if v := recover(); v != nil {
			if _, ok := v.(end); !ok {
				panic(v)
			}
			ended = r.ended
		}
	}()
	return look(r, name), ""
}

func TestLook(t *testing.T) {
	folder := t.TempDir()
	program := filepath.Join(folder, "qpdf")
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, tool, path, ci string
		want, ended          string
	}{
		{name: "found", tool: "qpdf", path: folder, want: program},
		{name: "missing", tool: "qpdf", path: t.TempDir(), ended: "skipped: qpdf (the syntax of PDF files) is missing: apt-get install qpdf"},
		{name: "missing in CI", tool: "qpdf", path: t.TempDir(), ci: "true", ended: "failed: qpdf (the syntax of PDF files) is missing: apt-get install qpdf"},
		{name: "two packages", tool: "gcc", path: t.TempDir(), ended: "skipped: gcc (the race detector) is missing: apt-get install gcc libc6-dev"},
		{name: "not in the table", tool: "cobol", path: folder, ended: "failed: cobol is not in testtool.Tools"},
		{name: "a module is no program", tool: "openpyxl", path: folder, ended: "failed: openpyxl is not in testtool.Tools"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("PATH", tt.path)
			t.Setenv("CI", tt.ci)
			path, ended := record(t, Look, tt.tool)
			if path != tt.want || !strings.HasPrefix(ended, tt.ended) || (ended == "") != (tt.ended == "") {
				t.Errorf("Look = %q, ended %q; want %q, %q", path, ended, tt.want, tt.ended)
			}
		})
	}
}

func TestFindModule(t *testing.T) {
	if _, err := os.Stat(python); err != nil {
		t.Skipf("no %s: apt-get install python3", python)
	}
	path, err := Tool{Name: "json", Kind: Module}.Find(t.Context())
	if err != nil || path != python {
		t.Errorf("Find(json) = %q, %v; want %q", path, err, python)
	}
	absent := Tool{Name: "no_such_module", Kind: Module, Debian: []string{"python3-none"}}
	if _, err := absent.Find(t.Context()); err == nil || !strings.Contains(err.Error(), "apt-get install python3-none") {
		t.Errorf("Find(no_such_module) = %v; want how to get it", err)
	}
}

func TestFindFont(t *testing.T) {
	absent := Tool{Name: "No Such Font", Kind: Font, Debian: []string{"fonts-none"}}
	if _, err := absent.Find(t.Context()); err == nil || !strings.Contains(err.Error(), "apt-get install fonts-none") {
		t.Errorf("Find(No Such Font) = %v; want how to get it", err)
	}
}

func TestPython(t *testing.T) {
	path, ended := record(t, Python, "numpy")
	if path != "" || ended != "failed: numpy is not in testtool.Tools" {
		t.Errorf("Python(numpy) = %q, ended %q", path, ended)
	}
}
