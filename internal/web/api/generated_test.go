package api_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/web/api"
)

var update = flag.Bool("update", false, "generate the server from openapi.yaml anew")

// TestGenerated: the server is what the generator, of the version that .ci/generator
// pins, makes of the document.
func TestGenerated(t *testing.T) {
	t.Parallel()
	generator := filepath.Join("..", "..", "..", ".ci", "generator")
	tool := func(args ...string) ([]byte, error) {
		return exec.CommandContext(t.Context(), "go", append([]string{"-C", generator, "tool", "oapi-codegen"}, args...)...).CombinedOutput()
	}
	if out, err := tool("-version"); err != nil {
		t.Skipf("the generator cannot be had: %v\n%s", err, out)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(t.TempDir(), "generated.go")
	out, err := tool("-config", filepath.Join(here, "oapi-codegen.yaml"), "-o", made, filepath.Join(here, "openapi.yaml"))
	if err != nil {
		t.Fatalf("generate: %v\n%s", err, out)
	}
	want, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("generated.go", want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("generated.go")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")); diff != "" {
		t.Errorf("generated.go is not made of openapi.yaml; go test ./internal/web/api -update makes it (-want +got):\n%s", diff)
	}
}

// TestContract: the document is right by the standard.
func TestContract(t *testing.T) {
	t.Parallel()
	contract, err := api.Contract()
	if err != nil {
		t.Fatal(err)
	}
	if err := contract.Validate(t.Context()); err != nil {
		t.Error(err)
	}
}
