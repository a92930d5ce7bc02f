package results

// The problems that this package finds; their messages are in internal/i18n.
const (
	Missing            ProblemCode = "missing"
	Empty              ProblemCode = "empty"
	NotInList          ProblemCode = "not-in-list"
	Repeated           ProblemCode = "repeated"
	NotPartner         ProblemCode = "not-partner"
	NoSuchIndicator    ProblemCode = "no-such-indicator"
	NoSuchDimension    ProblemCode = "no-such-dimension"
	NoSuchCategory     ProblemCode = "no-such-category"
	NoSuchStage        ProblemCode = "no-such-stage"
	NoSuchPeriod       ProblemCode = "no-such-period"
	NoSuchLanguage     ProblemCode = "no-such-language"
	RuleNotAllowed     ProblemCode = "rule-not-allowed"
	NotForMeasure      ProblemCode = "not-for-measure"
	UniqueNeedsSums    ProblemCode = "unique-needs-sums"
	NoBreakdownAllowed ProblemCode = "no-breakdown-allowed"
	NoPartnerTargets   ProblemCode = "no-partner-targets"
	PerPeriodNeedsSum  ProblemCode = "per-period-needs-sum"
	NoBaseline         ProblemCode = "no-baseline"
	SumFromZero        ProblemCode = "sum-from-zero"
	WrongSide          ProblemCode = "wrong-side"
	EndBeforeStart     ProblemCode = "end-before-start"
	Negative           ProblemCode = "negative"
	NotPositive        ProblemCode = "not-positive"
	OutOfRange         ProblemCode = "out-of-range"
	DividesByZero      ProblemCode = "divides-by-zero"
	HalfPair           ProblemCode = "half-pair"
	NotUnique          ProblemCode = "not-unique"
	AboveValue         ProblemCode = "above-value"
	NoBreakdownHere    ProblemCode = "no-breakdown-here"
	CellsAboveValue    ProblemCode = "cells-above-value"
	CellDimensions     ProblemCode = "cell-dimensions"
	MarkWithValue      ProblemCode = "mark-with-value"
	TooMany            ProblemCode = "too-many"
)

// Warnings.
const (
	NoTargetSet        ProblemCode = "no-target-set"
	MilestoneNotTarget ProblemCode = "milestone-not-target"
	MilestonesNotSum   ProblemCode = "milestones-not-sum"
	SharesNotTarget    ProblemCode = "shares-not-target"
	AboveWhole         ProblemCode = "above-whole"
)
