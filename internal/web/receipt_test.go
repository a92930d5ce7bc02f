package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// TestReceiptsInForms: recorded, corrected with a reason, removed and brought back; the
// statement tells what is left, to each what is theirs.
func TestReceiptsInForms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	lead, list := s.as("lead"), home+"/receipts"
	has(t, lead.page(list), "Nothing received yet")
	hasNot(t, lead.page(home+"/money?period=2"), "Received, spent and left")
	path := list + "/new"
	form := lead.form(lead.page(path), path)
	form.Set("do", "save")
	form.Set("amount", "1.005")
	lead.post(path, form).wants(t, http.StatusUnprocessableEntity, `id="kind-error"`, `id="date-error"`, `id="amount-error"`)
	record := func(partner, amount string) {
		t.Helper()
		form := lead.form(lead.page(path), path)
		for name, value := range map[string]string{"do": "save", "partner": partner, "kind": "pre-financing", "date": "2026-10-02", "amount": amount, "reference": "PSF 7/1"} {
			form.Set(name, value)
		}
		lead.change(path, form)
	}
	record("", "60 000")
	record(string(drosa), "20 000,50")
	page := lead.page(list)
	has(t, page, "60,000.00 EUR", "Pre-financing", "The whole project", "20,000.50 EUR", "PSF 7/1", "CBSS")
	has(t, lead.page(home+"/money?period=2"), "Received, spent and left", "39,999.50", "60,000.00")
	staff := s.as("staff")
	has(t, staff.page(list), "20,000.50 EUR")
	hasNot(t, staff.page(list), "60,000.00", list+"/new")
	has(t, staff.page(home+"/money?period=2"), "Received, spent and left", "20,000.50")

	at := strings.LastIndex(page, list+"/")
	one := page[at : at+strings.IndexByte(page[at:], '"')]
	form = lead.form(lead.page(one), one)
	form.Set("do", "save")
	form.Set("amount", "20500")
	lead.post(one, form).wants(t, http.StatusUnprocessableEntity, `id="reason-error"`)
	form.Set("reason", "A digit was missing")
	lead.change(one, form)
	lead.post(one, withKey(form, "another")).wants(t, http.StatusConflict, "Both versions", "20500")
	back := lead.form(lead.page(one), one)
	lead.change(one, url.Values{"do": {"remove"}, "rev": back["rev"]})
	page = lead.page(list)
	hasNot(t, page, "20,500.00")
	lead.change(one+"/restore", lead.form(page, one+"/restore"))
	has(t, lead.page(list), "20,500.00 EUR")
	has(t, lead.page(home+"/audit"), "A digit was missing")
}
