package partnership

import (
	"tulos/internal/results"
	"tulos/pkg/codelist"
)

// An Inspection checks a dossier item by item and keeps only refs, counts and
// tallies. The items of a list come in its order, numbered from 0 without gaps;
// the lists come in any order.
type Inspection struct {
	checker   *Checker
	isUnsound bool
	setup     results.Findings
	lists     struct{ activities, measurements, deductions, expenditure, rates, narratives results.Findings }

	refs        map[string]int // ofActivity, or of a measurement that came first its number
	expenseRefs results.Names[string]
	rates       results.Names[rateDay]
	texts       textWalk
	lacking     []int // by language of the project how many texts lack it
	counter     *Counter
	deducted    []results.Deduction
}

const ofActivity = -1

// rateDay is what there is one rate of: a currency in a month or on a day.
type rateDay struct{ currency, day string }

// Inspect begins an inspection with the organisations and the project.
func (c *Checker) Inspect() *Inspection {
	p := &c.dossier.Project
	in := &Inspection{
		checker: c, refs: map[string]int{}, lacking: make([]int, len(p.Languages)),
		counter: NewCounter(p, func(i *results.Indicator) bool { return i.Unique }), // from no others is deducted
	}
	in.texts = in.text
	in.found(&in.setup, "organisations", c.Organisations())
	in.found(&in.setup, "project", c.Project())
	in.texts.project(p)
	return in
}

// IsSound says that no error has been found so far.
func (in *Inspection) IsSound() bool { return !in.isUnsound }

// Activity checks the n-th activity.
func (in *Inspection) Activity(n int, a *Activity) {
	in.activityRef(n, a.Ref)
	in.item(&in.lists.activities, "activities", n, in.checker.Activity(a))
	in.texts.activity(a)
	if in.IsSound() {
		in.counter.Count(a)
	}
}

// Measurement checks the n-th measurement.
func (in *Inspection) Measurement(n int, m *Measurement) {
	in.measurementRef(n, m.Ref)
	in.item(&in.lists.measurements, "measurements", n, in.checker.Measurement(m))
	in.texts.texts(m.Text)
	if in.IsSound() {
		in.counter.Count(m)
	}
}

// Deduction checks the n-th deduction.
func (in *Inspection) Deduction(n int, d *results.Deduction) {
	in.item(&in.lists.deductions, "deductions", n, in.checker.Deduction(d))
	in.texts.texts(d.Reason)
	if in.IsSound() {
		in.deducted = append(in.deducted, results.Deduction{Indicator: d.Indicator, Period: d.Period, Value: d.Value})
	}
}

// Expense checks the n-th expense.
func (in *Inspection) Expense(n int, e *Expense) {
	if e.Ref != "" && !in.expenseRefs.Add(e.Ref) {
		in.repeated(&in.lists.expenditure, "expenditure", n, e.Ref)
	}
	in.item(&in.lists.expenditure, "expenditure", n, in.checker.Expense(e))
	in.texts.texts(e.Description)
}

// Rate checks the n-th exchange rate.
func (in *Inspection) Rate(n int, r *Rate) {
	in.item(&in.lists.rates, "rates", n, in.checker.Rate(r))
	on := rateDay{r.Currency, r.Month}
	if on.day == "" {
		on.day = r.Date.String()
	}
	if on.currency != "" && on.day != "" && !in.rates.Add(on) {
		in.isUnsound = true
		in.lists.rates.Wrong(results.At("rates", n), RateRepeated, "Currency", on.currency, "Value", on.day)
	}
}

// Narrative checks the n-th narrative.
func (in *Inspection) Narrative(n int, t *Narrative) {
	in.item(&in.lists.narratives, "narratives", n, in.checker.Narrative(t))
	in.texts.texts(t.Text)
}

// Problems are all that is wrong with what was inspected, with paths from the top
// of the dossier.
func (in *Inspection) Problems() []results.Problem {
	var f results.Findings
	for _, part := range []*results.Findings{
		&in.setup, &in.lists.activities, &in.lists.measurements, &in.lists.deductions,
		&in.lists.expenditure, &in.lists.rates, &in.lists.narratives,
	} {
		f.Under("", part.Problems())
	}
	in.languages(&f)
	if in.IsSound() {
		in.deductions(&f)
	}
	return f.Problems()
}

func (in *Inspection) item(f *results.Findings, list string, n int, problems []results.Problem) {
	if len(problems) > 0 {
		in.found(f, results.At(list, n), problems)
	}
}

func (in *Inspection) found(f *results.Findings, path string, problems []results.Problem) {
	f.Under(path, problems)
	in.isUnsound = in.isUnsound || results.HasErrors(problems)
}

func (in *Inspection) repeated(f *results.Findings, list string, n int, ref string) {
	in.isUnsound = true
	f.Wrong(results.At(list, n)+".ref", results.Repeated, "Value", ref)
}

// activityRef and measurementRef find references that come twice. Of an activity
// and a measurement it is the measurement's that is wrong, whichever came first.
func (in *Inspection) activityRef(n int, ref string) {
	if ref == "" {
		return
	}
	before, found := in.refs[ref]
	switch {
	case found && before == ofActivity:
		in.repeated(&in.lists.activities, "activities", n, ref)
	case found:
		in.repeated(&in.lists.measurements, "measurements", before, ref)
	}
	in.refs[ref] = ofActivity
}

func (in *Inspection) measurementRef(n int, ref string) {
	if ref == "" {
		return
	}
	if _, found := in.refs[ref]; found {
		in.repeated(&in.lists.measurements, "measurements", n, ref)
		return
	}
	in.refs[ref] = n
}

// text counts a text for the languages that it lacks.
func (in *Inspection) text(t results.Text) {
	for n, language := range in.checker.dossier.Project.Languages {
		if _, ok := t[language]; !ok && len(t) > 0 {
			in.lacking[n]++
		}
	}
}

// languages warns of the languages of the project that texts lack.
func (in *Inspection) languages(f *results.Findings) {
	for n, count := range in.lacking {
		if language := in.checker.dossier.Project.Languages[n]; count > 0 && codelist.Language(language) {
			f.Warn(results.At("project.languages", n), TextsLackLanguage, "Count", count, "Language", language)
		}
	}
}

// deductions warns of those that take off more than there is, in their period or
// so far. It needs a dossier without errors.
func (in *Inspection) deductions(f *results.Findings) {
	frame := in.counter.frame
	taken := map[results.IndicatorCode][]results.Number{}
	for n, d := range in.deducted {
		if taken[d.Indicator] == nil {
			taken[d.Indicator] = make([]results.Number, len(frame.Periods)+1)
		}
		byPeriod := taken[d.Indicator]
		byPeriod[d.Period] = byPeriod[d.Period].Add(*d.Value)
		var toDate results.Number
		for _, value := range byPeriod[:d.Period+1] {
			toDate = toDate.Add(value)
		}
		row := frame.Span(in.counter.Tallies, in.counter.indicators[d.Indicator], d.Period, d.Period)
		value, reported := row.Value.Number()
		sofar, _ := row.Cumulative.Number()
		if reported && byPeriod[d.Period].Cmp(value) > 0 || toDate.Cmp(sofar) > 0 {
			f.Warn(results.At("deductions", n)+".value", DeductionTooLarge, "Value", d.Value.String())
		}
	}
}
