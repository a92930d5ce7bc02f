package results

import "slices"

// A Frame is what a project sets around its figures.
type Frame struct {
	Start, End Date
	Periods    []Period // in order, without overlap; the first is number 1
	Members    []Member // the partners, in the project's order
	Results    []Result
	Deductions []Deduction
	Thresholds Thresholds
}

// A Period is a reporting period, both days included.
type Period struct{ Start, End Date }

// A Member is a partner's time in the project; without Joined it is there from
// the project's start, without Left to its end.
type Member struct {
	Partner       PartnerID
	Joined        Date
	Left          Date
	SuspendedFrom Date
	Suspended     []Period // suspensions that are over
}

// A Deduction takes people off who were counted by more than one partner, in
// that period and from then on.
type Deduction struct {
	Indicator IndicatorCode
	Period    PeriodNo
	Value     *Number
	Reason    Text
}

// Thresholds are the shares of what was expected from which an indicator is
// on track, or at risk; where one is nil, it is the usual 0.9 or 0.6.
type Thresholds struct{ OnTrack, AtRisk *Number }

// OnTrackFrom is the share from which an indicator is on track.
func (t Thresholds) OnTrackFrom() Number {
	if t.OnTrack != nil {
		return *t.OnTrack
	}
	return Int(9).Div(Int(10))
}

// AtRiskFrom is the share from which an indicator is at risk, not off track.
func (t Thresholds) AtRiskFrom() Number {
	if t.AtRisk != nil {
		return *t.AtRisk
	}
	return Int(6).Div(Int(10))
}

// PeriodOf is the period of a day, 0 for a day outside every period.
func (f *Frame) PeriodOf(d Date) PeriodNo {
	for n, p := range f.Periods {
		if !d.Before(p.Start) && !p.End.Before(d) {
			return PeriodNo(n + 1)
		}
	}
	return 0
}

func (f *Frame) period(k PeriodNo) Period { return f.Periods[k-1] }

// isMember says whether the period and the membership share a day.
func (f *Frame) isMember(m Member, k PeriodNo) bool {
	from, to := f.Start, f.End
	if !m.Joined.IsZero() {
		from = m.Joined
	}
	if !m.Left.IsZero() {
		to = m.Left
	}
	p := f.period(k)
	return !p.End.Before(from) && !to.Before(p.Start)
}

// isSuspended says whether the period begins in a suspension, and ends in it too where
// that is over.
func (f *Frame) isSuspended(m Member, k PeriodNo) bool {
	p := f.period(k)
	if !m.SuspendedFrom.IsZero() && !p.Start.Before(m.SuspendedFrom) {
		return true
	}
	return slices.ContainsFunc(m.Suspended, func(s Period) bool {
		return !p.Start.Before(s.Start) && !s.End.Before(p.End)
	})
}

// deducted is what was taken off the indicator in the periods from a to b.
func (f *Frame) deducted(i *Indicator, a, b PeriodNo) Number {
	var sum Number
	for _, d := range f.Deductions {
		if d.Indicator == i.Code && a <= d.Period && d.Period <= b {
			sum = sum.Add(value(d.Value))
		}
	}
	return sum
}
