package results

// A Measure is what an indicator's values are.
type Measure string

// The measures.
const (
	MeasureNumber Measure = "number"
	Percentage    Measure = "percentage" // numerator and denominator, shown in percent
	Ratio         Measure = "ratio"      // numerator and denominator
	MeasureStage  Measure = "stage"      // one of ordered stages, valued 1, 2, 3 …
	MeasureText   Measure = "text"       // listed, never combined
)

// A Rule says how several values become one.
type Rule string

// The rules.
const (
	Sum     Rule = "sum"
	Latest  Rule = "latest"
	Average Rule = "average"
	Max     Rule = "max"
	Min     Rule = "min"
)

// A Direction is where an indicator should go.
type Direction string

// The directions.
const (
	Increase Direction = "increase"
	Decrease Direction = "decrease"
)

// A MilestoneBasis says what milestones count.
type MilestoneBasis string

// The bases of milestones.
const (
	CumulativeMilestones MilestoneBasis = "cumulative" // from the start of the project
	PerPeriod            MilestoneBasis = "perPeriod"  // each period by itself
)

// A ProgressFrom is where progress is measured from.
type ProgressFrom string

// The starts of progress.
const (
	FromZero     ProgressFrom = "zero"
	FromBaseline ProgressFrom = "baseline"
)

// An Indicator tells by a value whether a result is reached. Rules, direction and
// the like hold what was declared; where it is empty, the methods know the default.
type Indicator struct {
	Code           IndicatorCode
	Title          Text
	Measure        Measure
	Unit           Text
	Direction      Direction
	WithinPeriod   Rule // several contributions of a partner in a period
	AcrossPeriods  Rule // the periods of a partner
	AcrossPartners Rule
	Baseline       *Baseline
	Target         *Goal
	Milestones     []Milestone
	MilestoneBasis MilestoneBasis
	PartnerTargets []PartnerTarget
	ProgressFrom   ProgressFrom
	Stages         []Stage
	Unique         bool // counts people, each once
	Breakdown      []DimensionKey
	Separate       bool // a cell of the breakdown names one dimension, not one category of each
	Decimals       *int // shown; nil is the default of the measure
	Source         Text // means of verification
	HiddenFromIATI bool
}

// A Baseline is where an indicator stood before the project: a value, a pair
// (whose value may stand for it), or a stage.
type Baseline struct {
	Value       *Number
	Numerator   *Number
	Denominator *Number
	Stage       StageKey
	Date        Date
	Note        string
}

// A Goal is a value to be reached: a number, or for a stage its key.
type Goal struct {
	Value *Number
	Stage StageKey
}

// A Milestone is what should be reached by the end of a period, or within it.
type Milestone struct {
	Period PeriodNo
	Goal   Goal
}

// A PartnerTarget is a partner's own share of the target.
type PartnerTarget struct {
	Partner PartnerID
	Value   *Number
}

// A Stage is one step of an indicator that goes through stages.
type Stage struct {
	Key   StageKey
	Title Text
}

// IsPair says whether contributions carry numerator and denominator.
func (i *Indicator) IsPair() bool { return i.Measure == Percentage || i.Measure == Ratio }

// IsCombined says whether contributions make figures; texts are only listed.
func (i *Indicator) IsCombined() bool { return i.Measure != MeasureText }

// Time is the rule by which the periods of a partner are combined.
func (i *Indicator) Time() Rule {
	switch {
	case i.Measure == MeasureStage:
		return Latest
	case i.AcrossPeriods != "":
		return i.AcrossPeriods
	case i.IsPair():
		return Latest
	}
	return Sum
}

// Within is the rule for several contributions of a partner in a period.
func (i *Indicator) Within() Rule {
	switch {
	case i.Measure == MeasureStage:
		return Latest
	case i.WithinPeriod != "":
		return i.WithinPeriod
	case i.IsPair():
		return Sum
	}
	return i.Time()
}

// Partners is the rule by which partners are combined; the Sum of pairs is
// pooled: numerators and denominators are added separately.
func (i *Indicator) Partners() Rule {
	switch {
	case i.IsPair():
		return Sum
	case i.AcrossPartners != "":
		return i.AcrossPartners
	case i.Measure == MeasureStage:
		return Min
	}
	return Sum
}

// sumsThroughout says whether all three rules are sums.
func (i *Indicator) sumsThroughout() bool {
	return i.Measure == MeasureNumber && i.Within() == Sum && i.Time() == Sum && i.Partners() == Sum
}

// MayBreakDown says whether the rules let the indicator's values be broken down.
func (i *Indicator) MayBreakDown() bool {
	if i.IsPair() {
		return true
	}
	return i.Measure == MeasureNumber && i.Partners() == Sum && i.Within() != Average && i.Time() != Average
}

// MayHavePartnerTargets says whether a partner can have a share of the target.
func (i *Indicator) MayHavePartnerTargets() bool {
	return i.Measure == MeasureNumber && i.Time() == Sum && i.Partners() == Sum
}

// Decreases says whether lower is better.
func (i *Indicator) Decreases() bool { return i.Direction == Decrease }

// Progress is where progress is measured from.
func (i *Indicator) Progress() ProgressFrom {
	switch {
	case i.ProgressFrom != "":
		return i.ProgressFrom
	case i.Measure == MeasureNumber && i.Time() == Sum, i.Baseline == nil:
		return FromZero
	}
	return FromBaseline
}

// Places is the number of decimals to show.
func (i *Indicator) Places() int {
	switch {
	case i.Decimals != nil:
		return *i.Decimals
	case i.Measure == Percentage:
		return 1
	}
	return 0
}

// StageNumber is the value of a stage: 1 for the first. It is none for a key
// that is not among the stages.
func (i *Indicator) StageNumber(key StageKey) Figure {
	for n := range i.Stages {
		if i.Stages[n].Key == key {
			return Known(Int(n + 1))
		}
	}
	return Figure{}
}

// StageAt is the stage with a value, which is its number.
func (i *Indicator) StageAt(n Number) (Stage, bool) {
	for k := range i.Stages {
		if Int(k + 1).Equal(n) {
			return i.Stages[k], true
		}
	}
	return Stage{}, false
}

// TargetFigure is the overall target, in the unit of the figures.
func (i *Indicator) TargetFigure() Figure {
	if i.Target == nil {
		return Figure{}
	}
	return i.goal(*i.Target)
}

// MilestoneOf is the milestone of a period, in the unit of the figures.
func (i *Indicator) MilestoneOf(period PeriodNo) Figure {
	for _, m := range i.Milestones {
		if m.Period == period {
			return i.goal(m.Goal)
		}
	}
	return Figure{}
}

// BaselineFigure is the baseline, in the unit of the figures.
func (i *Indicator) BaselineFigure() Figure {
	b := i.Baseline
	switch {
	case b == nil:
		return Figure{}
	case i.Measure == MeasureStage:
		return i.StageNumber(b.Stage)
	case b.Value != nil:
		return Known(*b.Value)
	case b.Numerator != nil && b.Denominator != nil:
		return i.figure(Quantity{*b.Numerator, *b.Denominator})
	}
	return Figure{}
}

// PartnerTarget is the partner's own target.
func (i *Indicator) PartnerTarget(partner PartnerID) Figure {
	for _, t := range i.PartnerTargets {
		if t.Partner == partner && t.Value != nil {
			return Known(*t.Value)
		}
	}
	return Figure{}
}

func (i *Indicator) goal(g Goal) Figure {
	switch {
	case i.Measure == MeasureStage:
		return i.StageNumber(g.Stage)
	case g.Value != nil:
		return Known(*g.Value)
	}
	return Figure{}
}

// start is what progress is measured from.
func (i *Indicator) start() Number {
	if i.Progress() == FromBaseline {
		n, _ := i.BaselineFigure().Number()
		return n
	}
	return Number{}
}

// figure is what people see of a quantity: the value of a number, the quotient
// of a pair, which is none where nothing is divided.
func (i *Indicator) figure(q Quantity) Figure {
	switch {
	case !i.IsPair():
		return Known(q.Value)
	case q.Of.Sign() == 0:
		return Figure{}
	case i.Measure == Percentage:
		return Known(q.Value.Mul(Int(100)).Div(q.Of))
	}
	return Known(q.Value.Div(q.Of))
}
