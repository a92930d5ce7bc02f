package iati_test

import (
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/reports/iati"
)

// TestFaultsAreTold plants faults in the demo, one at a time; each is told at its place,
// and was not told before.
func TestFaultsAreTold(t *testing.T) {
	org := func(n int, change func(*partnership.Organisation)) func(*partnership.Dossier, *iati.Options) {
		return func(d *partnership.Dossier, _ *iati.Options) { change(&d.Organisations[n]) }
	}
	identifier := func(id string) func(*partnership.Organisation) {
		return func(o *partnership.Organisation) { o.Identifier = id }
	}
	project := func(change func(*partnership.Project)) func(*partnership.Dossier, *iati.Options) {
		return func(d *partnership.Dossier, _ *iati.Options) { change(&d.Project) }
	}
	first := func(p *partnership.Project) *results.Indicator { return &p.Results[0].Results[0].Indicators[0] }
	at := "project.results[0].results[0].indicators[0]"
	tests := []struct {
		name    string
		plant   func(*partnership.Dossier, *iati.Options)
		path    string
		code    results.ProblemCode
		isError bool
	}{
		{"lead without identifier", org(1, identifier("")), "organisations[1].identifier", iati.NoIdentifier, true},
		{"lead with an unknown prefix", org(1, identifier("RU-XX-1")), "organisations[1].identifier", iati.UnknownPrefix, true},
		{"lead with a prefix and nothing else", org(1, identifier("RU-OGRN-")), "organisations[1].identifier", iati.UnknownPrefix, true},
		{"lead with a slash", org(1, identifier("RU-OGRN-1/2")), "organisations[1].identifier", iati.BadSymbols, true},
		{"lead with a space", org(1, identifier("RU-OGRN-1 ")), "organisations[1].identifier", iati.BadSymbols, true},
		{"lead with an ampersand", org(1, identifier("RU-OGRN-1&2")), "organisations[1].identifier", iati.BadSymbols, true},
		{"funder without identifier", org(0, identifier("")), "organisations[0].identifier", iati.NoIdentifier, false},
		{"funder with an unknown prefix", org(0, identifier("SE-1")), "organisations[0].identifier", iati.UnknownPrefix, false},
		{"funder with a question mark", org(0, identifier("SE-ON-1?")), "organisations[0].identifier", iati.BadSymbols, true},
		{"partner without identifier", org(2, identifier("")), "organisations[2].identifier", iati.NoIdentifier, false},
		{"partner with an unknown prefix", org(2, identifier("LV-1")), "organisations[2].identifier", iati.UnknownPrefix, false},
		{"partner with a line break", org(2, identifier("LV-RE-1\n")), "organisations[2].identifier", iati.BadSymbols, true},
		{"co-organiser without identifier", org(4, identifier("")), "organisations[4].identifier", iati.NoIdentifier, false},
		{"co-organiser with a bar", org(4, identifier("FI-PRO-1|2")), "organisations[4].identifier", iati.BadSymbols, true},
		{"two with one identifier", org(3, identifier("XE-EXAMPLE-STELLIT")), "organisations[3].identifier", iati.SameIdentifier, true},
		{"code with a space", project(func(p *partnership.Project) { p.Code = "A 1" }), "project.code", iati.BadSymbols, true},
		{"code with a slash", project(func(p *partnership.Project) { p.Code = "A/1" }), "project.code", iati.BadSymbols, true},
		{"no sectors", project(func(p *partnership.Project) { p.Sectors = nil }), "project.sectors", iati.NoSectors, true},
		{"no countries", project(func(p *partnership.Project) { p.Countries = nil }), "project.countries", iati.NoCountries, true},
		{"no summary", project(func(p *partnership.Project) { p.Summary = nil }), "project.summary", iati.NoSummary, false},
		{"no grant number", project(func(p *partnership.Project) { p.GrantNumber = "" }), "project.grantNumber", iati.NoGrantNumber, false},
		{"a main language without a code", project(func(p *partnership.Project) { p.Languages = []string{"smn", "fi"} }), "project.languages", iati.MainLanguage, true},
		{"another language without a code", project(func(p *partnership.Project) { p.Languages = append(p.Languages, "vro") }), "project.languages", iati.LeftOutLanguage, false},
		{"a title in another language", project(func(p *partnership.Project) { p.Title = results.Text{"fi": "Hanke"} }), "project.title", iati.LacksLanguage, false},
		{"a summary in another language", project(func(p *partnership.Project) { p.Summary = results.Text{"fi": "Hanke"} }), "project.summary", iati.LacksLanguage, false},
		{"a result's title in another language", project(func(p *partnership.Project) { p.Results[0].Title = results.Text{"lv": "x"} }), "project.results[0].title", iati.LacksLanguage, false},
		{"an indicator's title in another language", project(func(p *partnership.Project) { first(p).Title = results.Text{"lv": "x"} }), at + ".title", iati.LacksLanguage, false},
		{"no budget", project(func(p *partnership.Project) {
			p.BudgetLines = nil
			for n := range p.Partners {
				p.Partners[n].Budget = nil
			}
		}), "project.budgetLines", iati.NoBudget, false},
		{"a partner without budget", func(d *partnership.Dossier, o *iati.Options) {
			o.Partners, d.Project.BudgetLines, d.Project.Partners[1].Budget = true, nil, nil
		}, "project.partners[1]", iati.NoPartnerBudget, false},
		{"a page without https", org(1, func(o *partnership.Organisation) { o.Website = "stellit.example" }), "organisations[1].website", iati.BadWebsite, false},
		{"a page with a space", org(1, func(o *partnership.Organisation) { o.Website = "https://stellit.example/a b" }), "organisations[1].website", iati.BadWebsite, false},
		{"an outcome without indicator", project(func(p *partnership.Project) { p.Results[0].Results[0].Indicators = nil }), "project.results[0].results[0]", iati.NoIndicator, false},
		{"no indicator that is published", project(func(p *partnership.Project) {
			for i := range results.Indicators(p.Results) {
				i.HiddenFromIATI = true
			}
		}), "project.results", iati.NothingToTell, false},
		{"no target", project(func(p *partnership.Project) { first(p).Target = nil }), at + ".target", iati.NoTarget, false},
		{"no baseline", project(func(p *partnership.Project) { first(p).Baseline = nil }), at + ".baseline", iati.NoBaseline, false},
		{"a baseline without date", project(func(p *partnership.Project) { first(p).Baseline.Date = results.Date{} }), at + ".baseline", iati.BaselineYear, false},
		{"an expense without a rate", func(d *partnership.Dossier, _ *iati.Options) { d.Rates = d.Rates[1:] }, "rates", iati.NoRate, false},
		{"a report that was not sealed", func(_ *partnership.Dossier, o *iati.Options) { o.Reports = nil }, "reports", iati.NoReport, false},
		{"an installation without address", func(_ *partnership.Dossier, o *iati.Options) { o.Reports[0].URL = "/projects/x" }, "reports", iati.NoAddress, false},
		{"an address with a space", func(_ *partnership.Dossier, o *iati.Options) { o.Reports[0].URL = "https://a b/x" }, "reports", iati.NoAddress, false},
	}
	told := func(d *partnership.Dossier, o iati.Options, path string, code results.ProblemCode) (is, isError bool) {
		for _, p := range iati.Check(d, o) {
			if p.Path == path && p.Code == code {
				return true, !p.Warning
			}
		}
		return false, false
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := demo(t)
			o := options()
			if is, _ := told(d, o, test.path, test.code); is {
				t.Fatal("it is told without being there")
			}
			test.plant(d, &o)
			is, isError := told(d, o, test.path, test.code)
			if !is || isError != test.isError {
				t.Errorf("told: %t, as an error: %t", is, isError)
			}
		})
	}
	if len(tests) < 30 {
		t.Errorf("only %d faults", len(tests))
	}
}
