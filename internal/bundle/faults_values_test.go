package bundle_test

func indicatorFaults() []faultCase {
	const n, p, s, txt, d, g, c = "project.results[0].indicators[0]", "project.results[0].indicators[1]",
		"project.results[0].indicators[2]", "project.results[0].indicators[3]", "project.results[0].indicators[4]",
		"project.results[0].indicators[5]", "project.results[0].indicators[6]"
	return []faultCase{
		one("latest partner", n+".acrossPartners", `"latest"`, n+".acrossPartners"),
		one("average of percentages", p+".acrossPeriods", `"average"`, p+".acrossPeriods"),
		one("largest percentage in a period", p+".withinPeriod", `"max"`, p+".withinPeriod"),
		one("percentages across partners", p+".acrossPartners", `"sum"`, p+".acrossPartners"),
		one("sum of stages", s+".acrossPeriods", `"sum"`, s+".acrossPeriods"),
		one("latest stage in a period", s+".withinPeriod", `"latest"`),
		one("sum of partners' stages", s+".acrossPartners", `"sum"`, s+".acrossPartners"),
		one("sum of texts", txt+".withinPeriod", `"sum"`, txt+".withinPeriod"),
		one("people by the latest", n+".withinPeriod", `"latest"`, n+".unique"),
		one("unique percentage", p+".unique", `true`, p+".unique"),
		one("breakdown of an average", d+".acrossPeriods", `"average"`),
		{
			"breakdown where the rules do not allow it",
			[]edit{{d + ".breakdown", `["sex"]`}, {d + ".acrossPartners", `"max"`}, {"measurements[0].value", `"1"`}},
			[]string{d + ".breakdown"},
		},
		{"breakdown of a text", []edit{{txt + ".breakdown", `["sex"]`}}, []string{txt + ".breakdown"}},
		one("partner targets without sums", g+".acrossPartners", `"max"`, g+".partnerTargets"),
		one("partner target of 0", g+".partnerTargets[0].value", `"0"`, g+".partnerTargets[0].value"),
		one("per period without a sum over time", d+".milestoneBasis", `"perPeriod"`, d+".milestoneBasis"),
		one("from a baseline that is not there", d+".baseline", "", d+".baseline"),
		{"from the baseline of a sum", []edit{{n + ".progressFrom", `"baseline"`}, {n + ".baseline", `{"value": "1", "date": "2025-01-01"}`}}, []string{n + ".progressFrom"}},
		one("no stages", s+".stages", `[]`, s+".stages"),
		one("target below the baseline", p+".target", `"19.999999"`, p+".target"),
		one("target below zero", n+".target", `"-1"`, n+".target"),
		one("target above the baseline", d+".target", `"50.1"`, d+".target"),
		one("stage before the baseline", s+".baseline.stage", `"three"`),
		{"target stage before the baseline", []edit{{s + ".baseline.stage", `"three"`}, {s + ".target", `"two"`}}, []string{s + ".target"}},
		one("negative ceiling", c+".target", `"-5"`, c+".target"),
		one("negative milestone of a ceiling", c+".milestones", `[{"period": 1, "value": "-1"}]`, c+".milestones[0].value"),
		one("baseline divided by 0", p+".baseline.denominator", `"0"`, p+".baseline.denominator"),
		one("baseline is half a pair", p+".baseline.denominator", ``, p+".baseline.numerator"),
		one("baseline of a percentage by its value", p+".baseline", `{"value": "20", "date": "2025-12-01"}`),
		one("baseline of another measure", d+".baseline.stage", `"one"`, d+".baseline.stage"),
		one("baseline without its value", d+".baseline.value", ``, d+".baseline.value"),
		one("target of a text", txt+".target", `"5"`, txt+".target"),
		one("milestones of a text", txt+".milestones", `[{"period": 1, "value": "5"}]`, txt+".milestones"),
		one("baseline of a text", txt+".baseline", `{"value": "5", "date": "2025-12-01"}`, txt+".baseline"),
		one("too many decimals", n+".decimals", `7`, n+".decimals"),
		one("negative decimals", n+".decimals", `-1`, n+".decimals"),
	}
}

func valueFaults() []faultCase {
	const n, p, s = "activities[0].contributions[0]", "activities[0].contributions[1]", "activities[0].contributions[2]"
	return []faultCase{
		one("value of a percentage", p+".value", `"80"`, p+".value"),
		{"value instead of a pair", []edit{{p, `{"indicator": "P", "value": "80"}`}}, []string{p + ".value"}},
		{"pair instead of a value", []edit{{n, `{"indicator": "N", "numerator": "1", "denominator": "2"}`}}, []string{n + ".numerator"}},
		{"nothing for a percentage", []edit{{p, `{"indicator": "P"}`}}, []string{p + ".numerator"}},
		{"stage of a number", []edit{{n, `{"indicator": "N", "stage": "two"}`}}, []string{n + ".stage"}},
		{"text of a number", []edit{{n, `{"indicator": "N", "text": {"en": "x"}}`}}, []string{n + ".text"}},
		{"value of a stage", []edit{{s, `{"indicator": "S", "value": "2"}`}}, []string{s + ".value"}},
		{"negative people", []edit{{n, `{"indicator": "N", "value": "-1"}`}}, []string{n + ".value"}},
		one("negative counted", n+".alreadyCounted", `"-1"`, n+".alreadyCounted"),
		one("counted above value", n+".alreadyCounted", `"11"`, n+".alreadyCounted"),
		one("counted of no people", "activities[1].contributions[0].alreadyCounted", `"0"`, "activities[1].contributions[0].alreadyCounted"),
		one("negative cell", n+".breakdown[0].value", `"-1"`, n+".breakdown[0].value"),
		one("cell without a dimension", n+".breakdown[0].by.work", ``, n+".breakdown[0].by"),
		one("cell without dimensions", n+".breakdown[0].by", `{}`, n+".breakdown[0].by"),
		one("separate cell of two dimensions", p+".breakdown[0].by.work", `"social"`, p+".breakdown[0].by"),
		one("cells above value", n+".breakdown[0].value", `"8"`, n+".breakdown"),
		one("separate cells above numerator", p+".breakdown[1]", `{"by": {"sex": "m"}, "numerator": "4", "denominator": "4"}`, p+".breakdown"),
		one("separate cells above denominator", p+".breakdown[0].denominator", `"11"`, p+".breakdown"),
		one("cell with a value of a percentage", p+".breakdown[0].value", `"1"`, p+".breakdown[0].value"),
		one("cell of half a pair", p+".breakdown[0].denominator", ``, p+".breakdown[0].numerator"),
		one("cell divided by 0", p+".breakdown[0].denominator", `"0"`, p+".breakdown[0].numerator"),
		one("breakdown where there is none", "activities[1].contributions[0].breakdown", `[{"by": {"sex": "f"}, "value": "1"}]`, "activities[1].contributions[0].breakdown"),
		one("numerator without denominator", p+".denominator", ``, p+".numerator"),
		one("denominator without numerator", p+".numerator", ``, p+".numerator"),
		one("negative numerator", p+".numerator", `"-8"`, p+".numerator"),
		one("negative denominator", p+".denominator", `"-10"`, p+".denominator"),
		{"nothing divided by nothing", []edit{{p, `{"indicator": "P", "numerator": "0", "denominator": "0"}`}}, []string{}},
		{"something divided by nothing", []edit{{p, `{"indicator": "P", "numerator": "1", "denominator": "0"}`}}, []string{p + ".numerator"}},
		one("mark with a value", "measurements[1].value", `"1"`, "measurements[1].notApplicable"),
		one("mark with a breakdown", "measurements[1].breakdown", `[{"by": {}}]`, "measurements[1].notApplicable"),
		one("deduction of 0", "deductions[0].value", `"0"`, "deductions[0].value"),
		one("deduction of no people", "deductions[0].indicator", `"G"`, "deductions[0].indicator"),
	}
}

func warnings() []faultCase {
	const n, p, g = "project.results[0].indicators[0]", "project.results[0].indicators[1]", "project.results[0].indicators[5]"
	return []faultCase{
		{"ends outside every period", []edit{{"activities[0].end", `"2028-01-01"`}, {"deductions", "[]"}}, []string{"warning activities[0].end"}},
		one("starts outside every period", "activities[1].start", `"2025-12-31"`, "warning activities[1].start"),
		one("measured outside every period", "measurements[2].date", `"2028-01-01"`, "warning measurements[2].date"),
		one("before the partner joined", "activities[1].start", `"2026-01-14"`, "warning activities[1].start"),
		one("measured after the partner left", "measurements[0].date", `"2027-12-01"`, "warning measurements[0].date"),
		one("no target", n+".target", ``, "warning "+n+".target"),
		one("last milestone is not the target", n+".milestones[0].period", `2`, "warning "+n+".milestones[0].value"),
		one("milestones do not add up", g+".milestones[1].value", `"7"`, "warning "+g+".milestones"),
		one("partner targets do not add up", g+".partnerTargets[1].value", `"5"`, "warning "+g+".partnerTargets"),
		one("deduction above the figure", "deductions[0].value", `"8.1"`, "warning deductions[0].value"),
		one("deduction of all", "deductions[0].value", `"8"`),
		one("deduction from nothing", "activities[0].status", `"draft"`, "warning deductions[0].value"),
		one("more than 100 %", "activities[0].contributions[1].numerator", `"10.1"`, "warning activities[0].contributions[1].numerator"),
		one("texts lack languages", "project.languages", `["fi", "en", "lv"]`, "warning project.languages[0]", "warning project.languages[2]"),
		one("unknown section", "narratives[0].section", `"intro"`, "warning narratives[0].section"),
		{"two warnings", []edit{{n + ".target", ``}, {p + ".target", ``}}, []string{"warning " + n + ".target", "warning " + p + ".target"}},
	}
}

// consequences are faults on which much depends; they alone are told.
func consequences() []faultCase {
	const ind = "project.results[0].indicators"
	var cases []faultCase
	for _, path := range []string{
		"organisations", "organisations[1]", "organisations[1].id", "project", "project.partners", "project.partners[0]",
		"project.partners[0].organisation", "project.partners[0].role", "project.periods", "project.periods[0]", "project.periods[0].start",
		"project.languages", "project.languages[0]", "project.currency", "project.start", "project.countries", "project.countries[0].percentage",
		"project.thresholds", "project.thresholds.onTrack", "project.dimensions", "project.dimensions[0]", "project.dimensions[0].key",
		"project.dimensions[0].categories", "project.dimensions[0].categories[0]", "project.results", "project.results[0]",
		"project.results[0].code", "project.results[0].level", ind, ind + "[0]", ind + "[0].code", ind + "[0].measure", ind + "[0].direction",
		ind + "[0].withinPeriod", ind + "[0].acrossPeriods", ind + "[0].acrossPartners", ind + "[0].unique", ind + "[0].breakdown",
		ind + "[0].breakdown[0]", ind + "[0].milestones", ind + "[0].progressFrom", ind + "[1].crossed", ind + "[1].baseline",
		ind + "[1].baseline.numerator", ind + "[1].baseline.denominator", ind + "[2].stages", ind + "[2].stages[1]", ind + "[2].stages[1].key",
		ind + "[2].baseline.stage", ind + "[4].baseline", ind + "[4].baseline.value", ind + "[5].partnerTargets", ind + "[5].partnerTargets[0].value",
		ind + "[5].milestoneBasis", ind + "[5].milestones[0].period", "project.results[0].planned", "project.results[0].results",
		"project.budgetLines", "project.budgetLines[0].code", "activities", "activities[0]", "activities[0].ref", "activities[0].end",
		"activities[0].contributions", "activities[0].contributions[0]", "activities[0].contributions[0].breakdown",
		"activities[0].contributions[0].breakdown[0]", "activities[0].contributions[0].breakdown[0].by",
		"activities[0].contributions[0].breakdown[0].by.sex", "activities[0].contributions[0].breakdown[0].value",
		"activities[0].contributions[0].alreadyCounted", "activities[0].contributions[1].breakdown[0].denominator",
		"activities[0].contributions[2].stage", "measurements[2].text", "rates[0].month", "rates[1].date",
	} {
		// None of these may be a number.
		cases = append(cases, one("number at "+path, path, `7`, path))
	}
	return cases
}
