package service_test

import (
	"bytes"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

func TestWayOfAnActivity(t *testing.T) {
	each(t, func(in *installation) {
		before := in.figure("OP1.2", 2)
		ref := in.log()
		in.refused(in.step("lead", ref, partnership.Accept, ""), service.NotPossible) // still a draft
		in.ok(in.step("staff", ref, partnership.Submit, ""))
		in.refused(in.step("lead", ref, partnership.Return, ""), service.Invalid) // says not why
		in.ok(in.step("lead", ref, partnership.Return, "Which school?"))

		returned, err := in.Activity(in.Context(), in.by("staff"), baltic, ref)
		in.ok(err)
		if c := returned.Value.Comments; len(c) != 1 || c[0].Text != "Which school?" || c[0].By != in.by("lead").User {
			in.Errorf("comments %v", c)
		}
		edited := returned.Value.Value
		edited.Place = "Liepāja"
		in.ok(in.EditActivity(in.Context(), in.by("staff"), baltic, returned.Rev, edited))
		in.ok(in.step("staff", ref, partnership.Submit, ""))
		if is := in.figure("OP1.2", 2); is != before {
			in.Errorf("figure %s before it is accepted, was %s", is, before)
		}
		in.ok(in.step("lead", ref, partnership.Accept, ""))
		n, err := strconv.Atoi(before)
		in.ok(err)
		if is := in.figure("OP1.2", 2); is != strconv.Itoa(n+20) {
			in.Errorf("figure %s after it is accepted, was %s", is, before)
		}
		in.refused(in.step("lead", ref, partnership.Accept, ""), service.NotPossible) // twice
		in.sound()
		in.ok(in.step("lead", ref, partnership.Reopen, "Counted in May already"))
		if is := in.figure("OP1.2", 2); is != before {
			in.Errorf("figure %s after it is reopened, was %s", is, before)
		}
		in.sound()
	})
}

// TestSubmittedAsLogged: what is logged to be submitted is submitted in one go, and the
// audit has both steps; what cannot be submitted stays a draft.
func TestSubmittedAsLogged(t *testing.T) {
	each(t, func(in *installation) {
		ctx, by := in.Context(), in.by("staff")
		by.Key = "5a3c7e9e-72d4-4b8f-a2cf-0d3f3a7f3b1d"
		for range 2 { // the second time it is there
			ref, err := in.SubmitNewActivity(ctx, by, baltic, draft(), "")
			in.ok(err)
			is, err := in.Activity(ctx, by, baltic, ref)
			in.ok(err)
			if is.Value.Value.Status != partnership.Submitted || is.Rev != 1 {
				in.Errorf("%s is %s at revision %d", ref, is.Value.Value.Status, is.Rev)
			}
			audit, err := in.Audit(ctx, in.by("lead"), baltic, service.AuditFilter{Ref: ref}, "", 10)
			in.ok(err)
			var steps []string
			for _, e := range audit.Entries {
				steps = append(steps, e.What)
			}
			if diff := cmp.Diff([]string{"activity.submit", "activity.log"}, steps); diff != "" {
				in.Errorf("the latest first (-want +got):\n%s", diff)
			}
		}
		short := draft()
		short.Title = nil
		ref, err := in.SubmitNewActivity(ctx, in.by("staff"), baltic, short, "")
		in.ok(err)
		is, err := in.Activity(ctx, by, baltic, ref)
		in.ok(err)
		if is.Value.Value.Status != partnership.Draft {
			in.Errorf("%s without a title is %s", ref, is.Value.Value.Status)
		}
		in.refused(in.step("staff", ref, partnership.Submit, ""), service.Invalid)
		_, err = in.SubmitNewActivity(ctx, in.by("auditor"), baltic, draft(), "")
		in.refused(err, service.Forbidden)
		in.sound()
	})
}

func TestDraftNeedNotBeComplete(t *testing.T) {
	each(t, func(in *installation) {
		ref, err := in.LogActivity(in.Context(), in.by("staff"), baltic, partnership.Activity{Partner: drosa})
		in.ok(err)
		err = in.step("staff", ref, partnership.Submit, "")
		in.refused(err, service.Invalid)
		is, err := in.Activity(in.Context(), in.by("staff"), baltic, ref)
		in.ok(err)
		_, err = in.DeleteActivity(in.Context(), in.by("staff"), baltic, ref, is.Rev)
		in.ok(err)
		_, err = in.Activity(in.Context(), in.by("staff"), baltic, ref)
		in.refused(err, service.NotFound)
		in.sound()
	})
}

// TestDeletedDraftComesBack: as it was, once, to who may delete it, and only if
// nothing happened since.
func TestDeletedDraftComesBack(t *testing.T) {
	each(t, func(in *installation) {
		ctx, ref := in.Context(), in.log()
		was, err := in.Activity(ctx, in.by("staff"), baltic, ref)
		in.ok(err)
		kept, err := in.DeleteActivity(ctx, in.by("staff"), baltic, ref, was.Rev)
		in.ok(err)
		in.refused(in.RestoreActivity(ctx, in.by("other"), baltic, ref, kept), service.Forbidden)
		in.refused(in.RestoreActivity(ctx, in.by("auditor"), baltic, ref, kept), service.Forbidden)
		in.refused(in.RestoreActivity(ctx, in.by("staff"), baltic, "A-9999", kept), service.NotPossible)
		in.refused(in.RestoreActivity(ctx, in.by("staff"), baltic, ref, nil), service.NotPossible)
		changed := append(service.Deleted(nil), kept...)
		changed[bytes.Index(changed, []byte("school nurses"))] = 'X'
		in.refused(in.RestoreActivity(ctx, in.by("staff"), baltic, ref, changed), service.NotPossible)
		in.ok(in.RestoreActivity(ctx, in.by("manager"), baltic, ref, kept))
		is, err := in.Activity(ctx, in.by("staff"), baltic, ref)
		in.ok(err)
		if is.Hash != was.Hash {
			in.Errorf("it came back otherwise: %+v, was %+v", is.Value, was.Value)
		}
		in.refused(in.RestoreActivity(ctx, in.by("staff"), baltic, ref, kept), service.NotPossible)
		in.sound()

		_, err = in.DeleteActivity(ctx, in.by("staff"), baltic, ref, is.Rev)
		in.ok(err)
		page, err := in.Audit(ctx, in.by("lead"), baltic, service.AuditFilter{}, "", 3)
		in.ok(err)
		var did []string
		for _, e := range page.Entries {
			did = append(did, e.What)
		}
		if diff := cmp.Diff([]string{"activity.delete", "activity.restore", "activity.delete"}, did); diff != "" {
			in.Errorf("the audit (-want +is):\n%s", diff)
		}
	})
}

func TestSecondEditorIsTold(t *testing.T) {
	each(t, func(in *installation) {
		ref := in.log()
		seen, err := in.Activity(in.Context(), in.by("staff"), baltic, ref)
		in.ok(err)
		first, second := seen.Value.Value, seen.Value.Value
		first.Place, second.Place = "Cēsis", "Ogre"
		in.ok(in.EditActivity(in.Context(), in.by("staff"), baltic, seen.Rev, first))
		in.refused(in.EditActivity(in.Context(), in.by("manager"), baltic, seen.Rev, second), service.Conflict)
		is, err := in.Activity(in.Context(), in.by("manager"), baltic, ref)
		in.ok(err)
		if is.Value.Value.Place != "Cēsis" {
			in.Errorf("place %q", is.Value.Value.Place)
		}
	})
}

func TestSentTwiceStoredOnce(t *testing.T) {
	each(t, func(in *installation) {
		by := in.by("staff")
		by.Key = "6b1f7e0a-3f2e-4e57-9d0e-27a2f8a4c9d1"
		first, err := in.LogActivity(in.Context(), by, baltic, draft())
		in.ok(err)
		again, err := in.LogActivity(in.Context(), by, baltic, draft())
		in.ok(err)
		if first != again {
			in.Errorf("logged as %s and as %s", first, again)
		}
		other := draft()
		more := results.Int(21)
		other.Contributions[0].Value = &more
		_, err = in.LogActivity(in.Context(), by, baltic, other)
		in.refused(err, service.Conflict) // the key is another form's
		thief := in.by("manager")
		thief.Key = by.Key
		_, err = in.LogActivity(in.Context(), thief, baltic, draft())
		in.refused(err, service.Conflict)
	})
}

// TestOldFormsAreForgotten: what came of a form is known for half a year; then a
// sign-in takes the memory of it away.
func TestOldFormsAreForgotten(t *testing.T) {
	each(t, func(in *installation) {
		c := clockAt(noon())
		uses := in.at(c)
		by := in.by("staff")
		by.Key = "6b1f7e0a-3f2e-4e57-9d0e-27a2f8a4c9d1"
		ref, err := uses.LogActivity(in.Context(), by, baltic, draft())
		in.ok(err)
		for _, day := range []struct {
			later time.Duration
			known bool
		}{{179 * 24 * time.Hour, true}, {2 * 24 * time.Hour, false}} {
			c.advance(day.later)
			in.ok(uses.Sweep(in.Context()))
			outcome, was, err := uses.Sent(in.Context(), by, baltic)
			in.ok(err)
			if was != day.known || was && outcome != ref {
				in.Errorf("%s later: %q, %v", day.later, outcome, was)
			}
		}
		in.sound()
	})
}

func TestManyLogAtTheSameTime(t *testing.T) {
	each(t, func(in *installation) {
		const clients, each = 16, 5
		var wg sync.WaitGroup
		refs := make(chan string, clients*each)
		for range clients {
			wg.Go(func() {
				for range each {
					ref, err := in.LogActivity(in.Context(), in.by("staff"), baltic, draft())
					if err == nil {
						err = in.step("staff", ref, partnership.Submit, "")
					}
					if err == nil {
						err = in.step("lead", ref, partnership.Accept, "")
					}
					if err != nil {
						in.Error(err)
					}
					refs <- ref
				}
			})
		}
		wg.Wait()
		close(refs)
		seen := map[string]bool{}
		for ref := range refs {
			if seen[ref] {
				in.Errorf("%s was given out twice", ref)
			}
			seen[ref] = true
		}
		v := in.sound()
		if len(seen) != clients*each || v.Audits < 3*clients*each {
			in.Errorf("%d references, %d audit entries", len(seen), v.Audits)
		}
	})
}

func TestFrozenWhileSuspended(t *testing.T) {
	each(t, func(in *installation) {
		ref := in.log()
		setup, err := in.Setup(in.Context(), in.by("lead"), baltic)
		in.ok(err)
		in.ok(in.SuspendPartner(in.Context(), in.by("lead"), baltic, setup.Rev, drosa, partnership.Suspension{
			From: results.DateOf(2026, 11, 1), Reason: results.Text{"en": "Audit under way"},
		}))
		_, err = in.LogActivity(in.Context(), in.by("staff"), baltic, draft())
		in.refused(err, service.NotReporting)
		in.refused(in.step("staff", ref, partnership.Submit, ""), service.NotReporting)
		_, err = in.Activity(in.Context(), in.by("staff"), baltic, ref) // they keep reading
		in.ok(err)

		setup, err = in.Setup(in.Context(), in.by("lead"), baltic)
		in.ok(err)
		in.ok(in.ResumePartner(in.Context(), in.by("lead"), baltic, setup.Rev, drosa))
		in.ok(in.step("staff", ref, partnership.Submit, ""))
		in.sound()
	})
}

func TestMeasurement(t *testing.T) {
	each(t, func(in *installation) {
		value := results.Int(2000)
		ref, err := in.LogMeasurement(in.Context(), in.by("staff"), baltic, partnership.Measurement{
			Partner: drosa, Date: results.DateOf(2026, 11, 20),
			Contribution: results.Contribution{Indicator: "OP2.2", Value: &value},
		})
		in.ok(err)
		for _, s := range []struct {
			name string
			step partnership.Step
		}{{"staff", partnership.Submit}, {"lead", partnership.Accept}} {
			is, err := in.Measurement(in.Context(), in.by(s.name), baltic, ref)
			in.ok(err)
			in.ok(in.MoveMeasurement(in.Context(), in.by(s.name), baltic, ref, service.Move{Seen: is.Rev, Step: s.step}))
		}
		in.sound()
	})
}

// TestTamperedDocument changes what is stored behind the service's back.
func TestTamperedDocument(t *testing.T) {
	each(t, func(in *installation) {
		ref := in.log()
		for _, ref := range []string{ref, "LV-2026-016"} { // logged here, and imported
			is, err := archive.Activities.First(in.Context(), in.Engine, store.Equal("project", baltic), store.Equal("ref", ref))
			in.ok(err)
			forged := is.Value
			forged.Value.Place = "Elsewhere"
			w, err := archive.Activities.Replace(is, forged)
			in.ok(err)
			in.ok(in.Engine.Commit(in.Context(), store.Unit{w.Write}))
		}
		snapshot, err := in.Engine.Snapshot(in.Context())
		in.ok(err)
		defer snapshot.Close()
		v, err := service.Verify(in.Context(), snapshot, baltic)
		in.ok(err)
		var found []string
		for _, d := range v.Differences {
			found = append(found, d.Message)
		}
		if len(found) != 2 || found[0] != "verify.document-differs" || found[1] != "verify.imported-differ" {
			in.Errorf("found %v", found)
		}
	})
}
