package pdf

import (
	"strings"
	"testing"
	"unicode"

	"tulos/configs"
	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	generated "tulos/internal/sample"
	"tulos/reports"
)

// demo is the demo project.
func demo(t *testing.T) *partnership.Dossier {
	t.Helper()
	data, err := configs.Demo.ReadFile("demo/bundle.json")
	if err != nil {
		t.Fatal(err)
	}
	d, problems := bundle.Decode(data, bundle.Options{})
	if d == nil {
		t.Fatal(problems)
	}
	return d
}

// TestDefinitions holds every report of the product against the rules of PDF/UA and
// PDF/A, and its text in reading order against the document.
func TestDefinitions(t *testing.T) {
	d := demo(t)
	for _, name := range reports.Definitions() {
		for _, l := range i18n.Shipped() {
			if first := i18n.Shipped()[0]; name != "general" && l != first && l != "fi" && l != "lv" && l != "ru" {
				continue // the letters of all languages are in the general one
			}
			t.Run("demo/"+name+"/"+string(l), func(t *testing.T) {
				t.Parallel()
				checkReport(t, d, name, reports.Options{Language: l, Audience: reports.Funder})
			})
		}
		t.Run("of 2000 activities/"+name, func(t *testing.T) {
			t.Parallel()
			for _, l := range []i18n.Language{"en", "fi", "lv", "ru"} {
				checkReport(t, generated.Project(2000), name, reports.Options{Language: l, Audience: reports.Funder})
			}
		})
	}
}

// TestMoneyWithin does so with what readers within the partnership get: receipts, what is
// left of them, and the list of invoices.
func TestMoneyWithin(t *testing.T) {
	t.Parallel()
	d := demo(t)
	amount := d.Project.BudgetLines[0].Amounts[0].Amount
	checkReport(t, d, "council-final", reports.Options{
		Language: i18n.Finnish, Audience: reports.Partnership,
		Money: partnership.Money{
			Spending:  d.Spending(),
			Receipts:  []partnership.Receipt{{Kind: partnership.PreFinancing, Date: d.Project.Start, Amount: amount, Payer: "CBSS"}},
			Forecasts: []partnership.Forecast{{Partner: "stellit", Period: 3, Lines: []partnership.ForecastLine{{Line: "B1", Amount: amount}}}},
		},
	})
}

func checkReport(t *testing.T, d *partnership.Dossier, name string, o reports.Options) {
	t.Helper()
	form, err := reports.LoadDefinition(name)
	if err != nil {
		t.Fatal(err)
	}
	o.From, o.To, o.AsOf = 1, 2, d.Project.End
	document, err := reports.Build(d, form, o)
	if err != nil {
		t.Fatal(err)
	}
	text := letters(checkFile(t, rendered(t, document)).Text())
	at := 0
	for _, want := range said(document.Blocks) {
		i := strings.Index(text[at:], letters(want))
		if i < 0 {
			t.Fatalf("%q does not follow %q", want, text[max(0, at-80):at])
		}
		at += i
	}
}

// said is the texts of a document in the order in which they are read.
func said(blocks []reports.Block) []string {
	var all []string
	for _, b := range blocks {
		switch b := b.(type) {
		case reports.Heading:
			all = append(all, b.Text.String())
		case reports.Paragraph:
			all = append(all, b.Text.String())
		case reports.List:
			for _, item := range b.Items {
				all = append(all, item.String())
			}
		case reports.Table:
			all = append(all, b.Caption.String())
			for _, r := range b.Rows {
				for _, c := range r.Cells {
					all = append(all, c.Text.String())
				}
			}
		}
	}
	return all
}

// letters is s without space and what only parts lines.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || invisible(r) {
			return -1
		}
		return r
	}, s)
}
