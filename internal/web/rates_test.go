package web_test

import (
	"net/http"
	"net/url"
	"testing"
)

// TestRatesAreTakenFromAFile: the lead takes rates of the chosen currencies from a file,
// is told what became of it, and sees each of them; a wrong file is refused with its
// line; others see the rates, and no form.
func TestRatesAreTakenFromAFile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead, path := s.as("lead"), home+"/rates"
	send := func(text string) answer {
		form := lead.form(lead.page(path), path)
		form.Set("currencies", "sek, NOK")
		return lead.sendsFile(path, form, "eurofxref-hist.csv", []byte(text))
	}
	says(t, lead.page(home+"/setup"), `href="`+path+`"`)
	says(t, lead.page(path), `value="RUB, SEK"`, "of the month in which it is submitted")
	a := send("Date,SEK,NOK,\n2026-10-30,11.0125,oops,\n")
	if a.status != http.StatusUnprocessableEntity {
		t.Fatalf("%d\n%s", a.status, a.body)
	}
	says(t, a.body, "Line 2: “oops” is no rate", `value="sek, NOK"`)
	send("Date,SEK,NOK,\n2026-10-30,11.0125,11.8,\n2026-10-29,11.1,N/A,\n").sentOn(t, path)
	says(t, lead.page(path), "NOK, SEK, 2026-10 to 2026-10. New rates: 3; changed: 0; as before: 0.")
	chosen := path + "?" + url.Values{"of": {"SEK"}, "year": {"2026"}}.Encode()
	page := s.as("funder").page(chosen)
	says(t, page, "SEK 2026", "1 EUR = 11.0125 SEK", "2026-10-29", "ECB")
	hasNot(t, page, "<form class=\"tulos-form\"", "1 EUR = 11.8 NOK")
	if a := lead.sendsFile(path, lead.form(lead.page(path), path), "", nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("no file: %d", a.status)
	}
	says(t, lead.page(home+"/audit?sort=rate"), "Exchange rates")
}
