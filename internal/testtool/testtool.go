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

// Tool is a program of the PATH, or a module of Debian's Python.
type Tool struct {
	Name    string   // of the program or the module
	Module  bool     // whether it is a Python module
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
		{Name: "openpyxl", Module: true, Debian: []string{"python3-openpyxl"}, Purpose: "reading workbooks"},
	}
}

// Find returns the path of the program, or for a module that of the Python
// that can import it. The error says how to get what is missing.
func (t Tool) Find(ctx context.Context) (string, error) {
	if !t.Module {
		path, err := exec.LookPath(t.Name)
		if err != nil {
			return "", fmt.Errorf("%s (%s) is missing: %s", t.Name, t.Purpose, t.remedy())
		}
		return path, nil
	}
	if err := exec.CommandContext(ctx, python, "-c", "import "+t.Name).Run(); err != nil {
		return "", fmt.Errorf("%s with %s (%s) is missing: %s", python, t.Name, t.Purpose, t.remedy())
	}
	return python, nil
}

func (t Tool) remedy() string {
	return "apt-get install " + strings.Join(t.Debian, " ") + ", or go run ./cmd/check --setup"
}

// Look returns the path of a program that Tools names. A test whose program is
// missing is skipped; with CI=true it fails.
func Look(tb testing.TB, name string) string {
	tb.Helper()
	return find(tb, name, false)
}

// Python returns the path of the Python that can import a module that Tools
// names. A test whose module is missing is skipped; with CI=true it fails.
func Python(tb testing.TB, module string) string {
	tb.Helper()
	return find(tb, module, true)
}

func find(tb testing.TB, name string, module bool) string {
	tb.Helper()
	for _, tool := range Tools() {
		if tool.Name != name || tool.Module != module {
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
