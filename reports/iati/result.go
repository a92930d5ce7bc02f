package iati

import (
	"cmp"
	"slices"
	"strconv"

	"tulos/internal/results"

	standard "tulos/pkg/iati"
)

// results are those with indicators that may be published.
func (b *builder) results() []standard.Result {
	var all []standard.Result
	for r := range results.All(b.Project.Results) {
		out := standard.Result{Type: resultType(r.Level), Title: b.text(r.Title), Aggregation: "1"}
		for n := range r.Indicators {
			if i := &r.Indicators[n]; !i.HiddenFromIATI {
				indicator := b.indicator(i)
				if indicator.Aggregation == "0" {
					out.Aggregation = "0"
				}
				out.Indicators = append(out.Indicators, indicator)
			}
		}
		if len(out.Indicators) > 0 {
			all = append(all, out)
		}
	}
	return all
}

// resultType is the code of ResultType.
func resultType(l results.Level) string {
	switch l {
	case results.Outcome:
		return "2"
	case results.Impact:
		return "3"
	case results.Output:
	}
	return "1"
}

// indicatorMeasure is the code of IndicatorMeasure.
func indicatorMeasure(m results.Measure) string {
	switch m {
	case results.Percentage:
		return "2"
	case results.MeasureStage:
		return "4"
	case results.MeasureText:
		return "5"
	case results.MeasureNumber, results.Ratio:
	}
	return "1"
}

func yes(is bool) string {
	if is {
		return "1"
	}
	return "0"
}

func (b *builder) indicator(i *results.Indicator) standard.Indicator {
	adds := i.Measure == results.MeasureNumber && !i.Unique && i.Within() == results.Sum && i.Time() == results.Sum && i.Partners() == results.Sum
	out := standard.Indicator{
		Measure: indicatorMeasure(i.Measure), Ascending: yes(!i.Decreases()), Aggregation: yes(adds), Title: b.text(i.Title),
	}
	if about := cmp.Or(len(i.Source), len(i.Unit)); about > 0 {
		text := b.text(i.Unit)
		if len(i.Source) > 0 {
			text = b.text(i.Source)
		}
		out.Description = &text
	}
	if !i.IsCombined() {
		return out
	}
	out.Baseline = b.baseline(i)
	out.Periods = b.periods(i)
	return out
}

// baseline is that of the year before the project where it has no date.
func (b *builder) baseline(i *results.Indicator) *standard.Baseline {
	n, ok := i.BaselineFigure().Number()
	if !ok {
		return nil
	}
	date := i.Baseline.Date
	if date.IsZero() {
		date = b.Project.Start.AddDays(-1)
	}
	year, _, _ := date.Parts()
	out := &standard.Baseline{Year: strconv.Itoa(year), Date: i.Baseline.Date.String(), Value: n.Fixed(i.Places())}
	if i.Baseline.Note != "" {
		out.Comment = &standard.Text{Narratives: []standard.Narrative{{Text: i.Baseline.Note}}}
	}
	return out
}

// periods are what was aimed at and reached. Values of periods are given where the
// milestones are so too; what is made of all periods so far is given from the project's
// start, with a comment; a level is given for the period at whose end it was.
func (b *builder) periods(i *results.Indicator) []standard.Period {
	p := &b.Project
	isPerPeriod := i.MilestoneBasis == results.PerPeriod
	isSinceStart := !isPerPeriod && i.Time() != results.Latest
	last := len(p.Periods)
	target, hasTarget := i.TargetFigure().Number()
	var all []standard.Period
	for n := range p.Periods {
		start, end := p.Periods[n].Start, p.Periods[n].End
		if isSinceStart && p.Start.Before(start) {
			start = p.Start
		}
		out := standard.Period{Start: standard.Day{Date: start.String()}, End: standard.Day{Date: end.String()}}
		aim, hasAim := i.MilestoneOf(results.PeriodNo(n + 1)).Number()
		if !hasAim && n+1 == last && !isPerPeriod {
			aim, hasAim = target, hasTarget
		}
		if hasAim {
			out.Targets = []standard.Figure{{Value: aim.Fixed(i.Places())}}
		}
		if rows := b.figures[i.Code]; n < len(rows) {
			out.Actuals = b.actuals(i, &rows[n], !isPerPeriod)
			if isSinceStart && len(out.Actuals) > 0 {
				out.Actuals[0].Comment = b.comment("iati.since-start", nil)
			}
		}
		if len(out.Targets)+len(out.Actuals) > 0 {
			all = append(all, out)
		}
	}
	if isPerPeriod && hasTarget {
		all = append(all, standard.Period{
			Start: standard.Day{Date: p.Periods[0].Start.String()}, End: standard.Day{Date: p.Periods[last-1].End.String()},
			Targets: []standard.Figure{{Value: target.Fixed(i.Places()), Comment: b.comment("iati.since-start", nil)}},
		})
	}
	return all
}

// actuals are the whole and its parts, of a period or up to its end. Parts that are
// hidden from readers are left out.
func (b *builder) actuals(i *results.Indicator, row *results.Row, isToDate bool) []standard.Figure {
	pick := func(value, toDate results.Figure) results.Figure {
		if isToDate {
			return toDate
		}
		return value
	}
	n, ok := pick(row.Value, row.Cumulative).Number()
	if !ok {
		return nil
	}
	whole := standard.Figure{Value: n.Fixed(i.Places())}
	if numerator, ok := row.Numerator.Number(); ok && isToDate {
		denominator, _ := row.Denominator.Number()
		whole.Dimensions = []standard.Dimension{{Name: "numerator", Value: numerator.String()}, {Name: "denominator", Value: denominator.String()}}
	}
	all := []standard.Figure{whole}
	for _, cell := range row.Breakdown {
		n, ok := pick(cell.Value, cell.Cumulative).Number()
		if !ok {
			continue
		}
		part := standard.Figure{Value: n.Fixed(i.Places())}
		for _, by := range cell.By {
			part.Dimensions = append(part.Dimensions, standard.Dimension{Name: string(by.Dimension), Value: b.category(by)})
		}
		all = append(all, part)
	}
	return all
}

// category is what a category is called in the language of the activity.
func (b *builder) category(by results.Part) string {
	for _, d := range b.Project.Dimensions {
		if d.Key != by.Dimension {
			continue
		}
		if n := slices.IndexFunc(d.Categories, func(c results.Category) bool { return c.Key == by.Category }); n >= 0 {
			text, _ := d.Categories[n].Title.In(b.Project.Languages[0])
			return text
		}
	}
	return string(by.Category)
}
