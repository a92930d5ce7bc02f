package archtest

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestHouse holds the module as it is against the floors.
func TestHouse(t *testing.T) {
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-json=ImportPath,Imports,TestImports,XTestImports,Deps,Module", Module+"/...")
	var complaints bytes.Buffer
	list.Stderr = &complaints
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &complaints)
	}
	packages, err := Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	for _, broken := range Check(House(), packages) {
		t.Error(broken)
	}
}

// planted is a house of four packages that keeps its floors.
func planted() (map[string]Room, string) {
	house := map[string]Room{
		"cmd/tulos":        {Floor: 5, Imports: []string{"reports", "internal/results"}},
		"reports":          {Floor: 2, Imports: []string{"internal/results"}, Tests: []string{"reports/pdf"}},
		"reports/pdf":      {Floor: 2, Beside: []string{"reports"}},
		"internal/results": {Pure: true},
	}
	list := `
{"ImportPath": "fmt"}
{"ImportPath": "example.org/letters", "Module": {"Path": "example.org/letters"}}
{"ImportPath": "tulos/internal/results", "Imports": ["fmt"], "Deps": ["fmt"], "Module": {"Path": "tulos"},
	"XTestImports": ["tulos/internal/results", "tulos/internal/testtool", "example.org/letters"]}
{"ImportPath": "tulos/reports", "Imports": ["fmt", "tulos/internal/results"], "Module": {"Path": "tulos"},
	"TestImports": ["tulos/configs", "tulos/reports/pdf"]}
{"ImportPath": "tulos/reports/pdf", "Imports": ["tulos/reports", "example.org/letters"], "Module": {"Path": "tulos"}}
{"ImportPath": "tulos/cmd/tulos", "Imports": ["tulos/reports", "tulos/internal/results"], "Module": {"Path": "tulos"}}`
	return house, list
}

func TestCheck(t *testing.T) {
	tests := []struct {
		name     string
		old, new string // what is changed in the output of go list
		change   func(house map[string]Room)
		want     []string
	}{
		{name: "as planned"},
		{
			name: "a package without a floor",
			old:  `{"ImportPath": "fmt"}`, new: `{"ImportPath": "tulos/internal/util"}`,
			want: []string{"internal/util has no floor: list it in House"},
		},
		{
			name: "a floor without a package",
			old:  `"tulos/cmd/tulos"`, new: `"example.org/tulos"`,
			want: []string{"cmd/tulos is listed in House and does not exist"},
		},
		{
			name: "an import from above",
			old:  `"Imports": ["fmt"]`, new: `"Imports": ["fmt", "tulos/reports"]`,
			want: []string{"internal/results must not import reports"},
		},
		{
			name: "an import from below without leave",
			old:  `"Imports": ["tulos/reports", "example.org/letters"]`, new: `"Imports": ["tulos/internal/results"]`,
			want: []string{"reports/pdf must not import internal/results"},
		},
		{
			name: "what only tests may import",
			old:  `"Imports": ["fmt", "tulos/internal/results"]`, new: `"Imports": ["tulos/reports/pdf"]`,
			want: []string{"reports must not import reports/pdf"},
		},
		{
			name: "test support in the product",
			old:  `"Imports": ["fmt", "tulos/internal/results"]`, new: `"Imports": ["tulos/internal/testtool"]`,
			want: []string{"reports must not import internal/testtool"},
		},
		{
			name: "a test that imports from above",
			old:  `"tulos/configs"`, new: `"tulos/cmd/tulos"`,
			want: []string{"the tests of reports must not import cmd/tulos"},
		},
		{
			name: "an outside test that imports from above",
			old:  `"tulos/internal/testtool"`, new: `"tulos/reports"`,
			want: []string{"the tests of internal/results must not import reports"},
		},
		{
			name: "a foreign module below a pure package",
			old:  `"Deps": ["fmt"]`, new: `"Deps": ["fmt", "example.org/letters"]`,
			want: []string{"internal/results is pure and must not depend on example.org/letters"},
		},
		{
			name: "a leave against the floors",
			change: func(house map[string]Room) {
				house["reports"] = Room{Floor: 2, Imports: []string{"internal/results", "cmd/tulos"}, Tests: []string{"reports/pdf"}}
			},
			want: []string{"House lets reports import cmd/tulos, which is not on a floor below"},
		},
		{
			name: "a neighbour on another floor",
			change: func(house map[string]Room) {
				house["reports/pdf"] = Room{Floor: 3, Beside: []string{"reports"}}
			},
			want: []string{"House lets reports/pdf import reports, which is not on its own floor"},
		},
		{
			name: "a leave to import what there is not",
			change: func(house map[string]Room) {
				house["internal/results"] = Room{Pure: true, Tests: []string{"internal/store"}}
			},
			want: []string{"House lets internal/results import internal/store, which it does not list"},
		},
		{
			name: "pkg on internal",
			old:  `{"ImportPath": "fmt"}`, new: `{"ImportPath": "tulos/pkg/rates", "Imports": ["tulos/internal/results"]}`,
			change: func(house map[string]Room) {
				house["pkg/rates"] = Room{Floor: 1, Imports: []string{"internal/results"}}
			},
			want: []string{"House lets pkg/rates import internal/results, but pkg stands without internal"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			house, list := planted()
			if tt.change != nil {
				tt.change(house)
			}
			changed := strings.Replace(list, tt.old, tt.new, 1)
			if tt.old != "" && changed == list {
				t.Fatalf("the planted list lacks %s", tt.old)
			}
			packages, err := Decode(strings.NewReader(changed))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, Check(house, packages)); diff != "" {
				t.Errorf("Check (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	if _, err := Decode(strings.NewReader(`{"ImportPath": `)); err == nil {
		t.Error("Decode accepts half an object")
	}
}
