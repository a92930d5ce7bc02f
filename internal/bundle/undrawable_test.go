package bundle_test

import (
	"slices"
	"strings"
	"testing"

	"tulos/internal/bundle"
	"tulos/internal/results"
)

// TestUndrawable: characters that reports cannot show are warned of where they
// stand, once, and change nothing else.
func TestUndrawable(t *testing.T) {
	undrawable := func(s string) []rune {
		return slices.DeleteFunc([]rune(s), func(r rune) bool { return r != '漢' && r != '🙂' })
	}
	data := edited(t, edit{"activities[0].title", `{"en": "Training 🙂 漢"}`}, edit{"organisations[0].name", `"漢"`})
	d, problems := bundle.Decode(data, bundle.Options{Undrawable: undrawable})
	if d == nil {
		t.Fatal(problems)
	}
	found := map[string]string{}
	for _, p := range problems {
		if p.Code == bundle.Undrawable {
			value, _ := p.Args["Value"].(string)
			found[p.Path] += value
			if !p.Warning {
				t.Errorf("%s is an error", p.Path)
			}
		}
	}
	if len(found) != 2 || found["activities[0].title.en"] != "🙂漢" || found["organisations[0].name"] != "漢" {
		t.Errorf("found %v", found)
	}
	_, without := bundle.Decode(data, bundle.Options{})
	if slices.ContainsFunc(without, func(p results.Problem) bool { return strings.Contains(string(p.Code), "undrawable") }) {
		t.Error("warned of where nobody looks for it")
	}
}
