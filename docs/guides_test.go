package docs_test

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tulos/docs"
	"tulos/internal/i18n"
)

// texts are all guides, by the names of their files, without code.
func texts(t *testing.T) map[string]string {
	t.Helper()
	files, err := fs.Glob(docs.Guide, "guide/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d guides, %v", len(files), err)
	}
	all := map[string]string{}
	for _, file := range files {
		text, err := docs.Guide.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[path.Base(file)] = code.ReplaceAllString(string(text), "")
	}
	return all
}

var (
	code     = regexp.MustCompile("(?s)```.*?```|`[^`]*`")
	bold     = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	mentions = regexp.MustCompile(`(!?)\[([^\]]*)\]\(([^)]+)\)`)
)

// TestGuidesUseTheWordsOfTheScreen holds the words in bold against the English texts of
// the product: who follows a guide finds on the screen what it says.
func TestGuidesUseTheWordsOfTheScreen(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("../internal/i18n/locales/en.json")
	if err != nil {
		t.Fatal(err)
	}
	messages, err := i18n.ReadMessages(file)
	if err != nil {
		t.Fatal(err)
	}
	onScreen := map[string]bool{}
	for forms := range maps.Values(messages) {
		for text := range maps.Values(forms) {
			onScreen[strings.TrimSuffix(text, ":")] = true
		}
	}
	for name, text := range texts(t) {
		for _, words := range bold.FindAllStringSubmatch(text, -1) {
			if word := strings.Join(strings.Fields(words[1]), " "); !onScreen[word] {
				t.Errorf("%s: nothing on the screen says %q", name, word)
			}
		}
	}
}

// TestWhatContributorsAreToldIsThere holds that each path in the guide for contributors
// exists, and what it links to.
func TestWhatContributorsAreToldIsThere(t *testing.T) {
	t.Parallel()
	file, err := os.ReadFile("contributing.md")
	if err != nil {
		t.Fatal(err)
	}
	paths := regexp.MustCompile("`([a-z][A-Za-z0-9_.-]*/[A-Za-z0-9_./-]*)`").FindAllStringSubmatch(string(file), -1)
	for _, p := range paths {
		if _, err := os.Stat(filepath.Join("..", p[1])); err != nil {
			t.Errorf("there is no %s", p[1])
		}
	}
	for _, m := range mentions.FindAllStringSubmatch(string(file), -1) {
		if _, err := os.Stat(m[3]); err != nil {
			t.Errorf("there is no %s", m[3])
		}
	}
	if len(paths) < 20 {
		t.Errorf("only %d paths were found", len(paths))
	}
}

// TestGuidesLeadSomewhere holds that what guides link to is there, that each picture is
// in a guide, says what it shows, and is small.
func TestGuidesLeadSomewhere(t *testing.T) {
	t.Parallel()
	var shown []string
	for name, text := range texts(t) {
		for _, m := range mentions.FindAllStringSubmatch(text, -1) {
			file, _, _ := strings.Cut(m[3], "#")
			if file == "" || strings.Contains(file, "://") {
				continue
			}
			if _, err := os.Stat(filepath.Join("guide", file)); err != nil {
				t.Errorf("%s leads to %s, which is not there", name, m[3])
			}
			if m[1] == "!" {
				shown = append(shown, path.Base(file))
				if len(m[2]) < 20 {
					t.Errorf("%s: say what %s shows", name, file)
				}
			}
		}
	}
	pictures, err := fs.Glob(docs.Guide, "guide/pictures/*")
	if err != nil {
		t.Fatal(err)
	}
	const most = 3 << 20
	size := 0
	for _, picture := range pictures {
		data, err := docs.Guide.ReadFile(picture)
		if err != nil {
			t.Fatal(err)
		}
		size += len(data)
		if !slices.Contains(shown, path.Base(picture)) {
			t.Errorf("no guide shows %s", picture)
		}
	}
	if size > most {
		t.Errorf("the pictures are %d bytes, more than %d", size, most)
	}
}
