package reports_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/reports"
)

// spendingOf builds a project's report in a form that tells of spending.
func spendingOf(t *testing.T, d *partnership.Dossier, o reports.Options) reports.Document {
	t.Helper()
	definition, err := reports.LoadDefinition("interreg-project")
	if err != nil {
		t.Fatal(err)
	}
	if o.AsOf.IsZero() {
		o.AsOf = results.DateOf(2028, 1, 1)
	}
	document, err := reports.Build(d, definition, o)
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// numbers are the lines of a table: what heads the row, and its numbers for machines.
func numbers(t reports.Table) []string {
	var lines []string
	for _, r := range t.Rows {
		line := []string{r.Cells[0].Text.String()}
		for _, c := range r.Cells[1:] {
			if c.Number == nil {
				line = append(line, c.Text.String())
			} else {
				line = append(line, c.Number.Decimal)
			}
		}
		lines = append(lines, strings.Join(line, " "))
	}
	return lines
}

// anchored is the table of a document with an anchor, or none.
func anchored(d reports.Document, anchor string) reports.Table {
	for _, table := range each[reports.Table](d) {
		if table.Anchor == anchor {
			return table
		}
	}
	return reports.Table{}
}

// TestSpendingOfTheDemo holds the statement against amounts that were worked out by hand:
// rubles divided by the rate of the month, rounded to cents, and added to euros. What is
// not yet accepted counts nowhere.
func TestSpendingOfTheDemo(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		from, to           results.PeriodNo
		byLine, byPartners []string
	}{
		{1, 1, []string{
			"B1 Staff 119000 0 32165.75 32165.75 27.030042 86834.25",
			"B2 Travel and events 31000 0 10044.75 10044.75 32.402419 20955.25",
			"B3 Publications and translation 22000 0 4655.89 4655.89 21.163136 17344.11",
			"Total 172000 0 46866.39 46866.39 27.247901 125133.61",
		}, nil},
		{2, 2, []string{
			"B1 Staff 119000 32165.75 8948.92 41114.67 34.550143 77885.33",
			"B2 Travel and events 31000 10044.75 3364.07 13408.82 43.254258 17591.18",
			"B3 Publications and translation 22000 4655.89 1164.2 5820.09 26.454955 16179.91",
			"Total 172000 46866.39 13477.19 60343.58 35.083477 111656.42",
		}, []string{
			"Stellit 54000 16765.99 4292.57 21058.56 38.997333 32941.44",
			"Safe House Shelter (Patvērums «Drošā māja») 43000 15560.87 4688.9 20249.77 47.092488 22750.23",
			"Suojellaan Lapsia ry 75000 14539.53 4495.72 19035.25 25.380333 55964.75",
			"Total 172000 46866.39 13477.19 60343.58 35.083477 111656.42",
		}},
		{1, 2, []string{
			"B1 Staff 119000 0 41114.67 41114.67 34.550143 77885.33",
			"B2 Travel and events 31000 0 13408.82 13408.82 43.254258 17591.18",
			"B3 Publications and translation 22000 0 5820.09 5820.09 26.454955 16179.91",
			"Total 172000 0 60343.58 60343.58 35.083477 111656.42",
		}, nil},
	} {
		for _, audience := range []reports.Audience{reports.Partnership, reports.Funder} {
			document := spendingOf(t, demo(t), reports.Options{Language: i18n.English, From: c.from, To: c.to, Audience: audience})
			for anchor, want := range map[string][]string{"spending": c.byLine, "spendingbypartner": c.byPartners} {
				table, sheet := numbers(anchored(document, "table-"+anchor)), numbers(anchored(document, "sheet-"+anchor))
				if diff := cmp.Diff(want, table); want != nil && diff != "" {
					t.Errorf("%s, %s, periods %d to %d (-want +got):\n%s", anchor, audience, c.from, c.to, diff)
				}
				if diff := cmp.Diff(table, sheet); diff != "" {
					t.Errorf("%s, %s, periods %d to %d, report and workbook differ:\n%s", anchor, audience, c.from, c.to, diff)
				}
			}
		}
	}
}

// TestSpendingAddsUp holds that the rows of both tables come to the total to the cent, as
// machines and as people get it, in every period.
func TestSpendingAddsUp(t *testing.T) {
	t.Parallel()
	d := demo(t)
	for k := range results.PeriodNo(len(d.Project.Periods)) {
		document := spendingOf(t, d, reports.Options{Language: i18n.German, From: k + 1, To: k + 1})
		for _, anchor := range []string{"table-spending", "table-spendingbypartner"} {
			table := anchored(document, anchor)
			for _, n := range []int{1, 2, 3, 4, 6} {
				var sum results.Number
				for _, r := range table.Rows {
					amount, err := results.ParseNumber(r.Cells[n].Number.Decimal)
					if err != nil {
						t.Fatal(err)
					}
					shown := strings.ReplaceAll(strings.ReplaceAll(r.Cells[n].Text.String(), ".", ""), ",", ".")
					if shown != amount.Fixed(2) {
						t.Errorf("period %d, %s: %s is shown as %q", k+1, anchor, amount.Fixed(2), r.Cells[n].Text.String())
					}
					if !r.Total {
						sum = sum.Add(amount)
					} else if !sum.Equal(amount) {
						t.Errorf("period %d, %s, column %d: the rows come to %s, the total is %s", k+1, anchor, n, sum.Fixed(2), amount.Fixed(2))
					}
				}
			}
		}
	}
}

// TestSpendingTellsWhatIsLeftOut: the notes name the currency, what is outside and what has
// no rate; what is not accepted is not told of.
func TestSpendingTellsWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	d := demo(t)
	amount := results.Int(1200)
	for n, e := range []partnership.Expense{
		{Line: "B1", Currency: "EUR", Date: results.DateOf(2025, 12, 31), Status: partnership.Accepted},
		{Line: "B9", Currency: "EUR", Date: results.DateOf(2026, 2, 1), Status: partnership.Verified},
		{Line: "B9", Currency: "EUR", Date: results.DateOf(2026, 2, 1), Status: partnership.Submitted},
		{Line: "B1", Currency: "NOK", Date: results.DateOf(2026, 2, 1), Status: partnership.Accepted},
		{Line: "B1", Currency: "NOK", Date: results.DateOf(2026, 2, 1), Status: partnership.Submitted},
	} {
		e.Ref, e.Partner, e.Amount = "X-"+string(rune('1'+n)), "stellit", &amount
		d.Expenditure = append(d.Expenditure, e)
	}
	o := reports.Options{Language: i18n.English, From: 2, To: 2, Audience: reports.Funder}
	want := []string{
		"All amounts are in EUR. Only accepted expenses are counted.",
		"2 expenses (2,400.00\u00a0EUR) are outside of all periods or budget lines and left out.",
		"1 expense is left out, because there is no exchange rate for it.",
	}
	table := anchored(spendingOf(t, d, o), "table-spending")
	var notes []string
	for _, n := range table.Notes {
		notes = append(notes, n.String())
	}
	if diff := cmp.Diff(want, notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	if total := numbers(table)[3]; total != "Total 172000 46866.39 13477.19 60343.58 35.083477 111656.42" {
		t.Errorf("what is left out is in the total: %s", total)
	}
}

// TestSpendingWithoutMuch: one partner needs no table by partner; a project without a
// budget has no section, and its workbook says why the sheet is empty.
func TestSpendingWithoutMuch(t *testing.T) {
	t.Parallel()
	d := demo(t)
	o := reports.Options{Language: i18n.English, From: 1, To: 1}
	d.Project.Partners = d.Project.Partners[:1]
	document := spendingOf(t, d, o)
	if len(anchored(document, "table-spending").Rows) == 0 || len(anchored(document, "table-spendingbypartner").Rows) > 0 {
		t.Error("the report of one partner has not one table")
	}
	d.Project.BudgetLines = nil
	document = spendingOf(t, d, o)
	if slices.ContainsFunc(document.Blocks, func(b reports.Block) bool { h, ok := b.(reports.Heading); return ok && h.Anchor == "spending" }) {
		t.Error("a project without a budget has a section of spending")
	}
	for _, sheet := range document.Sheets {
		if p, ok := sheet.Blocks[len(sheet.Blocks)-1].(reports.Paragraph); sheet.Name == "Spending" && (!ok || p.Text.String() != "The project has no budget.") {
			t.Errorf("the sheet has %v", sheet.Blocks)
		}
	}
}

// TestSpendingThatIsKnown: sums that are given are those that count.
func TestSpendingThatIsKnown(t *testing.T) {
	t.Parallel()
	o := reports.Options{Language: i18n.English, From: 1, To: 1, Money: partnership.Money{Spending: partnership.Spending{
		{Partner: "stellit", Line: "B1", Period: 1}: {Verified: partnership.Sum{Count: 1, Amount: results.Int(119)}},
	}}}
	if lines := numbers(anchored(spendingOf(t, demo(t), o), "table-spending")); lines[0] != "B1 Staff 119000 0 119 119 0.1 118881" {
		t.Errorf("the first line is %q", lines[0])
	}
}
