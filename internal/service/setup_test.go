package service_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// setup reads the set-up as the lead does.
func (in *installation) setup() service.Stored[partnership.Setup] {
	in.Helper()
	s, err := in.Setup(in.Context(), in.by("lead"), baltic)
	in.ok(err)
	return s
}

// change changes the set-up as it is now.
func (in *installation) change(edit func(*partnership.Setup)) error {
	in.Helper()
	is := in.setup()
	edit(&is.Value)
	return in.ChangeSetup(in.Context(), in.by("lead"), baltic, is.Rev, is.Value)
}

func (in *installation) indicator(s *partnership.Setup, code results.IndicatorCode) *results.Indicator {
	in.Helper()
	for i := range results.Indicators(s.Project.Results) {
		if i.Code == code {
			return i
		}
	}
	in.Fatalf("no indicator %s", code)
	return nil
}

func TestChangeOfARule(t *testing.T) {
	each(t, func(in *installation) {
		before := in.figure("OP2.2", 2)
		next := in.setup()
		in.indicator(&next.Value, "OP2.2").AcrossPartners = results.Max
		effect, err := in.PreviewSetup(in.Context(), in.by("lead"), baltic, next.Value)
		in.ok(err)
		if len(effect.Broken) > 0 || len(effect.Figures) == 0 || in.figure("OP2.2", 2) != before {
			in.Fatalf("effect %+v", effect)
		}
		in.ok(in.ChangeSetup(in.Context(), in.by("lead"), baltic, next.Rev, next.Value))
		for _, f := range effect.Figures {
			is, _ := f.Is.Number()
			if f.Indicator != "OP2.2" || in.figure("OP2.2", f.Period) != is.String() {
				in.Errorf("foretold %s of period %d: %s, it is %s", f.Indicator, f.Period, is, in.figure("OP2.2", f.Period))
			}
		}
		in.sound()

		old, err := archive.Versions.First(in.Context(), in.Engine, store.Equal("project", baltic))
		in.ok(err)
		if old.Value.Version != 1 || in.setup().Value.Version != 2 || in.indicator(&old.Value, "OP2.2").AcrossPartners != "" {
			in.Errorf("kept version %d, now at %d", old.Value.Version, in.setup().Value.Version)
		}
		in.refused(in.ChangeSetup(in.Context(), in.by("lead"), baltic, next.Rev, next.Value), service.Conflict)
	})
}

func TestChangeOfPeriods(t *testing.T) {
	each(t, func(in *installation) {
		in.ok(in.change(func(s *partnership.Setup) {
			s.Project.Periods[0].End = results.DateOf(2026, 3, 31)
			s.Project.Periods[1].Start = results.DateOf(2026, 4, 1)
		}))
		in.sound() // the tallies moved with the days
	})
}

func TestWhatWouldBreak(t *testing.T) {
	each(t, func(in *installation) {
		drop := func(s *partnership.Setup) {
			for r := range results.All(s.Project.Results) {
				r.Indicators = slices.DeleteFunc(r.Indicators, func(i results.Indicator) bool { return i.Code == "OP3.2" })
			}
		}
		next := in.setup()
		drop(&next.Value)
		effect, err := in.PreviewSetup(in.Context(), in.by("lead"), baltic, next.Value)
		in.ok(err)
		var refs []string
		for _, b := range effect.Broken {
			refs = append(refs, b.Ref)
		}
		if diff := cmp.Diff([]string{"FI-2026-101"}, refs); diff != "" {
			in.Error(diff)
		}
		in.refused(in.change(drop), service.NotPossible)
		in.refused(in.change(func(s *partnership.Setup) { s.Project.Currency = "XXXX" }), service.Invalid)
		in.refused(in.change(func(s *partnership.Setup) { s.Project.Code = "OTHER" }), service.Invalid)
		in.sound()
	})
}

func TestPartnersComeAndGo(t *testing.T) {
	each(t, func(in *installation) {
		ctx, lead := in.Context(), in.by("lead")
		in.ok(in.JoinPartner(ctx, lead, baltic, in.setup().Rev,
			partnership.Organisation{ID: "ee-laps", Name: "Eesti laps", Country: "EE", Type: partnership.NGO},
			partnership.Partner{Role: partnership.OtherPartner, Joined: results.DateOf(2026, 10, 1)}))
		in.refused(in.JoinPartner(ctx, lead, baltic, in.setup().Rev, // is one already
			partnership.Organisation{ID: "ee-laps"}, partnership.Partner{Role: partnership.OtherPartner}), service.Invalid)
		in.ok(in.Reassign(ctx, lead, baltic, in.setup().Rev, service.Reassignment{
			From: "stellit", To: "ee-laps", Planned: []results.PlannedCode{"A2.2"}, Reason: "They have the room",
		}))
		in.refused(in.Reassign(ctx, lead, baltic, in.setup().Rev, service.Reassignment{
			From: "stellit", To: "ee-laps", Planned: []results.PlannedCode{"A2.2"}, Reason: "Again", // not any more
		}), service.Invalid)
		s := in.setup()
		for r := range results.All(s.Value.Project.Results) {
			for _, p := range r.Planned {
				if p.Code == "A2.2" && !slices.Equal(p.Partners, []results.PartnerID{"ee-laps"}) {
					in.Errorf("A2.2 is planned for %v", p.Partners)
				}
			}
		}
		in.refused(in.LeavePartner(ctx, lead, baltic, in.setup().Rev, "nobody", results.DateOf(2026, 10, 1)), service.NotFound)
		in.ok(in.LeavePartner(ctx, lead, baltic, in.setup().Rev, drosa, results.DateOf(2026, 11, 22)))
		_, err := in.LogActivity(ctx, in.by("staff"), baltic, draft())
		in.refused(err, service.NotReporting) // they left yesterday
		in.sound()
	})
}

func TestDeduction(t *testing.T) {
	each(t, func(in *installation) {
		before := in.figure("OP1.1", 2)
		value := results.Int(3)
		d := results.Deduction{Indicator: "OP1.1", Period: 2, Value: &value, Reason: results.Text{"en": "In two lists"}}
		no, err := in.Deduct(in.Context(), in.by("lead"), baltic, d)
		in.ok(err)
		if in.figure("OP1.1", 2) == before {
			in.Error("nothing was taken off")
		}
		d.Indicator = "OP1.2" // does not count people once
		_, err = in.Deduct(in.Context(), in.by("lead"), baltic, d)
		in.refused(err, service.Invalid)

		all, err := in.Deductions(in.Context(), in.by("lead"), baltic)
		in.ok(err)
		last := all[len(all)-1]
		if last.Value.No != no {
			in.Errorf("the last is %d, want %d", last.Value.No, no)
		}
		in.ok(in.RevokeDeduction(in.Context(), in.by("lead"), baltic, no, last.Rev))
		if is := in.figure("OP1.1", 2); is != before {
			in.Errorf("figure %s, was %s", is, before)
		}
		in.sound()
	})
}

func TestProjectsBegin(t *testing.T) {
	each(t, func(in *installation) {
		ctx, administrator := in.Context(), in.by("administrator")
		setup := in.setup().Value
		in.refused(in.CreateProject(ctx, administrator, setup), service.Invalid) // its code is taken
		setup.Project.Code = "SECOND"
		in.refused(in.CreateProject(ctx, in.by("lead"), setup), service.Forbidden)
		in.ok(in.CreateProject(ctx, administrator, setup))
		in.ok(in.CreateProject(ctx, administrator, setup)) // sent twice
		in.ok(in.CopyProject(ctx, administrator, service.Copy{From: baltic, Code: "THIRD", Title: results.Text{"en": "Third"}}))
		third, err := in.Setup(ctx, administrator, "THIRD")
		in.ok(err)
		if third.Value.Project.Title["en"] != "Third" || third.Value.Version != 1 || third.Value.By != administrator.User {
			in.Errorf("version %d by %s: %v", third.Value.Version, third.Value.By, third.Value.Project.Title)
		}
		known, err := in.KnownOrganisations(ctx, administrator)
		in.ok(err)
		if len(known) != len(setup.Organisations) {
			in.Errorf("%d organisations are known, want each of %d once", len(known), len(setup.Organisations))
		}
		in.sound()
	})
}

// TestAdministratorsTouchNothingAccepted: they may set a project up, but what was
// accepted is the lead's.
func TestAdministratorsTouchNothingAccepted(t *testing.T) {
	each(t, func(in *installation) {
		ctx, administrator := in.Context(), in.by("administrator")
		now, draft, err := in.DraftSetup(ctx, administrator, baltic)
		in.ok(err)
		in.indicator(&draft, "OP2.2").AcrossPartners = results.Max
		_, err = in.PreviewSetup(ctx, administrator, baltic, draft)
		in.refused(err, service.NotPossible)
		in.refused(in.ChangeSetup(ctx, administrator, baltic, now.Rev, draft), service.NotPossible)
		_, draft, err = in.DraftSetup(ctx, administrator, baltic)
		in.ok(err)
		draft.Project.Results[0].Title = results.Text{"en": "Another impact"}
		in.ok(in.ChangeSetup(ctx, administrator, baltic, now.Rev, draft))
		in.sound()
	})
}

func TestPreviewOfADeduction(t *testing.T) {
	each(t, func(in *installation) {
		value := results.Int(3)
		d := results.Deduction{Indicator: "OP1.1", Period: 2, Value: &value, Reason: results.Text{"en": "In two lists"}}
		told, err := in.PreviewDeduction(in.Context(), in.by("lead"), baltic, 0, &d)
		in.ok(err)
		no, err := in.Deduct(in.Context(), in.by("lead"), baltic, d)
		in.ok(err)
		if len(told) == 0 || told[0].Period != 2 {
			in.Fatalf("foretold %+v", told)
		}
		for _, c := range told {
			if is, _ := c.Is.Number(); in.figure("OP1.1", c.Period) != is.String() {
				in.Errorf("period %d: foretold %s, it is %s", c.Period, is, in.figure("OP1.1", c.Period))
			}
		}
		all, err := in.Deductions(in.Context(), in.by("lead"), baltic)
		in.ok(err)
		value = results.Int(1)
		in.ok(in.ChangeDeduction(in.Context(), in.by("lead"), baltic, no, all[len(all)-1].Rev, d))
		in.refused(in.ChangeDeduction(in.Context(), in.by("lead"), baltic, no, all[len(all)-1].Rev, d), service.Conflict)
		in.sound()
	})
}

func TestNewKey(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		taken []string
		want  string
	}{
		{"Drošā māja", nil, "drosa-maja"},
		{"  Under 18 / 18+ ", nil, "under-18-18"},
		{"Стеллит", nil, "thing"},
		{"Стеллит", []string{"thing"}, "thing-2"},
		{"A", []string{"a", "a-2"}, "a-3"},
	} {
		if got := service.NewKey(c.name, "thing", c.taken); got != c.want {
			t.Errorf("%q: %q, want %q", c.name, got, c.want)
		}
	}
}
