package bundle_test

import (
	"fmt"
	"strings"
	"testing"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// large makes a dossier of 8 partners, 8 periods and so many activities.
func large(activities int) *partnership.Dossier {
	text := results.Text{"en": "Large"}
	d := &partnership.Dossier{
		Organisations: []partnership.Organisation{{ID: "donor", Name: "Donor", Country: "SE", Type: partnership.Government}},
		Project: partnership.Project{
			Code: "LARGE", Title: text, Languages: []string{"en"}, Currency: "EUR", Funder: "donor",
			Start: results.DateOf(2026, 1, 1), End: results.DateOf(2029, 12, 31),
			Dimensions: []results.Dimension{{Key: "sex", Title: text, Categories: []results.Category{{Key: "f", Title: text}, {Key: "m", Title: text}}}},
			Results: []results.Result{{Code: "R", Level: results.Output, Title: text, Indicators: []results.Indicator{
				{Code: "people", Title: text, Measure: results.MeasureNumber, Unique: true, Breakdown: []results.DimensionKey{"sex"}},
				{Code: "passed", Title: text, Measure: results.Percentage},
				{Code: "level", Title: text, Measure: results.MeasureNumber, AcrossPeriods: results.Latest, AcrossPartners: results.Average},
			}}},
		},
	}
	for n := range 8 {
		id, role := results.PartnerID(fmt.Sprintf("p%d", n)), partnership.PartnerMember
		if n == 0 {
			role = partnership.Lead
		}
		d.Organisations = append(d.Organisations, partnership.Organisation{ID: id, Name: "P", Country: "FI", Type: partnership.NGO})
		d.Project.Partners = append(d.Project.Partners, partnership.Partner{Organisation: id, Role: role})
		half := results.DateOf(2026+n/2, 1+n%2*6, 1)
		end := results.DateOf(2026+n/2, 6+n%2*6, 30+n%2)
		d.Project.Periods = append(d.Project.Periods, partnership.Period{Start: half, End: end})
	}
	number := func(n int) *results.Number { v := results.Int(n); return &v }
	for n := range activities {
		d.Activities = append(d.Activities, partnership.Activity{
			Ref: fmt.Sprintf("A-%d", n), Partner: results.PartnerID(fmt.Sprintf("p%d", n%8)), Type: partnership.Training, Title: text,
			Start: results.DateOf(2026+n/8%4, 1+n/32%12, 1+n%28), Narrative: results.Text{"en": strings.Repeat("What happened. ", 10)},
			Status: partnership.Accepted, Place: "Riga",
			Contributions: []results.Contribution{
				{Indicator: "people", Value: number(30), AlreadyCounted: number(3), Cells: []results.Cell{
					{By: results.By{{Dimension: "sex", Category: "f"}}, Value: number(20)},
					{By: results.By{{Dimension: "sex", Category: "m"}}, Value: number(9)},
				}},
				{Indicator: "passed", Numerator: number(n % 30), Denominator: number(30)},
				{Indicator: "level", Value: number(n % 5)},
			},
		})
	}
	return d
}

func BenchmarkLarge(b *testing.B) {
	d := large(20_000)
	data := encoded(b, d)
	b.Run("decode", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		b.ReportAllocs()
		for b.Loop() {
			decodeSound(b, data)
		}
	})
	b.Run("check", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			partnership.NewChecker(d).Check()
		}
	})
	b.Run("tally", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			d.Tallies()
		}
	})
	frame, tallies := d.Frame(), d.Tallies()
	b.Run("figures", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			frame.Figures(tallies)
		}
	})
	b.Run("encode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			encoded(b, d)
		}
	})
}

func TestLargeIsSound(t *testing.T) {
	_, problems := bundle.Decode(encoded(t, large(200)), bundle.Options{})
	for _, p := range problems {
		if p.Code != results.NoTargetSet {
			t.Errorf("problem %v", p)
		}
	}
}
