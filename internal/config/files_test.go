package config

import (
	"strings"
	"testing"

	"tulos/configs"
)

// TestShippedFiles: the defaults and the sample set every key, and the sample
// explains each in a comment just above it.
func TestShippedFiles(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{"defaults.yaml": configs.Defaults, "sample.yaml": configs.Sample} {
		document, err := parse(data)
		if err != nil {
			t.Fatalf("%s%v", name, err)
		}
		r := &yamlReader{file: name, settings: &Settings{}, seen: map[string]int{}}
		r.group(document.Content[0], "")
		for _, fault := range r.faults {
			t.Error(fault)
		}
		lines := strings.Split(string(data), "\n")
		for _, k := range keys() {
			line, there := r.seen[k.path]
			if !there {
				t.Errorf("%s lacks %s", name, k.path)
			}
			if name == "sample.yaml" && there && !strings.HasPrefix(strings.TrimSpace(lines[line-2]), "#") {
				t.Errorf("%s:%d: %s is not explained", name, line, k.path)
			}
		}
	}
}
