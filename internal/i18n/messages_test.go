package i18n_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"tulos/internal/i18n"
)

func localizerFor(tb testing.TB, l i18n.Language) *i18n.Localizer {
	tb.Helper()
	localizer, err := i18n.For(l)
	if err != nil {
		tb.Fatal(err)
	}
	return localizer
}

func TestText(t *testing.T) {
	tests := []struct {
		name     string
		language i18n.Language
		key      string
		args     i18n.Args
		want     string
	}{
		{"without arguments", i18n.Finnish, "report.indicator", nil, "Indikaattori"},
		{"with arguments", i18n.English, "report.page", i18n.Args{"Page": 3, "Pages": 12}, "Page 3 of 12"},
		{"arguments are not markup", i18n.English, "cli.cannot-read", i18n.Args{"File": "<a> & {{.B}}", "Cause": "x"}, "Cannot read <a> & {{.B}}: x"},
		{"one in English", i18n.English, "cli.errors", i18n.Args{"Count": 1}, "1 error"},
		{"none in English", i18n.English, "cli.errors", i18n.Args{"Count": 0}, "0 errors"},
		{"one in Finnish", i18n.Finnish, "cli.errors", i18n.Args{"Count": 1}, "1 virhe"},
		{"two in Finnish", i18n.Finnish, "cli.errors", i18n.Args{"Count": 2}, "2 virhettä"},
		{"zero in Latvian", i18n.Latvian, "cli.errors", i18n.Args{"Count": 10}, "10 kļūdu"},
		{"one in Latvian", i18n.Latvian, "cli.errors", i18n.Args{"Count": 21}, "21 kļūda"},
		{"other in Latvian", i18n.Latvian, "cli.errors", i18n.Args{"Count": 22}, "22 kļūdas"},
		{"one in Russian", i18n.Russian, "cli.errors", i18n.Args{"Count": 21}, "21 ошибка"},
		{"few in Russian", i18n.Russian, "cli.errors", i18n.Args{"Count": 3}, "3 ошибки"},
		{"many in Russian", i18n.Russian, "cli.errors", i18n.Args{"Count": 11}, "11 ошибок"},
		{"a fraction in Russian", i18n.Russian, "cli.errors", i18n.Args{"Count": "1.5"}, "1,5 ошибки"},
		{"a grouped count", i18n.Russian, "cli.errors", i18n.Args{"Count": 12345}, "12\u00a0345 ошибок"},
		{"a count as text", i18n.English, "cli.errors", i18n.Args{"Count": "1"}, "1 error"},
		{"an unknown key", i18n.English, "report.no-such-thing", nil, "⟦report.no-such-thing⟧"},
		{"an empty key", i18n.English, "", nil, "⟦⟧"},
		{"no arguments where some are needed", i18n.Russian, "report.page", nil, "⟦report.page⟧"},
		{"a missing argument", i18n.Russian, "report.page", i18n.Args{"Page": 1}, "⟦report.page⟧"},
		{"a missing argument beside a count", i18n.Russian, "cli.unknown-period", i18n.Args{"Count": 1}, "⟦cli.unknown-period⟧"},
		{"a count that is no number", i18n.English, "cli.errors", i18n.Args{"Count": "many"}, "⟦cli.errors⟧"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := localizerFor(t, test.language).Text(test.key, test.args); got != test.want {
				t.Errorf("Text(%q, %v) = %q, want %q", test.key, test.args, got, test.want)
			}
		})
	}
}

func TestTextLeavesItsArgumentsAlone(t *testing.T) {
	args := i18n.Args{"Count": 12345}
	localizerFor(t, i18n.English).Text("cli.errors", args)
	if args["Count"] != 12345 || len(args) != 1 {
		t.Errorf("the arguments became %v", args)
	}
}

func TestInLanguage(t *testing.T) {
	tests := []struct {
		language  i18n.Language
		tag, want string
	}{
		{i18n.English, "fi", "in Finnish"},
		{i18n.Finnish, "en", "englanniksi"},
		{i18n.Latvian, "fi", "somu valodā"},
		{i18n.Russian, "lv", "на латышском языке"},
		{i18n.English, "el", "language: Greek"},
		{i18n.Finnish, "smn", "kieli: inarinsaame"},
		{i18n.English, "xx", "language: xx"},
	}
	for _, test := range tests {
		if got := localizerFor(t, test.language).InLanguage(test.tag); got != test.want {
			t.Errorf("%s: InLanguage(%q) = %q, want %q", test.language, test.tag, got, test.want)
		}
	}
}

func TestForUnknownLanguage(t *testing.T) {
	unknown := []i18n.Language{"", "xx", "EN"}
	for _, language := range i18n.Languages() {
		if !language.IsShipped() {
			unknown = append(unknown, language)
		}
	}
	for _, language := range unknown {
		if _, err := i18n.For(language); !errors.Is(err, i18n.ErrUnknownLanguage) {
			t.Errorf("For(%q): %v, want ErrUnknownLanguage", language, err)
		}
	}
}

func TestLocalizersWorkAtTheSameTime(t *testing.T) {
	var wait sync.WaitGroup
	for _, language := range i18n.Shipped() {
		for range 4 {
			wait.Go(func() {
				localizer, err := i18n.For(language)
				if err != nil {
					t.Error(err)
					return
				}
				for n := range 100 {
					text := localizer.Text("cli.unknown-period", i18n.Args{"Count": n, "Period": "out"})
					if !strings.Contains(text, localizer.Integer(n)) {
						t.Errorf("%s: %q does not have the count %d", language, text, n)
					}
				}
			})
		}
	}
	wait.Wait()
}

func BenchmarkText(b *testing.B) {
	localizer := localizerFor(b, i18n.Russian)
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			localizer.Text("report.indicator", nil)
		}
	})
	b.Run("plural", func(b *testing.B) {
		args := i18n.Args{"Count": 5}
		for b.Loop() {
			localizer.Text("cli.errors", args)
		}
	})
	b.Run("number", func(b *testing.B) {
		for b.Loop() {
			localizer.Number("1234567.891234", 2)
		}
	})
	b.Run("for", func(b *testing.B) {
		for b.Loop() {
			if _, err := i18n.For(i18n.Russian); err != nil {
				b.Fatal(err)
			}
		}
	})
}
