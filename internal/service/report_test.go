package service_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

func TestPartnerReport(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		write := func(name string, seen int64, text results.Text) error {
			return in.WriteNarrative(ctx, in.by(name), baltic, seen, partnership.Narrative{
				Period: 3, Partner: drosa, Section: "progress", Text: text,
			})
		}
		move := func(name string, seen int64, step partnership.Step) error {
			return in.MovePartnerReport(ctx, in.by(name), baltic, 3, drosa, service.Move{Seen: seen, Step: step, Comment: "see mail"})
		}
		in.ok(write("staff", 0, results.Text{"lv": "Viss kārtībā"}))
		in.refused(write("manager", 0, results.Text{"lv": "Cits"}), service.Conflict)
		in.refused(write("staff", 1, results.Text{"lv": " "}), service.Invalid)
		in.ok(write("manager", 1, results.Text{"lv": "Viss labi"}))
		in.ok(move("manager", 0, partnership.Submit))
		in.refused(write("staff", 2, results.Text{"lv": "Vēl"}), service.NotPossible)
		in.ok(move("lead", 1, partnership.Return))
		in.ok(write("staff", 2, nil)) // takes it out
		in.ok(move("manager", 2, partnership.Submit))
		in.ok(move("lead", 3, partnership.Accept))
		in.refused(in.MovePartnerReport(ctx, in.by("manager"), baltic, 9, drosa, service.Move{Step: partnership.Submit}), service.NotFound)
		in.sound()
	})
}

func TestPartnerReportWaitsForReview(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context() // LV-2026-017 of period 2 is submitted
		in.ok(in.MovePartnerReport(ctx, in.by("manager"), baltic, 2, drosa, service.Move{Step: partnership.Submit}))
		accept := service.Move{Seen: 1, Step: partnership.Accept}
		in.refused(in.MovePartnerReport(ctx, in.by("lead"), baltic, 2, drosa, accept), service.NotPossible)
		in.ok(in.step("lead", "LV-2026-017", partnership.Accept, ""))
		in.ok(in.MovePartnerReport(ctx, in.by("lead"), baltic, 2, drosa, accept))
		in.sound()
	})
}

func TestProjectReport(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		in.ok(in.writeSummary(3, "First"))
		in.ok(in.moveReport("lead", 3, 1, 0, partnership.Submit))
		in.refused(in.writeSummary(3, "Other"), service.NotPossible)
		in.refused(in.moveReport("lead", 3, 1, 1, partnership.Withdraw), service.Forbidden)
		in.ok(in.moveReport("funder", 3, 1, 1, partnership.Return))
		in.ok(in.writeSummary(3, "Second"))
		in.refused(in.moveReport("lead", 3, 1, 1, partnership.Submit), service.Conflict) // is not the latest
		in.ok(in.moveReport("lead", 3, 2, 1, partnership.Submit))
		in.refused(in.moveReport("funder", 3, 1, 2, partnership.Accept), service.Conflict)
		in.ok(in.moveReport("funder", 3, 2, 2, partnership.Accept))
		in.refused(in.writeSummary(3, "Third"), service.NotPossible)

		versions, err := in.ProjectReports(ctx, in.by("funder"), baltic)
		in.ok(err)
		var said []string
		for _, v := range versions {
			said = append(said, fmt.Sprintf("%d %s %s", v.Value.Version, v.Value.Status, v.Value.Narratives[0].Text["en"]))
		}
		if diff := cmp.Diff([]string{"1 returned First", "2 accepted Second"}, said); diff != "" {
			in.Errorf("versions (-want +got):\n%s", diff)
		}
		in.sound()
	})
}

// writeSummary writes the summary of the project's report, whatever it was.
func (in *installation) writeSummary(k results.PeriodNo, text string) error {
	in.Helper()
	all, err := in.Narratives(in.Context(), in.by("lead"), baltic, k)
	in.ok(err)
	p := service.Passage{Section: "summary", Text: results.Text{"en": text}}
	for _, n := range all {
		if v := n.Value.Value; v.Partner == "" && v.Section == p.Section {
			p.Seen = n.Rev
		}
	}
	return in.WritePassages(in.Context(), in.by("lead"), baltic, k, "", []service.Passage{p})
}

func (in *installation) moveReport(name string, k results.PeriodNo, version int, seen int64, step partnership.Step) error {
	in.Helper()
	return in.MoveProjectReport(in.Context(), in.by(name), baltic, k, version, service.Move{Seen: seen, Step: step, Comment: "page 3?"})
}

func TestSectionsThatMustBeWritten(t *testing.T) {
	each(t, func(in *installation) {
		err := in.moveReport("lead", 3, 1, 0, partnership.Submit)
		in.refused(err, service.Invalid)
		var refused *service.Error
		if !errors.As(err, &refused) || len(refused.Problems) != 1 || refused.Problems[0].Path != "summary" {
			in.Errorf("the refusal does not name the summary: %v", err)
		}
		in.ok(in.writeSummary(3, "Done"))
		in.ok(in.moveReport("lead", 3, 1, 0, partnership.Submit))
		in.sound()
	})
}

func TestPassages(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		write := func(passages ...service.Passage) error {
			return in.WritePassages(ctx, in.by("staff"), baltic, 3, drosa, passages)
		}
		says := func(want map[string]results.Text) {
			in.Helper()
			all, err := in.Narratives(ctx, in.by("staff"), baltic, 3)
			in.ok(err)
			got := map[string]results.Text{}
			for _, n := range all {
				got[n.Value.Value.Section] = n.Value.Value.Text
			}
			if diff := cmp.Diff(want, got); diff != "" {
				in.Errorf("it says (-want +got):\n%s", diff)
			}
		}
		in.ok(write(
			service.Passage{Section: "progress", Text: results.Text{"lv": "Labi"}},
			service.Passage{Section: "lessons", Text: results.Text{"lv": "Agrāk sākt"}},
		))
		in.ok(write(service.Passage{Section: "progress", Seen: 1, Text: results.Text{"en": "Well"}}))
		says(map[string]results.Text{"progress": {"lv": "Labi", "en": "Well"}, "lessons": {"lv": "Agrāk sākt"}})

		in.refused(write(
			service.Passage{Section: "lessons", Seen: 1, Text: results.Text{"lv": "Vēlāk"}},
			service.Passage{Section: "progress", Seen: 1, Text: results.Text{"lv": "Slikti"}},
		), service.Conflict)
		says(map[string]results.Text{"progress": {"lv": "Labi", "en": "Well"}, "lessons": {"lv": "Agrāk sākt"}})

		in.refused(write(service.Passage{Section: "progress", Seen: 2, Text: results.Text{"xx": "?"}}), service.Invalid)
		in.ok(write(
			service.Passage{Section: "progress", Seen: 2, Text: results.Text{"lv": ""}},
			service.Passage{Section: "lessons", Seen: 1, Text: results.Text{"lv": ""}},
		))
		says(map[string]results.Text{"progress": {"en": "Well"}})
		in.sound()
	})
}

func TestNarrativesOfOthersAreNotSeen(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context() // of the first period there are those of the project and of suojellaan-lapsia
		for name, want := range map[string]int{"lead": 4, "auditor": 4, "other": 1, "staff": 0} {
			all, err := in.Narratives(ctx, in.by(name), baltic, 1)
			in.ok(err)
			if len(all) != want {
				in.Errorf("%s sees %d narratives, want %d", name, len(all), want)
			}
		}
		in.ok(in.MovePartnerReport(ctx, in.by("manager"), baltic, 3, drosa, service.Move{Step: partnership.Submit}))
		for name, want := range map[string]int{"lead": 1, "auditor": 1, "staff": 1, "other": 0} {
			all, err := in.PartnerReports(ctx, in.by(name), baltic)
			in.ok(err)
			if len(all) != want {
				in.Errorf("%s sees %d partner reports, want %d", name, len(all), want)
			}
		}
		_, err := in.PartnerReport(ctx, in.by("other"), baltic, 3, drosa)
		in.refused(err, service.NotFound)
	})
}

func TestReadiness(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		r, err := in.Readiness(ctx, in.by("lead"), baltic, 2)
		in.ok(err)
		if r.Waiting == 0 || r.IsOver || len(r.Partners) != 3 || r.Report.Value.Version != 1 {
			in.Errorf("the second period: %d wait, over: %v, %d partners", r.Waiting, r.IsOver, len(r.Partners))
		}
		for _, s := range r.Sections {
			if s.IsWritten {
				in.Errorf("%s is written", s.Name)
			}
		}

		// What a partner wrote counts once its report is accepted.
		write := service.Passage{Section: "cooperation", Text: results.Text{"lv": "Kopā"}}
		in.ok(in.WritePassages(ctx, in.by("manager"), baltic, 3, drosa, []service.Passage{write}))
		in.ok(in.MovePartnerReport(ctx, in.by("manager"), baltic, 3, drosa, service.Move{Step: partnership.Submit}))
		written := func() (names []string) {
			r, err := in.Readiness(ctx, in.by("lead"), baltic, 3)
			in.ok(err)
			for _, s := range r.Sections {
				if s.IsWritten {
					names = append(names, s.Name)
				}
			}
			return names
		}
		if got := written(); got != nil {
			in.Errorf("written before the partner's report is accepted: %v", got)
		}
		in.ok(in.MovePartnerReport(ctx, in.by("lead"), baltic, 3, drosa, service.Move{Seen: 1, Step: partnership.Accept}))
		if diff := cmp.Diff([]string{"cooperation"}, written()); diff != "" {
			in.Errorf("written (-want +got):\n%s", diff)
		}
	})
}

func TestLeadSeesWhatTheFunderAsked(t *testing.T) {
	each(t, func(in *installation) {
		in.ok(in.writeSummary(3, "First"))
		in.ok(in.moveReport("lead", 3, 1, 0, partnership.Submit))
		in.ok(in.moveReport("funder", 3, 1, 1, partnership.Return))
		r, err := in.Readiness(in.Context(), in.by("lead"), baltic, 3)
		in.ok(err)
		if len(r.Asked) != 1 || r.Asked[0].Text != "page 3?" || r.Asked[0].By != in.by("funder").User {
			in.Errorf("asked: %+v", r.Asked)
		}
		if r.Report.Value.Version != 2 || r.Report.Value.Status != partnership.Draft {
			in.Errorf("the latest is %+v", r.Report.Value)
		}
	})
}
