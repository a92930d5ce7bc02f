package i18n_test

import (
	"strings"
	"testing"

	"tulos/internal/i18n"
)

func TestCountryName(t *testing.T) {
	tests := []struct {
		language   i18n.Language
		code, want string
	}{
		{i18n.English, "FI", "Finland"},
		{i18n.English, "MK", "North Macedonia"},
		{i18n.Finnish, "LV", "Latvia"},
		{i18n.Swedish, "BY", "Belarus"},
		{i18n.Latvian, "RU", "Krievija"},
		{i18n.Norwegian, "LV", "Latvia"},
		{i18n.Russian, "FI", "Финляндия"},
		{i18n.Ukrainian, "NO", "Норвегія"},
		{i18n.English, "XX", "XX"},
		{i18n.English, "", ""},
	}
	for _, test := range tests {
		if got := formatFor(t, test.language).CountryName(test.code); got != test.want {
			t.Errorf("%s: CountryName(%q) = %q, want %q", test.language, test.code, got, test.want)
		}
	}
}

func TestLanguageName(t *testing.T) {
	tests := []struct {
		name      string
		language  i18n.Language
		tag, want string
	}{
		{"in English", i18n.English, "fi", "Finnish"},
		{"in itself", i18n.Finnish, "fi", "suomi"},
		{"in Latvian", i18n.Latvian, "fi", "somu"},
		{"in Russian", i18n.Russian, "lv", "латышский"},
		{"a small language", i18n.Finnish, "smn", "inarinsaame"},
		{"without a name in this language", i18n.Latvian, "vro", "Võro"},
		{"with a region", i18n.English, "sv-FI", "Swedish (Finland)"},
		{"with a script", i18n.English, "sr-Latn", "Serbian (Latn)"},
		{"unknown", i18n.English, "xx", "xx"},
		{"unknown with a region", i18n.English, "xx-FI", "xx-FI"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := formatFor(t, test.language).LanguageName(test.tag); got != test.want {
				t.Errorf("LanguageName(%q) = %q, want %q", test.tag, got, test.want)
			}
		})
	}
}

func TestEveryProductLanguageNamesTheOthers(t *testing.T) {
	for _, in := range i18n.Languages() {
		format := formatFor(t, in)
		for _, of := range i18n.Languages() {
			if name := format.LanguageName(string(of)); name == string(of) || strings.TrimSpace(name) == "" {
				t.Errorf("%s has no name for %s", in, of)
			}
		}
	}
}
