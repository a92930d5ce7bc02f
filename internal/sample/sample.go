// Package sample makes plausible projects of any size, for trying the product and
// for measuring it. The same size always gives the same project.
package sample

import (
	"fmt"
	"math/rand/v2"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

const (
	outcomes         = 2
	outputsPerGoal   = 4
	plannedPerOutput = 3
	periods          = 8 // half-years
	periodMonths     = 6
	months           = periods * periodMonths
	firstYear        = 2024
)

// places are the partners' countries, and where they are active.
var places = [...]struct{ country, place, name string }{
	{"FI", "Turku", "Lasten Suoja ry"},
	{"SE", "Umeå", "Barnens Trygghet"},
	{"EE", "Tartu", "Laste Kaitse MTÜ"},
	{"LV", "Liepāja", "Bērnu Atbalsts"},
	{"LT", "Klaipėda", "Vaikų Namai VšĮ"},
	{"PL", "Gdańsk", "Fundacja Bezpieczne Dziecko"},
	{"DE", "Rostock", "Kinderschutz Nord e.V."},
	{"DK", "Aarhus", "Børns Vilkår Aarhus"},
}

// What a made-up project is called, how many partners it has, and who pays for it.
const (
	Code     partnership.ProjectCode = "SAMPLE"
	Partners                         = len(places)
	Funder   results.PartnerID       = "fund"
)

// Steady is the period that has as many activities in every project of Grown.
const Steady results.PeriodNo = 6

// Project makes a project of 8 partners, 8 periods and 40 indicators with so many
// activities.
func Project(activities int) *partnership.Dossier {
	return project(activities, func(n int) int { return months * n / activities })
}

// Grown makes a project as Project does, of whose activities steady ones are of the
// period Steady and all others, which are at least one and were accepted, of the other
// periods.
func Grown(activities, steady int) *partnership.Dossier {
	const first = int(Steady-1) * periodMonths
	others := activities - steady
	d := project(activities, func(n int) int {
		if n >= others {
			return first + periodMonths*(n-others)/steady
		}
		month := (months - periodMonths) * n / others
		if month >= first {
			month += periodMonths
		}
		return month
	})
	for n := range others {
		d.Activities[n].Status = partnership.Accepted // what waits is of the running period
	}
	return d
}

// project makes a project, whose n-th activity is of the month that a function tells,
// counted from the first.
func project(activities int, month func(n int) int) *partnership.Dossier {
	d := &partnership.Dossier{Project: setUp()}
	d.Organisations = append(d.Organisations, partnership.Organisation{
		ID: Funder, Name: "Baltic Children's Fund", Country: "SE", Type: partnership.International,
	})
	for n, p := range places {
		d.Organisations = append(d.Organisations, partnership.Organisation{
			ID: Partner(n), Name: p.name, Country: p.country, Type: partnership.NGO,
		})
	}
	chance := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // plausible figures need no secrets
	d.Activities = make([]partnership.Activity, activities)
	for n := range d.Activities {
		d.Activities[n] = activity(chance, n, month(n))
	}
	return d
}

// Partner is the n-th partner, from 0, which leads the project.
func Partner(n int) results.PartnerID {
	return results.PartnerID(fmt.Sprintf("p%d", n+1))
}

func en(s string) results.Text { return results.Text{"en": s} }

func number(n int) *results.Number {
	value := results.Int(n)
	return &value
}

func setUp() partnership.Project {
	p := partnership.Project{
		Code: Code, Title: en("Children safe online around the Baltic Sea"),
		Languages: []string{"en"}, Currency: "EUR", Funder: Funder, RateRule: partnership.MonthSubmitted,
		Start: results.DateOf(firstYear, 1, 1), End: results.DateOf(firstYear+periods/2-1, 12, 31),
		Dimensions: []results.Dimension{{
			Key: "sex", Title: en("Sex"), Sensitive: true,
			Categories: []results.Category{{Key: "f", Title: en("Women")}, {Key: "m", Title: en("Men")}},
		}},
	}
	for n := range places {
		role := partnership.OtherPartner
		if n == 0 {
			role = partnership.LeadPartner
		}
		p.Partners = append(p.Partners, partnership.Partner{Organisation: Partner(n), Role: role})
	}
	for n := range periods {
		year := firstYear + n/2
		period := partnership.Period{Start: results.DateOf(year, 1, 1), End: results.DateOf(year, 6, 30)}
		if n%2 == 1 {
			period = partnership.Period{Start: results.DateOf(year, 7, 1), End: results.DateOf(year, 12, 31)}
		}
		p.Periods = append(p.Periods, period)
	}
	impact := results.Result{Code: "I", Level: results.Impact, Title: en("Children are safe online")}
	for n := range outcomes {
		impact.Results = append(impact.Results, outcome(n+1))
	}
	p.Results = []results.Result{impact}
	return p
}

func outcome(n int) results.Result {
	code := fmt.Sprintf("OC%d", n)
	r := result(code, results.Outcome, fmt.Sprintf("Services act early, part %d", n))
	for k := range outputsPerGoal {
		below := result(output((n-1)*outputsPerGoal+k), results.Output, "Professionals and families know more")
		below.Planned = plan(string(below.Code))
		r.Results = append(r.Results, below)
	}
	return r
}

// plan is what all partners plan for an output, a third of the project each.
func plan(code string) []results.PlannedActivity {
	all := make([]results.PlannedActivity, plannedPerOutput)
	for n := range all {
		begin := n * months / plannedPerOutput
		all[n] = results.PlannedActivity{
			Code: planned(code, n), Title: en(fmt.Sprintf("Trainings, part %d", n+1)),
			Start: results.DateOf(firstYear+begin/12, begin%12+1, 1), End: results.DateOf(firstYear+begin/12+1, begin%12+1, 1),
		}
		for k := range places {
			all[n].Partners = append(all[n].Partners, Partner(k))
		}
	}
	return all
}

func planned(output string, n int) results.PlannedCode {
	return results.PlannedCode(fmt.Sprintf("%s.A%d", output, n+1))
}

func output(n int) string { return fmt.Sprintf("OP%d", n+1) }

// result makes a result with an indicator of each kind.
func result(code string, level results.Level, title string) results.Result {
	indicator := func(n int, title string, measure results.Measure, target int) results.Indicator {
		return results.Indicator{
			Code:  results.IndicatorCode(fmt.Sprintf("%s.%d", code, n)),
			Title: en(title), Measure: measure, Target: &results.Goal{Value: number(target)},
			Direction: results.Increase, MilestoneBasis: results.CumulativeMilestones,
		}
	}
	people := indicator(1, "People trained", results.MeasureNumber, 20000)
	people.Unique, people.Breakdown = true, []results.DimensionKey{"sex"}
	downloads := indicator(3, "Downloads of the guide", results.MeasureNumber, 5000)
	downloads.AcrossPeriods = results.Latest
	return results.Result{
		Code: results.ResultCode(code), Level: level, Title: en(title),
		Indicators: []results.Indicator{
			people,
			indicator(2, "Events held", results.MeasureNumber, 1500),
			downloads,
			indicator(4, "Participants who pass the test", results.Percentage, 80),
		},
	}
}

// activity makes the n-th of all activities, of a month of the project.
func activity(chance *rand.Rand, n, month int) partnership.Activity {
	where := n % len(places)
	result := output(chance.IntN(outcomes * outputsPerGoal))
	a := partnership.Activity{
		Ref:     fmt.Sprintf("A-%06d", n+1),
		Partner: Partner(where), Type: partnership.Training, Title: en("Training: asking about life online"),
		Start:  results.DateOf(firstYear+month/12, month%12+1, 1+chance.IntN(28)),
		Output: results.ResultCode(result), Country: places[where].country, Place: places[where].place,
		Status: partnership.Accepted, Planned: planned(result, plannedPerOutput*month/months),
	}
	if n%50 == 49 {
		a.Status = partnership.Submitted
	}
	a.Contributions = contributions(chance, n, result)
	return a
}

func contributions(chance *rand.Rand, n int, result string) []results.Contribution {
	code := func(n int) results.IndicatorCode { return results.IndicatorCode(fmt.Sprintf("%s.%d", result, n)) }
	switch people := 8 + chance.IntN(30); n % 4 {
	case 0:
		return []results.Contribution{{Indicator: code(2), Value: number(1)}, {Indicator: code(3), Value: number(n / 10)}}
	case 1:
		passed := people * (6 + chance.IntN(4)) / 10
		return []results.Contribution{{Indicator: code(4), Numerator: number(passed), Denominator: number(people)}}
	default:
		women := people * (4 + chance.IntN(5)) / 10
		return []results.Contribution{{
			Indicator: code(1), Value: number(people), AlreadyCounted: number(chance.IntN(5)),
			Cells: []results.Cell{
				{By: results.By{{Dimension: "sex", Category: "f"}}, Value: number(women)},
				{By: results.By{{Dimension: "sex", Category: "m"}}, Value: number(people - women)},
			},
		}}
	}
}
