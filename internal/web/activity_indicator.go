package web

import (
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

// contributions makes the fields about indicators: those that fit the output, then
// those that hold something, then all others where they were asked for.
func (e *activityEdit) contributions(v *activityFormView) {
	typed := map[results.IndicatorCode]contributionForm{}
	next := 0
	for _, c := range e.form.Contributions {
		typed[results.IndicatorCode(c.Indicator)] = c
		next = max(next, c.No+1)
	}
	shown := map[results.IndicatorCode]bool{}
	add := func(i *results.Indicator, isFitting bool) {
		c, isTyped := typed[i.Code]
		if !isTyped {
			c = contributionForm{No: next, Indicator: string(i.Code)}
			next++
		}
		shown[i.Code] = true
		f := e.contribution(e.form.Language, v.Faults, i, c)
		f.NotFitting = !isFitting
		v.Contributions = append(v.Contributions, f)
	}
	output, planned := partNamed(e.form.Part)
	for _, i := range fitting(e.project().Results, output, planned) {
		add(i, true)
	}
	for i := range results.Indicators(e.project().Results) {
		c, isTyped := typed[i.Code]
		switch {
		case shown[i.Code]:
		case e.form.ShowAll, isTyped && !c.isEmpty():
			add(i, false)
		default:
			v.HasMore = true
		}
	}
	for _, c := range e.form.Contributions { // of indicators that are no more
		if code := results.IndicatorCode(c.Indicator); !shown[code] && !c.isEmpty() && code != "" {
			i := &results.Indicator{Code: code, Measure: results.MeasureNumber}
			f := e.contribution(e.form.Language, v.Faults, i, c)
			f.IsUnknown = true
			v.Contributions = append(v.Contributions, f)
		}
	}
}

// fitting are the indicators of an output, or of the one that something is planned
// for, and of the results above it, the nearest first.
func fitting(all []results.Result, output results.ResultCode, planned results.PlannedCode) []*results.Indicator {
	for n := range all {
		r := &all[n]
		isIt := r.Code == output && output != "" || output == "" && planned != "" &&
			slices.ContainsFunc(r.Planned, func(p results.PlannedActivity) bool { return p.Code == planned })
		below := fitting(r.Results, output, planned)
		if !isIt && below == nil {
			continue
		}
		for k := range r.Indicators {
			below = append(below, &r.Indicators[k])
		}
		if below == nil {
			below = []*results.Indicator{}
		}
		return below
	}
	return nil
}

// contribution makes the fields about an indicator, with texts in a language.
func (e *entryEdit[T]) contribution(language string, wrong faults, i *results.Indicator, c contributionForm) contributionField {
	f := contributionField{
		fieldGroup: fieldGroup{wrong, at("add", c.No)}, contributionForm: c, Title: i.Title, Unit: i.Unit,
		Measure: i.Measure, Unique: i.Unique, AddsUp: addsUp(i), Last: e.last(i), Open: c.Note != "",
	}
	for _, s := range i.Stages {
		f.Stages = append(f.Stages, stageField{string(s.Key), s.Title, string(s.Key) == c.Stage})
	}
	// The grids are made of what is typed: numbers for the sums, and the texts back
	// into their cells.
	reader := &reader{words: e.request.words, project: &partnership.Project{}, language: language, fields: map[string]string{}}
	read := reader.contribution(&c)
	for n, g := range gridsOf(e.project(), i, &read, e.request.words) {
		field := gridField{grid: g, ID: fieldID(f.Name) + "breakdown-" + groupNo(n), Prefix: f.Name + "cell." + g.Part + ".", Wrong: faults{}}
		for r := range g.Rows {
			for k := range g.Rows[r].Cells {
				cell := &g.Rows[r].Cells[k]
				if typed, ok := c.Cells[g.Part+"."+cell.By]; ok {
					cell.Value = typed
				}
			}
		}
		for _, m := range reader.mistakes {
			field.Wrong[m.Field] = m.Key
		}
		f.Grids = append(f.Grids, field)
	}
	return f
}

// addsUp says whether a value that is left empty is the total of its breakdown.
func addsUp(i *results.Indicator) bool {
	return i.Measure == results.MeasureNumber && len(i.Breakdown) > 0 && !i.Separate
}

// last is what the partner has reported of an indicator last; nil where nothing.
func (e *entryEdit[T]) last(i *results.Indicator) *lastValue {
	for _, f := range e.overview.Figures {
		if f.Indicator.Code != i.Code {
			continue
		}
		for n := len(f.Rows) - 1; n >= 0; n-- {
			row := partnerRow(&f.Rows[n], *e.head().Partner)
			if value, ok := row.Value.Number(); ok && row.State == results.Reported {
				last := &lastValue{Period: n + 1, Value: figure(e.request.words, i, row.Value)}
				if i.Measure == results.MeasureStage {
					stage, _ := i.StageAt(value)
					last.Stage = stage.Title
				}
				if n > 0 && i.Measure == results.MeasureNumber && i.Time() == results.Sum {
					last.Cumulative = figure(e.request.words, i, row.Cumulative)
				}
				return last
			}
		}
	}
	return nil
}
