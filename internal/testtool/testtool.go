// Package testtool names the outside programs that tests read finished
// documents with, and finds them. None of them is needed to run the product.
package testtool

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
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
	Package             // of npm, in NodeModules
)

// NodeModules is where npm ci puts packages, below the root of the module.
const NodeModules = "internal/web/look/node_modules"

// Tool is something from outside that tests use.
type Tool struct {
	Name    string // of the program, the module, the font or the file of the package
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
		{Name: "xmllint", Debian: []string{"libxml2-utils"}, Purpose: "the schema of IATI files"},
		{Name: "soffice", Debian: []string{"libreoffice-calc"}, Purpose: "opening and recalculating workbooks"},
		{Name: "openpyxl", Kind: Module, Debian: []string{"python3-openpyxl"}, Purpose: "reading workbooks"},
		{Name: "xlsxwriter", Kind: Module, Debian: []string{"python3-xlsxwriter"}, Purpose: "what go run ./cmd/bench workbook is held against"},
		{Name: "chromium-headless-shell", Debian: []string{"chromium-headless-shell"}, Purpose: "pages in a real browser"},
		{Name: "buildah", Debian: []string{"buildah"}, Purpose: "building the image"},
		{Name: "podman", Debian: []string{"podman"}, Purpose: "running the image"},
		{Name: "runc", Debian: []string{"runc"}, Purpose: "running the image"},
		{Name: "curl", Debian: []string{"curl"}, Purpose: "the examples of the API"},
		{Name: "npm", Debian: []string{"nodejs", "npm"}, Purpose: "axe-core, and the tests of styles and scripts"},
		{Name: "axe-core/axe.min.js", Kind: Package, Purpose: "the accessibility of pages"},
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
	case Package:
		root, err := moduleRoot()
		if err != nil {
			return "", err
		}
		file := filepath.Join(root, filepath.FromSlash(NodeModules), filepath.FromSlash(t.Name))
		if _, err := os.Stat(file); err != nil {
			return "", missing
		}
		return file, nil
	case Program:
	}
	program, err := exec.LookPath(t.Name)
	if err != nil {
		return "", missing
	}
	return program, nil
}

// moduleRoot is the folder of go.mod, above the one of the test.
func moduleRoot() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder, nil
		}
		above := filepath.Dir(folder)
		if above == folder {
			return "", errors.New("no go.mod above the test")
		}
		folder = above
	}
}

func (t Tool) remedy() string {
	switch t.Kind {
	case Package:
		return "npm ci in " + path.Dir(NodeModules) + ", or go run ./cmd/check --setup"
	default:
	}
	return "apt-get install " + strings.Join(t.Debian, " ") + ", or go run ./cmd/check --setup"
}

// Look returns the path of a program that Tools names. A test whose program is
// missing is skipped; with CI=true it fails.
func Look(tb testing.TB, name string) string {
	tb.Helper()
	return find(tb, name, Program)
}

// File returns the path of a file of an npm package that Tools names. A test whose
// file is missing is skipped; with CI=true it fails.
func File(tb testing.TB, name string) string {
	tb.Helper()
	return find(tb, name, Package)
}

// StandardVariable names the folder with the schemas and the rulesets of IATI 2.03;
// without it that is looked for in shared/iati beside the module.
const StandardVariable = "TULOS_TEST_IATI"

// Standard returns the folder with schemas/iati-activities-schema.xsd
// (github.com/IATI/IATI-Schemas, version-2.03) and rulesets/standard.json
// (github.com/IATI/IATI-Rulesets), which are not part of the module. Where it is missing
// it is empty, and the output of the test says what is not proven.
func Standard(tb testing.TB) string {
	tb.Helper()
	folder := os.Getenv(StandardVariable)
	if folder == "" {
		root, err := moduleRoot()
		if err != nil {
			tb.Fatal(err)
		}
		folder = filepath.Join(filepath.Dir(root), "shared", "iati")
	}
	for _, file := range []string{"schemas/iati-activities-schema.xsd", "rulesets/standard.json"} {
		if _, err := os.Stat(filepath.Join(folder, filepath.FromSlash(file))); err != nil {
			tb.Logf("UNPROVEN: that files of IATI keep its schema and rules, which %s names (github.com/IATI)", StandardVariable)
			return ""
		}
	}
	return folder
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
		found, err := tool.Find(tb.Context())
		switch {
		case err == nil:
			return found
		case os.Getenv("CI") == "true":
			tb.Fatal(err)
		default:
			tb.Skip(err)
		}
	}
	tb.Fatalf("%s is not in testtool.Tools", name)
	return ""
}
