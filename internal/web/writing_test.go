package web_test

import (
	"net/http"
	"strings"
	"testing"
)

// TestReportInASecondLanguage: a section that is written in one language stays when it
// is written in another, and is shown beside it.
func TestReportInASecondLanguage(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead, manager := s.as("lead"), s.as("manager")
	for _, c := range []struct {
		by   *browser
		path string
	}{{lead, reportsOf2 + "/edit"}, {manager, home + "/partner-report/2?partner=" + string(drosa)}} {
		in := func(language string) string { return withLanguage(c.path, language) }
		for language, text := range map[string]string{"en": "Ten courses.", "lv": "Desmit kursi."} {
			form := c.by.form(c.by.page(in(language)), strings.ReplaceAll(c.path, "&", "&amp;"))
			form.Set("text.summary", text)
			if a := c.by.post(c.path, form); a.status != http.StatusSeeOther {
				t.Fatalf("%s in %s: %d\n%s", c.path, language, a.status, a.body)
			}
		}
		for _, language := range []string{"en", "lv"} {
			says(t, c.by.page(in(language)), "Ten courses.", "Desmit kursi.")
		}
		empty := c.by.form(c.by.page(in("lv")), strings.ReplaceAll(c.path, "&", "&amp;"))
		empty.Set("text.summary", "")
		c.by.post(c.path, empty)
		if page := c.by.page(in("en")); !strings.Contains(page, "Ten courses.") || strings.Contains(page, "Desmit kursi.") {
			t.Errorf("%s: one language was emptied, and the other is not alone", c.path)
		}
	}
}

func withLanguage(path, language string) string {
	if strings.Contains(path, "?") {
		return path + "&language=" + language
	}
	return path + "?language=" + language
}
