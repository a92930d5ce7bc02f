package bundle

import "tulos/internal/results"

func (w *writer) result(r *results.Result) {
	required(w, "code", r.Code)
	required(w, "level", r.Level)
	w.text("title", r.Title)
	w.text("assumptions", r.Assumptions)
	someOut(w, "indicators", r.Indicators, func(i *results.Indicator) { w.object(func() { w.indicator(i) }) })
	someOut(w, "planned", r.Planned, func(p *results.PlannedActivity) { w.object(func() { w.planned(p) }) })
	someOut(w, "results", r.Results, func(below *results.Result) { w.object(func() { w.result(below) }) })
}

func (w *writer) planned(p *results.PlannedActivity) {
	required(w, "code", p.Code)
	w.text("title", p.Title)
	w.date("start", p.Start)
	w.date("end", p.End)
	listOut(w, "partners", p.Partners, word[results.PartnerID](w))
}

func (w *writer) indicator(i *results.Indicator) {
	required(w, "code", i.Code)
	w.text("title", i.Title)
	required(w, "measure", i.Measure)
	w.text("unit", i.Unit)
	optional(w, "direction", i.Direction, results.Increase)
	optional(w, "withinPeriod", i.WithinPeriod)
	optional(w, "acrossPeriods", i.AcrossPeriods)
	optional(w, "acrossPartners", i.AcrossPartners)
	w.goals(i)
	optional(w, "progressFrom", i.ProgressFrom)
	someOut(w, "stages", i.Stages, func(s *results.Stage) { w.object(func() { keyedOut(w, s.Key, s.Title) }) })
	w.mark("unique", i.Unique, true)
	someOut(w, "breakdown", i.Breakdown, word[results.DimensionKey](w))
	w.mark("crossed", i.Separate, false)
	w.integerOr("decimals", i.Decimals)
	w.text("source", i.Source)
	w.mark("iati", i.HiddenFromIATI, false)
}

func (w *writer) goals(i *results.Indicator) {
	if b := i.Baseline; b != nil {
		w.key("baseline")
		w.object(func() {
			w.number("value", b.Value)
			w.number("numerator", b.Numerator)
			w.number("denominator", b.Denominator)
			optional(w, "stage", b.Stage)
			w.date("date", b.Date)
			optional(w, "note", b.Note)
		})
	}
	if i.Target != nil {
		w.goal("target", *i.Target)
	}
	someOut(w, "milestones", i.Milestones, func(m *results.Milestone) {
		w.object(func() {
			w.integer("period", int(m.Period))
			w.goal("value", m.Goal)
		})
	})
	optional(w, "milestoneBasis", i.MilestoneBasis, results.CumulativeMilestones)
	someOut(w, "partnerTargets", i.PartnerTargets, func(t *results.PartnerTarget) {
		w.object(func() {
			required(w, "partner", t.Partner)
			w.number("value", t.Value)
		})
	})
}

func (w *writer) goal(name string, g results.Goal) {
	w.number(name, g.Value)
	optional(w, name, g.Stage)
}
