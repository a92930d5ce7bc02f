package reports

import (
	"slices"

	"tulos/internal/results"
	"tulos/pkg/disclosure"
)

// recall adds what a sealed report told of an indicator; it is false where that cannot be
// held against what is now.
func (v *veil) recall(s *results.Stated, i *results.Indicator, now []results.Row) bool {
	isHidden := slices.ContainsFunc(s.Hidden, func(h results.HiddenCount) bool { return h.Indicator == i.Code })
	switch {
	case s.IsWithheld(i.Code): // and its totals alone are told
		return true
	case s.OutsideOnly && !isWhollyTold(s.Rows[i.Code]):
		return isUnchanged(s.Rows[i.Code], now)
	case isHidden && s.Limit != v.limit:
		return false
	}
	state := func(name counted) disclosure.State {
		switch mark, isHidden := s.Mark(i.Code, name.From, name.To, name.By); {
		case !isHidden:
			return disclosure.Shown
		case mark == results.MarkLarge:
			return disclosure.Large
		}
		return disclosure.Small
	}
	before := results.Figure{}
	for _, row := range s.Rows[i.Code] {
		within, toDate := row.Value, row.Cumulative
		if i.Unique {
			within, toDate = less(row.Participations, before), row.Participations
			before = row.Participations
		}
		if !v.told(standing{indicator: i, row: row}, within, toDate, state) {
			return false
		}
	}
	return true
}

// isWhollyTold says whether readers outside got breakdowns with nothing hidden.
func isWhollyTold(rows []results.Row) bool {
	return slices.ContainsFunc(rows, func(r results.Row) bool { return len(r.Breakdown) > 0 }) && !slices.ContainsFunc(rows, hasMarks)
}

// isUnchanged says whether nothing that was told of an indicator is another now.
func isUnchanged(told, now []results.Row) bool {
	is := []results.IndicatorFigures{{Indicator: &results.Indicator{}, Rows: now}}
	last := results.PeriodNo(len(told))
	was := &results.Stated{Period: last, Over: last, Rows: map[results.IndicatorCode][]results.Row{"": told}, OutsideOnly: true}
	return len(results.Restated([]*results.Stated{was}, is)) == 0
}
