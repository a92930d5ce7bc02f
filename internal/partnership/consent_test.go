package partnership_test

import (
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

func TestConsentStates(t *testing.T) {
	t.Parallel()
	day := results.DateOf
	given := day(2026, 3, 1)
	today := day(2026, 11, 23)
	for name, test := range map[string]struct {
		consent *partnership.Consent
		want    partnership.ConsentState
	}{
		"no consent":             {nil, partnership.ConsentNone},
		"without a day":          {&partnership.Consent{Until: day(2027, 1, 1)}, partnership.ConsentNone},
		"without end":            {&partnership.Consent{Given: given}, partnership.ConsentValid},
		"begins today":           {&partnership.Consent{Given: today}, partnership.ConsentValid},
		"begins tomorrow":        {&partnership.Consent{Given: today.Next()}, partnership.ConsentFuture},
		"ends in 31 days":        {&partnership.Consent{Given: given, Until: today.AddDays(31)}, partnership.ConsentValid},
		"ends in 30 days":        {&partnership.Consent{Given: given, Until: today.AddDays(30)}, partnership.ConsentEnding},
		"ends today":             {&partnership.Consent{Given: given, Until: today}, partnership.ConsentEnding},
		"ended yesterday":        {&partnership.Consent{Given: given, Until: today.AddDays(-1)}, partnership.ConsentEnded},
		"ended before it began":  {&partnership.Consent{Given: given, Until: given.AddDays(-1)}, partnership.ConsentEnded},
		"begins and ends later":  {&partnership.Consent{Given: today.Next(), Until: today.AddDays(9)}, partnership.ConsentFuture},
		"ended on the day given": {&partnership.Consent{Given: given, Until: given}, partnership.ConsentEnded},
	} {
		if is := test.consent.StateOn(today); is != test.want {
			t.Errorf("%s: %s, want %s", name, is, test.want)
		}
		isShown := test.want == partnership.ConsentValid || test.want == partnership.ConsentEnding
		if test.consent.ValidOn(today) != isShown || test.consent.Covers(partnership.ForReports, today) != isShown {
			t.Errorf("%s: may be shown: %v", name, !isShown)
		}
	}
}

func TestPurposesOfConsents(t *testing.T) {
	t.Parallel()
	today := results.DateOf(2026, 11, 23)
	for _, test := range []struct {
		of    []partnership.Purpose
		cover []partnership.Purpose
	}{
		{nil, partnership.Purposes()},
		{[]partnership.Purpose{partnership.ForReports}, []partnership.Purpose{partnership.ForReports, partnership.ForPartnership}},
		{[]partnership.Purpose{partnership.ForPublication}, []partnership.Purpose{partnership.ForPublication, partnership.ForPartnership}},
		{[]partnership.Purpose{partnership.ForPartnership}, []partnership.Purpose{partnership.ForPartnership}},
	} {
		c := partnership.Consent{Given: today, Purposes: test.of}
		covered := map[partnership.Purpose]bool{}
		for _, p := range test.cover {
			covered[p] = true
		}
		for _, p := range partnership.Purposes() {
			if is := c.Covers(p, today); is != covered[p] {
				t.Errorf("a consent for %q covers %s: %v", test.of, p, is)
			}
		}
	}
}

// TestHolds: a version holds a quote by its words, wherever they stand, and by the
// activity where its words have changed since.
func TestHolds(t *testing.T) {
	t.Parallel()
	quote := func(text string) partnership.Quote { return partnership.Quote{Text: results.Text{"en": text}} }
	a := &partnership.Activity{
		Ref: "A-1", Quotes: []partnership.Quote{quote("One"), quote("Two")},
		Evidence: []partnership.Evidence{{File: "evidence/a.jpg", Kind: partnership.Photo}, {File: "evidence/b.jpg", Kind: partnership.Photo}},
	}
	items := a.Items()
	old := quote("Wun")
	for name, test := range map[string]struct {
		shown partnership.Shown
		want  string // keys of the items that the version holds
	}{
		"the words":                {items[0].Shown("A-1"), "quote-0 "},
		"the words elsewhere":      {items[1].Shown("A-9"), "quote-1 "},
		"words that were mended":   {partnership.Item{Quote: &old}.Shown("A-1"), "quote-0 quote-1 "},
		"words of others":          {partnership.Item{Quote: &old}.Shown("A-9"), ""},
		"a photo":                  {items[2].Shown("A-1"), "photo-0 "},
		"the same photo elsewhere": {items[3].Shown("A-9"), "photo-1 "},
	} {
		report := &partnership.ProjectReport{Shows: []partnership.Shown{test.shown}}
		is := ""
		for _, i := range items {
			if report.Holds(a, i) {
				is += i.Key() + " "
			}
		}
		if is != test.want {
			t.Errorf("%s: it holds %q, want %q", name, is, test.want)
		}
	}
}
