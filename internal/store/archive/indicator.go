package archive

import "tulos/internal/results"

type indicatorDocument struct {
	Code           results.IndicatorCode   `bson:"code"`
	Title          text                    `bson:"title,omitempty"`
	Measure        results.Measure         `bson:"measure,omitempty"`
	Unit           text                    `bson:"unit,omitempty"`
	Direction      results.Direction       `bson:"direction,omitempty"`
	WithinPeriod   results.Rule            `bson:"withinPeriod,omitempty"`
	AcrossPeriods  results.Rule            `bson:"acrossPeriods,omitempty"`
	AcrossPartners results.Rule            `bson:"acrossPartners,omitempty"`
	Baseline       *baselineDocument       `bson:"baseline,omitempty"`
	Target         *goalDocument           `bson:"target,omitempty"`
	Milestones     []milestoneDocument     `bson:"milestones,omitempty"`
	MilestoneBasis results.MilestoneBasis  `bson:"milestoneBasis,omitempty"`
	PartnerTargets []partnerTargetDocument `bson:"partnerTargets,omitempty"`
	ProgressFrom   results.ProgressFrom    `bson:"progressFrom,omitempty"`
	Stages         []stageDocument         `bson:"stages,omitempty"`
	Unique         bool                    `bson:"unique,omitempty"`
	Breakdown      []results.DimensionKey  `bson:"breakdown,omitempty"`
	Separate       bool                    `bson:"separate,omitempty"`
	Decimals       *int                    `bson:"decimals,omitempty"`
	Source         text                    `bson:"source,omitempty"`
	HiddenFromIATI bool                    `bson:"hiddenFromIATI,omitempty"`
}

func newIndicatorDocument(i *results.Indicator) indicatorDocument {
	return indicatorDocument{
		Code: i.Code, Title: text(i.Title), Measure: i.Measure, Unit: text(i.Unit), Direction: i.Direction,
		WithinPeriod: i.WithinPeriod, AcrossPeriods: i.AcrossPeriods, AcrossPartners: i.AcrossPartners,
		Baseline: newBaselineDocument(i.Baseline), Target: newTargetDocument(i.Target),
		Milestones: listed(i.Milestones, newMilestoneDocument), MilestoneBasis: i.MilestoneBasis,
		PartnerTargets: listed(i.PartnerTargets, newPartnerTargetDocument), ProgressFrom: i.ProgressFrom,
		Stages: listed(i.Stages, newStageDocument), Unique: i.Unique, Breakdown: i.Breakdown, Separate: i.Separate,
		Decimals: i.Decimals, Source: text(i.Source), HiddenFromIATI: i.HiddenFromIATI,
	}
}

func (r *reading) indicator(d *indicatorDocument) results.Indicator {
	return results.Indicator{
		Code: d.Code, Title: results.Text(d.Title), Measure: d.Measure, Unit: results.Text(d.Unit), Direction: d.Direction,
		WithinPeriod: d.WithinPeriod, AcrossPeriods: d.AcrossPeriods, AcrossPartners: d.AcrossPartners,
		Baseline: r.baseline(d.Baseline), Target: r.target(d.Target),
		Milestones: listed(d.Milestones, r.milestone), MilestoneBasis: d.MilestoneBasis,
		PartnerTargets: listed(d.PartnerTargets, r.partnerTarget), ProgressFrom: d.ProgressFrom,
		Stages: listed(d.Stages, r.stage), Unique: d.Unique, Breakdown: d.Breakdown, Separate: d.Separate,
		Decimals: d.Decimals, Source: results.Text(d.Source), HiddenFromIATI: d.HiddenFromIATI,
	}
}

type baselineDocument struct {
	Value       string           `bson:"value,omitempty"`
	Numerator   string           `bson:"numerator,omitempty"`
	Denominator string           `bson:"denominator,omitempty"`
	Stage       results.StageKey `bson:"stage,omitempty"`
	Date        string           `bson:"date,omitempty"`
	Note        string           `bson:"note,omitempty"`
}

func newBaselineDocument(b *results.Baseline) *baselineDocument {
	if b == nil {
		return nil
	}
	return &baselineDocument{
		newNumber(b.Value), newNumber(b.Numerator), newNumber(b.Denominator), b.Stage, newDate(b.Date), b.Note,
	}
}

func (r *reading) baseline(d *baselineDocument) *results.Baseline {
	if d == nil {
		return nil
	}
	return &results.Baseline{
		Value: r.number(d.Value), Numerator: r.number(d.Numerator), Denominator: r.number(d.Denominator),
		Stage: d.Stage, Date: r.date(d.Date), Note: d.Note,
	}
}

type goalDocument struct {
	Value string           `bson:"value,omitempty"`
	Stage results.StageKey `bson:"stage,omitempty"`
}

func newTargetDocument(g *results.Goal) *goalDocument {
	if g == nil {
		return nil
	}
	return &goalDocument{newNumber(g.Value), g.Stage}
}

func (r *reading) target(d *goalDocument) *results.Goal {
	if d == nil {
		return nil
	}
	return &results.Goal{Value: r.number(d.Value), Stage: d.Stage}
}

type milestoneDocument struct {
	Period results.PeriodNo `bson:"period"`
	Value  string           `bson:"value,omitempty"`
	Stage  results.StageKey `bson:"stage,omitempty"`
}

func newMilestoneDocument(m *results.Milestone) milestoneDocument {
	return milestoneDocument{m.Period, newNumber(m.Goal.Value), m.Goal.Stage}
}

func (r *reading) milestone(d *milestoneDocument) results.Milestone {
	return results.Milestone{Period: d.Period, Goal: results.Goal{Value: r.number(d.Value), Stage: d.Stage}}
}

type partnerTargetDocument struct {
	Partner results.PartnerID `bson:"partner"`
	Value   string            `bson:"value,omitempty"`
}

func newPartnerTargetDocument(t *results.PartnerTarget) partnerTargetDocument {
	return partnerTargetDocument{t.Partner, newNumber(t.Value)}
}

func (r *reading) partnerTarget(d *partnerTargetDocument) results.PartnerTarget {
	return results.PartnerTarget{Partner: d.Partner, Value: r.number(d.Value)}
}

type stageDocument struct {
	Key   results.StageKey `bson:"key"`
	Title text             `bson:"title,omitempty"`
}

func newStageDocument(s *results.Stage) stageDocument { return stageDocument{s.Key, text(s.Title)} }

func (*reading) stage(d *stageDocument) results.Stage {
	return results.Stage{Key: d.Key, Title: results.Text(d.Title)}
}
