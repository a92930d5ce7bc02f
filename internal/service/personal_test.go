package service_test

import (
	"errors"
	"slices"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// problems are those that a refusal names, as path and code.
func problems(err error) []string {
	var refused *service.Error
	if !errors.As(err, &refused) {
		return nil
	}
	var all []string
	for _, p := range refused.Problems {
		all = append(all, p.Path+" "+string(p.Code))
	}
	return all
}

// noted says whether the audit has a note.
func (in *installation) noted(note string) bool {
	in.Helper()
	page, err := in.Audit(in.Context(), in.by("lead"), baltic, service.AuditFilter{}, "", 50)
	in.ok(err)
	return slices.ContainsFunc(page.Entries, func(a service.AuditEntry) bool { return a.Note == note })
}

// TestPersonalDataIsExplained holds that what identifies people is not submitted in a
// report, unless somebody says why; and that this is kept.
func TestPersonalDataIsExplained(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		in.ok(in.WriteNarrative(ctx, in.by("staff"), baltic, 0, partnership.Narrative{
			Period: 3, Partner: drosa, Section: "progress", Text: results.Text{"lv": "Anna, 161175-19997", "en": "anna@example.lv, +371 29123456"},
		}))
		submit := func(why string) error {
			return in.MovePartnerReport(ctx, in.by("manager"), baltic, 3, drosa, service.Move{Step: partnership.Submit, Comment: why})
		}
		err := submit("")
		in.refused(err, service.Invalid)
		want := []string{"progress.en personal-email", "progress.en personal-phone", "progress.lv personal-code"}
		if got := problems(err); !slices.Equal(got, want) {
			in.Errorf("refused for %v", got)
		}
		const why = "She is the contact for the public"
		in.ok(submit(why))
		report, err := in.PartnerReport(ctx, in.by("lead"), baltic, 3, drosa)
		in.ok(err)
		if c := report.Value.Comments; len(c) != 1 || c[0].Text != why || c[0].Step != partnership.Submit || !in.noted(why) {
			in.Errorf("kept: %+v", c)
		}

		in.ok(in.writeSummary(3, "Ask lead@example.fi"))
		move := service.Move{Step: partnership.Submit}
		err = in.MoveProjectReport(ctx, in.by("lead"), baltic, 3, 1, move)
		in.refused(err, service.Invalid)
		if got := problems(err); !slices.Equal(got, []string{"summary.en personal-email"}) {
			in.Errorf("refused for %v", got)
		}
		move.Comment = "The funder wants it"
		in.ok(in.MoveProjectReport(ctx, in.by("lead"), baltic, 3, 1, move))
		if !in.noted(move.Comment) {
			in.Error("the audit does not say why")
		}
		in.sound()
	})
}

// TestNobodyIsNamedInReasons holds that comments of the workflow and reasons of deductions
// are refused with what identifies people in them.
func TestNobodyIsNamedInReasons(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		waits, err := in.Activity(ctx, in.by("lead"), baltic, "FI-2026-009")
		in.ok(err)
		err = in.MoveActivity(ctx, in.by("lead"), baltic, "FI-2026-009", service.Move{
			Seen: waits.Rev, Step: partnership.Return, Comment: "Ask anna@example.fi",
		})
		in.refused(err, service.Invalid)
		if got := problems(err); !slices.Equal(got, []string{"comment personal-here"}) {
			in.Errorf("a comment is refused for %v", got)
		}
		value := results.Int(3)
		_, err = in.Deduct(ctx, in.by("lead"), baltic, results.Deduction{
			Indicator: "OP1.1", Period: 2, Value: &value, Reason: results.Text{"en": "Anna, 161175-19997"},
		})
		in.refused(err, service.Invalid)
		if got := problems(err); !slices.Equal(got, []string{"reason.en personal-here"}) {
			in.Errorf("a reason is refused for %v", got)
		}
		in.sound()
	})
}
