package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestCalmPackagesStartNothing holds the packages to it of which the race detector watches
// no test, but for cmd/bench, which no test runs.
func TestCalmPackagesStartNothing(t *testing.T) {
	root, err := moduleRoot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	tests, err := sharePackages(t.Context(), root)
	if err != nil {
		t.Fatal(err)
	}
	if len(tests.watched) == 0 || len(tests.atOnce) == 0 {
		t.Fatalf("watched %v, at once %v", tests.watched, tests.atOnce)
	}
	for _, path := range tests.calm {
		if slices.Contains(tests.atOnce, path) || path == "tulos/cmd/bench" {
			continue
		}
		folder := filepath.Join(root, filepath.FromSlash(strings.TrimPrefix(path, "tulos/")))
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			for _, name := range starters(t, file) {
				t.Errorf("%s: %s starts a goroutine in a package that is tested without the race detector", file, name)
			}
		}
	}
}

// starters are the functions of a file that start a goroutine.
func starters(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, declared := range parsed.Decls {
		f, ok := declared.(*ast.FuncDecl)
		if !ok {
			continue
		}
		ast.Inspect(f, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if ok {
				method, isMethod := call.Fun.(*ast.SelectorExpr)
				ok = isMethod && method.Sel.Name == "Go"
			}
			if _, isGo := n.(*ast.GoStmt); isGo || ok {
				names = append(names, f.Name.Name)
			}
			return true
		})
	}
	return names
}
