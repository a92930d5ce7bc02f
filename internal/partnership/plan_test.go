package partnership_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

func TestPlanStanding(t *testing.T) {
	t.Parallel()
	planned := results.PlannedActivity{
		Start: results.DateOf(2026, 2, 1), End: results.DateOf(2026, 6, 30), Partners: []results.PartnerID{"a", "b"},
	}
	before, during, last, after := results.DateOf(2026, 1, 31), results.DateOf(2026, 3, 1), planned.End, results.DateOf(2026, 7, 1)
	ofA := partnership.Activity{Partner: "a", Start: during}
	together := partnership.Activity{Partner: "a", Start: during, CoOrganisers: []results.PartnerID{"b"}}
	for name, c := range map[string]struct {
		accepted []partnership.Activity
		isPart   bool
		today    results.Date
		want     partnership.PlanState
		missing  []results.PartnerID
	}{
		"not begun":             {nil, false, before, partnership.PlanAhead, nil},
		"done before it began":  {[]partnership.Activity{ofA}, false, before, partnership.PlanUnderWay, nil},
		"begun":                 {nil, false, during, partnership.PlanQuiet, []results.PartnerID{"a", "b"}},
		"one did something":     {[]partnership.Activity{ofA}, false, during, partnership.PlanUnderWay, []results.PartnerID{"b"}},
		"on the last day":       {nil, false, last, partnership.PlanQuiet, []results.PartnerID{"a", "b"}},
		"over, nothing":         {nil, false, after, partnership.PlanMissing, []results.PartnerID{"a", "b"}},
		"over, one of two":      {[]partnership.Activity{ofA}, false, after, partnership.PlanPartial, []results.PartnerID{"b"}},
		"over, one of many":     {[]partnership.Activity{ofA}, true, after, partnership.PlanDone, nil},
		"over, held together":   {[]partnership.Activity{together}, false, after, partnership.PlanDone, nil},
		"over, each on its own": {[]partnership.Activity{ofA, {Partner: "b"}}, false, after, partnership.PlanDone, nil},
	} {
		got, missing := partnership.PlanStanding(&planned, c.accepted, !c.isPart, c.today)
		if diff := cmp.Diff(c.missing, missing); got != c.want || diff != "" {
			t.Errorf("%s: %s, want %s; missing (-want +got):\n%s", name, got, c.want, diff)
		}
	}
	late := partnership.Activity{Start: last, End: after}
	if !late.IsAfter(&planned) || ofA.IsAfter(&planned) {
		t.Error("which activity came after its days?")
	}
}
