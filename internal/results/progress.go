package results

import (
	"slices"
)

// A Status is how an indicator stands against what was expected.
type Status string

// The kinds of status, from best to none.
const (
	Achieved    Status = "achieved"
	OnTrack     Status = "on-track"
	AtRisk      Status = "at-risk"
	OffTrack    Status = "off-track"
	NoTarget    Status = "no-target"
	NotReported Status = "not-reported"
)

// Achievement is the share of the way from start to target that has been gone:
// 1 is the target, it can be more, or below 0. It is none without a target or a
// cumulative figure.
func (i *Indicator) Achievement(cumulative Figure) Figure {
	target, hasTarget := i.TargetFigure().Number()
	reached, hasReached := cumulative.Number()
	if !hasTarget || !hasReached {
		return Figure{}
	}
	start := i.start()
	switch {
	case i.Progress() == FromZero && i.Decreases():
		if reached.Cmp(target) <= 0 {
			return Known(Int(1))
		}
		return Known(target.Div(reached))
	case !target.Equal(start):
		return Known(reached.Sub(start).Div(target.Sub(start)))
	case i.Progress() == FromZero:
		return Figure{}
	case i.meets(reached, target):
		return Known(Int(1))
	}
	return Known(Number{})
}

// meets says whether a value is as good as another, or better.
func (i *Indicator) meets(n, wanted Number) bool {
	if i.Decreases() {
		return n.Cmp(wanted) <= 0
	}
	return n.Cmp(wanted) >= 0
}

// isLevel says whether the value is a level, not something that grows from
// nothing, though progress is measured from zero: it has no line from zero then.
func (i *Indicator) isLevel() bool {
	if i.Progress() != FromZero {
		return false
	}
	over := i.Time()
	return i.Decreases() || i.IsPair() ||
		i.Measure == MeasureNumber && (over == Average || over == Max || over == Min)
}

type point struct {
	on    Date
	value Number
}

// Expected is what the indicator should have reached at the end of a period: on
// the straight line, by days, through start, milestones and target. It is none
// without target and milestones.
func (f *Frame) Expected(i *Indicator, k PeriodNo) Figure {
	target, hasTarget := i.TargetFigure().Number()
	day := f.period(k).End
	if hasTarget && !day.Before(f.End) {
		return Known(target)
	}
	line := f.milestones(i, hasTarget)
	if len(line) == 0 && !hasTarget {
		return Figure{}
	}
	if !i.isLevel() {
		line = slices.Insert(line, 0, point{f.Start, i.start()})
	}
	if hasTarget {
		line = append(line, point{f.End, target})
	}
	n := along(line, day)
	if i.Measure == MeasureStage {
		n = n.floor()
	}
	return Known(n)
}

// milestones are the points that milestones give, in order. Where there is a
// target, it takes the place of those at the end of the project.
func (f *Frame) milestones(i *Indicator, hasTarget bool) []point {
	sorted := slices.Clone(i.Milestones)
	slices.SortFunc(sorted, func(a, b Milestone) int { return int(a.Period - b.Period) })
	sum := i.start()
	var line []point
	for _, m := range sorted {
		n, _ := i.goal(m.Goal).Number()
		if i.MilestoneBasis == PerPeriod {
			sum = sum.Add(n)
			n = sum
		}
		if end := f.period(m.Period).End; !hasTarget || end.Before(f.End) {
			line = append(line, point{end, n})
		}
	}
	return line
}

// along is the value of a line on a day: level before its first point and after
// its last.
func along(line []point, day Date) Number {
	after := slices.IndexFunc(line, func(p point) bool { return !p.on.Before(day) })
	switch {
	case after < 0:
		return line[len(line)-1].value
	case after == 0:
		return line[0].value
	}
	a, b := line[after-1], line[after]
	share := Int(day.DaysSince(a.on)).Div(Int(b.on.DaysSince(a.on)))
	return a.value.Add(b.value.Sub(a.value).Mul(share))
}

// status is the first that holds of the list in docs/figures.md.
func (f *Frame) status(i *Indicator, r Row) Status {
	reached, reported := r.Cumulative.Number()
	if !reported {
		return NotReported
	}
	if share, ok := r.Achievement.Number(); ok && share.Cmp(Int(1)) >= 0 && !f.mayStillBreak(i, r.Period) {
		return Achieved
	}
	expected, ok := r.Expected.Number()
	if !ok {
		return NoTarget
	}
	if i.meets(reached, expected) {
		return OnTrack
	}
	var share Number
	if i.Progress() == FromZero && i.Decreases() {
		share = expected.Div(reached)
	} else {
		start := i.start()
		if i.meets(start, expected) {
			return OffTrack
		}
		share = reached.Sub(start).Div(expected.Sub(start))
	}
	switch {
	case share.Cmp(f.Thresholds.OnTrackFrom()) >= 0:
		return OnTrack
	case share.Cmp(f.Thresholds.AtRiskFrom()) >= 0:
		return AtRisk
	}
	return OffTrack
}

// mayStillBreak says whether the indicator is a ceiling that the rest of the
// project can still break.
func (f *Frame) mayStillBreak(i *Indicator, k PeriodNo) bool {
	return i.Measure == MeasureNumber && i.Decreases() && i.Time() == Sum && f.period(k).End.Before(f.End)
}
