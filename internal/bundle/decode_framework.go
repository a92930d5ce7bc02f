package bundle

import (
	"tulos/internal/results"
)

func (d *decoder) result(v *results.Result) {
	d.object(func(field string) bool {
		switch field {
		case "code":
			name(d, &v.Code)
		case "level":
			choice(d, &v.Level)
		case "title":
			d.text(&v.Title)
		case "assumptions":
			d.text(&v.Assumptions)
		case "indicators":
			list(d, &v.Indicators, d.indicator)
		case "planned":
			list(d, &v.Planned, d.planned)
		case "results":
			list(d, &v.Results, d.result)
		default:
			return false
		}
		return true
	}, "code", "level", "title")
}

func (d *decoder) planned(v *results.PlannedActivity) {
	d.object(func(field string) bool {
		switch field {
		case "code":
			name(d, &v.Code)
		case "title":
			d.text(&v.Title)
		case "start":
			d.date(&v.Start)
		case "end":
			d.date(&v.End)
		case "partners":
			list(d, &v.Partners, func(id *results.PartnerID) { name(d, id) })
		default:
			return false
		}
		return true
	}, "code", "title", "start", "end", "partners")
}

// indicator reads an indicator. Its goals are decimals, or keys of stages; which,
// is known only when all of it has been read.
func (d *decoder) indicator(v *results.Indicator) {
	v.Direction, v.MilestoneBasis = results.Increase, results.CumulativeMilestones
	readable := true
	d.object(func(field string) bool {
		switch field {
		case "unique":
			readable = d.boolean(&v.Unique) && readable
		case "crossed":
			crossed := true
			readable = d.boolean(&crossed) && readable
			v.Separate = !crossed
		default:
			return d.indicatorBasics(v, field) || d.indicatorRules(v, field)
		}
		return true
	}, "code", "title", "measure")
	if !readable {
		v.Measure = "" // what contributions should be like is not known
	}
	switch v.Measure {
	case results.MeasureNumber, results.Percentage, results.Ratio:
		d.goals(v)
	case results.MeasureStage, results.MeasureText:
	}
}

func (d *decoder) indicatorBasics(v *results.Indicator, field string) bool {
	switch field {
	case "code":
		name(d, &v.Code)
	case "title":
		d.text(&v.Title)
	case "measure":
		choice(d, &v.Measure)
	case "unit":
		d.text(&v.Unit)
	case "baseline":
		v.Baseline = &results.Baseline{}
		d.baseline(v.Baseline)
	case "target":
		v.Target = &results.Goal{}
		name(d, &v.Target.Stage)
	case "milestones":
		list(d, &v.Milestones, d.milestone)
	case "partnerTargets":
		list(d, &v.PartnerTargets, d.partnerTarget)
	case "stages":
		list(d, &v.Stages, func(s *results.Stage) { keyed(d, &s.Key, &s.Title) })
	case "breakdown":
		list(d, &v.Breakdown, func(k *results.DimensionKey) { name(d, k) })
	case "decimals":
		d.integerOr(&v.Decimals)
	case "source":
		d.text(&v.Source)
	default:
		return false
	}
	return true
}

// indicatorRules reads choices.
func (d *decoder) indicatorRules(v *results.Indicator, field string) bool {
	switch field {
	case "direction":
		choice(d, &v.Direction)
	case "withinPeriod":
		choice(d, &v.WithinPeriod)
	case "acrossPeriods":
		choice(d, &v.AcrossPeriods)
	case "acrossPartners":
		choice(d, &v.AcrossPartners)
	case "milestoneBasis":
		choice(d, &v.MilestoneBasis)
	case "progressFrom":
		choice(d, &v.ProgressFrom)
	case "iati":
		shown := true
		d.boolean(&shown)
		v.HiddenFromIATI = !shown
	default:
		return false
	}
	return true
}

// goals turns target and milestones, read as keys of stages, into numbers.
func (d *decoder) goals(v *results.Indicator) {
	if v.Target != nil {
		d.enter("target")
		d.goal(v.Target)
		d.leave()
	}
	for n := range v.Milestones {
		d.enter("milestones")
		d.path = append(d.path, place{item: n, isItem: true})
		d.enter("value")
		d.goal(&v.Milestones[n].Goal)
		d.path = d.path[:len(d.path)-3]
	}
}

func (d *decoder) goal(g *results.Goal) {
	written := string(g.Stage)
	*g = results.Goal{}
	if written == "" {
		return
	}
	n, err := results.ParseNumber(written)
	if err != nil {
		d.fault(NotDecimal)
		return
	}
	g.Value = &n
}

func (d *decoder) baseline(v *results.Baseline) {
	d.object(func(field string) bool {
		switch field {
		case "value":
			d.number(&v.Value)
		case "numerator":
			d.number(&v.Numerator)
		case "denominator":
			d.number(&v.Denominator)
		case "stage":
			name(d, &v.Stage)
		case "date":
			d.date(&v.Date)
		case "note":
			read(d, &v.Note)
		default:
			return false
		}
		return true
	}, "date")
}

func (d *decoder) milestone(v *results.Milestone) {
	d.object(func(field string) bool {
		switch field {
		case "period":
			integer(d, &v.Period)
		case "value":
			name(d, &v.Goal.Stage)
		default:
			return false
		}
		return true
	}, "period", "value")
}

func (d *decoder) partnerTarget(v *results.PartnerTarget) {
	d.object(func(field string) bool {
		switch field {
		case "partner":
			name(d, &v.Partner)
		case "value":
			d.number(&v.Value)
		default:
			return false
		}
		return true
	}, "partner", "value")
}
