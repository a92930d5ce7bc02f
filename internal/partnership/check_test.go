package partnership_test

import (
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"

	"github.com/google/go-cmp/cmp"
)

func dossier() *partnership.Dossier {
	title := results.Text{"en": "Title"}
	target := results.Int(10)
	return &partnership.Dossier{
		Organisations: []partnership.Organisation{
			{ID: "donor", Name: "Donor", Country: "SE", Type: partnership.Government},
			{ID: "a", Name: "A", Country: "FI", Type: partnership.NGO},
		},
		Project: partnership.Project{
			Code: "P", Title: title, Languages: []string{"en"}, Currency: "EUR", Funder: "donor",
			Start: results.DateOf(2026, 1, 1), End: results.DateOf(2026, 12, 31),
			Partners: []partnership.Partner{{Organisation: "a", Role: partnership.Lead}},
			Periods:  []partnership.Period{{Start: results.DateOf(2026, 1, 1), End: results.DateOf(2026, 12, 31)}},
			Results: []results.Result{{
				Code: "R", Level: results.Output, Title: title,
				Indicators: []results.Indicator{{Code: "I", Title: title, Measure: results.MeasureNumber, Target: &results.Goal{Value: &target}}},
			}},
			BudgetLines: []partnership.BudgetLine{{Code: "B", Title: title}},
		},
	}
}

func paths(problems []results.Problem) []string {
	list := make([]string, 0, len(problems))
	for _, p := range problems {
		list = append(list, p.Path)
	}
	return list
}

func TestSoundDossier(t *testing.T) {
	if problems := partnership.NewChecker(dossier()).Check(); len(problems) > 0 {
		t.Errorf("problems %v", problems)
	}
}

// TestParts checks parts by themselves, as a form does: paths are relative to the
// part.
func TestParts(t *testing.T) {
	c := partnership.NewChecker(dossier())
	three := results.Int(3)
	tests := []struct {
		name string
		got  []results.Problem
		want []string
	}{
		{"empty activity", c.Activity(&partnership.Activity{}), []string{"ref", "partner", "type", "title", "start"}},
		{
			"activity", c.Activity(&partnership.Activity{
				Ref: "A-1", Partner: "a", Type: partnership.Training, Title: results.Text{"en": "x"}, Start: results.DateOf(2026, 5, 1),
				Contributions: []results.Contribution{{Indicator: "I", Value: &three}},
			}), []string{},
		},
		{
			"contributions", c.Activity(&partnership.Activity{
				Ref: "A-1", Partner: "a", Type: "party", Title: results.Text{"en": ""}, Start: results.DateOf(2027, 5, 1),
				Contributions: []results.Contribution{{Indicator: "I"}, {Indicator: "J"}},
			}), []string{"type", "title.en", "contributions[0].value", "contributions[1].indicator", "start"},
		},
		{"empty measurement", c.Measurement(&partnership.Measurement{}), []string{"ref", "partner", "date", "indicator"}},
		{"empty deduction", c.Deduction(&results.Deduction{}), []string{"indicator", "period", "value", "reason"}},
		{"empty expense", c.Expense(&partnership.Expense{}), []string{"ref", "partner", "line", "date", "amount", "currency", "description"}},
		{"empty rate", c.Rate(&partnership.Rate{}), []string{"currency", "", "perUnit", "source"}},
		{"rate of no month", c.Rate(&partnership.Rate{Currency: "SEK", Month: "2026", PerUnit: &three, Source: "ECB"}), []string{"month"}},
		{"empty narrative", c.Narrative(&partnership.Narrative{}), []string{"period", "section", "text"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, paths(test.got)); diff != "" {
				t.Errorf("paths (-want +got):\n%s", diff)
			}
		})
	}
}

func TestManyProblemsAreCounted(t *testing.T) {
	d := dossier()
	d.Activities = []partnership.Activity{{
		Ref: "A", Partner: "a", Type: partnership.Training, Title: results.Text{"en": "x"}, Start: results.DateOf(2026, 5, 1),
		CoOrganisers: make([]results.PartnerID, 25_000),
	}, {}}
	problems := partnership.NewChecker(d).Check()
	if len(problems) != results.MostProblems+1 {
		t.Fatalf("%d problems, want %d and how many more", len(problems), results.MostProblems)
	}
	last := problems[results.MostProblems]
	if last.Path != "" || last.Code != results.TooMany || last.Args["Count"] != 15_005 {
		t.Errorf("last problem %v, want that there are 15005 more", last)
	}
}

func TestTexts(t *testing.T) {
	d := dossier()
	text := func(s string) results.Text { return results.Text{"en": s} }
	d.Project.Summary = text("summary")
	d.Activities = []partnership.Activity{{
		Title: text("activity"), Quotes: []partnership.Quote{{Text: text("quote"), Role: text("role")}},
		Publications: []partnership.Publication{{Title: text("publication")}}, Evidence: []partnership.Evidence{{Caption: text("caption")}},
	}}
	d.Narratives = []partnership.Narrative{{Text: text("narrative")}}
	var got []string
	for text := range d.Texts() {
		got = append(got, text["en"])
	}
	want := []string{"Title", "summary", "Title", "Title", "Title", "activity", "publication", "quote", "role", "caption", "narrative"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("texts (-want +got):\n%s", diff)
	}
	for range d.Texts() {
		break
	}
}
