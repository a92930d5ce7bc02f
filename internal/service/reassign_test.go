package service_test

import (
	"slices"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// ownTarget is a partner's own target of an indicator as it is now, "" without one.
func (in *installation) ownTarget(code results.IndicatorCode, partner results.PartnerID) string {
	in.Helper()
	s := in.setup()
	for _, t := range in.indicator(&s.Value, code).PartnerTargets {
		if t.Partner == partner {
			return t.Value.String()
		}
	}
	return ""
}

// plannedFor are the partners that a planned activity is planned for.
func (in *installation) plannedFor(code results.PlannedCode) []results.PartnerID {
	in.Helper()
	s := in.setup()
	for r := range results.All(s.Value.Project.Results) {
		for _, p := range r.Planned {
			if p.Code == code {
				return p.Partners
			}
		}
	}
	return nil
}

// TestReassign: what a partner was to do goes to others in one change, with a reason,
// all or nothing; targets all together stay the same.
func TestReassign(t *testing.T) {
	each(t, func(in *installation) {
		ctx, lead := in.Context(), in.by("lead")
		own := func(n int) *results.Number { v := results.Int(n); return &v }
		in.ok(in.change(func(s *partnership.Setup) {
			in.indicator(s, "OP1.2").PartnerTargets = []results.PartnerTarget{
				{Partner: drosa, Value: own(15)}, {Partner: "stellit", Value: own(15)}, {Partner: suoja, Value: own(10)},
			}
			in.indicator(s, "OP1.3").PartnerTargets = []results.PartnerTarget{{Partner: drosa, Value: own(5000)}}
		}))
		open, err := in.OpenTargets(ctx, lead, baltic, drosa)
		in.ok(err)
		if len(open) != 2 || open[0].Indicator.Code != "OP1.2" || open[0].Target.String() != "15" {
			in.Fatalf("open targets %+v", open)
		}
		figures := in.figure("OP1.2", 2)
		left := open[0].Left
		if left.Sign() <= 0 || left.Cmp(open[0].Target) >= 0 {
			in.Fatalf("of a target of 15 with some figures %s are left", left)
		}

		r := service.Reassignment{
			From: drosa, To: suoja, Planned: []results.PlannedCode{"A1.1"}, Reason: "Suspended",
			Targets: []service.TargetMove{
				{Indicator: "OP1.2", To: "stellit", Value: left}, {Indicator: "OP1.3", To: suoja, Value: results.Int(5000)},
			},
		}
		for name, spoil := range map[string]func(*service.Reassignment){
			"no reason":          func(r *service.Reassignment) { r.Reason = " " },
			"nothing":            func(r *service.Reassignment) { r.Planned, r.Targets = nil, nil },
			"to itself":          func(r *service.Reassignment) { r.To = drosa },
			"to nobody":          func(r *service.Reassignment) { r.Targets[0].To = "nobody" },
			"too much":           func(r *service.Reassignment) { r.Targets[1].Value = results.Int(5001) },
			"not planned for it": func(r *service.Reassignment) { r.Planned = []results.PlannedCode{"A2.2"} },
			"twice":              func(r *service.Reassignment) { r.Targets = append(r.Targets, r.Targets[0]) },
		} {
			wrong := r
			wrong.Targets = slices.Clone(r.Targets)
			spoil(&wrong)
			if err := in.Reassign(ctx, lead, baltic, in.setup().Rev, wrong); !service.IsKind(err, service.Invalid) {
				in.Errorf("%s: %v", name, err)
			}
		}
		in.refused(in.Reassign(ctx, in.by("manager"), baltic, in.setup().Rev, r), service.Forbidden)
		before := in.setup().Value.Version
		in.ok(in.Reassign(ctx, lead, baltic, in.setup().Rev, r))

		moved, kept := results.Int(15).Add(left), results.Int(15).Sub(left)
		for _, c := range []struct {
			code    results.IndicatorCode
			partner results.PartnerID
			want    string
		}{
			{"OP1.2", drosa, kept.String()},
			{"OP1.2", "stellit", moved.String()},
			{"OP1.2", suoja, "10"},
			{"OP1.3", drosa, ""},
			{"OP1.3", suoja, "5000"},
		} {
			if is := in.ownTarget(c.code, c.partner); is != c.want {
				in.Errorf("target of %s in %s: %q, want %q", c.partner, c.code, is, c.want)
			}
		}
		if is := in.plannedFor("A1.1"); slices.Contains(is, drosa) || len(is) != 2 {
			in.Errorf("A1.1 is planned for %v", is)
		}
		if in.figure("OP1.2", 2) != figures || in.setup().Value.Version != before+1 {
			in.Error("figures changed, or there is not one new version")
		}
		audit, err := in.Audit(ctx, lead, baltic, service.AuditFilter{}, "", 1)
		in.ok(err)
		if e := audit.Entries[0]; e.What != "partner.reassign" || e.Note != "Suspended" {
			in.Errorf("the audit says %s: %q", e.What, e.Note)
		}
		in.sound()
	})
}

// TestSuspensionThatEnded: its days are remembered, and periods within it ask for
// nothing; one that never began leaves no trace.
func TestSuspensionThatEnded(t *testing.T) {
	each(t, func(in *installation) {
		ctx, lead := in.Context(), in.by("lead")
		suspend := func(from results.Date) {
			in.ok(in.SuspendPartner(ctx, lead, baltic, in.setup().Rev, drosa, partnership.Suspension{
				From: from, Reason: results.Text{"en": "Audit under way"},
			}))
		}
		suspend(results.DateOf(2026, 12, 24))
		in.ok(in.ResumePartner(ctx, lead, baltic, in.setup().Rev, drosa))
		suspend(results.DateOf(2026, 11, 1))
		in.ok(in.ResumePartner(ctx, lead, baltic, in.setup().Rev, drosa))
		s := in.setup()
		p, _ := s.Value.Project.Partner(drosa)
		if p.Suspended != nil || len(p.Suspensions) != 1 || p.Suspensions[0].To != results.DateOf(2026, 11, 22) {
			in.Errorf("suspended %v, before %+v", p.Suspended, p.Suspensions)
		}
		in.ok(in.CopyProject(ctx, in.by("administrator"), service.Copy{From: baltic, Code: "COPY", Title: results.Text{"en": "Copy"}}))
		in.sound()
	})
}
