package service

import "tulos/internal/results"

// Statuses counts how the own indicators of results stand at the end of a period.
func (o *Overview) Statuses(k results.PeriodNo, of ...results.Result) map[results.Status]int {
	rows := map[results.IndicatorCode]*results.Row{}
	for _, f := range o.Figures {
		rows[f.Indicator.Code] = &f.Rows[k-1]
	}
	counts := map[results.Status]int{}
	for _, r := range of {
		for n := range r.Indicators {
			if row := rows[r.Indicators[n].Code]; row != nil {
				counts[row.Status]++
			}
		}
	}
	return counts
}

// Statuses counts how the indicators stood when the report was submitted.
func (f *SealedFigures) Statuses() map[results.Status]int {
	counts := map[results.Status]int{}
	for _, row := range f.Rows {
		counts[row.Status]++
	}
	return counts
}
