package service_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/results"
	"tulos/internal/service"
)

// TestTraceAddsUp makes all figures anew from what their traces list.
func TestTraceAddsUp(t *testing.T) {
	each(t, func(in *installation) {
		o := in.overview()
		frame := o.Setup.Project.Frame(o.Deductions)
		tallies := results.Tallies{}
		for i := range results.Indicators(frame.Results) {
			for k := results.PeriodNo(1); o.HasPeriod(k); k++ {
				trace, err := in.Trace(in.Context(), in.by("staff"), baltic, service.Traced{Indicator: i.Code, Period: k})
				in.ok(err)
				for _, p := range trace.Contributions {
					for _, e := range p.Entries {
						if frame.PeriodOf(e.Date) != k || e.Indicator != i.Code {
							in.Errorf("%s of period %d lists %s of %s on %s", i.Code, k, e.Ref, e.Indicator, e.Date)
						}
						tallies.Add(frame, i, p.Partner, e.Entry)
					}
				}
			}
		}
		if diff := cmp.Diff(in.golden(), in.written(frame.Figures(tallies))); diff != "" {
			in.Errorf("figures (-want +traced):\n%s", diff)
		}
	})
}

func TestTraceOfAPartner(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		trace, err := in.Trace(ctx, in.by("lead"), baltic, service.Traced{Indicator: "OP1.2", Period: 1, Partner: drosa})
		in.ok(err)
		if len(trace.Contributions) != 1 || trace.Contributions[0].Partner != drosa || trace.Result.Code != "OP1" {
			in.Fatalf("contributions %+v of result %s", trace.Contributions, trace.Result.Code)
		}
		for _, e := range trace.Contributions[0].Entries {
			if a, err := in.Activity(ctx, in.by("lead"), baltic, e.Ref); err != nil || a.Value.Value.Partner != drosa {
				in.Errorf("%s is listed: %v", e.Ref, err)
			}
		}
		for name, of := range map[string]service.Traced{
			"no such indicator": {Indicator: "X", Period: 1},
			"no such period":    {Indicator: "OP1.2", Period: 5},
			"period 0":          {Indicator: "OP1.2"},
			"no such partner":   {Indicator: "OP1.2", Period: 1, Partner: "cbss"},
		} {
			_, err := in.Trace(ctx, in.by("lead"), baltic, of)
			if !service.IsKind(err, service.NotFound) {
				in.Errorf("%s: %v", name, err)
			}
		}
	})
}
