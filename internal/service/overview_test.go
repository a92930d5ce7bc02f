package service_test

import (
	"bytes"
	"fmt"
	"os"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/bundle"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/sample"
	"tulos/internal/service"
)

func (in *installation) overview() *service.Overview {
	in.Helper()
	o, err := in.Overview(in.Context(), in.by("lead"), baltic)
	in.ok(err)
	return o
}

// written are figures as a report's file has them.
func (in *installation) written(figures []results.IndicatorFigures) string {
	in.Helper()
	var b bytes.Buffer
	in.ok(bundle.EncodeFigures(&b, baltic, figures))
	return b.String()
}

// golden are the figures that the demo must give.
func (in *installation) golden() string {
	in.Helper()
	want, err := os.ReadFile("../bundle/testdata/baltic.figures.json")
	in.ok(err)
	return string(want)
}

func TestOverviewHasTheFiguresOfReports(t *testing.T) {
	each(t, func(in *installation) {
		if diff := cmp.Diff(in.golden(), in.written(in.overview().Figures)); diff != "" {
			in.Errorf("figures (-want +got):\n%s", diff)
		}
	})
}

// TestOverviewKeepsUp changes all that figures are made of, one after the other,
// here and in another process.
func TestOverviewKeepsUp(t *testing.T) {
	each(t, func(in *installation) {
		ctx, elsewhere := in.Context(), newService(in.Engine)
		one := results.Int(1)
		for _, step := range []struct {
			name string
			do   func() error
		}{
			{"nothing", func() error { return nil }},
			{"accept", func() error { return in.step("lead", "LV-2026-017", partnership.Accept, "") }},
			{"reopen what was the last value", func() error { return in.step("lead", "FI-2026-027", partnership.Reopen, "why") }},
			{"deduct", func() error {
				_, err := in.Deduct(ctx, in.by("lead"), baltic, results.Deduction{
					Indicator: "OP1.1", Period: 2, Value: &one, Reason: results.Text{"en": "Came twice"},
				})
				return err
			}},
			{"accept elsewhere", func() error {
				is, err := elsewhere.Activity(ctx, in.by("lead"), baltic, "RU-2026-024")
				in.ok(err)
				return elsewhere.MoveActivity(ctx, in.by("lead"), baltic, "RU-2026-024", service.Move{Seen: is.Rev, Step: partnership.Accept})
			}},
			{"change the set-up", func() error {
				setup, err := in.Setup(ctx, in.by("lead"), baltic)
				in.ok(err)
				return in.SuspendPartner(ctx, in.by("lead"), baltic, setup.Rev, drosa, partnership.Suspension{
					From: results.DateOf(2026, 7, 1), Reason: results.Text{"en": "Audit"},
				})
			}},
		} {
			before := in.written(in.overview().Figures)
			in.ok(step.do())
			want, err := in.Figures(ctx, in.by("lead"), baltic)
			in.ok(err)
			got := in.written(in.overview().Figures)
			if diff := cmp.Diff(in.written(want), got); diff != "" {
				in.Errorf("%s: figures (-tallies +overview):\n%s", step.name, diff)
			}
			if (got == before) != (step.name == "nothing") {
				in.Errorf("%s: figures changed: %v", step.name, got != before)
			}
		}
	})
}

// TestOverviewAndEntriesAtTheSameTime reads from many sides while entries are accepted:
// what is read is always a state that there was.
func TestOverviewAndEntriesAtTheSameTime(t *testing.T) {
	each(t, func(in *installation) {
		known := map[string]bool{}
		var refs []string
		for range 4 {
			refs = append(refs, in.log())
		}
		for _, ref := range refs {
			in.ok(in.step("staff", ref, partnership.Submit, ""))
		}
		var readers sync.WaitGroup
		stop := make(chan struct{})
		read := make(chan string, 1000)
		for range 4 {
			readers.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
						read <- runningFigure(in.overview(), "OP1.2")
					}
				}
			})
		}
		known[in.figure("OP1.2", 2)] = true
		for _, ref := range refs {
			in.ok(in.step("lead", ref, partnership.Accept, ""))
			known[in.figure("OP1.2", 2)] = true
		}
		go func() {
			readers.Wait()
			close(read)
		}()
		close(stop)
		for figure := range read {
			if !known[figure] {
				in.Errorf("read %s, which there never was: %v", figure, known)
			}
		}
		if got, want := runningFigure(in.overview(), "OP1.2"), in.figure("OP1.2", 2); got != want {
			in.Errorf("at last %s, want %s", got, want)
		}
	})
}

// runningFigure is the cumulative figure of an indicator at the end of the period
// that is running.
func runningFigure(o *service.Overview, code results.IndicatorCode) string {
	f, _ := o.Figure(code)
	n, _ := f.Rows[o.Period()-1].Cumulative.Number()
	return n.String()
}

func TestOverviewTellsWhatWaits(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		want := func(name string, w service.Waiting) {
			in.Helper()
			got, err := in.Waiting(ctx, in.by(name), baltic)
			in.ok(err)
			if got != w {
				in.Errorf("%s: %+v waits, want %+v", name, got, w)
			}
		}
		want("lead", service.Waiting{Review: 3})
		want("auditor", service.Waiting{Review: 3})
		want("staff", service.Waiting{})
		in.ok(in.step("lead", "LV-2026-017", partnership.Return, "How many?"))
		want("lead", service.Waiting{Review: 2})
		want("staff", service.Waiting{Returned: 1})
		want("other", service.Waiting{})
	})
}

func TestOverviewReporting(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		setup, err := in.Setup(ctx, in.by("lead"), baltic)
		in.ok(err)
		in.ok(in.SuspendPartner(ctx, in.by("lead"), baltic, setup.Rev, suoja, partnership.Suspension{
			From: results.DateOf(2026, 7, 1), Reason: results.Text{"en": "Audit"},
		}))
		in.ok(in.MovePartnerReport(ctx, in.by("manager"), baltic, 2, drosa, service.Move{Step: partnership.Submit}))
		o := in.overview()
		if k := o.Period(); k != 2 || !o.IsRunning(k) || o.IsRunning(1) || o.IsAhead(k) || !o.IsAhead(3) || o.HasPeriod(5) || o.HasPeriod(0) {
			in.Errorf("the running period is %d", k)
		}
		for _, r := range o.Reporting(2) {
			states := map[results.State]int{}
			for _, f := range o.Figures {
				for _, p := range f.Rows[1].Partners {
					if p.Partner == r.Partner.Organisation {
						states[p.State]++
					}
				}
			}
			if r.Reported != states[results.Reported] || len(r.Silent) != states[results.Silent] || !r.IsMember {
				in.Errorf("%s: %+v, but the figures say %v", r.Partner.Organisation, r, states)
			}
			isSubmitted, isSuspended := r.Report == partnership.Submitted, r.Suspended
			if isSubmitted != (r.Partner.Organisation == drosa) || isSuspended != (r.Partner.Organisation == suoja) {
				in.Errorf("%s: report %s, suspended %v", r.Partner.Organisation, r.Report, r.Suspended)
			}
		}
	})
}

func TestOverviewIsNotForAll(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		for _, name := range []string{"funder", "administrator", "stranger"} {
			kind := service.Forbidden
			if name == "stranger" {
				kind = service.NotFound
			}
			_, err := in.Overview(ctx, in.by(name), baltic)
			in.refused(err, kind)
			_, err = in.Trace(ctx, in.by(name), baltic, service.Traced{Indicator: "OP1.1", Period: 1})
			in.refused(err, kind)
			_, err = in.Waiting(ctx, in.by(name), baltic)
			in.refused(err, kind)
		}
		_, err := in.Overview(ctx, in.by("administrator"), "NO-SUCH")
		in.refused(err, service.Forbidden)
		_, err = in.Overview(ctx, in.by("lead"), "NO-SUCH")
		in.refused(err, service.NotFound)
	})
}

// BenchmarkOverview reads the overview of a project of 100,000 activities: as it
// was, after each change, and for the first time.
func BenchmarkOverview(b *testing.B) {
	for _, engine := range engines {
		e := engine.open(b)
		importFile(b, e, bundleFile(b, 100_000))
		a := &accepting{B: b, Service: newService(e)}
		a.prepare()
		read := func(b *testing.B, s *service.Service) {
			b.Helper()
			if _, err := s.Overview(b.Context(), a.by, a.code); err != nil {
				b.Fatal(err)
			}
		}
		next := 1
		b.Run(engine.name+"/again", func(b *testing.B) {
			read(b, a.Service)
			for b.Loop() {
				read(b, a.Service)
			}
		})
		b.Run(engine.name+"/changed", func(b *testing.B) {
			a.B = b
			for range b.N {
				b.StopTimer()
				a.move(fmt.Sprintf("A-%06d", next), partnership.Reopen)
				next += 8 // of the same partner
				b.StartTimer()
				read(b, a.Service)
			}
		})
		b.Run(engine.name+"/first", func(b *testing.B) {
			for range b.N {
				read(b, newService(e))
			}
		})
	}
}

// prepare adds the person.
func (b *accepting) prepare() {
	b.Helper()
	project := sample.Project(0).Project
	b.code = project.Code
	user, err := b.AddUser(b.Context(), service.Operator(), partnership.User{Name: "Lead", Email: "lead@example.org"})
	b.ok(err)
	b.by = service.By{User: user}
	b.ok(b.Grant(b.Context(), service.Operator(), partnership.Membership{
		User: user, Project: b.code, Organisation: project.Partners[0].Organisation,
		Roles: []partnership.Role{partnership.RoleLead, partnership.RoleStaff},
	}))
}

// TestPartnersBeforeThereAreIndicators are not called strangers to the project.
func TestPartnersBeforeThereAreIndicators(t *testing.T) {
	t.Parallel()
	setup := partnership.Setup{Project: partnership.Project{Partners: []partnership.Partner{{Organisation: "p"}}}}
	o := service.Overview{Setup: &setup}
	if all := o.Reporting(1); len(all) != 1 || !all[0].IsMember || len(all[0].Silent) > 0 {
		t.Errorf("reporting %+v", all)
	}
}
