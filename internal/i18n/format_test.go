package i18n_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/i18n"
)

// golden is what testdata/intl.mjs wrote for one language.
type golden struct {
	Numbers, Percents []struct {
		Figure string
		Texts  []string // by number of decimals
	}
	Dates []struct {
		Year, Month, Day         int
		Numeric, Long, MonthYear string
	}
	Dash    string
	Lists   []string // of A, then A and B, and so on
	Plurals []string
}

func readGolden(t *testing.T) map[i18n.Language]golden {
	t.Helper()
	file, err := os.ReadFile("testdata/intl.json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[i18n.Language]golden
	if err := json.Unmarshal(file, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func formatFor(t *testing.T, l i18n.Language) i18n.Format {
	t.Helper()
	format, err := i18n.FormatFor(l)
	if err != nil {
		t.Fatal(err)
	}
	return format
}

func TestFormatAsIntl(t *testing.T) {
	all := readGolden(t)
	for _, language := range i18n.Languages() {
		t.Run(string(language), func(t *testing.T) {
			want, ok := all[language]
			if !ok {
				t.Fatal("no golden data")
			}
			format := formatFor(t, language)
			for _, n := range want.Numbers {
				for decimals, text := range n.Texts {
					if got := format.Number(n.Figure, decimals); got != text {
						t.Errorf("Number(%s, %d) = %q, want %q", n.Figure, decimals, got, text)
					}
				}
			}
			for _, n := range want.Percents {
				for decimals, text := range n.Texts {
					if got := format.Percent(n.Figure, decimals); got != text {
						t.Errorf("Percent(%s, %d) = %q, want %q", n.Figure, decimals, got, text)
					}
				}
			}
			compareDates(t, format, want)
			items := []string{"A", "B", "C", "D"}
			for last, text := range want.Lists {
				if got := format.List(items[:last+1]); got != text {
					t.Errorf("List(%v) = %q, want %q", items[:last+1], got, text)
				}
			}
		})
	}
}

func compareDates(t *testing.T, format i18n.Format, want golden) {
	t.Helper()
	for i, d := range want.Dates {
		if got := format.Date(d.Year, d.Month, d.Day); got != d.Numeric {
			t.Errorf("Date(%d, %d, %d) = %q, want %q", d.Year, d.Month, d.Day, got, d.Numeric)
		}
		if got := format.LongDate(d.Year, d.Month, d.Day); got != d.Long {
			t.Errorf("LongDate(%d, %d, %d) = %q, want %q", d.Year, d.Month, d.Day, got, d.Long)
		}
		if got := format.MonthYear(d.Year, d.Month); got != d.MonthYear {
			t.Errorf("MonthYear(%d, %d) = %q, want %q", d.Year, d.Month, got, d.MonthYear)
		}
		if i == 0 {
			continue
		}
		before := want.Dates[i-1]
		from := i18n.Day{Year: before.Year, Month: before.Month, Day: before.Day}
		to := i18n.Day{Year: d.Year, Month: d.Month, Day: d.Day}
		if got, text := format.DateRange(from, to), before.Numeric+want.Dash+d.Numeric; got != text {
			t.Errorf("DateRange(%v, %v) = %q, want %q", from, to, got, text)
		}
	}
}

func TestInteger(t *testing.T) {
	tests := []struct {
		language i18n.Language
		n        int
		want     string
	}{
		{i18n.English, 0, "0"},
		{i18n.English, -1234, "-1,234"},
		{i18n.Finnish, 1234567, "1\u00a0234\u00a0567"},
		{i18n.Latvian, 1234, "1234"},
		{i18n.Latvian, 12345, "12\u00a0345"},
		{i18n.Russian, 1234, "1\u00a0234"},
	}
	for _, test := range tests {
		if got := formatFor(t, test.language).Integer(test.n); got != test.want {
			t.Errorf("%s: Integer(%d) = %q, want %q", test.language, test.n, got, test.want)
		}
	}
}

func TestDateRange(t *testing.T) {
	first, last := i18n.Day{Year: 2026, Month: 1, Day: 1}, i18n.Day{Year: 2026, Month: 6, Day: 30}
	tests := []struct {
		name     string
		language i18n.Language
		from, to i18n.Day
		want     string
	}{
		{"half a year in Finnish", i18n.Finnish, first, last, "1.1.2026–30.6.2026"},
		{"half a year in English", i18n.English, first, last, "01/01/2026 – 30/06/2026"},
		{"half a year in Latvian", i18n.Latvian, first, last, "1.01.2026.–30.06.2026."},
		{"half a year in Russian", i18n.Russian, first, last, "01.01.2026–30.06.2026"},
		{"a single day", i18n.Finnish, first, first, "1.1.2026"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := formatFor(t, test.language).DateRange(test.from, test.to); got != test.want {
				t.Errorf("DateRange = %q, want %q", got, test.want)
			}
		})
	}
}

func TestWhatCannotBeWrittenIsSeen(t *testing.T) {
	format := formatFor(t, i18n.English)
	for _, figure := range []string{"", "-", "x", "1e5", "1,5", ".5", "5.", "+1", "--1", "1.2.3", " 1", "٣", "NaN"} {
		want := "⟦" + figure + "⟧"
		if got := format.Number(figure, 2); got != want {
			t.Errorf("Number(%q) = %q, want %q", figure, got, want)
		}
		if got := format.Percent(figure, 2); got != want {
			t.Errorf("Percent(%q) = %q, want %q", figure, got, want)
		}
	}
	for _, day := range []i18n.Day{{}, {Year: 2026, Month: 13, Day: 1}, {Year: 2026, Month: 1, Day: 32}, {Year: 2026, Month: -1, Day: 1}} {
		for _, got := range []string{format.Date(day.Year, day.Month, day.Day), format.LongDate(day.Year, day.Month, day.Day)} {
			if []rune(got)[0] != '⟦' {
				t.Errorf("%v is written %q, want it marked", day, got)
			}
		}
	}
	if got, want := format.MonthYear(2026, 0), "⟦2026-00-01⟧"; got != want {
		t.Errorf("MonthYear = %q, want %q", got, want)
	}
}

func TestNumberOfUnusualForm(t *testing.T) {
	format := formatFor(t, i18n.English)
	tests := []struct {
		name     string
		figure   string
		decimals int
		want     string
	}{
		{"leading zeros", "007.50", 1, "7.5"},
		{"only zeros", "-000.00", 1, "0.0"},
		{"negative decimals are none", "2.5", -1, "3"},
		{"beyond any integer type", "99999999999999999999999.5", 0, "100,000,000,000,000,000,000,000"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := format.Number(test.figure, test.decimals); got != test.want {
				t.Errorf("Number(%s, %d) = %q, want %q", test.figure, test.decimals, got, test.want)
			}
		})
	}
}

func TestListOfNothing(t *testing.T) {
	if got := formatFor(t, i18n.English).List(nil); got != "" {
		t.Errorf("List(nil) = %q, want nothing", got)
	}
}

func TestFormatForUnknownLanguage(t *testing.T) {
	for _, language := range []i18n.Language{"", "EN", "fr", "en-GB"} {
		if _, err := i18n.FormatFor(language); !errors.Is(err, i18n.ErrUnknownLanguage) {
			t.Errorf("FormatFor(%q): %v, want ErrUnknownLanguage", language, err)
		}
	}
}

func TestLanguages(t *testing.T) {
	var tags, shipped []string
	for _, language := range i18n.Languages() {
		tags = append(tags, string(language))
		if language.IsShipped() {
			shipped = append(shipped, string(language))
		}
		if name := language.OwnName(); name == string(language) {
			t.Errorf("%s has no name of its own", language)
		}
	}
	want := []string{"en", "fi", "sv", "lv", "et", "lt", "pl", "de", "da", "nb", "is", "ru", "uk"}
	if diff := cmp.Diff(want, tags); diff != "" {
		t.Errorf("Languages (-want +got):\n%s", diff)
	}
	if len(shipped) != len(i18n.Shipped()) || !slices.Contains(shipped, "fi") {
		t.Errorf("shipped are %v, want those of Shipped, all of the product's", shipped)
	}
	if got := i18n.Language("fr").OwnName(); got != "fr" {
		t.Errorf("OwnName of another language = %q, want its tag", got)
	}
}
