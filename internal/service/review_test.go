package service_test

import (
	"slices"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

func (in *installation) queue(partner results.PartnerID, limit int) *service.Queue {
	in.Helper()
	q, err := in.Queue(in.Context(), in.by("lead"), baltic, service.QueuePage{Partner: partner, Limit: limit})
	in.ok(err)
	return q
}

func refs(q *service.Queue) []string {
	var all []string
	for _, e := range q.Entries {
		all = append(all, e.Ref)
	}
	return all
}

// TestQueuePages: pages of activities and measurements follow one another, also
// while what was on the first is accepted.
func TestQueuePages(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		value := results.Int(9)
		var want []string
		for n := range 3 { // of the same day: in the order of the log
			ref, err := in.LogMeasurement(ctx, in.by("staff"), baltic, partnership.Measurement{
				Partner: drosa, Date: results.DateOf(2026, 10, 10),
				Contribution: results.Contribution{Indicator: "OP2.2", Value: &value},
			})
			in.ok(err)
			in.ok(in.MoveMeasurement(ctx, in.by("staff"), baltic, ref, service.Move{Seen: 1, Step: partnership.Submit}))
			want = append(want, ref)
			if n == 0 { // the second page begins within the day
				a := partnership.Activity{
					Partner: drosa, Type: partnership.Training, Title: results.Text{"en": "One more"},
					Start: results.DateOf(2026, 10, 10), Output: "OP1", Country: "LV", Place: "Riga",
				}
				ref, err := in.LogActivity(ctx, in.by("staff"), baltic, a)
				in.ok(err)
				in.ok(in.MoveActivity(ctx, in.by("staff"), baltic, ref, service.Move{Seen: 1, Step: partnership.Submit}))
				want = append(want, ref)
			}
		}
		want = slices.Concat([]string{"LV-2026-017"}, want, []string{"FI-2026-009", "RU-2026-024"})
		var got []string
		page := service.QueuePage{Limit: 2}
		for {
			q, err := in.Queue(ctx, in.by("lead"), baltic, page)
			in.ok(err)
			got = append(got, refs(q)...)
			if page.After == "" { // gone before the next page is read
				in.ok(in.step("lead", "LV-2026-017", partnership.Accept, ""))
			}
			if page.After = q.Next; q.Next == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			in.Errorf("page by page: %v, want %v", got, want)
		}
		r, err := in.ReviewActivity(ctx, in.by("lead"), baltic, "RU-2026-024")
		in.ok(err)
		if r.Next == nil || r.Next.Ref != want[1] {
			in.Errorf("after the last comes %+v, want %s", r.Next, want[1])
		}
	})
}

func TestQueue(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		value := results.Int(9)
		measured, err := in.LogMeasurement(ctx, in.by("staff"), baltic, partnership.Measurement{
			Partner: drosa, Date: results.DateOf(2026, 10, 10),
			Contribution: results.Contribution{Indicator: "OP2.2", Value: &value},
		})
		in.ok(err)
		in.ok(in.MoveMeasurement(ctx, in.by("staff"), baltic, measured, service.Move{Seen: 1, Step: partnership.Submit}))
		want := []string{"LV-2026-017", measured, "FI-2026-009", "RU-2026-024"} // by their days
		if got := in.queue("", 9); !slices.Equal(refs(got), want) || got.Count != 4 {
			in.Errorf("%v of %d wait, want %v", refs(got), got.Count, want)
		}
		if got := in.queue("", 2); !slices.Equal(refs(got), want[:2]) || got.Count != 4 {
			in.Errorf("the first two of %d are %v, want %v", got.Count, refs(got), want[:2])
		}
		if got := in.queue(drosa, 9); !slices.Equal(refs(got), want[:2]) || got.Count != 2 {
			in.Errorf("of %s %v of %d wait, want %v", drosa, refs(got), got.Count, want[:2])
		}
		for _, name := range []string{"staff", "manager", "funder", "auditor", "administrator"} {
			_, err := in.Queue(ctx, in.by(name), baltic, service.QueuePage{Limit: 9})
			in.refused(err, service.Forbidden)
			_, err = in.ReviewActivity(ctx, in.by(name), baltic, "LV-2026-017")
			in.refused(err, service.Forbidden)
			_, err = in.ReviewMeasurement(ctx, in.by(name), baltic, measured)
			in.refused(err, service.Forbidden)
		}
		r, err := in.ReviewMeasurement(ctx, in.by("lead"), baltic, measured)
		in.ok(err)
		if r.Next == nil || r.Next.Ref != "FI-2026-009" || r.Period != 2 || len(r.Prospects) != 1 {
			in.Errorf("after %s of period %d comes %+v", measured, r.Period, r.Next)
		}
	})
}

// TestProspectComesTrue wants what review tells beforehand to be what accepting
// brings about, for every entry that waits.
func TestProspectComesTrue(t *testing.T) {
	each(t, func(in *installation) {
		for _, ref := range refs(in.queue("", 9)) {
			r, err := in.ReviewActivity(in.Context(), in.by("lead"), baltic, ref)
			in.ok(err)
			in.ok(in.step("lead", ref, partnership.Accept, ""))
			o := in.overview()
			for _, p := range r.Prospects {
				f, ok := o.Figure(p.Indicator.Code)
				if !ok {
					continue
				}
				is := f.Rows[r.Period-1]
				if !p.Then.Cumulative.Equal(is.Cumulative) || !p.Then.Value.Equal(is.Value) || p.Then.Status != is.Status {
					in.Errorf("%s was to make %s %v, and made it %v", ref, p.Indicator.Code, p.Then.Cumulative, is.Cumulative)
				}
				for n := range is.Partners {
					if !p.Then.Partners[n].Cumulative.Equal(is.Partners[n].Cumulative) {
						in.Errorf("%s was to make %s of %s something else", ref, p.Indicator.Code, is.Partners[n].Partner)
					}
				}
			}
		}
	})
}

func TestReviewFindsTheSameLoggedTwice(t *testing.T) {
	each(t, func(in *installation) {
		submit := func(edit func(*partnership.Activity)) string {
			a := draft()
			a.Place, a.Planned = "Cēsis", "A1.1"
			edit(&a)
			ref, err := in.LogActivity(in.Context(), in.by("staff"), baltic, a)
			in.ok(err)
			in.ok(in.step("staff", ref, partnership.Submit, ""))
			return ref
		}
		first := submit(func(*partnership.Activity) {})
		again := submit(func(a *partnership.Activity) { a.Title, a.Place = results.Text{"lv": "Apmācība"}, "CĒSIS " })
		for _, edit := range []func(*partnership.Activity){
			func(a *partnership.Activity) { a.Place = "Rīga" },
			func(a *partnership.Activity) { a.Type = partnership.Meeting },
			func(a *partnership.Activity) { a.Start = results.DateOf(2026, 11, 13) },
		} {
			submit(edit)
		}
		r, err := in.ReviewActivity(in.Context(), in.by("lead"), baltic, again)
		in.ok(err)
		if len(r.Alike) != 1 || r.Alike[0].Ref != first {
			in.Errorf("like %s: %+v, want %s", again, r.Alike, first)
		}
		if r.Planned == nil || r.Planned.Code != "A1.1" || results.HasErrors(r.Problems) {
			in.Errorf("planned %+v, problems %+v", r.Planned, r.Problems)
		}
	})
}
