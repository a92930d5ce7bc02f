package bundle_test

import (
	"slices"
	"strings"
	"testing"

	"tulos/internal/bundle"

	"github.com/google/go-cmp/cmp"
)

// A faultCase is a change to a sound bundle and the paths of the problems it
// makes; those of warnings start with "warning ".
type faultCase struct {
	name  string
	edits []edit
	want  []string
}

func one(name, path, json string, want ...string) faultCase {
	return faultCase{name, []edit{{path, json}}, want}
}

func TestEverythingIsSound(t *testing.T) {
	_, problems := bundle.Decode(edited(t), bundle.Options{})
	if len(problems) > 0 {
		t.Errorf("problems %v", problems)
	}
}

func TestEverythingComesBack(t *testing.T) {
	d := decodeSound(t, edited(t))
	comesBack(t, d)
	if diff := cmp.Diff(parsed(t, edited(t)), parsed(t, encoded(t, d))); diff != "" {
		t.Errorf("written otherwise than it was read (-read +written):\n%s", diff)
	}
}

func TestFaults(t *testing.T) {
	l := english(t)
	for _, c := range allFaults() {
		t.Run(c.name, func(t *testing.T) {
			_, problems := bundle.Decode(edited(t, c.edits...), bundle.Options{Sections: []string{"summary", "lessons"}})
			got := []string{}
			for _, p := range problems {
				path := p.Path
				if p.Warning {
					path = "warning " + path
				}
				got = append(got, path)
				if text := bundle.Message(l, p); strings.ContainsAny(text, "⟦⟧{}") || strings.Contains(text, "<no value>") {
					t.Errorf("message of %v: %q", p, text)
				}
			}
			if diff := cmp.Diff(append([]string{}, c.want...), got); diff != "" {
				t.Errorf("paths (-want +got):\n%s\n%v", diff, problems)
			}
		})
	}
}

func allFaults() []faultCase {
	return slices.Concat(formFaults(), referenceFaults(), repeatedFaults(), projectFaults(),
		indicatorFaults(), valueFaults(), warnings(), consequences())
}

func formFaults() []faultCase {
	const n, act = "project.results[0].indicators[0]", "activities[0]"
	cases := []faultCase{
		one("other format", "format", `"tulos-bundle/2"`, "format"),
		{"other format and nothing else", []edit{{"format", `"x"`}, {"project", "5"}}, []string{"format"}},
		one("format is no text", "format", `1`, "format"),
		one("unknown field at the top", "extra", `[[{}]]`, "extra"),
		one("unknown field of an activity", act+".titel", `{"a": 1}`, act+".titel"),
		one("unknown field of a cell", act+".contributions[0].breakdown[0].stage", `"x"`, act+".contributions[0].breakdown[0].stage"),
		one("means of a photo's consent are no text", act+".evidence[0].consent.means", `5`, act+".evidence[0].consent.means"),
		one("value is a number", act+".contributions[0].value", `10`, act+".contributions[0].value"),
		one("numerator is a number", act+".contributions[1].numerator", `8`, act+".contributions[1].numerator"),
		one("denominator is a number", act+".contributions[1].denominator", `10`, act+".contributions[1].denominator"),
		one("mark is a text", "measurements[1].notApplicable", `"yes"`, "measurements[1].notApplicable"),
		one("target is a number", n+".target", `100`, n+".target"),
		one("target is null", n+".target", `null`, n+".target"),
		one("target is no decimal", n+".target", `"1e3"`, n+".target"),
		one("milestone is no decimal", n+".milestones[0].value", `"4O"`, n+".milestones[0].value"),
		one("milestone is an object", n+".milestones[0]", `5`, n+".milestones[0]"),
		one("huge exponent in a text", act+".contributions[0].value", `"1e1000000000"`, act+".contributions[0].value"),
		one("grouped decimal", act+".contributions[0].value", `"1 000"`, act+".contributions[0].value"),
		one("plus sign", act+".contributions[0].value", `"+10"`, act+".contributions[0].value"),
		one("no digit before the point", act+".contributions[0].value", `".5"`, act+".contributions[0].value"),
		one("seven digits after the point", "measurements[0].value", `"1.0000001"`, "measurements[0].value"),
		one("nineteen digits", "measurements[0].value", `"1000000000000000000"`, "measurements[0].value"),
		one("amount of three digits after the point", "expenditure[0].amount", `"1.005"`, "expenditure[0].amount"),
		one("budget of three digits after the point", "project.partners[0].budget", `"1.005"`, "project.partners[0].budget"),
		one("budget amount is a number", "project.budgetLines[0].amounts[0].amount", `900`, "project.budgetLines[0].amounts[0].amount"),
		one("impossible date", act+".start", `"2026-02-30"`, act+".start"),
		one("date and time", act+".end", `"2026-03-02T00:00:00Z"`, act+".end"),
		one("impossible month", "rates[0].month", `"2026-13"`, "rates[0].month"),
		one("month is a number", "rates[0].month", `202602`, "rates[0].month"),
		one("period is a text", "deductions[0].period", `"1"`, "deductions[0].period"),
		one("period is a fraction", "deductions[0].period", `1.5`, "deductions[0].period"),
		one("online is a text", act+".online", `"true"`, act+".online"),
		one("title is a text", act+".title", `"Training"`, act+".title"),
		one("title without languages", act+".title", `{}`, act+".title"),
		one("title is empty", act+".title.en", `" "`, act+".title.en"),
		one("optional text is empty", act+".narrative", `{}`, act+".narrative"),
		one("NUL", act+".place", `"a\u0000b"`, act+".place"),
		one("lost letter", act+".place", `"a\ufffdb"`, act+".place"),
		one("lone surrogate", act+".title.en", `"\ud800"`, act+".title.en"),
		one("code is empty", act+".country", `""`, act+".country"),
		one("null for a list", act+".contributions", `null`, act+".contributions"),
		one("null for a text", "project.summary", `null`, "project.summary"),
		one("no periods", "project.periods", `[]`, "project.periods"),
		one("no languages", "project.languages", `[]`, "project.languages"),
	}
	for _, path := range []string{
		"format", "organisations", "project", "organisations[1].id", "organisations[1].name", "organisations[1].country",
		"organisations[1].type", "project.code", "project.title", "project.languages", "project.currency", "project.start",
		"project.end", "project.funder", "project.partners", "project.periods", "project.results", "project.partners[1].organisation",
		"project.partners[1].role", "project.partners[1].suspended.from", "project.partners[1].suspended.reason",
		"project.partners[1].suspensions[0].from", "project.partners[1].suspensions[0].to", "project.partners[1].suspensions[0].reason",
		"project.countries[0].country", "project.countries[0].percentage", "project.sectors[0].code", "project.periods[0].start",
		"project.periods[1].end", "project.thresholds.onTrack", "project.thresholds.atRisk", "project.dimensions[0].key",
		"project.dimensions[0].title", "project.dimensions[0].categories", "project.dimensions[0].categories[0].key",
		"project.results[0].code", "project.results[0].level", "project.results[0].title", n + ".code", n + ".title", n + ".measure",
		n + ".milestones[0].period", n + ".milestones[0].value", "project.results[0].indicators[1].baseline.date",
		"project.results[0].indicators[2].stages", "project.results[0].indicators[2].stages[1].key",
		"project.results[0].indicators[5].partnerTargets[0].partner", "project.results[0].indicators[5].partnerTargets[0].value",
		"project.results[0].planned[0].code", "project.results[0].planned[0].start", "project.results[0].planned[0].partners",
		"project.budgetLines[0].code", "project.budgetLines[0].title", "project.budgetLines[0].amounts",
		"project.budgetLines[0].amounts[0].partner", "project.budgetLines[0].amounts[0].amount",
		act + ".ref", act + ".partner", act + ".type", act + ".title", act + ".start", act + ".contributions[0].indicator",
		act + ".contributions[0].value", act + ".contributions[0].breakdown[0].by", act + ".contributions[0].breakdown[0].value",
		act + ".contributions[2].stage", act + ".publications[0].title", act + ".publications[0].kind", act + ".publications[0].editions",
		act + ".publications[0].editions[0].language", act + ".publications[0].editions[0].date", act + ".quotes[0].text",
		act + ".quotes[0].role", act + ".quotes[0].consent", act + ".quotes[0].consent.given", act + ".evidence[0].file",
		act + ".evidence[0].caption", act + ".evidence[0].kind", act + ".evidence[0].consent.given",
		"measurements[0].ref", "measurements[0].indicator", "measurements[0].partner", "measurements[0].date", "measurements[0].value",
		"measurements[2].text", "deductions[0].indicator", "deductions[0].period", "deductions[0].value", "deductions[0].reason",
		"expenditure[0].ref", "expenditure[0].partner", "expenditure[0].line", "expenditure[0].date", "expenditure[0].amount",
		"expenditure[0].currency", "expenditure[0].description", "rates[0].currency", "rates[0].perUnit", "rates[0].source",
		"narratives[0].period", "narratives[0].section", "narratives[0].text",
	} {
		cases = append(cases, one("missing "+path, path, "", path))
	}
	return cases
}

func referenceFaults() []faultCase {
	const ind, act = "project.results[0].indicators", "activities[0]"
	var cases []faultCase
	for _, path := range []string{
		"project.funder", "project.collaborators[0]", act + ".coOrganisers[0]",
		act + ".contributions[0].indicator", "measurements[0].indicator", "deductions[0].indicator", act + ".output", act + ".planned",
		ind + "[0].breakdown[0]", "expenditure[0].line", "organisations[0].country", "project.countries[0].country", act + ".country",
		"project.currency", "expenditure[0].currency", "rates[0].currency", "project.languages[0]",
		act + ".publications[0].editions[0].language", "project.sectors[0].code", "organisations[0].type", "project.partners[1].role",
		"project.rateRule", "project.results[0].level", ind + "[0].direction", ind + "[0].withinPeriod",
		ind + "[4].acrossPeriods", ind + "[0].acrossPartners", ind + "[5].milestoneBasis", ind + "[4].progressFrom", act + ".type",
		act + ".status", "measurements[0].status", "expenditure[0].status", act + ".publications[0].kind", act + ".evidence[0].kind",
		act + ".quotes[0].consent.purposes[0]", act + ".evidence[0].consent.purposes[1]",
		"measurements[0].partner", act + ".partner", "project.results[0].planned[0].partners[0]", "project.budgetLines[0].amounts[0].partner",
		"expenditure[0].partner", "narratives[1].partner", ind + "[5].partnerTargets[0].partner", ind + "[2].target",
		ind + "[2].milestones[0].value", ind + "[2].baseline.stage", act + ".contributions[2].stage",
	} {
		cases = append(cases, one("unknown "+path, path, `"nowhere"`, path))
	}
	return append(cases,
		one("unknown category", act+".contributions[0].breakdown[0].by.sex", `"q"`, act+".contributions[0].breakdown[0].by.sex"),
		one("unknown dimension", act+".contributions[0].breakdown[0].by.age", `"q"`, act+".contributions[0].breakdown[0].by.age"),
		one("not a language", act+".title.english", `"x"`, act+".title.english"),
		one("unknown measure", ind+"[3].measure", `"story"`, ind+"[3].measure"),
		one("organisation that is no partner", act+".partner", `"inst"`, act+".partner"),
		one("measurement of no partner", "measurements[0].partner", `"inst"`, "measurements[0].partner"),
		one("expense of no partner", "expenditure[0].partner", `"inst"`, "expenditure[0].partner"),
		one("planned with no partner", "project.results[0].planned[0].partners[1]", `"donor"`, "project.results[0].planned[0].partners[1]"),
		one("narrative of no partner", "narratives[1].partner", `"inst"`, "narratives[1].partner"),
		one("period 0", "deductions[0].period", `0`, "deductions[0].period"),
		one("period after the last", "narratives[0].period", `3`, "narratives[0].period"),
		one("milestone of no period", ind+"[0].milestones[0].period", `-1`, ind+"[0].milestones[0].period"),
		faultCase{"rate with month and date", []edit{{"rates[0].date", `"2026-02-02"`}}, []string{"rates[0]"}},
		one("rate with neither", "rates[0].month", "", "rates[0]"),
	)
}

func repeatedFaults() []faultCase {
	const res, ind = "project.results[0]", "project.results[0].indicators"
	return []faultCase{
		one("organisation", "organisations[+]", `{"id": "a", "name": "A", "country": "FI", "type": "ngo"}`, "organisations[4].id"),
		one("partner", "project.partners[+]", `{"organisation": "a", "role": "partner"}`, "project.partners[2].organisation"),
		one("result", res+".results[+]", `{"code": "OC", "level": "output", "title": {"en": "x"}}`, res+".results[1].code"),
		one("indicator", ind+"[+]", `{"code": "T", "title": {"en": "x"}, "measure": "text"}`, ind+"[7].code"),
		one("indicator of another result", res+".results[0].indicators", `[{"code": "T", "title": {"en": "x"}, "measure": "text"}]`,
			res+".results[0].indicators[0].code"),
		one("planned activity", res+".planned[+]", `{"code": "A1", "title": {"en": "x"}, "start": "2026-01-01", "end": "2026-01-01", "partners": []}`,
			res+".planned[1].code"),
		one("purpose", "activities[0].quotes[0].consent.purposes[+]", `"publication"`, "activities[0].quotes[0].consent.purposes[1]"),
		one("dimension", "project.dimensions[+]", `{"key": "sex", "title": {"en": "x"}, "categories": []}`, "project.dimensions[2].key"),
		one("category", "project.dimensions[0].categories[+]", `{"key": "f", "title": {"en": "x"}}`, "project.dimensions[0].categories[2].key"),
		one("stage", ind+"[2].stages[+]", `{"key": "one", "title": {"en": "x"}}`, ind+"[2].stages[3].key"),
		one("budget line", "project.budgetLines[+]", `{"code": "B1", "title": {"en": "x"}, "amounts": []}`, "project.budgetLines[1].code"),
		one("activity", "activities[1].ref", `"A-1"`, "activities[1].ref"),
		one("measurement and activity", "measurements[0].ref", `"A-1"`, "measurements[0].ref"),
		one("expense", "expenditure[+]", `{"ref": "E-1", "partner": "a", "line": "B1", "date": "2026-02-01", "amount": "1", "currency": "EUR", "description": {"en": "x"}}`,
			"expenditure[1].ref"),
		one("indicator in an activity", "activities[1].contributions[+]", `{"indicator": "G", "value": "1"}`, "activities[1].contributions[1].indicator"),
		one("cell", "activities[0].contributions[0].breakdown[1].by.sex", `"f"`, "activities[0].contributions[0].breakdown[1].by"),
		one("rate of a month", "rates[+]", `{"currency": "RUB", "month": "2026-02", "perUnit": "1", "source": "x"}`, "rates[2]"),
		one("rate of a day", "rates[+]", `{"currency": "SEK", "date": "2026-02-01", "perUnit": "1", "source": "x"}`, "rates[2]"),
		one("milestone", ind+"[0].milestones[+]", `{"period": 1, "value": "50"}`, ind+"[0].milestones[1].period"),
		one("partner target", ind+"[5].partnerTargets[1].partner", `"a"`, ind+"[5].partnerTargets[1].partner"),
		one("dimension of a breakdown", ind+"[0].breakdown[1]", `"sex"`, ind+"[0].breakdown[1]"),
	}
}

func projectFaults() []faultCase {
	return []faultCase{
		one("no lead", "project.partners[0].role", `"partner"`, "project.partners"),
		one("two leads", "project.partners[1].role", `"lead"`, "project.partners"),
		one("nobody", "project.partners[0].role", `"x"`, "project.partners[0].role"),
		one("project ends before it starts", "project.end", `"2025-12-31"`, "project.end"),
		one("period ends before it starts", "project.periods[1].end", `"2026-12-31"`, "project.periods[1].end"),
		one("planned activity ends before it starts", "project.results[0].planned[0].end", `"2025-12-31"`, "project.results[0].planned[0].end"),
		one("activity ends before it starts", "activities[0].end", `"2026-02-28"`, "activities[0].end"),
		one("left before joined", "project.partners[1].left", `"2026-01-14"`, "project.partners[1].left"),
		one("periods overlap", "project.periods[1].start", `"2026-12-31"`, "project.periods[1]"),
		{
			"periods out of order",
			[]edit{{"project.periods[1].start", `"2025-01-01"`}, {"project.periods[1].end", `"2025-12-31"`}},
			[]string{"project.periods[1]"},
		},
		one("countries are not 100", "project.countries[0].percentage", `"59.999999"`, "project.countries"),
		one("country of 0", "project.countries[0].percentage", `"0"`, "project.countries[0].percentage"),
		one("sectors are not 100", "project.sectors[0].percentage", `"63"`, "project.sectors"),
		one("negative sector", "project.sectors[0].percentage", `"-62.5"`, "project.sectors[0].percentage"),
		one("negative threshold", "project.thresholds.atRisk", `"-0.1"`, "project.thresholds.atRisk"),
		one("at risk above on track", "project.thresholds.atRisk", `"0.81"`, "project.thresholds.atRisk"),
		one("rate of 0", "rates[0].perUnit", `"0"`, "rates[0].perUnit"),
		one("negative suppression", "project.suppressBelow", `-1`, "project.suppressBelow"),
		one("negative pages", "activities[0].publications[0].editions[0].pages", `-1`, "activities[0].publications[0].editions[0].pages"),
	}
}
