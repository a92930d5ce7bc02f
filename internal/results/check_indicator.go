package results

import "slices"

// Check finds what is wrong with an indicator by itself; paths are relative to it.
func (i *Indicator) Check(s *Scope) []Problem {
	c := indicatorCheck{Indicator: i, scope: s}
	c.names()
	c.choices()
	c.references()
	if !i.measures() {
		if i.Measure == MeasureStage {
			c.Wrong("stages", Missing)
		}
		return c.Problems()
	}
	if c.rules() {
		c.parts()
	}
	c.goals()
	return c.Problems()
}

// measures says whether it is known what contributions must carry.
func (i *Indicator) measures() bool {
	switch i.Measure {
	case MeasureNumber, Percentage, Ratio, MeasureText:
		return true
	case MeasureStage:
		return len(i.Stages) > 0
	}
	return false
}

// An indicatorCheck is the check of one indicator. sound says that all that
// targets depend on is as it should be.
type indicatorCheck struct {
	*Indicator
	Findings
	scope   *Scope
	unsound bool
}

func (c *indicatorCheck) names() {
	c.Require("code", c.Code != "")
	c.scope.RequireText(&c.Findings, "title", c.Title)
	c.scope.CheckText(&c.Findings, "unit", c.Unit)
	c.scope.CheckText(&c.Findings, "source", c.Source)
	if c.Decimals != nil && (*c.Decimals < 0 || *c.Decimals > maxFraction) {
		c.Wrong("decimals", OutOfRange, "From", 0, "To", maxFraction)
	}
	var keys Names[StageKey]
	for n, stage := range c.Stages {
		var f Findings
		CheckName(&f, "key", stage.Key, &keys)
		c.scope.RequireText(&f, "title", stage.Title)
		c.Item("stages", n, f.Problems())
	}
}

func (c *indicatorCheck) choices() {
	f := &c.Findings
	c.Require("measure", c.Measure != "")
	Choose(f, "measure", c.Measure, MeasureNumber, Percentage, Ratio, MeasureStage, MeasureText)
	direction := Choose(f, "direction", c.Direction, Increase, Decrease)
	basis := Choose(f, "milestoneBasis", c.MilestoneBasis, CumulativeMilestones, PerPeriod)
	from := Choose(f, "progressFrom", c.ProgressFrom, FromZero, FromBaseline)
	c.unsound = !direction || !basis || !from
}

// references checks what the indicator names.
func (c *indicatorCheck) references() {
	var dimensions Names[DimensionKey]
	for n, d := range c.Breakdown {
		switch {
		case !c.scope.dimensions.Has(d):
			c.Wrong(At("breakdown", n), NoSuchDimension, "Value", string(d))
		case !dimensions.Add(d):
			c.Wrong(At("breakdown", n), Repeated, "Value", string(d))
		}
	}
	var periods Names[PeriodNo]
	for n, m := range c.Milestones {
		before := len(c.list)
		c.scope.CheckPeriod(&c.Findings, At("milestones", n)+".period", m.Period)
		if len(c.list) == before && !periods.Add(m.Period) {
			c.Wrong(At("milestones", n)+".period", Repeated, "Value", int(m.Period))
		}
		c.unsound = c.unsound || len(c.list) > before
	}
	var partners Names[PartnerID]
	for n, t := range c.PartnerTargets {
		path := At("partnerTargets", n)
		c.scope.CheckPartner(&c.Findings, path+".partner", t.Partner)
		if !partners.Add(t.Partner) {
			c.Wrong(path+".partner", Repeated, "Value", string(t.Partner))
		}
		switch {
		case t.Value == nil:
			c.Wrong(path+".value", Missing)
		case t.Value.Sign() <= 0:
			c.Wrong(path+".value", NotPositive)
		}
	}
}

// Rules are the rules that a measure allows within a period, across periods
// and across partners (docs/figures.md).
func (m Measure) Rules() (within, time, partners []Rule) {
	switch m {
	case MeasureNumber:
		all := []Rule{Sum, Latest, Average, Max, Min}
		return all, all, []Rule{Sum, Average, Max, Min}
	case Percentage, Ratio:
		return []Rule{Sum, Latest}, []Rule{Latest, Sum}, nil
	case MeasureStage:
		return []Rule{Latest}, []Rule{Latest}, []Rule{Min, Max}
	case MeasureText:
	}
	return nil, nil, nil
}

// rules says whether all three rules are allowed.
func (c *indicatorCheck) rules() bool {
	within, time, partners := c.Measure.Rules()
	ok := c.rule("withinPeriod", c.WithinPeriod, within)
	ok = c.rule("acrossPeriods", c.AcrossPeriods, time) && ok
	ok = c.rule("acrossPartners", c.AcrossPartners, partners) && ok
	c.unsound = c.unsound || !ok
	return ok
}

func (c *indicatorCheck) rule(path string, r Rule, allowed []Rule) bool {
	if !Choose(&c.Findings, path, r, Sum, Latest, Average, Max, Min) {
		return false
	}
	if r != "" && !slices.Contains(allowed, r) {
		c.Wrong(path, RuleNotAllowed, "Value", string(r), "Measure", string(c.Measure))
		return false
	}
	return true
}

// parts checks what depends on the rules.
func (c *indicatorCheck) parts() {
	if c.Unique && !c.sumsThroughout() {
		c.Wrong("unique", UniqueNeedsSums)
	}
	if len(c.Breakdown) > 0 && !c.MayBreakDown() {
		c.Wrong("breakdown", NoBreakdownAllowed)
	}
	if len(c.PartnerTargets) > 0 && !c.MayHavePartnerTargets() {
		c.Wrong("partnerTargets", NoPartnerTargets)
	}
	sumsOverTime := c.Measure == MeasureNumber && c.Time() == Sum
	if c.MilestoneBasis == PerPeriod && !sumsOverTime {
		c.Wrong("milestoneBasis", PerPeriodNeedsSum)
		c.unsound = true
	}
	if c.ProgressFrom == FromBaseline {
		switch {
		case c.Measure == MeasureText:
			c.Wrong("progressFrom", NotForMeasure, "Measure", string(c.Measure))
			c.unsound = true
		case sumsOverTime:
			c.Wrong("progressFrom", SumFromZero)
			c.unsound = true
		case c.Baseline == nil:
			c.Wrong("baseline", NoBaseline)
			c.unsound = true
		}
	}
}
