package partnership

import (
	"slices"

	"tulos/internal/results"
)

// A PlanState is how a planned activity stands against its days.
type PlanState string

// The states of planned activities.
const (
	PlanAhead    PlanState = "ahead"     // its days have not come, and nothing was logged
	PlanUnderWay PlanState = "under-way" // something was accepted, and its days last
	PlanQuiet    PlanState = "quiet"     // its days have come, and nothing was accepted so far
	PlanDone     PlanState = "done"      // its days are over, and all its partners did something
	PlanPartial  PlanState = "partial"   // its days are over, and some partner did nothing
	PlanMissing  PlanState = "missing"   // its days are over, and nothing was accepted
)

// IsLate says whether something should have been done that was not.
func (s PlanState) IsLate() bool { return s == PlanPartial || s == PlanMissing }

// PlanStanding says how a planned activity stands on a day by the activities of it
// that were accepted, and which of its partners have none there, neither their own
// nor as co-organisers. Where isAll is false there are more activities, and nobody
// is said to be missing.
func PlanStanding(p *results.PlannedActivity, accepted []Activity, isAll bool, today results.Date) (s PlanState, missing []results.PartnerID) {
	isOver := !p.End.IsZero() && p.End.Before(today)
	if isAll && !today.Before(p.Start) {
		for _, partner := range p.Partners {
			if !slices.ContainsFunc(accepted, func(a Activity) bool { return a.isHeldBy(partner) }) {
				missing = append(missing, partner)
			}
		}
	}
	switch {
	case len(accepted) == 0 && isOver:
		return PlanMissing, missing
	case len(accepted) == 0 && today.Before(p.Start):
		return PlanAhead, nil
	case len(accepted) == 0:
		return PlanQuiet, missing
	case !isOver:
		return PlanUnderWay, missing
	case len(missing) > 0:
		return PlanPartial, missing
	}
	return PlanDone, nil
}

func (a *Activity) isHeldBy(partner results.PartnerID) bool {
	return a.Partner == partner || slices.Contains(a.CoOrganisers, partner)
}

// IsAfter says whether the activity ended after the days that were planned for it.
func (a *Activity) IsAfter(p *results.PlannedActivity) bool {
	return !p.End.IsZero() && p.End.Before(a.Day())
}
