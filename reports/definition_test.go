package reports

import (
	"errors"
	"strings"
	"testing"
)

func TestShippedDefinitionsAreWhole(t *testing.T) {
	names := Definitions()
	if len(names) == 0 {
		t.Fatal("no definitions")
	}
	for _, name := range names {
		d, err := LoadDefinition(name)
		if err != nil {
			t.Error(err)
		}
		if d.Name != name {
			t.Errorf("%s.yaml is named %q", name, d.Name)
		}
	}
}

func TestLoadUnknownDefinition(t *testing.T) {
	for _, name := range []string{"none", "", "../reports", "general.yaml"} {
		if _, err := LoadDefinition(name); !errors.Is(err, ErrUnknownDefinition) {
			t.Errorf("%q: %v, want ErrUnknownDefinition", name, err)
		}
	}
}

func TestParseDefinitionNamesWhatItDoesNotKnow(t *testing.T) {
	const head = "name: x\ntitle: report.title\nsections:\n"
	for name, test := range map[string]struct{ yaml, want string }{
		"nothing":        {"", "name, title and sections"},
		"not yaml":       {"name: [", "report definition"},
		"unknown field":  {head + "- kind: cover\n  colour: red\n", "colour"},
		"unknown kind":   {head + "- kind: poem\n", `sections[0]: kind "poem"`},
		"unknown column": {head + "- kind: cover\n- kind: results\n  columns: [weight]\n", `sections[1]: kind results has no column "weight"`},
		"unknown fact":   {head + "- kind: cover\n  facts: [phone]\n", `no fact "phone"`},
		"column for one that has none": {
			head + "- kind: method\n  columns: [title]\n", `kind method has no column "title"`,
		},
		"mandatory without a question": {
			head + "- kind: method\n  mandatory: true\n", "sections[0]: kind method cannot be mandatory",
		},
		"mandatory and optional": {
			head + "- kind: question\n  question: next\n  mandatory: true\n  optional: true\n", "kind question cannot be mandatory",
		},
		"sheet of a section's kind": {head + "- kind: cover\nsheets:\n- kind: cover\n", `sheets[0]: kind "cover"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseDefinition([]byte(test.yaml))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want it to tell %q", err, test.want)
			}
		})
	}
}
