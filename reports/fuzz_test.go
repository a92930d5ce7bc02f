package reports

import (
	"strings"
	"testing"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/results"
	"tulos/pkg/workbook"
)

// FuzzParseDefinition holds that a definition is refused in words, or is whole.
func FuzzParseDefinition(f *testing.F) {
	for _, name := range Definitions() {
		text, err := Source(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("name: x\ntitle: report.title\nsections:\n- kind: cover\n  facts: [phone]\n"))
	f.Add([]byte("a: &a [*a, *a]\n"))
	f.Add([]byte("name: [" + strings.Repeat("[", 200)))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := ParseDefinition(data)
		switch {
		case err != nil && err.Error() == "":
			t.Error("it is refused without a word")
		case err == nil && (d.Name == "" || len(d.Sections) == 0):
			t.Errorf("%+v", d)
		}
	})
}

// FuzzPlaceholder holds that the text of a donor's cell becomes a value, or is a mistake
// that has a message.
func FuzzPlaceholder(f *testing.F) {
	for _, s := range []string{
		"{{project title}}", "Grant {{project grant}} of {{ project funder }}", "{{indicator OP1.1 cumulative partner=drosa-maja}}", "{{rows activities output=OP1: date; title}}",
		"{{period start period=-1}}", "{{period start period=99999999999999999999}}", "{{indicator OP1.1 cumulative sex=f period=1-2}}", "{{", "}}{{", "{{rows}}", "{{rows :}}", "{{=}}", "{{narrative x lang=}}", "{{partner x y z}}",
	} {
		f.Add(s)
	}
	b, err := bundle.OpenFS(configs.Demo, "demo/bundle.json")
	if err != nil {
		f.Fatal(err)
	}
	defer b.Close()
	d, problems, err := bundle.Load(b.JSON, bundle.Options{})
	if err != nil || results.HasErrors(problems) {
		f.Fatal(err, problems)
	}
	words, err := i18n.For(i18n.English)
	if err != nil {
		f.Fatal(err)
	}
	o := Options{Language: i18n.English, From: 2, To: 2, Audience: Funder, AsOf: results.DateOf(2027, 1, 31)}
	f.Fuzz(func(t *testing.T, text string) {
		fill := &filling{builder: newBuilder(d, o, words), words: words}
		for _, mark := range placeholder.FindAllString(text, -1) {
			if isRows(mark) {
				continue // needs the sheet that it stands in
			}
			cell, wrong := fill.one(inside(mark))
			if wrong == nil {
				valueOf(cell, workbook.Found{Text: text, IsDay: true, IsPercent: true})
				continue
			}
			if said := words.Text(wrong.message, wrong.args); strings.Contains(said, "⟦") {
				t.Errorf("%q: %s", mark, said)
			}
		}
	})
}
