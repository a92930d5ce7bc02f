package archtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	declaredTest = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	namedTest    = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w+`)
	namedFile    = regexp.MustCompile("`((?:internal|cmd|pkg|reports)/[^` ]*)`")
)

// TestSecurityDocument holds that the tests and files exist by which the document on
// security says that something is met, and that it has each fuzz test.
func TestSecurityDocument(t *testing.T) {
	root := filepath.Join("..", "..")
	data, err := os.ReadFile(filepath.Join(root, "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	declared := map[string]bool{}
	for _, folder := range []string{"cmd", "internal", "pkg", "reports"} {
		err := fs.WalkDir(os.DirFS(filepath.Join(root, folder)), ".", func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.Name() == "node_modules":
				return fs.SkipDir
			case d.IsDir() || !strings.HasSuffix(path, "_test.go"):
				return nil
			}
			code, err := os.ReadFile(filepath.Join(root, folder, path))
			for _, m := range declaredTest.FindAllStringSubmatch(string(code), -1) {
				declared[m[1]] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	named := map[string]bool{}
	for _, name := range namedTest.FindAllString(text, -1) {
		if named[name] = true; !declared[name] {
			t.Errorf("there is no %s", name)
		}
	}
	for name := range declared {
		if strings.HasPrefix(name, "Fuzz") && !named[name] {
			t.Errorf("%s is not listed", name)
		}
	}
	for _, m := range namedFile.FindAllStringSubmatch(text, -1) {
		if _, err := os.Stat(filepath.Join(root, m[1])); err != nil {
			t.Error(err)
		}
	}
}
