package web_test

import (
	"net/http"
	"testing"
)

// TestForecastInForms: a partner writes it, the statement shows it and warns, and whoever
// is second sees both versions.
func TestForecastInForms(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff, lead, statement := s.as("staff"), s.as("lead"), home+"/money?period=2"
	path := home + "/money/forecast/3?partner=drosa-maja"
	has(t, staff.page(statement), path)
	form := staff.form(staff.page(path), path)
	has(t, staff.page(path), "remain of the budget before the period", "B1 Staff")
	late := lead.form(lead.page(path), path)
	form.Set("line-0", "1 200,505")
	staff.post(path, form).wants(t, http.StatusUnprocessableEntity, `id="line-0-error"`, "more than two decimals")
	form.Set("line-0", "1 200,50")
	form.Set("line-1", "900000")
	staff.change(path, form)
	has(t, staff.page(statement), "Forecast for period 3", "1,200.50", "900,000.00", "More than remains", "is higher than what remains of the budget")
	late.Set("line-0", "5")
	lead.post(path, late).wants(t, http.StatusConflict, "Both versions", "1200.5")
	page := lead.page(path)
	has(t, page, "1200.5", "Stellit")
	again := lead.form(page, path)
	again.Set("line-1", "")
	lead.change(path, again)
	page = lead.page(statement)
	has(t, page, "1,200.50")
	hasNot(t, page, "More than remains")
	s.as("auditor").get(path).wants(t, http.StatusForbidden)
	has(t, s.as("auditor").page(statement), "1,200.50")
}
