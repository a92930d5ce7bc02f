package bundle_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/results"
)

// problemCodes reads the constants of type ProblemCode from the source.
func problemCodes(t *testing.T) []string {
	t.Helper()
	var codes []string
	for _, folder := range []string{".", "../partnership", "../results", "../service", "../../reports/iati"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			tree, err := parser.ParseFile(token.NewFileSet(), file, source, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(tree, func(n ast.Node) bool {
				if spec, ok := n.(*ast.ValueSpec); ok && isCode(spec.Type) {
					for _, v := range spec.Values {
						code, _ := strconv.Unquote(v.(*ast.BasicLit).Value)
						codes = append(codes, code)
					}
				}
				return true
			})
		}
	}
	return codes
}

func isCode(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name == "ProblemCode"
	case *ast.SelectorExpr:
		return e.Sel.Name == "ProblemCode"
	}
	return false
}

func TestEveryProblemHasItsMessage(t *testing.T) {
	keys, err := i18n.Keys()
	if err != nil {
		t.Fatal(err)
	}
	messages := map[string]bool{}
	for _, key := range keys {
		if code, ok := strings.CutPrefix(key, "problem."); ok {
			messages[code] = true
		}
	}
	codes := problemCodes(t)
	if len(codes) < 50 {
		t.Fatalf("only %d codes found in the source", len(codes))
	}
	for _, code := range codes {
		if !messages[code] {
			t.Errorf("problem.%s has no message", code)
		}
		delete(messages, code)
	}
	for code := range messages {
		t.Errorf("problem.%s is a message of no problem", code)
	}
}

func english(t *testing.T) *i18n.Localizer {
	t.Helper()
	l, err := i18n.For(i18n.English)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestMessage(t *testing.T) {
	tests := []struct {
		name    string
		problem results.Problem
		want    string
	}{
		{
			"a value",
			results.Problem{Code: results.NoSuchIndicator, Args: map[string]any{"Value": "OP9"}},
			"This indicator is not in the results framework: OP9",
		},
		{
			"a measure in words",
			results.Problem{Code: results.NotForMeasure, Args: map[string]any{"Measure": "percentage"}},
			"This does not belong to an indicator of this measure: Percentage. Leave it out.",
		},
		{
			"a count",
			results.Problem{Code: results.TooMany, Args: map[string]any{"Count": 12345}},
			"At least 12,345 more problems are not listed.",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := bundle.Message(english(t), test.problem); got != test.want {
				t.Errorf("message %q, want %q", got, test.want)
			}
		})
	}
}
