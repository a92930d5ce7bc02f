package bundle_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/results"

	"github.com/google/go-cmp/cmp"
)

func TestOpen(t *testing.T) {
	t.Parallel()
	want := encoded(t, decodeSound(t, edited(t)))
	tests := []struct {
		name, file string
		content    []byte
		beside     []string // files in its folder
		missing    []string // problems of evidence
	}{
		{"JSON", "bundle.json", edited(t), []string{"evidence/a.jpg", "evidence/list.pdf"}, []string{}},
		{"JSON of any name", "project.zip", edited(t), []string{"evidence/a.jpg"}, []string{}},
		{"JSON alone", "bundle.json", edited(t), nil, []string{"activities[0].evidence[0].file"}},
		{"zip", "project.zip", zipped(t), nil, []string{}},
		{"zip of any name", "bundle.json", zipped(t), nil, []string{}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			write(t, filepath.Join(folder, test.file), test.content)
			for _, name := range test.beside {
				write(t, filepath.Join(folder, name), []byte("x"))
			}
			f, err := bundle.Open(filepath.Join(folder, test.file))
			if err != nil {
				t.Fatal(err)
			}
			d, problems, err := bundle.Load(f.JSON, bundle.Options{Evidence: f.Beside()})
			if err != nil || results.HasErrors(problems) {
				t.Fatalf("error %v, problems %v", err, problems)
			}
			if diff := cmp.Diff(string(want), string(encoded(t, d))); diff != "" {
				t.Errorf("bundle (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.missing, paths(problems)); diff != "" {
				t.Errorf("evidence that is not there (-want +got):\n%s", diff)
			}
			if err := f.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func write(tb testing.TB, name string, data []byte) {
	tb.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		tb.Fatal(err)
	}
}

func TestLinksOutOfTheFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	write(t, filepath.Join(folder, "secret"), []byte("x"))
	write(t, filepath.Join(folder, "bundle", "bundle.json"), edited(t))
	if err := os.Symlink(folder, filepath.Join(folder, "bundle", "evidence")); err != nil {
		t.Skip(err)
	}
	f, err := bundle.Open(filepath.Join(folder, "bundle", "bundle.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if data, err := fs.ReadFile(f.Beside(), "evidence/secret"); err == nil {
		t.Errorf("a file outside can be read: %q", data)
	}
}

func TestOpenWhatIsNotThere(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"none.json", "none/bundle.json"} {
		_, err := bundle.Open(filepath.Join(t.TempDir(), name))
		if !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v", err)
		}
	}
	if _, err := bundle.Open(t.TempDir()); err == nil {
		t.Error("a folder can be opened")
	}
	if _, err := bundle.OpenFS(configs.Demo, "demo/none.json"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

// TestOpenPipe reads a bundle that can be read only once.
func TestOpenPipe(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	name := fmt.Sprintf("/dev/fd/%d", r.Fd())
	if _, err := os.Stat(name); err != nil {
		t.Skip(err)
	}
	go func() {
		_, _ = w.Write(edited(t))
		_ = w.Close()
	}()
	f, err := bundle.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, problems, err := bundle.Load(f.JSON, bundle.Options{}); err != nil || len(problems) > 0 {
		t.Errorf("error %v, problems %v", err, problems)
	}
}

func TestOpenFS(t *testing.T) {
	t.Parallel()
	f, err := bundle.OpenFS(configs.Demo, "demo/bundle.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	problems, err := bundle.Stream(f.JSON, bundle.Options{Evidence: f.Beside(), EvidenceRequired: true}, bundle.Sink{})
	if err != nil || results.HasErrors(problems) {
		t.Errorf("error %v, problems %v", err, problems)
	}
}
