package results

import "slices"

// IndicatorFigures are an indicator's figures, a row for each period.
type IndicatorFigures struct {
	Indicator *Indicator
	Rows      []Row
}

// A Row is how an indicator stands at the end of a period, or of a span of
// periods. Figures are unrounded, in the indicator's unit; percentages in
// percent, stages by their number.
type Row struct {
	From, Period PeriodNo // the same, but in a span

	Value       Figure // of the period, or of the span alone
	Cumulative  Figure // from the start of the project
	Expected    Figure // by the line of baseline, milestones and target
	Achievement Figure // 1 is the target
	Status      Status

	ReportedBy int // partners with a value in the period
	DueFrom    int // partners that should have one
	Partners   []PartnerRow
	Breakdown  []CellRow

	Numerator, Denominator Figure // cumulative, of pairs
	Participations         Figure // cumulative, of people counted once
	Deducted               Number // cumulative, of people counted once
}

// A PartnerRow is a partner's part in a row; deductions are not taken off it.
type PartnerRow struct {
	Partner     PartnerID
	Value       Figure
	Cumulative  Figure
	Target      Figure // its own, if it has one
	Achievement Figure // of its own target
	State       State
}

// A CellRow is a cell of a row's breakdown. Cells of people counted once count
// participations.
type CellRow struct {
	By                     By
	Value                  Figure
	Cumulative             Figure
	Numerator, Denominator Figure // cumulative, of pairs
}

// A State is what a partner has done about an indicator in a period.
type State string

// The states of a partner.
const (
	Reported      State = "reported"
	NotApplicable State = "not-applicable"
	NotMember     State = "not-member"
	Suspended     State = "suspended"
	Silent        State = "not-reported"
)

// Figures makes the figures of all indicators that are combined, in the
// framework's order, for each period of the project.
func (f *Frame) Figures(t Tallies) []IndicatorFigures {
	var all []IndicatorFigures
	for i := range Indicators(f.Results) {
		if !i.IsCombined() {
			continue
		}
		figures := IndicatorFigures{Indicator: i}
		for n := range f.Periods {
			k := PeriodNo(n + 1)
			figures.Rows = append(figures.Rows, f.Span(t, i, k, k))
		}
		all = append(all, figures)
	}
	return all
}

// Span makes the row of the periods from a to b (as of an annual report): its
// Value is the cumulative figure made of those periods alone, everything
// cumulative is from the start of the project. For a single period the Value is
// the period figure.
func (f *Frame) Span(t Tallies, i *Indicator, a, b PeriodNo) Row {
	s := f.survey(t, i, a, b)
	r := Row{From: a, Period: b, Partners: s.rows}
	for _, p := range s.rows {
		if p.State == Reported {
			r.ReportedBy++
		}
	}
	r.DueFrom = s.due
	within := s.within.total(i, a < b)
	toDate := s.toDate.total(i, true)
	if i.Unique {
		within = within.less(f.deducted(i, a, b))
		toDate = toDate.less(f.deducted(i, 1, b))
		r.Participations = toDate.participations
		r.Deducted = f.deducted(i, 1, b)
	}
	r.Value, r.Cumulative = within.figure, toDate.figure
	if i.IsPair() && toDate.reported {
		r.Numerator, r.Denominator = Known(toDate.quantity.Value), Known(toDate.quantity.Of)
	}
	if len(i.Breakdown) > 0 {
		r.Breakdown = i.breakdown(within.cells, toDate.cells)
	}
	r.Expected = f.Expected(i, b)
	r.Achievement = i.Achievement(r.Cumulative)
	r.Status = f.status(i, r)
	return r
}

// A survey is what the partners have reported of an indicator.
type survey struct {
	within, toDate values
	rows           []PartnerRow
	due            int
}

// values are what partners come to, and whether one that is due has nothing.
type values struct {
	list []combined
	lack bool
}

func (f *Frame) survey(t Tallies, i *Indicator, a, b PeriodNo) survey {
	var s survey
	for _, m := range f.Members {
		within := f.course(t, i, m.Partner, a, b)
		toDate := f.course(t, i, m.Partner, 1, b)
		row := PartnerRow{Partner: m.Partner, State: f.state(t, i, m, a, b)}
		if f.isDueWithin(t, i, m, a, b) {
			s.due++
		}
		isDue := f.isDue(t, i, m, b)
		// A partner that has left is no longer part of a level.
		counts := i.Partners() == Sum || f.isMember(m, b) || t.has(i, m.Partner, b)
		row.Value = s.within.include(i, within, counts, isDue)
		row.Cumulative = s.toDate.include(i, toDate, counts, isDue)
		if row.Target = i.PartnerTarget(m.Partner); row.Target.IsKnown() && row.Cumulative.IsKnown() {
			row.Achievement = Known(row.Cumulative.number.Div(row.Target.number))
		}
		s.rows = append(s.rows, row)
	}
	return s
}

func (vs *values) include(i *Indicator, c course, counts, isDue bool) Figure {
	v, ok := c.value()
	if !ok {
		vs.lack = vs.lack || isDue
		return Figure{}
	}
	if counts {
		vs.list = append(vs.list, v)
	}
	return i.figure(v.quantity)
}

// course combines a partner's values in the periods from a to b over time.
func (f *Frame) course(t Tallies, i *Indicator, partner PartnerID, a, b PeriodNo) course {
	c := course{rule: i.Time(), pair: i.IsPair()}
	for k := a; k <= b; k++ {
		if v, ok := t[TallyKey{i.Code, partner, k}].combined(i); ok {
			c.add(v)
		}
	}
	return c
}

func (t Tallies) has(i *Indicator, partner PartnerID, k PeriodNo) bool {
	tally := t[TallyKey{i.Code, partner, k}]
	return tally != nil && tally.Count > 0
}

func (t Tallies) marked(i *Indicator, partner PartnerID, k PeriodNo) bool {
	tally := t[TallyKey{i.Code, partner, k}]
	return tally != nil && tally.Marks > 0
}

// isDue says whether the partner has reported in the period, or should have.
func (f *Frame) isDue(t Tallies, i *Indicator, m Member, k PeriodNo) bool {
	return t.has(i, m.Partner, k) || f.isMember(m, k) && !f.isSuspended(m, k) && !t.marked(i, m.Partner, k)
}

func (f *Frame) isDueWithin(t Tallies, i *Indicator, m Member, a, b PeriodNo) bool {
	for k := a; k <= b; k++ {
		if f.isDue(t, i, m, k) {
			return true
		}
	}
	return false
}

// state is what the partner has done in the periods; in a span, having reported
// once is enough, and what it is excused by must hold at its end.
func (f *Frame) state(t Tallies, i *Indicator, m Member, a, b PeriodNo) State {
	for k := a; k <= b; k++ {
		if t.has(i, m.Partner, k) {
			return Reported
		}
	}
	switch {
	case t.marked(i, m.Partner, b):
		return NotApplicable
	case !f.isMember(m, b):
		return NotMember
	case f.isSuspended(m, b):
		return Suspended
	}
	return Silent
}

// A total is what the partners come to together.
type total struct {
	reported       bool
	quantity       Quantity
	figure         Figure
	participations Figure
	cells          cells
}

// total combines values across partners. A stage that all must reach needs those
// that are due and silent too, where it is asked what has been reached so far: they
// stand at the baseline.
func (vs values) total(i *Indicator, sofar bool) total {
	across := course{rule: i.Partners(), pair: i.IsPair()}
	for _, v := range vs.list {
		across.add(v)
	}
	v, ok := across.value()
	if !ok {
		return total{}
	}
	if sofar && vs.lack && i.Measure == MeasureStage && i.Partners() == Min {
		base, known := i.BaselineFigure().Number()
		if !known {
			return total{}
		}
		across.add(combined{quantity: Quantity{Value: base}})
		v, _ = across.value()
	}
	return total{true, v.quantity, i.figure(v.quantity), Known(v.participations), v.cells}
}

// less takes a deduction off, never below 0; where there is no figure it makes none.
func (t total) less(deduction Number) total {
	if n, ok := t.figure.Number(); ok && deduction.Sign() > 0 {
		n = n.Sub(deduction)
		if n.Sign() < 0 {
			n = Number{}
		}
		t.figure = Known(n)
	}
	return t
}

func (i *Indicator) breakdown(within, toDate cells) []CellRow {
	keys := map[cellKey]By{}
	for key, c := range within {
		keys[key] = c.by
	}
	for key, c := range toDate {
		keys[key] = c.by
	}
	rows := make([]CellRow, 0, len(keys))
	for key, by := range keys {
		row := CellRow{By: by}
		if c, ok := within[key]; ok {
			row.Value = i.figure(c.quantity)
		}
		if c, ok := toDate[key]; ok {
			row.Cumulative = i.figure(c.quantity)
			if i.IsPair() {
				row.Numerator, row.Denominator = Known(c.quantity.Value), Known(c.quantity.Of)
			}
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b CellRow) int { return a.By.Compare(b.By) })
	return rows
}
