package web

import (
	"cmp"
	"slices"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// indicatorPart edits indicators.
func indicatorPart() setupPart {
	return setupPart{kind: "indicators", open: openIndicator, names: func(s *partnership.Setup) []string {
		var all []string
		for i := range results.Indicators(s.Project.Results) {
			all = append(all, string(i.Code))
		}
		return all
	}}
}

// indicatorsOf are the indicators of results.
func indicatorsOf() belongings[results.Indicator, results.IndicatorCode] {
	return belongings[results.Indicator, results.IndicatorCode]{
		name: "indicators", fresh: "setup.new-indicator",
		of:    func(r *results.Result) *[]results.Indicator { return &r.Indicators },
		code:  func(i *results.Indicator) results.IndicatorCode { return i.Code },
		title: func(i *results.Indicator) results.Text { return i.Title },
	}
}

func openIndicator(a *setupAim) *openPart {
	one := indicatorsOf().open(a, results.Indicator{Measure: results.MeasureNumber})
	if one == nil {
		return nil
	}
	f := indicatorForm{a, &one.thing}
	return one.part(func(b *binding) {
		f.bind(b)
		b.section("setup.part-place", func() { one.bindPlace(b) })
	})
}

// An indicatorForm ties a form to an indicator.
type indicatorForm struct {
	*setupAim
	i *results.Indicator
}

func (f indicatorForm) bind(b *binding) {
	i := f.i
	b.section("setup.part-what", func() {
		b.hint(line(b, "code", "setup.code", &i.Code), "setup.code-hint")
		b.text(lineInput, "title", "activity.title", &i.Title)
		m := pick(b, "measure", "setup.measure", &i.Measure, f.request.options("measure.", string(results.MeasureNumber),
			string(results.Percentage), string(results.Ratio), string(results.MeasureStage), string(results.MeasureText)))
		m.Live = "by-measure"
	})
	b.region("by-measure", func() {
		b.section("setup.part-value", func() { f.value(b) })
		if i.IsCombined() {
			b.section("setup.part-rules", func() { f.rules(b) })
			b.section("setup.part-goals", func() { f.goals(b) })
		}
		if i.IsCombined() && i.Measure != results.MeasureStage && len(f.setup.Project.Dimensions) > 0 {
			b.section("setup.part-breakdown", func() { f.breakdown(b) })
		}
	})
	b.section("setup.part-source", func() {
		b.hint(b.text(areaInput, "source", "setup.source", &i.Source), "setup.source-hint")
		shown := !i.HiddenFromIATI
		b.check("iati", "setup.iati", &shown)
		i.HiddenFromIATI = !shown
	})
}

// value binds what the values are.
func (f indicatorForm) value(b *binding) {
	i := f.i
	if i.Measure == results.MeasureStage {
		b.hint(rows(b, "stages", "setup.stages", &i.Stages, func(b *binding, s *results.Stage) {
			hidden(b, "key", &s.Key)
			b.at("key", "title")
			b.text(lineInput, "title", "activity.title", &s.Title)
		}, func(s *results.Stage) bool { return s.Title == nil }), "setup.stages-hint")
		if b.sent != nil {
			f.nameStages()
		}
		return
	}
	i.Stages = nil
	b.text(lineInput, "unit", "setup.unit", &i.Unit)
	if i.IsCombined() {
		b.hint(b.count("decimals", "setup.decimals", &i.Decimals), "setup.decimals-hint")
	} else {
		i.Decimals = nil
	}
}

// nameStages gives new stages their keys.
func (f indicatorForm) nameStages() {
	var taken []results.StageKey
	for _, s := range f.i.Stages {
		taken = append(taken, s.Key)
	}
	for n := range f.i.Stages {
		if s := &f.i.Stages[n]; s.Key == "" {
			s.Key = service.NewKey(f.mainText(s.Title), "stage", taken)
			taken = append(taken, s.Key)
		}
	}
}

// mainText is a text in the project's main language, else in another.
func (a *setupAim) mainText(t results.Text) string {
	main := "en"
	if l := a.setup.Project.Languages; len(l) > 0 {
		main = l[0]
	}
	s, _ := t.In(main)
	return s
}

// rules binds the rules by which contributions become figures, with an example of
// what they make of small numbers.
func (f indicatorForm) rules(b *binding) {
	i := f.i
	within, time, partners := i.Measure.Rules()
	rule := func(name, label, prefix string, value *results.Rule, allowed []results.Rule, is func() results.Rule) {
		if len(allowed) < 2 {
			*value = ""
			return
		}
		if b.sent != nil && !slices.Contains(allowed, results.Rule(b.sent.line(b.name+name))) {
			b.sent.values.Del(b.name + name)
		}
		was := *value
		*value = ""
		usual := is()
		*value = cmp.Or(was, usual)
		var options []option
		for _, r := range allowed {
			options = append(options, option{Value: string(r), Text: f.request.words.Text(prefix+string(r), nil)})
		}
		pick(b, name, label, value, options).Live = "example"
		if was == "" && *value == usual {
			*value = "" // it holds without being said
		}
	}
	prefix := "method.partners."
	if i.Measure == results.MeasureStage {
		prefix += "stage-"
	}
	rule("acrossPeriods", "method.over-time", "method.time.", &i.AcrossPeriods, time, i.Time)
	rule("acrossPartners", "method.over-partners", prefix, &i.AcrossPartners, partners, i.Partners)
	rule("withinPeriod", "method.within-period", "method.within.", &i.WithinPeriod, within, i.Within)
	if i.Measure == results.MeasureNumber {
		b.hint(b.check("unique", "setup.unique", &i.Unique), "setup.unique-hint").Live = "example"
	} else {
		i.Unique = false
	}
	b.region("example", func() {
		b.inputs = append(b.inputs, &inputView{Kind: exampleInput, Example: f.example()})
	})
}

// goals binds baseline, target, milestones, and the partners' shares.
func (f indicatorForm) goals(b *binding) {
	i := f.i
	direction := i.Direction
	if direction == "" {
		direction = results.Increase
	}
	pick(b, "direction", "setup.direction", &direction, f.request.options("setup.direction-", string(results.Increase), string(results.Decrease)))
	if i.Direction = direction; direction == results.Increase {
		i.Direction = ""
	}
	f.baseline(b)
	target := results.Goal{}
	if i.Target != nil {
		target = *i.Target
	}
	f.goal(b, "target", "setup.target", &target)
	if i.Target = nil; target != (results.Goal{}) {
		i.Target = &target
	}
	f.milestones(b)
	if i.MayHavePartnerTargets() {
		f.shares(b)
	} else {
		i.PartnerTargets = nil
	}
}

// goal binds a value to be reached.
func (f indicatorForm) goal(b *binding, name, label string, g *results.Goal) *inputView {
	if f.i.Measure == results.MeasureStage {
		g.Value = nil
		return pick(b, name, label, &g.Stage, append([]option{f.request.none("setup.no-goal")}, f.stageOptions()...))
	}
	g.Stage = ""
	return b.number(name, label, &g.Value)
}

func (f indicatorForm) stageOptions() []option {
	var all []option
	for _, s := range f.i.Stages {
		all = append(all, option{Value: string(s.Key), Text: inLanguage(f.request.words, s.Title)})
	}
	return all
}

func (f indicatorForm) baseline(b *binding) {
	i := f.i
	base := results.Baseline{}
	if i.Baseline != nil {
		base = *i.Baseline
	}
	switch {
	case i.Measure == results.MeasureStage:
		base.Value, base.Numerator, base.Denominator = nil, nil, nil
		pick(b, "baseline.stage", "setup.baseline", &base.Stage, append([]option{f.request.none("setup.no-goal")}, f.stageOptions()...))
	case i.IsPair():
		base.Stage = ""
		b.hint(b.number("baseline.value", "setup.baseline", &base.Value), "setup.baseline-pair")
		b.number("baseline.numerator", "activity.numerator", &base.Numerator)
		b.number("baseline.denominator", "activity.denominator", &base.Denominator)
	default:
		base.Stage, base.Numerator, base.Denominator = "", nil, nil
		b.number("baseline.value", "setup.baseline", &base.Value)
	}
	b.date("baseline.date", "setup.baseline-date", &base.Date)
	line(b, "baseline.note", "setup.baseline-note", &base.Note)
	if i.Baseline = nil; base != (results.Baseline{}) {
		i.Baseline = &base
	}
	was := i.ProgressFrom
	i.ProgressFrom = ""
	usual := i.Progress()
	if i.Measure == results.MeasureNumber && i.Time() == results.Sum {
		return
	}
	from := cmp.Or(was, usual)
	pick(b, "progressFrom", "setup.progress-from", &from, f.request.options("setup.from-", string(results.FromZero), string(results.FromBaseline)))
	if i.ProgressFrom = from; was == "" && from == usual {
		i.ProgressFrom = ""
	}
}

func (f indicatorForm) milestones(b *binding) {
	i := f.i
	was, next := map[results.PeriodNo]results.Goal{}, []results.Milestone(nil)
	for _, m := range i.Milestones {
		was[m.Period] = m.Goal
	}
	for n, p := range f.setup.Project.Periods {
		k := results.PeriodNo(n + 1)
		goal, name := was[k], "milestones."+strconv.Itoa(n+1)
		v := f.goal(b, name, "setup.milestone", &goal)
		v.Label = f.request.words.Text("setup.milestone", i18n.Args{"Period": n + 1, "End": date(f.request.words, p.End)})
		if goal != (results.Goal{}) {
			b.at(results.At("milestones", len(next)), name)
			next = append(next, results.Milestone{Period: k, Goal: goal})
		}
	}
	i.Milestones = next
	if i.Measure != results.MeasureNumber || i.Time() != results.Sum {
		i.MilestoneBasis = ""
		return
	}
	isPerPeriod := i.MilestoneBasis == results.PerPeriod
	b.check("milestoneBasis", "setup.per-period", &isPerPeriod)
	if i.MilestoneBasis = ""; isPerPeriod {
		i.MilestoneBasis = results.PerPeriod
	}
}

func (f indicatorForm) shares(b *binding) {
	i := f.i
	was, next := map[results.PartnerID]*results.Number{}, []results.PartnerTarget(nil)
	for _, t := range i.PartnerTargets {
		was[t.Partner] = t.Value
	}
	for _, p := range f.setup.Project.Partners {
		value, name := was[p.Organisation], "partnerTargets."+string(p.Organisation)
		v := b.number(name, "setup.partner-target", &value)
		v.Label = f.request.words.Text("setup.partner-target", i18n.Args{"Partner": organisationName(f.setup, p.Organisation)})
		if value != nil {
			b.at(results.At("partnerTargets", len(next)), name)
			next = append(next, results.PartnerTarget{Partner: p.Organisation, Value: value})
		}
	}
	i.PartnerTargets = next
}

func (f indicatorForm) breakdown(b *binding) {
	i := f.i
	var dimensions []option
	for _, d := range f.setup.Project.Dimensions {
		dimensions = append(dimensions, option{Value: string(d.Key), Text: inLanguage(f.request.words, d.Title)})
	}
	checks(b, "breakdown", "setup.breakdown", &i.Breakdown, dimensions)
	crossed := !i.Separate
	b.hint(b.check("crossed", "setup.crossed", &crossed), "setup.crossed-hint")
	i.Separate = !crossed && len(i.Breakdown) > 0
}
