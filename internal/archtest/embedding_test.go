package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestLargeTypesAreFields: what works on a request, or carries out a use case, has it in a
// field with a name. Embedded, it gives each type its hundreds of methods once more, each
// of which is compiled again: the package of the pages took 30 times as long.
func TestLargeTypesAreFields(t *testing.T) {
	t.Parallel()
	large := []string{"request", "Service", "gin.Context"}
	root := filepath.Join("..", "..")
	seen := 0
	err := fs.WalkDir(os.DirFS(root), "internal", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.Name() == "node_modules":
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(root, path), nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			declared, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			for _, name := range embedded(declared) {
				isRequest := path == "internal/web/request.go" && declared.Name.Name == "request"
				if slices.Contains(large, name) && !isRequest {
					t.Errorf("%s: %s embeds %s; give the field a name", path, declared.Name.Name, name)
				}
				seen++
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if seen == 0 {
		t.Error("no type embeds anything: the test looks in the wrong place")
	}
}

// embedded are the types that a struct embeds, those of gin with their package.
func embedded(declared *ast.TypeSpec) (names []string) {
	structure, ok := declared.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	for _, field := range structure.Fields.List {
		if len(field.Names) > 0 {
			continue
		}
		of := field.Type
		if pointer, ok := of.(*ast.StarExpr); ok {
			of = pointer.X
		}
		switch of := of.(type) {
		case *ast.Ident:
			names = append(names, of.Name)
		case *ast.SelectorExpr:
			name := of.Sel.Name
			if from, ok := of.X.(*ast.Ident); ok && from.Name == "gin" {
				name = "gin." + name
			}
			names = append(names, name)
		}
	}
	return names
}
