package results

// goals checks baseline, target and milestones, and how they go together.
func (c *indicatorCheck) goals() {
	if c.Measure == MeasureText {
		c.noGoals()
		return
	}
	if c.Baseline != nil {
		problems := c.baseline()
		c.Under("baseline", problems)
		c.unsound = c.unsound || HasErrors(problems)
	}
	if c.Target == nil {
		c.Warn("target", NoTargetSet)
	} else {
		c.goal("target", *c.Target)
	}
	for n, m := range c.Milestones {
		c.goal(At("milestones", n)+".value", m.Goal)
	}
	if !c.unsound {
		c.side()
		c.milestones()
		c.shares()
	}
}

func (c *indicatorCheck) noGoals() {
	for _, field := range []struct {
		path    string
		isThere bool
	}{
		{"baseline", c.Baseline != nil},
		{"target", c.Target != nil},
		{"milestones", len(c.Milestones) > 0},
	} {
		if field.isThere {
			c.Wrong(field.path, NotForMeasure, "Measure", string(c.Measure))
		}
	}
}

func (c *indicatorCheck) baseline() []Problem {
	var f Findings
	b := c.Baseline
	f.Require("date", !b.Date.IsZero())
	carries := carried{b.Value, b.Numerator, b.Denominator, b.Stage, nil}
	isQuotient := c.IsPair() && b.Value != nil && b.Numerator == nil && b.Denominator == nil && b.Stage == ""
	switch {
	case isQuotient || !carries.fit(&f, c.Measure):
	case c.Measure == MeasureStage:
		c.stage(&f, "stage", b.Stage)
	case c.IsPair() && b.Denominator.Sign() == 0:
		f.Wrong("denominator", DividesByZero)
	case c.IsPair():
		checkPair(&f, c.Measure, b.Numerator, b.Denominator)
	}
	return f.Problems()
}

func (c *indicatorCheck) goal(path string, g Goal) {
	before := len(c.list)
	switch {
	case c.Measure != MeasureStage:
		c.Require(path, g.Value != nil)
	case g.Stage == "":
		c.Wrong(path, Missing)
	default:
		c.stage(&c.Findings, path, g.Stage)
	}
	c.unsound = c.unsound || len(c.list) > before
}

// stage finds a stage that is not among the indicator's. Where a stage lacks its
// key, it may be that one.
func (i *Indicator) stage(f *Findings, path string, key StageKey) {
	if !i.StageNumber(key).IsKnown() && !i.StageNumber("").IsKnown() {
		f.Wrong(path, NoSuchStage, "Value", string(key))
	}
}

// side checks that the target lies where the indicator should go.
func (c *indicatorCheck) side() {
	target, ok := c.TargetFigure().Number()
	if c.Decreases() && c.Progress() == FromZero {
		if ok && target.Sign() < 0 {
			c.Wrong("target", Negative)
		}
		for n, m := range c.Milestones {
			if goal, known := c.Indicator.goal(m.Goal).Number(); known && goal.Sign() < 0 {
				c.Wrong(At("milestones", n)+".value", Negative)
			}
		}
		return
	}
	start := c.start()
	if ok && (c.Decreases() && target.Cmp(start) > 0 || !c.Decreases() && target.Cmp(start) < 0) {
		c.Wrong("target", WrongSide, "Start", start.String())
	}
}

// milestones warns of those that contradict the target.
func (c *indicatorCheck) milestones() {
	target, ok := c.TargetFigure().Number()
	if !ok || !c.scope.knowsEnd() {
		return
	}
	var sum Number
	for n, m := range c.Milestones {
		goal, _ := c.Indicator.goal(m.Goal).Number()
		sum = sum.Add(goal)
		if atEnd := !c.scope.frame.period(m.Period).End.Before(c.scope.frame.End); atEnd &&
			c.MilestoneBasis != PerPeriod && !goal.Equal(target) {
			c.Warn(At("milestones", n)+".value", MilestoneNotTarget)
		}
	}
	if c.MilestoneBasis == PerPeriod && len(c.Milestones) == len(c.scope.frame.Periods) && !sum.Equal(target) {
		c.Warn("milestones", MilestonesNotSum, "Sum", sum.String(), "Target", target.String())
	}
}

// shares warns of partner targets that do not add up to the target.
func (c *indicatorCheck) shares() {
	target, ok := c.TargetFigure().Number()
	if !ok || len(c.PartnerTargets) == 0 || !c.MayHavePartnerTargets() {
		return
	}
	var sum Number
	for _, t := range c.PartnerTargets {
		if t.Value == nil || t.Value.Sign() <= 0 {
			return
		}
		sum = sum.Add(*t.Value)
	}
	if !sum.Equal(target) {
		c.Warn("partnerTargets", SharesNotTarget, "Sum", sum.String(), "Target", target.String())
	}
}
