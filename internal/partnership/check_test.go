package partnership_test

import (
	"slices"
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
			Partners: []partnership.Partner{{Organisation: "a", Role: partnership.LeadPartner}},
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

// TestListsInAnyOrder inspects the lists of a dossier in two orders: what is found
// of the whole is the same.
func TestListsInAnyOrder(t *testing.T) {
	people := results.Int(5)
	text := results.Text{"fi": "teksti"}
	setup := dossier()
	setup.Project.Languages = []string{"en", "fi"}
	setup.Project.Results[0].Indicators[0].Unique = true
	day := results.DateOf(2026, 5, 1)
	counted := results.Contribution{Indicator: "I", Value: &people}
	activities := []partnership.Activity{
		{Ref: "A", Partner: "a", Type: partnership.Training, Title: text, Start: day, Status: partnership.Accepted, Contributions: []results.Contribution{counted}},
		{Ref: "B", Partner: "a", Type: partnership.Training, Title: text, Start: day, Status: partnership.Draft, Contributions: []results.Contribution{counted}},
	}
	measurement := func(ref string) partnership.Measurement {
		return partnership.Measurement{Ref: ref, Partner: "a", Date: day, Status: partnership.Accepted, Contribution: counted}
	}
	deduction := func(n int) results.Deduction {
		value := results.Int(n)
		return results.Deduction{Indicator: "I", Period: 1, Value: &value, Reason: text}
	}
	tests := []struct {
		name         string
		measurements []partnership.Measurement
		deductions   []results.Deduction
		want         []string
	}{
		{"sound", []partnership.Measurement{measurement("C")}, []results.Deduction{deduction(10)}, []string{"project.languages[0]", "project.languages[1]"}},
		{
			"too much deducted",
			[]partnership.Measurement{measurement("C")},
			[]results.Deduction{deduction(10), deduction(1)},
			[]string{"project.languages[0]", "project.languages[1]", "deductions[1].value"},
		},
		{
			"refs of activities and measurements",
			[]partnership.Measurement{measurement("C"), measurement("C"), measurement("B"), measurement("A"), measurement("B")},
			[]results.Deduction{deduction(100)},
			[]string{"measurements[1].ref", "measurements[2].ref", "measurements[3].ref", "measurements[4].ref", "project.languages[0]", "project.languages[1]"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := *setup
			d.Activities, d.Measurements, d.Deductions = activities, test.measurements, test.deductions
			if diff := cmp.Diff(test.want, paths(partnership.NewChecker(&d).Check())); diff != "" {
				t.Errorf("paths (-want +got):\n%s", diff)
			}
			in := partnership.NewChecker(setup).Inspect()
			for n := range test.deductions {
				in.Deduction(n, &test.deductions[n])
			}
			for n := range test.measurements {
				in.Measurement(n, &test.measurements[n])
			}
			for n := range activities {
				in.Activity(n, &activities[n])
			}
			got := in.Problems()
			list := paths(got)
			slices.Sort(list)
			want := slices.Sorted(slices.Values(test.want))
			if diff := cmp.Diff(want, list); diff != "" {
				t.Errorf("paths of the lists in another order (-want +got):\n%s", diff)
			}
			if in.IsSound() == results.HasErrors(got) {
				t.Errorf("sound %t, problems %v", in.IsSound(), got)
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
