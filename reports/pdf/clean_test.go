package pdf

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestClean(t *testing.T) {
	set, err := fonts()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ in, want string }{
		"plain":              {"Häme, Rīga, Київ", "Häme, Rīga, Київ"},
		"decomposed":         {"a\u0308 s\u030C ш i\u0308", "ä š ш ï"},
		"Ångström sign":      {"\u212B", "Å"},
		"invalid bytes":      {"a\xffb", "a□b"},
		"beyond first plane": {"a🙂b", "a□b"},
		"family":             {"👨\u200D👩", "□□"},
		"no glyph":           {"漢", "□"},
		"controls":           {"a\x00\x07b", "ab"},
		"direction":          {"\u200Fa\u202Eb\u2066c\u2069", "abc"},
		"variant":            {"✓\uFE0F", "✓"},
		"byte order mark":    {"\uFEFFa", "a"},
		"line ends":          {"a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"},
		"tab":                {"a\tb", "a b"},
		"odd space":          {"a\u3000b", "a b"},
		"no-break space":     {"1\u00A0000", "1\u00A0000"},
		"breaks":             {"a\u00ADb\u200Bc", "a\u00ADb\u200Bc"},
	} {
		t.Run(name, func(t *testing.T) {
			for f := range faces {
				if got := set[f].clean(c.in); got != c.want {
					t.Errorf("%s: got %q, want %q", f.file(), got, c.want)
				}
			}
		})
	}
}

func TestUndrawable(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want []rune
	}{
		"all is well":          {"Õ ģ ё ✓ □ \u200F\x00", nil},
		"once, in order":       {"b🙂 漢 🙂", []rune{'🙂', '漢'}},
		"invalid bytes":        {"a\xff", []rune{'\uFFFD'}},
		"composes to a letter": {"e\u0301", nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Undrawable(c.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "a\xff\u0301", "🙂\u200D", "\u0430\u0301\r\n"} {
		f.Add(s)
	}
	set, err := fonts()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		clean := set[regular].clean(s)
		for _, r := range clean {
			if r != '\n' && !invisible(r) && !set[regular].has(r) {
				t.Errorf("%q became %q with %U", s, clean, r)
			}
		}
		if again := set[regular].clean(clean); again != clean {
			t.Errorf("%q became %q and then %q", s, clean, again)
		}
	})
}
