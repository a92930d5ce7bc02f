package web_test

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// value makes something of a schema, at times of another.
func (f *fuzzer) value(s *openapi3.Schema, depth int) any {
	if f.isWild && f.IntN(60) == 0 {
		return [...]any{nil, true, -1, 1e300, "", f.text(20), []any{nil}, map[string]any{"x": nil}}[f.IntN(8)]
	}
	switch {
	case len(s.Enum) > 0:
		return s.Enum[f.IntN(len(s.Enum))]
	case s.Type.Is("object"):
		return f.object(s, depth)
	case s.Type.Is("array"):
		list := []any{}
		for range f.pick(0, 1, 1, 2) {
			list = append(list, f.value(s.Items.Value, depth+1))
		}
		return list
	case s.Type.Is("integer"):
		return f.pick(0, 1, 1, 2, 50, 200, 201, -1, 1<<40)
	case s.Type.Is("boolean"):
		return f.IntN(2) == 0
	}
	return f.word(s)
}

func (f *fuzzer) object(s *openapi3.Schema, depth int) map[string]any {
	made := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		isNeeded := slices.Contains(s.Required, name) && (!f.isWild || f.IntN(40) > 0)
		isLikely := name != "evidence" || f.isWild // files stay as they are
		if isNeeded || isLikely && f.IntN(2+depth) == 0 {
			made[name] = f.named(name, s.Properties[name].Value, depth)
		}
	}
	if other := s.AdditionalProperties.Schema; other != nil {
		switch isText := s.PropertyNames.Value.Pattern != ""; {
		case f.isWild:
			made[f.text(5)] = f.value(other.Value, depth+1)
		case isText:
			made[[...]string{"en", "fi", "lv", "ru"}[f.IntN(4)]] = f.word(other.Value)
		default:
			made["sex"] = [...]string{"f", "m"}[f.IntN(2)]
		}
	}
	if f.isWild && f.IntN(60) == 0 {
		made[f.text(10)] = f.text(10)
	}
	return made
}

// named makes a value of a property, mostly one that the demo project knows.
func (f *fuzzer) named(name string, s *openapi3.Schema, depth int) any {
	known := map[string][]string{
		"partner": {"drosa-maja", "drosa-maja", "drosa-maja", "suojellaan-lapsia", "stellit"}, "indicator": {"OP1.1", "OP1.2", "OC1.1", "OP2.1"},
		"output": {"OP1", "OP2"}, "planned": {"A1.1"}, "country": {"LV", "FI"}, "file": {"https://example.org/a"}, "kind": {"link"},
		"language": {"en", "lv"},
	}[name]
	if len(known) > 0 && (!f.isWild || f.IntN(15) > 0) && len(s.Enum) == 0 {
		return known[f.IntN(len(known))]
	}
	return f.value(s, depth+1)
}

// word makes a text of a schema.
func (f *fuzzer) word(s *openapi3.Schema) string {
	switch {
	case strings.Contains(s.Pattern, "[0-9]{4}-"):
		return [...]string{"2026-11-12", "2026-07-01", "2026-11-20", "2026-02-30", "0000-00-00", "9999-12-31"}[f.odd(3, 6)]
	case strings.Contains(s.Pattern, "[0-9]{1,18}"):
		return [...]string{"0", "20", "7", "-3", "12.5", "999999999999999999.999999", "1e9"}[f.odd(3, 7)]
	case f.isWild && f.IntN(200) == 0 && s.MaxLength != nil:
		return strings.Repeat("ä", int(min(*s.MaxLength, 20_000))+1)
	case f.IntN(2) == 0:
		return [...]string{"f", "nurses", "person@example.org", "Rīga", "OP1.1", "a/b", "../..", "~", "%2e%2e"}[f.IntN(9)]
	}
	return f.text(30)
}

// text makes a text of any letters.
func (f *fuzzer) text(most int) string {
	letters := []rune("abcXYZ 019-._~:/?#[]@!$&'()*+,;=%\"\\<>{}|^`ĀžЖ中🙂\u00a0\u202e\ufffd")
	if f.isWild && f.IntN(10) == 0 {
		letters = append(letters, '\x00', '\n', '\x1b', '\x7f')
	}
	made := make([]rune, 1+f.IntN(most))
	for n := range made {
		made[n] = letters[f.IntN(len(letters))]
	}
	return string(made)
}

// odd is a place among so many: of the first ones unless the request is wild.
func (f *fuzzer) odd(usual, all int) int {
	if f.isWild {
		return f.IntN(all)
	}
	return f.IntN(usual)
}
