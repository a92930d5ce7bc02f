package partnership

import (
	"tulos/internal/results"
)

// A Forecast is what a partner expects to spend in a reporting period, by budget line, in
// the project's currency.
type Forecast struct {
	Project ProjectCode
	Partner results.PartnerID
	Period  results.PeriodNo
	Lines   []ForecastLine
}

// A ForecastLine is what is expected on a line of the budget; nil where nothing is told.
type ForecastLine struct {
	Line   string
	Amount *results.Number
}

// Forecast finds what is wrong with a forecast; paths are relative to it.
func (c *Checker) Forecast(v *Forecast) []results.Problem {
	var f results.Findings
	c.scope.CheckPartner(&f, "partner", v.Partner)
	c.scope.CheckPeriod(&f, "period", v.Period)
	var seen results.Names[string]
	for n, l := range v.Lines {
		path := results.At("lines", n)
		if !c.lines.Has(l.Line) {
			f.Wrong(path+".line", NoSuchLine, "Value", l.Line)
		}
		if !seen.Add(l.Line) {
			f.Wrong(path+".line", results.Repeated, "Value", l.Line)
		}
		if l.Amount != nil && l.Amount.Sign() < 0 {
			f.Wrong(path+".amount", results.Negative)
		}
		cents(&f, path+".amount", l.Amount)
	}
	return f.Problems()
}

// foresee puts into a statement what is expected in the period after it.
func (st *Statement) foresee(p *Project, all []Forecast) {
	if int(st.Period) == len(p.Periods) {
		return
	}
	st.Next = st.Period + 1
	for _, f := range all {
		if f.Period != st.Next {
			continue
		}
		for _, l := range f.Lines {
			for _, row := range st.rows(l.Line, f.Partner) {
				if l.Amount != nil {
					row.Forecast, st.IsForeseen = row.Forecast.Add(*l.Amount), true
				}
			}
		}
	}
}
