package reports_test

import (
	"fmt"
	"strings"
	"testing"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/sample"
	"tulos/reports"
)

// sheetTable is the table of a kind of sheet.
func sheetTable(t *testing.T, d reports.Document, kind string) reports.Table {
	t.Helper()
	for _, s := range d.Sheets {
		for _, b := range s.Blocks {
			if table, ok := b.(reports.Table); ok && table.Anchor == "sheet-"+kind {
				return table
			}
		}
	}
	t.Fatalf("no sheet %s", kind)
	return reports.Table{}
}

// TestSumsOfPartners: what the partners' values are added up to is the figure.
func TestSumsOfPartners(t *testing.T) {
	for name, d := range map[string]*partnership.Dossier{"demo": demo(t), "sample": sample.Project(300)} {
		for k := range results.PeriodNo(len(d.Project.Periods)) {
			document := build(t, d, reports.Options{Language: i18n.English, From: 1, To: k + 1})
			checked := 0
			for _, r := range sheetTable(t, document, "checks").Rows {
				if !strings.HasPrefix(r.Cells[2].Text.String(), "Partners") {
					continue
				}
				checked++
				if sum, figure := r.Cells[3].Number.Decimal, r.Cells[4].Number.Decimal; sum != figure || r.Cells[5].Number.Decimal != "0" {
					t.Errorf("%s, period %d: %s %s: sum %s, figure %s", name, k+1, r.Cells[0].Text, r.Cells[2].Text, sum, figure)
				}
			}
			if checked == 0 {
				t.Errorf("%s, period %d: nothing is checked", name, k+1)
			}
		}
	}
}

// TestNotStatedIsTheDifference: a breakdown lacks as many people as it says were not stated.
func TestNotStatedIsTheDifference(t *testing.T) {
	document := build(t, demo(t), reports.Options{Language: i18n.English, From: 1, To: 2})
	notStated := map[string]string{}
	for _, table := range each[reports.Table](document) {
		for _, r := range table.Rows {
			if code, ok := strings.CutPrefix(table.Anchor, "breakdown-"); ok && r.Cells[0].Text.String() == "Not stated" {
				notStated[code] = r.Cells[2].Number.Decimal
			}
		}
	}
	if len(notStated) == 0 {
		t.Fatal("nothing is not stated")
	}
	for _, r := range sheetTable(t, document, "checks").Rows {
		want, ok := notStated[r.Cells[0].Text.String()]
		if ok && r.Cells[2].Text.String() == "Breakdown · Cumulative" && r.Cells[5].Number.Decimal != want {
			t.Errorf("%s: difference %s, not stated %s", r.Cells[0].Text, r.Cells[5].Number.Decimal, want)
		}
	}
}

// TestWithheldIsNotSummedUp: nothing of a breakdown that is withheld is in the checks.
func TestWithheldIsNotSummedUp(t *testing.T) {
	count := func(audience reports.Audience) (checks int) {
		document := build(t, demo(t), reports.Options{Language: i18n.English, From: 2, To: 2, Audience: audience})
		for _, r := range sheetTable(t, document, "checks").Rows {
			if r.Cells[0].Text.String() == "OP1.1" && strings.HasPrefix(r.Cells[2].Text.String(), "Breakdown") {
				checks++
			}
		}
		return checks
	}
	if all, funder := count(reports.Partnership), count(reports.Funder); all != 2 || funder != 0 {
		t.Errorf("%d checks for the partnership, %d for the funder", all, funder)
	}
}

// TestActivitiesLeadToTheirPages where the address of the installation is known, and to
// their evidence always.
func TestActivitiesLeadToTheirPages(t *testing.T) {
	for address, want := range map[string]string{
		"": "", "https://tulos.example.org": "https://tulos.example.org/projects/CBSS-PSF-2026-07/activities/",
	} {
		document := build(t, demo(t), reports.Options{Language: i18n.English, From: 1, To: 2, Address: address})
		table, evidence := sheetTable(t, document, "activities"), 0
		anchors := map[string]bool{}
		for _, r := range sheetTable(t, document, "evidence").Rows {
			anchors[r.Anchor] = true
		}
		for _, r := range table.Rows {
			reference := r.Cells[0].Text[0]
			if want != "" && reference.URL != want+reference.Text || want == "" && reference.URL != "" {
				t.Errorf("%s leads to %q", reference.Text, reference.URL)
			}
			for _, c := range r.Cells {
				if len(c.Text) > 0 && strings.HasPrefix(c.Text[0].Anchor, "evidence-") {
					evidence++
					if !anchors[c.Text[0].Anchor] {
						t.Errorf("%s leads nowhere", c.Text[0].Anchor)
					}
				}
			}
		}
		if evidence == 0 {
			t.Error("no activity leads to evidence")
		}
	}
}

// TestTags: with tags, every column of a table has one of its own, or none at all.
func TestTags(t *testing.T) {
	for _, name := range reports.Definitions() {
		definition, err := reports.LoadDefinition(name)
		if err != nil {
			t.Fatal(err)
		}
		o := reports.Options{Language: i18n.English, From: 2, To: 2, AsOf: results.DateOf(2028, 1, 1)}
		for _, isTagged := range []bool{false, true} {
			o.HXL = isTagged
			document, err := reports.Build(demo(t), definition, o)
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range document.Sheets {
				for _, b := range s.Blocks {
					table, ok := b.(reports.Table)
					if !ok || table.Name == "" || table.Name == "Dictionary" {
						continue
					}
					seen := map[string]bool{"": isTagged}
					for _, c := range table.Columns {
						if seen[c.Tag] || !isTagged && c.Tag != "" {
							t.Errorf("%s, %s: column %s has the tag %q", name, s.Name, c.Head, c.Tag)
						}
						seen[c.Tag] = isTagged
					}
				}
			}
		}
	}
}

func TestNamesOfFigures(t *testing.T) {
	document := build(t, demo(t), reports.Options{Language: i18n.Finnish, From: 2, To: 2})
	names := map[string]string{}
	for _, r := range sheetTable(t, document, "results").Rows {
		for _, c := range r.Cells {
			if c.Book != nil && c.Number != nil {
				names[c.Book.Name] = c.Number.Decimal
			}
		}
	}
	got := fmt.Sprint(names["Value_OP1.3"], " ", names["Cumulative_OP1.3"], " ", names["Target_OP1.2"])
	if got != "24 63 40" {
		t.Errorf("figures by name: %s", got)
	}
}
