package iati_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tulos/internal/testtool"
	"tulos/pkg/iati"
	"tulos/pkg/iati/iatitest"
)

func now() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// text is a text in the activity's language and another.
func text(s string) iati.Text {
	return iati.Text{Narratives: []iati.Narrative{{Text: s}, {Language: "fi", Text: "suomeksi"}}}
}

// full is an activity with every part.
func full() *iati.Activity {
	note, unit := text("Since the start"), text("people")
	return &iati.Activity{
		Language: "en", Currency: "EUR", Hierarchy: 1, LastUpdated: iati.Moment(now()),
		Identifier:    "XE-EXAMPLE-LEAD-PRJ1",
		ReportingOrg:  iati.Organisation{Ref: "XE-EXAMPLE-LEAD", Type: "22", Narratives: text("Lead").Narratives},
		Title:         text("Safe children & <others>"),
		Descriptions:  []iati.Description{{Type: "1", Narratives: text("What it does").Narratives}},
		Participating: []iati.Organisation{{Ref: "XM-DAC-18", Role: "1", Type: "10"}, {Role: "4", Type: "22", ActivityID: "XE-EXAMPLE-LEAD-PRJ1-P2", Narratives: text("Partner").Narratives}},
		OtherIDs:      []iati.OtherIdentifier{{Ref: "G-1", Type: "A1", Owner: &iati.Organisation{Narratives: text("Funder").Narratives}}},
		Status:        iati.Code{Code: "2"},
		Dates:         []iati.ActivityDate{{Date: "2026-01-01", Type: "1"}, {Date: "2026-01-01", Type: "2"}, {Date: "2027-12-31", Type: "3"}},
		Contact:       &iati.Contact{Type: "1", Organisation: text("Lead"), Website: "https://example.org"},
		Scope:         &iati.Code{Code: "3"},
		Countries:     []iati.Share{{Code: "FI", Percentage: "60"}, {Code: "LV", Percentage: "40"}},
		Sectors:       []iati.Share{{Vocabulary: "1", Code: "16010"}},
		Budgets:       []iati.Budget{{Type: "1", Status: "2", Start: iati.Day{Date: "2026-01-01"}, End: iati.Day{Date: "2026-12-31"}, Value: iati.Value{Date: "2026-01-01", Amount: "1000.50"}}},
		Transactions:  []iati.Transaction{{Ref: "P1", Type: iati.Code{Code: "4"}, Date: iati.Day{Date: "2026-06-30"}, Value: iati.Value{Currency: "RUB", Date: "2026-06-30", Amount: "100"}, Description: &note}},
		Documents: []iati.Document{{
			URL: "https://example.org/r.pdf", Format: "application/pdf", Title: text("Report"), Category: iati.Code{Code: "A08"},
			Language: iati.Code{Code: "en"}, Date: &iati.Day{Date: "2026-07-31"},
		}},
		Related: []iati.RelatedActivity{{Ref: "XE-EXAMPLE-LEAD-PRJ1-P2", Type: "2"}},
		Results: []iati.Result{{Type: "1", Aggregation: "0", Title: text("People know more"), Indicators: []iati.Indicator{{
			Measure: "1", Ascending: "1", Aggregation: "1", Title: text("People trained"), Description: &unit,
			Baseline: &iati.Baseline{Year: "2025", Date: "2025-12-31", Value: "0", Comment: &note},
			Periods: []iati.Period{{
				Start: iati.Day{Date: "2026-01-01"}, End: iati.Day{Date: "2026-06-30"}, Targets: []iati.Figure{{Value: "100"}},
				Actuals: []iati.Figure{{Value: "120", Comment: &note}, {Value: "70", Dimensions: []iati.Dimension{{Name: "sex", Value: "f"}}}},
			}},
		}, {Measure: "5", Title: text("What changed")}}}},
	}
}

func written(t *testing.T, all ...*iati.Activity) []byte {
	t.Helper()
	var b bytes.Buffer
	e := iati.NewEncoder(&b, now())
	for _, a := range all {
		if err := e.Encode(a); err != nil {
			t.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFilesAreClean(t *testing.T) {
	child := full()
	child.Identifier, child.Hierarchy, child.Results = "XE-EXAMPLE-LEAD-PRJ1-P2", 2, nil
	iatitest.Clean(t, iatitest.Tools{XMLLint: testtool.Look(t, "xmllint"), Standard: testtool.Standard(t)}, now(), written(t, full()), written(t, full(), child))
}

// The examples of the standard's folder break nothing, and faults planted in an activity
// are told by the number of the rule: what finds nothing must be able to.
func TestRules(t *testing.T) {
	standard := testtool.Standard(t)
	if standard == "" {
		return
	}
	rules, err := iatitest.ReadRules(filepath.Join(standard, "rulesets", "standard.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"example-full.xml", "example-minimal.xml"} {
		file, err := os.ReadFile(filepath.Join(standard, name))
		if err != nil {
			t.Fatal(err)
		}
		found, err := rules.Check(bytes.NewReader(file), now())
		found = slices.DeleteFunc(found, func(f iatitest.Finding) bool { return name == "example-minimal.xml" && f.ID[:2] == "3." })
		if err != nil || len(found) > 0 {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
	tests := []struct {
		id    string
		plant func(*iati.Activity)
	}{
		{"1.1.3", func(a *iati.Activity) { a.Identifier = a.ReportingOrg.Ref }},
		{"1.1.21", func(a *iati.Activity) { a.Identifier = "XE-EXAMPLE-OTHER-1" }},
		{"1.14.8", func(a *iati.Activity) { a.ReportingOrg.Ref, a.Identifier = "ZZ-ZZ-1", "ZZ-ZZ-1-P" }},
		{"1.3.13", func(a *iati.Activity) { a.Identifier += "/1" }},
		{"1.3.1", func(a *iati.Activity) { a.Identifier += " " }},
		{"1.7.1", func(a *iati.Activity) { a.Related[0].Ref += " " }},
		{"6.11.1", func(a *iati.Activity) { a.Dates = a.Dates[2:] }},
		{"6.2.2", func(a *iati.Activity) { a.Sectors = nil }},
		{"4.1.1", func(a *iati.Activity) { a.Language = "" }},
		{"7.8.1", func(a *iati.Activity) { a.Currency = "" }},
		{"11.1.1", func(a *iati.Activity) { a.LastUpdated = "2027-01-01T00:00:00Z" }},
		{"11.1.2", func(a *iati.Activity) { a.Dates[2].Date = "2025-01-01" }},
		{"11.1.4", func(a *iati.Activity) { a.Dates[1].Date = "2027-01-01" }},
		{"11.2.1", func(a *iati.Activity) { a.Transactions[0].Date.Date = "2027-01-01" }},
		{"2.1.2", func(a *iati.Activity) {
			a.Sectors = []iati.Share{{Code: "16010", Percentage: "60"}, {Code: "15160", Percentage: "41"}}
		}},
		{"2.1.1", func(a *iati.Activity) { a.Sectors = append(a.Sectors, iati.Share{Code: "15160", Percentage: "40"}) }},
		{"2.1.4", func(a *iati.Activity) { a.Sectors[0].Percentage = "60" }},
		{"3.1.2", func(a *iati.Activity) { a.Countries[0].Percentage = "50" }},
		{"3.1.1", func(a *iati.Activity) { a.Countries[0].Percentage = "" }},
		{"12.1.1", func(a *iati.Activity) { a.Countries[0].Percentage, a.Countries[1].Percentage = "140", "-40" }},
		{"3.7.1", func(a *iati.Activity) { a.Countries = nil }},
		{"6.8.1", func(a *iati.Activity) { a.OtherIDs[0].Owner.Narratives = nil }},
		{"6.10.1", func(a *iati.Activity) { a.Participating[0].Ref = "" }},
		{"7.5.3", func(a *iati.Activity) { a.Budgets[0].End.Date = "2027-06-30" }},
		{"8.6.3", func(a *iati.Activity) { a.Budgets[0].End.Date = "2025-06-30" }},
		{"8.6.1", func(a *iati.Activity) { a.Results[0].Indicators[0].Periods[0].End.Date = "2025-06-30" }},
		{"8.8.1", func(a *iati.Activity) { a.Results[0].Indicators[0].Baseline.Value = "" }},
		{"8.8.2", func(a *iati.Activity) { a.Results[0].Indicators[0].Baseline.Value = "1,5" }},
		{"8.9.1", func(a *iati.Activity) { a.Results[0].Indicators[0].Periods[0].Targets[0].Value = "" }},
		{"8.10.2", func(a *iati.Activity) { a.Results[0].Indicators[0].Periods[0].Actuals[0].Value = "50%" }},
		{"8.10.3", func(a *iati.Activity) { a.Results[0].Indicators[0].Measure = "5" }},
		{"4.3.1", func(a *iati.Activity) { a.Title.Narratives = nil }},
		{"4.4.1", func(a *iati.Activity) { a.Descriptions[0].Narratives = nil }},
	}
	for _, test := range tests {
		a := full()
		test.plant(a)
		found, err := rules.Check(bytes.NewReader(written(t, a)), now())
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(found, func(f iatitest.Finding) bool { return f.ID == test.id }) {
			t.Errorf("rule %s is not told; found %v", test.id, found)
		}
	}
}

func TestIdentifiers(t *testing.T) {
	for identifier, want := range map[string]bool{
		"FI-PRO-1234567-8": true, "XE-EXAMPLE-1": true, "FI-PRO": false, "FI-PRO-": false, "FI-PROX-1": false, "ZZ-ZZ-1": false, "": false,
	} {
		if got := iati.HasKnownPrefix(identifier); got != want {
			t.Errorf("%q: %t", identifier, got)
		}
	}
	for _, wrong := range []string{"A B", "A/B", "A|B", "A&B", "A?", "A\n"} {
		if iati.IsClean(wrong) {
			t.Errorf("%q is taken for clean", wrong)
		}
	}
	if !strings.Contains(string(written(t, full())), "Safe children &amp; &lt;others&gt;") {
		t.Error("text is not escaped")
	}
}
