package service_test

import (
	"context"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
)

// TestRequestsLearnWhatOthersChanged: what a process keeps in mind between requests is as
// another process has changed it, at the next request.
func TestRequestsLearnWhatOthersChanged(t *testing.T) {
	each(t, func(in *installation) {
		elsewhere, admin := newService(in.Engine), in.by("administrator")
		request := func() context.Context { return store.Remember(in.Context()) }
		reads := func() error {
			_, err := in.Activity(request(), in.by("staff"), baltic, "LV-2026-017")
			return err
		}
		in.ok(reads())
		in.ok(reads()) // from memory

		policy, err := elsewhere.Policy(in.Context(), in.by("lead"), baltic)
		in.ok(err)
		asks := partnership.Policy{Project: baltic, SecondFactor: true}
		in.ok(elsewhere.ChangePolicy(in.Context(), in.by("lead"), policy.Rev, asks))
		in.refused(reads(), service.NeedsSecondFactor)
		_, err = in.LogActivity(request(), in.by("staff"), baltic, draft())
		in.refused(err, service.NeedsSecondFactor)
		in.ok(elsewhere.ChangePolicy(in.Context(), service.Operator(), policy.Rev+1, partnership.Policy{Project: baltic}))
		in.ok(reads())

		in.ok(elsewhere.Revoke(in.Context(), admin, baltic, in.by("staff").User))
		in.refused(reads(), service.NotFound)
		places, err := in.Places(request(), in.by("staff"))
		in.ok(err)
		if len(places) != 0 {
			in.Errorf("places %v, want none", places)
		}
		m := partnership.Membership{User: in.by("staff").User, Project: baltic, Organisation: drosa, Roles: []partnership.Role{partnership.RoleStaff}}
		in.ok(elsewhere.Grant(in.Context(), admin, m))
		in.ok(reads())
		places, err = in.Places(request(), in.by("staff"))
		in.ok(err)
		if len(places) != 1 {
			in.Errorf("places %v, want that one", places)
		}

		in.ok(elsewhere.DisableUser(in.Context(), admin, in.by("staff").User, true))
		me, err := in.Me(request(), in.by("staff"))
		in.ok(err)
		if !me.Value.Disabled {
			in.Error("who was shut out elsewhere is not")
		}
	})
}

// TestRequestsReadWhatTheyWrote: each request reads what the one before has written, and
// what another process has written in between.
func TestRequestsReadWhatTheyWrote(t *testing.T) {
	each(t, func(in *installation) {
		elsewhere := newService(in.Engine)
		request := func() context.Context { return store.Remember(in.Context()) }
		waits := func(returned int) {
			in.Helper()
			o, err := in.Overview(request(), in.by("staff"), baltic)
			in.ok(err)
			if o.Waiting.Returned != returned {
				in.Errorf("%d are back, want %d", o.Waiting.Returned, returned)
			}
		}
		move := func(s *service.Service, name, ref string, step partnership.Step) {
			in.Helper()
			is, err := s.Activity(request(), in.by(name), baltic, ref)
			in.ok(err)
			m := service.Move{Seen: is.Rev, Step: step}
			if step.NeedsComment() {
				m.Comment = "Which school?"
			}
			in.ok(s.MoveActivity(request(), in.by(name), baltic, ref, m))
		}
		waits(0)
		ref, err := in.SubmitNewActivity(request(), in.by("staff"), baltic, draft(), "")
		in.ok(err)
		waits(0)
		move(elsewhere, "lead", ref, partnership.Return)
		waits(1)
		move(in.Service, "staff", ref, partnership.Submit)
		waits(0)
		move(in.Service, "lead", ref, partnership.Return)
		waits(1)
		is, err := in.Activity(request(), in.by("staff"), baltic, ref)
		in.ok(err)
		edited := is.Value.Value
		edited.Place = "Cēsis"
		in.ok(elsewhere.EditActivity(request(), in.by("staff"), baltic, is.Rev, edited))
		waits(1)
		move(elsewhere, "staff", ref, partnership.Submit)
		waits(0)

		setup, err := in.Setup(request(), in.by("lead"), baltic)
		in.ok(err)
		in.ok(elsewhere.SuspendPartner(in.Context(), in.by("lead"), baltic, setup.Rev, drosa, partnership.Suspension{
			From: results.DateOf(2026, 7, 1), Reason: results.Text{"en": "Audit"},
		}))
		_, err = in.LogActivity(request(), in.by("staff"), baltic, draft())
		in.refused(err, service.NotReporting)
		in.sound()
	})
}
