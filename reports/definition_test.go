package reports

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tulos/internal/i18n"
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
		"nothing":        {"", "1: sections: needs at least one"},
		"not yaml":       {"name: [", "is no definition"},
		"a list":         {"- name: x\n", "is no definition"},
		"unknown field":  {head + "- kind: cover\n  colour: red\n", "line 5: field colour"},
		"a wrong name":   {"name: My form\ntitle: report.title\n", "1: name: needs small letters"},
		"unknown kind":   {head + "- kind: poem\n", `4: sections[0].kind: kind "poem"`},
		"unknown column": {head + "- kind: cover\n- kind: results\n  heading: report.summary\n  columns: [code, weight]\n", `7: sections[1].columns[1]: kind results has no column "weight"`},
		"unknown fact":   {head + "- kind: cover\n  facts: [phone]\n", `5: sections[0].facts[0]: there is no fact "phone"`},
		"column for one that has none": {
			head + "- kind: method\n  heading: method.heading\n  columns: [title]\n", `kind method has no column "title"`,
		},
		"columns left out": {head + "- kind: log\n  heading: report.summary\n", "sections[0].columns: kind log needs columns"},
		"mandatory without a question": {
			head + "- kind: method\n  heading: method.heading\n  mandatory: true\n", "6: sections[0].mandatory: kind method cannot be mandatory",
		},
		"mandatory and optional": {
			head + "- kind: question\n  heading: method.heading\n  question: next\n  mandatory: true\n  optional: true\n", "kind question cannot be mandatory",
		},
		"a question twice": {
			head + "- kind: question\n  heading: method.heading\n  question: next\n- kind: question\n  heading: method.heading\n  question: next\n",
			`9: sections[1].question: "next" is asked already`,
		},
		"a kind twice": {
			head + "- kind: method\n  heading: method.heading\n- kind: method\n  heading: method.heading\n", "sections[1].kind: a report has one section of kind method",
		},
		"a level skipped": {
			head + "- kind: heading\n  heading: method.heading\n- kind: heading\n  heading: method.heading\n  level: 3\n", "8: sections[1].level: level 3 cannot follow level 1",
		},
		"no heading":        {head + "- kind: method\n", "4: sections[0].heading: is missing"},
		"unknown message":   {head + "- kind: method\n  heading: nothing.like-it\n", `there is no message "nothing.like-it"`},
		"unknown language":  {head + "- kind: method\n  heading: {en: How, xx: What}\n", `language "xx" is not one of the product`},
		"nobody signs":      {head + "- kind: signature\n  heading: method.heading\n", "sections[0].parties: kind signature needs who signs"},
		"who does not sign": {head + "- kind: signature\n  heading: method.heading\n  parties: [king]\n", `"king" does not sign`},
		"sheet of a section's kind": {
			head + "- kind: cover\nsheets:\n- kind: cover\n  name: sheet.summary\n", `6: sheets[0].kind: kind "cover"`,
		},
		"two sheets of a name": {
			head + "- kind: cover\nsheets:\n- kind: summary\n  name: {en: A}\n- kind: method\n  name: {en: A}\n", "9: sheets[1].name: another sheet has that name",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ParseDefinition([]byte(test.yaml))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want it to tell %q", err, test.want)
			}
		})
	}
}

// own is a definition as an installation may write it.
const own = `name: our-donor
title: {en: Our donor's form, fi: Rahoittajamme lomake}
about: {en: For the fund of our town.}
sections:
  - kind: cover
    statement: {en: "{lead} thanks {funder}, grant {grant}."}
  - kind: question
    heading: {en: Children's own view}
    help: {en: What did children say?, fi: Mitä lapset sanoivat?}
    question: childrens-view
    mandatory: true
  - kind: method
    heading: method.heading
`

func TestLibraryHasOwnDefinitions(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("donor.yaml", own)
	write("notes.txt", "not one of them")
	library, err := OpenLibrary(folder)
	if err != nil {
		t.Fatal(err)
	}
	if got := library.Names(); !slices.Equal(got, append(Definitions(), "our-donor")) {
		t.Errorf("definitions %v", got)
	}
	if !slices.Contains(library.Questions(), "childrens-view") {
		t.Errorf("questions %v", library.Questions())
	}
	d, err := library.Definition("our-donor")
	if err != nil {
		t.Fatal(err)
	}
	words, err := i18n.For(i18n.Finnish)
	if err != nil {
		t.Fatal(err)
	}
	for want, w := range map[string]Wording{"Rahoittajamme lomake": d.Title, "Mitä lapset sanoivat?": d.Sections[1].Help} {
		if got, language := w.In(words); got != want || language != "fi" {
			t.Errorf("%q in %s, want %q in fi", got, language, want)
		}
	}
	if got, language := d.Sections[1].Heading.In(words); got != "Children's own view" || language != "en" {
		t.Errorf("what there is in English only: %q in %s", got, language)
	}

	write("second.yaml", own)
	write("bad.yaml", "name: bad\ntitle: nothing.like-it\nsections:\n- kind: poem\n")
	_, err = OpenLibrary(folder)
	for _, want := range []string{
		filepath.Join(folder, "bad.yaml") + ":2: title: there is no message",
		filepath.Join(folder, "bad.yaml") + ":4: sections[0].kind",
		filepath.Join(folder, "second.yaml") + `: name: there is a definition "our-donor" already`,
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want it to tell %q", err, want)
		}
	}
	if _, err := OpenLibrary(filepath.Join(folder, "nowhere")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
}
