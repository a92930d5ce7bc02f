package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// tulos runs a command as main does, on a fixed day.
func tulos(t *testing.T, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(t.Context(), args, testEnvironment(&out, &errs))
	return out.String(), errs.String(), code
}

func testEnvironment(out, errs io.Writer) environment {
	return environment{
		Stdout: out, Stderr: errs,
		Getenv: func(string) string { return "" },
		Now:    func() time.Time { return time.Date(2027, 2, 1, 12, 0, 0, 0, time.UTC) },
	}
}

func TestUsage(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		want string // on standard error
	}{
		"nothing":            {nil, "Usage: tulos"},
		"unknown command":    {[]string{"reprot"}, "Usage: tulos"},
		"no file":            {[]string{"check"}, "Usage: tulos check"},
		"unknown flag":       {[]string{"figures", "demo", "--xml"}, "Usage: tulos figures"},
		"no period":          {[]string{"report", "demo", "--out", "x"}, "Usage: tulos report"},
		"no folder":          {[]string{"report", "demo", "--period", "1"}, "Usage: tulos report"},
		"period of words":    {[]string{"report", "demo", "--period", "two", "--out", "x"}, "--period=two"},
		"period backwards":   {[]string{"report", "demo", "--period", "2-1", "--out", "x"}, "--period=2-1"},
		"period too late":    {[]string{"report", "demo", "--period", "9", "--out", "x"}, "the project has 4 periods"},
		"unknown language":   {[]string{"report", "demo", "--period", "1", "--out", "x", "--language", "xx"}, "en, fi, sv, lv, et, lt, pl, de, da, nb, is, ru, uk"},
		"unknown definition": {[]string{"report", "demo", "--period", "1", "--out", "x", "--definition", "none"}, "general"},
		"unknown format":     {[]string{"report", "demo", "--period", "1", "--out", "x", "--format", "docx"}, "pdf, xlsx"},
		"unknown audience":   {[]string{"report", "demo", "--period", "1", "--out", "x", "--audience", "press"}, "partnership"},
		"fewer than none":    {[]string{"demo-data", "--activities=-1", "--out", "x"}, "--activities=-1"},
		"impossible day":     {[]string{"report", "demo", "--period", "1", "--out", "x", "--as-of", "2026-02-30"}, "--as-of=2026-02-30"},
	} {
		t.Run(name, func(t *testing.T) {
			stdout, stderr, code := tulos(t, test.args...)
			if code != 2 || stdout != "" || !strings.Contains(stderr, test.want) || !strings.Contains(stderr, "Usage:") {
				t.Errorf("exit %d, stdout %q, stderr %q; want exit 2 with the usage and %q", code, stdout, stderr, test.want)
			}
			if _, err := os.Stat("x"); !errors.Is(err, os.ErrNotExist) {
				t.Error("a folder was made")
			}
		})
	}
}

func TestHelp(t *testing.T) {
	for _, args := range [][]string{{"--help"}, {"check", "--help"}, {"figures", "--help"}, {"report", "--help"}, {"version", "--help"}} {
		stdout, stderr, code := tulos(t, args...)
		if code != 0 || stderr != "" || !strings.Contains(stdout, "Usage: tulos") {
			t.Errorf("tulos %v: exit %d, stdout %q, stderr %q", args, code, stdout, stderr)
		}
	}
}

func TestVersion(t *testing.T) {
	stdout, _, code := tulos(t, "version")
	if code != 0 || !strings.HasPrefix(stdout, "tulos ") {
		t.Errorf("exit %d, stdout %q", code, stdout)
	}
}

func TestCheckDemo(t *testing.T) {
	stdout, stderr, code := tulos(t, "check", "demo")
	if code != 0 {
		t.Errorf("exit %d: %s", code, stderr)
	}
	for line := range strings.Lines(stdout) {
		if !strings.HasPrefix(line, "warning: ") {
			t.Errorf("the demo has an error: %s", line)
		}
	}
}

func TestCheckBroken(t *testing.T) {
	file := filepath.Join(t.TempDir(), "broken.json")
	if err := os.WriteFile(file, []byte(`{"format":"tulos-bundle/1","extra":1,"activities":[{"start":"2026-02-30"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	stdout, _, code := tulos(t, "check", file)
	if code != 1 || !strings.Contains(stdout, "extra: ") || !strings.Contains(stdout, "activities[0].start: ") {
		t.Errorf("exit %d, stdout %q", code, stdout)
	}
	stdout, _, code = tulos(t, "check", file, "--json")
	var found findings
	if err := json.Unmarshal([]byte(stdout), &found); err != nil || code != 1 || len(found.Errors) < 2 || found.Warnings == nil {
		t.Errorf("exit %d, %v, stdout %q", code, err, stdout)
	}
	for _, args := range [][]string{{"figures", file}, {"report", file, "--period", "1", "--out", filepath.Join(t.TempDir(), "out")}} {
		stdout, stderr, code := tulos(t, args...)
		if code != 1 || stdout != "" || !strings.Contains(stderr, "activities[0].start: ") {
			t.Errorf("tulos %s: exit %d, stdout %q, stderr %q", args[0], code, stdout, stderr)
		}
	}
}

func TestDemoData(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "sample.json")
	if stdout, stderr, code := tulos(t, "demo-data", "--activities", "200", "--out", file); code != 0 || strings.TrimSpace(stdout) != file {
		t.Fatalf("exit %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	if stdout, stderr, code := tulos(t, "check", file); code != 0 || stdout != "" {
		t.Errorf("exit %d, stdout %q, stderr %q", code, stdout, stderr)
	}
	if stdout, stderr, code := tulos(t, "report", file, "--period", "8", "--out", t.TempDir()); code != 0 {
		t.Errorf("exit %d, stdout %q, stderr %q", code, stdout, stderr)
	}
}

func TestMissingFile(t *testing.T) {
	_, stderr, code := tulos(t, "check", filepath.Join(t.TempDir(), "none.json"))
	if code != 1 || !strings.Contains(stderr, "none.json") {
		t.Errorf("exit %d, stderr %q", code, stderr)
	}
}

func TestFiguresOfDemo(t *testing.T) {
	want, err := os.ReadFile(filepath.FromSlash("../../internal/bundle/testdata/baltic.figures.json"))
	if err != nil {
		t.Fatal(err)
	}
	stdout, stderr, code := tulos(t, "figures", "demo")
	if code != 0 || stderr != "" || strings.TrimSpace(stdout) != strings.TrimSpace(string(want)) {
		t.Errorf("exit %d, stderr %q; the figures differ from the golden file", code, stderr)
	}
}

// A brokenPipe is a reader that has stopped reading.
type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}
}

func TestBrokenPipe(t *testing.T) {
	for _, args := range [][]string{{"figures", "demo"}, {"check", "demo"}, {"check", "demo", "--json"}, {"version"}} {
		var stderr bytes.Buffer
		code := run(context.Background(), args, testEnvironment(brokenPipe{}, &stderr))
		if code != 0 || stderr.Len() > 0 {
			t.Errorf("tulos %v: exit %d, stderr %q", args, code, stderr.String())
		}
	}
}

func TestLanguageOfLocale(t *testing.T) {
	for _, test := range []struct{ name, value, want string }{
		{"LC_ALL", "fi_FI.UTF-8", "fi"},
		{"LANG", "lv_LV", "lv"},
		{"LANG", "C.UTF-8", "en"},
		{"LANG", "fr_FR.UTF-8", "en"},
		{"LC_MESSAGES", "ru", "ru"},
	} {
		got := language(func(name string) string {
			if name == test.name {
				return test.value
			}
			return ""
		})
		if string(got) != test.want {
			t.Errorf("%s=%s: %s, want %s", test.name, test.value, got, test.want)
		}
	}
}
