// Package testtool names the outside programs that tests read finished
// documents with, and finds them. None of them is needed to run the product.
package testtool

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// python is the interpreter that Debian's python3-* packages install for; the
// python3 of the PATH may be another.
const python = "/usr/bin/python3"

// A Kind is what a tool is.
type Kind int

// The kinds of tools.
const (
	Program Kind = iota // of the PATH
	Module              // of Debian's Python
	Font                // known to fontconfig
)

// Tool is something from outside that tests use.
type Tool struct {
	Name    string // of the program, the module or the font
	Kind    Kind
	Debian  []string // the packages that bring it
	Purpose string   // what is checked with it
}

// Tools returns everything that the tests use from outside.
func Tools() []Tool {
	return []Tool{
		{Name: "gcc", Debian: []string{"gcc", "libc6-dev"}, Purpose: "the race detector"},
		{Name: "qpdf", Debian: []string{"qpdf"}, Purpose: "the syntax of PDF files"},
		{Name: "pdftotext", Debian: []string{"poppler-utils"}, Purpose: "the text of PDF files"},
		{Name: "pdftoppm", Debian: []string{"poppler-utils"}, Purpose: "the look of PDF pages"},
		{Name: "soffice", Debian: []string{"libreoffice-calc"}, Purpose: "opening and recalculating workbooks"},
		{Name: "openpyxl", Kind: Module, Debian: []string{"python3-openpyxl"}, Purpose: "reading workbooks"},
		{Name: "Carlito", Kind: Font, Debian: []string{"fonts-crosextra-carlito", "fontconfig"}, Purpose: "the heights of rows in workbooks"},
	}
}

// Find returns the path of the program, for a module that of the Python that
// can import it, for a font that of its file. The error says how to get what is
// missing.
func (t Tool) Find(ctx context.Context) (string, error) {
	missing := fmt.Errorf("%s (%s) is missing: %s", t.Name, t.Purpose, t.remedy())
	switch t.Kind {
	case Module:
		if err := exec.CommandContext(ctx, python, "-c", "import "+t.Name).Run(); err != nil {
			return "", fmt.Errorf("%s with %w", python, missing)
		}
		return python, nil
	case Font:
		found, err := exec.CommandContext(ctx, "fc-match", "--format=%{family}\n%{file}", t.Name).Output()
		family, file, _ := strings.Cut(string(found), "\n")
		if err != nil || family != t.Name {
			return "", missing
		}
		return file, nil
	case Program:
	}
	path, err := exec.LookPath(t.Name)
	if err != nil {
		return "", missing
	}
	return path, nil
}

func (t Tool) remedy() string {
	return "apt-get install " + strings.Join(t.Debian, " ") + ", or go run ./cmd/check --setup"
}

// Look returns the path of a program that Tools names. A test whose program is
// missing is skipped; with CI=true it fails.
func Look(tb testing.TB, name string) string {
	tb.Helper()
	return find(tb, name, Program)
}

// Python returns the path of the Python that can import a module that Tools
// names. A test whose module is missing is skipped; with CI=true it fails.
func Python(tb testing.TB, module string) string {
	tb.Helper()
	return find(tb, module, Module)
}

// NeedFont holds a test that measures with a font that Tools names. Where the font
// is missing, the test is skipped; with CI=true it fails.
func NeedFont(tb testing.TB, name string) {
	tb.Helper()
	find(tb, name, Font)
}

func find(tb testing.TB, name string, kind Kind) string {
	tb.Helper()
	for _, tool := range Tools() {
		if tool.Name != name || tool.Kind != kind {
			continue
		}
		path, err := tool.Find(tb.Context())
		switch {
		case err == nil:
			return path
		case os.Getenv("CI") == "true":
			tb.Fatal(err)
		default:
			tb.Skip(err)
		}
	}
	tb.Fatalf("%s is not in testtool.Tools", name)
	return ""
}
