package service_test

import (
	"encoding/json"
	"io"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store/archive"
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
		write := func(text string) error {
			seen := int64(0)
			for n, err := range archive.Narratives.Find(ctx, in.Engine, everything) {
				in.ok(err)
				if v := n.Value.Value; v.Period == 3 && v.Partner == "" && v.Section == "summary" {
					seen = n.Rev
				}
			}
			return in.WriteNarrative(ctx, in.by("lead"), baltic, seen, partnership.Narrative{
				Period: 3, Section: "summary", Text: results.Text{"en": text},
			})
		}
		move := func(name string, seen int64, step partnership.Step) error {
			return in.MoveProjectReport(ctx, in.by(name), baltic, 3, service.Move{Seen: seen, Step: step, Comment: "page 3?"})
		}
		in.ok(write("First"))
		in.ok(move("lead", 0, partnership.Submit))
		in.refused(write("Other"), service.NotPossible)
		in.refused(move("lead", 1, partnership.Withdraw), service.Forbidden)
		in.ok(move("funder", 1, partnership.Return))
		in.ok(write("Second"))
		in.ok(move("lead", 1, partnership.Submit)) // the second version
		in.ok(move("funder", 2, partnership.Accept))
		in.refused(write("Third"), service.NotPossible)

		var texts []string
		for r, err := range archive.ProjectReports.Find(ctx, in.Engine, everything) {
			in.ok(err)
			for _, n := range r.Value.Narratives {
				texts = append(texts, n.Text["en"])
			}
			in.reads(r.Value.Files)
		}
		if len(texts) != 2 || texts[0] != "First" || texts[1] != "Second" {
			in.Errorf("the versions say %v", texts)
		}
		in.sound()
	})
}

// reads wants the only file of a version to be the figures.
func (in *installation) reads(files []string) {
	in.Helper()
	if len(files) != 1 {
		in.Fatalf("files %v", files)
	}
	f, err := in.Engine.OpenFile(in.Context(), string(baltic)+"/"+files[0])
	in.ok(err)
	defer f.Close()
	data, err := io.ReadAll(f)
	in.ok(err)
	if !json.Valid(data) {
		in.Errorf("%s is no JSON", files[0])
	}
}
