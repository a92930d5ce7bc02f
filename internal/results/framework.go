// Package results holds the results framework and the rules by which
// contributions become figures (docs/figures.md). It is pure: values in, values
// out, exact arithmetic, no clock.
package results

import "iter"

type (
	// A ResultCode names a result of the framework.
	ResultCode string
	// An IndicatorCode names an indicator of the framework.
	IndicatorCode string
	// A PlannedCode names an activity of the work plan.
	PlannedCode string
	// A PartnerID is the identity of a partner, which is an organisation.
	PartnerID string
	// A DimensionKey names a way to break figures down.
	DimensionKey string
	// A CategoryKey names a part of a dimension.
	CategoryKey string
	// A StageKey names a stage of an indicator.
	StageKey string
)

// A PeriodNo is the number of a reporting period of the project; the first is 1.
type PeriodNo int

// A Level is the level of a result.
type Level string

// The levels of a results framework.
const (
	Impact  Level = "impact"
	Outcome Level = "outcome"
	Output  Level = "output"
)

// A Result is what the project wants to bring about, with the indicators that
// tell whether it does, the activities planned for it, and the results below it.
type Result struct {
	Code        ResultCode
	Level       Level
	Title       Text
	Assumptions Text
	Indicators  []Indicator
	Planned     []PlannedActivity
	Results     []Result
}

// A PlannedActivity is a line of the work plan.
type PlannedActivity struct {
	Code     PlannedCode
	Title    Text
	Start    Date
	End      Date
	Partners []PartnerID
}

// A Dimension is a way to break figures down.
type Dimension struct {
	Key        DimensionKey
	Title      Text
	Sensitive  bool // small counts must not be recognisable
	Categories []Category
}

// A Category is one part of a dimension.
type Category struct {
	Key   CategoryKey
	Title Text
}

// All walks results from the top, each before those below it.
func All(results []Result) iter.Seq[*Result] {
	return func(yield func(*Result) bool) { walk(results, yield) }
}

func walk(results []Result, yield func(*Result) bool) bool {
	for i := range results {
		if !yield(&results[i]) || !walk(results[i].Results, yield) {
			return false
		}
	}
	return true
}

// Indicators walks the indicators of results in the framework's order: those of
// a result before those of the results below it.
func Indicators(results []Result) iter.Seq[*Indicator] {
	return func(yield func(*Indicator) bool) {
		for r := range All(results) {
			for i := range r.Indicators {
				if !yield(&r.Indicators[i]) {
					return
				}
			}
		}
	}
}
