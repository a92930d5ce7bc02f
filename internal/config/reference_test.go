package config

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"tulos/configs"
)

var update = flag.Bool("update", false, "write docs/configuration.md anew")

const referenceHead = `# Settings

<!-- Made of internal/config and configs/sample.yaml: go test ./internal/config -update -->

Defaults, then the file of ` + "`--config` or `TULOS_CONFIG`" + `, then the environment, then flags; the
later wins. Unknown keys and variables are errors, which name file, line and key. A variable
that is empty sets nothing. [` + "`configs/sample.yaml`](../configs/sample.yaml)" + ` is a file to begin with.

`

// TestReference: docs/configuration.md tells every setting, as the sample explains it.
func TestReference(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "configuration.md")
	want := reference(t)
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	is, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(is) != want {
		t.Errorf("%s is not what the settings are: go test ./internal/config -update", path)
	}
}

var defaultSentence = regexp.MustCompile(`(?s)^(.*?)\s*Default: (.*)$`)

// reference is the text of the page.
func reference(t *testing.T) string {
	t.Helper()
	document, err := parse(configs.Sample)
	if err != nil {
		t.Fatal(err)
	}
	r := &yamlReader{file: "sample.yaml", settings: &Settings{}, seen: map[string]int{}}
	r.group(document.Content[0], "")
	lines := strings.Split(string(configs.Sample), "\n")
	var b strings.Builder
	b.WriteString(referenceHead)
	for _, k := range keys() {
		explained := defaultSentence.FindStringSubmatch(commentAbove(lines, r.seen[k.path]))
		if explained == nil {
			t.Fatalf("sample.yaml does not tell the default of %s", k.path)
		}
		fmt.Fprintf(&b, "## %s\n\n%s\n\n", k.path, explained[1])
		fmt.Fprintf(&b, "- default: %s\n- variable: `%s`\n", strings.ReplaceAll(explained[2], "\n", " "), k.variable())
		if k.flag != "" {
			fmt.Fprintf(&b, "- flag: `--%s`\n", k.flag)
		}
		b.WriteString("\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// commentAbove is the comment that ends just above a line, which counts from 1.
func commentAbove(lines []string, line int) string {
	var words []string
	for n := line - 2; n >= 0; n-- {
		text, isComment := strings.CutPrefix(strings.TrimSpace(lines[n]), "#")
		if !isComment {
			break
		}
		words = append([]string{strings.TrimSpace(text)}, words...)
	}
	return strings.Join(words, "\n")
}
