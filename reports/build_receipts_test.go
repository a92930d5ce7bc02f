package reports_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/reports"
)

// funded is the demo with what it received and expects.
func funded(t *testing.T, d *partnership.Dossier) partnership.Money {
	t.Helper()
	amount := func(s string) *results.Number {
		n, err := results.ParseAmount(s)
		if err != nil {
			t.Fatal(err)
		}
		return &n
	}
	return partnership.Money{
		Spending: d.Spending(),
		Receipts: []partnership.Receipt{
			{Kind: partnership.Interim, Date: results.DateOf(2026, 8, 15), Amount: amount("25000.50"), Payer: "CBSS", Reference: "PSF 7/2"},
			{Kind: partnership.PreFinancing, Date: results.DateOf(2026, 1, 20), Amount: amount("60000"), Payer: "CBSS", Note: "Anna called"},
			{Kind: partnership.Interim, Date: results.DateOf(2027, 1, 1), Amount: amount("7"), Payer: "CBSS"},
			{Partner: "drosa-maja", Kind: partnership.PreFinancing, Date: results.DateOf(2026, 2, 3), Amount: amount("15000"), Payer: "Stellit"},
		},
		Forecasts: []partnership.Forecast{
			{Partner: "stellit", Period: 3, Lines: []partnership.ForecastLine{{Line: "B1", Amount: amount("100.10")}, {Line: "B3", Amount: amount("5")}}},
			{Partner: "drosa-maja", Period: 3, Lines: []partnership.ForecastLine{{Line: "B1", Amount: amount("0.90")}}},
		},
	}
}

// TestReceiptsAndExpenditureOfTheDemo: receipts by date until the end of the period, what
// is left by partner, and what was spent and is expected by line, to all readers alike.
func TestReceiptsAndExpenditureOfTheDemo(t *testing.T) {
	t.Parallel()
	d := demo(t)
	for _, audience := range []reports.Audience{reports.Partnership, reports.Funder} {
		o := reports.Options{Language: i18n.English, From: 2, To: 2, Audience: audience, Money: funded(t, d)}
		document := spendingOf(t, d, o)
		for anchor, want := range map[string][]string{
			"receipts": {
				"20/01/2026 Pre-financing CBSS  60000", "15/08/2026 Interim payment CBSS PSF 7/2 25000.5", "Total    85000.5",
			},
			"balance": {
				"Stellit 70000.5 21058.56 48941.94 105.1", "Safe House Shelter (Patvērums «Drošā māja») 15000 20249.77 -5249.77 0.9",
				"Suojellaan Lapsia ry 0 19035.25 -19035.25 0", "Total 85000.5 60343.58 24656.92 106",
			},
			"expenditure": {
				"B1 Staff 41114.67 77885.33 101", "B2 Travel and events 13408.82 17591.18 0",
				"B3 Publications and translation 5820.09 16179.91 5", "Total 60343.58 111656.42 106",
			},
		} {
			for _, place := range []string{"table-", "sheet-"} {
				if diff := cmp.Diff(want, numbers(anchored(document, place+anchor))); diff != "" {
					t.Errorf("%s%s, %s (-want +got):\n%s", place, anchor, audience, diff)
				}
			}
		}
	}
	document := spendingOf(t, d, reports.Options{Language: i18n.English, From: 2, To: 2})
	if len(anchored(document, "table-receipts").Rows) > 0 {
		t.Error("a project of which nothing is known has a section of receipts")
	}
}

// TestInvoicesOfTheDemo: the list holds what the statement says was spent in the period,
// with how it was converted, and only for readers who may know it.
func TestInvoicesOfTheDemo(t *testing.T) {
	t.Parallel()
	d := demo(t)
	o := reports.Options{Language: i18n.English, From: 2, To: 2, Audience: reports.Partnership}
	document := spendingOf(t, d, o)
	list, sheet := anchored(document, "table-invoices"), anchored(document, "sheet-invoices")
	lines := numbers(list)
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "The whole project ") || !strings.HasSuffix(last, " 13477.19") {
		t.Errorf("the total is %q", last)
	}
	totals, groups := 0, 0
	for _, r := range list.Rows {
		if r.Total {
			totals++
		}
		if r.Group {
			groups++
		}
	}
	if groups != 3 || totals != 4 {
		t.Errorf("%d partners, %d totals", groups, totals)
	}
	var rows []reports.Row
	for r, err := range sheet.More {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	if len(rows) != len(list.Rows)-groups-totals+1 {
		t.Errorf("%d rows of the sheet, %d of the report", len(rows), len(list.Rows))
	}
	if !hasRubles(rows) {
		t.Error("no row tells by which rate rubles were converted")
	}
	if f := rows[len(rows)-1].Cells[14].Book; f == nil || f.Formula.Above != len(rows)-1 {
		t.Errorf("the total is no formula: %+v", f)
	}

	o.Audience = reports.Funder
	document = spendingOf(t, d, o)
	if len(anchored(document, "table-invoices").Rows) > 0 || anchored(document, "sheet-invoices").More != nil {
		t.Error("readers outside the partnership get the list")
	}
	told := 0
	for _, p := range each[reports.Paragraph](document) {
		if strings.HasPrefix(p.Text.String(), "The list of invoices is in the report for readers within the partnership") {
			told++
		}
	}
	if told != 2 {
		t.Errorf("that the list is elsewhere is told %d times", told)
	}
}

// hasRubles looks for an expense in rubles with rate, month, source and rule.
func hasRubles(rows []reports.Row) bool {
	for _, r := range rows {
		c := r.Cells
		if c[9].Text.String() == "RUB" && c[10].Number != nil && c[11].Text.String() != "" && c[12].Text.String() == "illustrative" && c[13].Text.String() != "" {
			return true
		}
	}
	return false
}
