package i18n_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/i18n"
)

var update = flag.Bool("update", false, "write the files in locales in their canonical form")

// equalToEnglish lists the texts that are rightly the same as in English.
var equalToEnglish = map[i18n.Language][]string{
	i18n.Finnish:    {"Video"},
	i18n.Swedish:    {"Budget", "Organisation", "Partner", "Partner A", "Partner B", "Period", "Period {{.Period}}", "Person", "Status", "Text", "Version {{.Version}}", "Video", "partner", "version {{.Version}}", "{{.Size}} MB", "{{.Size}} kB"},
	i18n.Latvian:    {"Video", "{{.Size}} MB", "{{.Size}} kB"},
	i18n.Estonian:   {"Link", "Partner", "Partner A", "Partner B", "Video", "partner", "{{.Size}} MB", "{{.Size}} kB"},
	i18n.Lithuanian: {"{{.Size}} MB", "{{.Size}} kB"},
	i18n.Polish:     {"Link", "Menu", "Online", "Partner", "Partner A", "Partner B", "Status", "administrator", "partner", "{{.Size}} MB", "{{.Size}} kB"},
	i18n.German:     {"Budget", "Code", "Link", "Name", "Online", "Organisation", "Partner", "Partner A", "Partner B", "Passkey", "Passkeys", "Person", "Status", "Text", "Video", "Webinar", "Website", "{{.Size}} MB", "{{.Size}} kB"},
	i18n.Danish:     {"Budget", "International organisation", "Link", "Menu", "Online", "Organisation", "Over budget", "Partner", "Partner A", "Partner B", "Person", "Reference", "Send", "Status", "Type", "Version {{.Version}}", "Video", "Webinar", "administrator", "partner", "version {{.Version}}", "{{.Size}} MB", "{{.Size}} kB"},
	i18n.Norwegian:  {"Over", "Partner", "Partner A", "Partner B", "Person", "Send", "Status", "Type", "Video", "Webinar", "administrator", "partner", "{{.Size}} MB", "{{.Size}} kB"},
	i18n.Icelandic:  {"Sent", "{{.Size}} MB", "{{.Size}} kB"},
}

// placeholder is the only thing that a message may have between braces.
var placeholder = regexp.MustCompile(`\{\{\.([A-Z][A-Za-z]*)\}\}`)

func localeFile(l i18n.Language) string { return filepath.Join("locales", string(l)+".json") }

func shippedMessages(t *testing.T) map[i18n.Language]i18n.Messages {
	t.Helper()
	all := map[i18n.Language]i18n.Messages{}
	for _, language := range i18n.Shipped() {
		file, err := os.ReadFile(localeFile(language))
		if err != nil {
			t.Fatal(err)
		}
		if all[language], err = i18n.ReadMessages(file); err != nil {
			t.Fatalf("%s: %v", localeFile(language), err)
		}
	}
	return all
}

func TestFilesAreCanonical(t *testing.T) {
	for language, messages := range shippedMessages(t) {
		path, want := localeFile(language), messages.String()
		if *update {
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(strings.Split(want, "\n"), strings.Split(string(got), "\n")); diff != "" {
			t.Errorf("%s is not in canonical form; go test ./internal/i18n -update writes it (-want +got):\n%s", path, diff)
		}
	}
}

func TestFilesAreThoseOfShippedLanguages(t *testing.T) {
	files, err := filepath.Glob("locales/*")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, language := range i18n.Shipped() {
		want = append(want, localeFile(language))
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, files); diff != "" {
		t.Errorf("files in locales (-want +got):\n%s", diff)
	}
}

func TestEveryLanguageHasEveryKey(t *testing.T) {
	all := shippedMessages(t)
	keys, err := i18n.Keys()
	if err != nil {
		t.Fatal(err)
	}
	for language, messages := range all {
		if diff := cmp.Diff(keys, slices.Sorted(maps.Keys(messages))); diff != "" {
			t.Errorf("keys of %s (-want +got):\n%s", language, diff)
		}
	}
}

func TestKeys(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+(\.[a-z0-9]+(-[a-z0-9]+)*)+$`)
	for key := range shippedMessages(t)[i18n.English] {
		if !form.MatchString(key) {
			t.Errorf("key %q is not area.name-of-message", key)
		}
	}
}

func TestPlaceholdersAgree(t *testing.T) {
	all := shippedMessages(t)
	for key, english := range all[i18n.English] {
		want := i18n.Placeholders(english["other"])
		for _, language := range i18n.Shipped() {
			for category, text := range all[language][key] {
				if diff := cmp.Diff(want, i18n.Placeholders(text)); diff != "" {
					t.Errorf("%s %s (%s): placeholders (-English +this):\n%s", language, key, category, diff)
				}
				if rest := placeholder.ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") {
					t.Errorf("%s %s (%s): braces that are no placeholder: %s", language, key, category, text)
				}
			}
		}
	}
}

func TestPluralsAreComplete(t *testing.T) {
	all, data := shippedMessages(t), readGolden(t)
	for key, english := range all[i18n.English] {
		counted := slices.Contains(i18n.Placeholders(english["other"]), "Count")
		for _, language := range i18n.Shipped() {
			want := []string{"other"}
			if counted {
				want = data[language].Plurals
			}
			if diff := cmp.Diff(want, slices.Sorted(maps.Keys(all[language][key]))); diff != "" {
				t.Errorf("%s %s: plural forms (-want +got):\n%s", language, key, diff)
			}
		}
	}
}

func TestNothingIsLeftInEnglish(t *testing.T) {
	all := shippedMessages(t)
	for _, language := range i18n.Shipped() {
		if language == i18n.English {
			continue
		}
		for key, messages := range all[language] {
			english := all[i18n.English][key]["other"]
			words := strings.ContainsFunc(placeholder.ReplaceAllString(english, ""), unicode.IsLetter)
			same := words && messages["other"] == english
			if same && !slices.Contains(equalToEnglish[language], english) {
				t.Errorf("%s %s is as in English, and not listed as rightly so: %s", language, key, english)
			}
		}
	}
}

func TestTextsAreClean(t *testing.T) {
	for language, messages := range shippedMessages(t) {
		for key, message := range messages {
			for category, text := range message {
				name := fmt.Sprintf("%s %s (%s)", language, key, category)
				if text == "" || text != strings.TrimSpace(text) || strings.Contains(text, "  ") {
					t.Errorf("%s is empty or has spaces too many: %q", name, text)
				}
				if bad := strings.IndexFunc(text, isOddCharacter); bad >= 0 {
					t.Errorf("%s: character %q is not for a message: %q", name, []rune(text[bad:])[0], text)
				}
			}
		}
	}
}

// isOddCharacter finds what a font may lack or a reader cannot see, and
// typewriter quotes.
func isOddCharacter(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.IsSpace(r) && r != ' ' && r != '\u00a0' ||
		r == '"' || r == '\'' || r == '`' || r > 0xffff
}

func TestEveryMessageIsWritten(t *testing.T) {
	for language, messages := range shippedMessages(t) {
		localizer := localizerFor(t, language)
		for key, message := range messages {
			args := i18n.Args{}
			for _, name := range i18n.Placeholders(message["other"]) {
				args[name] = "<" + name + ">"
			}
			counts := []any{nil}
			if _, counted := args["Count"]; counted {
				counts = []any{0, 1, 2, 5, 10, 11, 21, 22, 100, "1.5"}
			}
			for _, count := range counts {
				if count != nil {
					args["Count"] = count
				}
				text := localizer.Text(key, args)
				if strings.ContainsAny(text, "⟦⟧{}") || strings.Contains(text, "<no value>") {
					t.Errorf("%s %s with %v: %q", language, key, args, text)
				}
			}
		}
	}
}

func TestSheetNames(t *testing.T) {
	for language, messages := range shippedMessages(t) {
		seen := map[string]string{}
		for key, message := range messages {
			if !strings.HasPrefix(key, "sheet.") {
				continue
			}
			name := message["other"]
			if len([]rune(name)) > 31 || strings.ContainsAny(name, `[]:*?/\`) {
				t.Errorf("%s %s: %q cannot name a sheet of a workbook", language, key, name)
			}
			if other, twice := seen[strings.ToLower(name)]; twice {
				t.Errorf("%s: %s and %s are both %q", language, key, other, name)
			}
			seen[strings.ToLower(name)] = key
		}
	}
}

// TestReadMessages shows that the tests of the files see what is wrong in one.
func TestReadMessages(t *testing.T) {
	tests := []struct {
		name, file string
		ok         bool
	}{
		{"a text", `{"a.b": "x"}`, true},
		{"plurals", `{"a.b": {"one": "x", "other": "y"}}`, true},
		{"a key twice", `{"a.b": "x", "a.b": "y"}`, false},
		{"no plural category", `{"a.b": {"one": "x", "others": "y"}}`, false},
		{"one form only", `{"a.b": {"other": "y"}}`, false},
		{"a number", `{"a.b": 1}`, false},
		{"not an object", `["a.b"]`, false},
		{"something after it", `{} {}`, false},
		{"cut short", `{"a.b": "x"`, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := i18n.ReadMessages([]byte(test.file)); (err == nil) != test.ok {
				t.Errorf("error is %v, want none: %t", err, test.ok)
			}
		})
	}
}
