package service_test

import (
	"slices"
	"testing"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/reports"
)

// TestRoles tries every use case as every person: whoever is not named is
// refused.
func TestRoles(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		submitted, accepted := "LV-2026-017", "LV-2026-016"
		move := func(by service.By, ref string, step partnership.Step) error {
			return in.MoveActivity(ctx, by, baltic, ref, service.Move{Seen: -1, Step: step, Comment: "why"})
		}
		deductions, err := in.Deductions(ctx, in.by("lead"), baltic)
		in.ok(err)
		receipt, err := in.RecordReceipt(ctx, in.by("lead"), baltic, received("", "100"))
		in.ok(err)
		for _, c := range []struct {
			name string
			may  []string
			try  func(by service.By) error
		}{
			{"read the set-up", []string{"staff", "manager", "other", "lead", "funder", "controller", "auditor", "administrator"}, func(by service.By) error {
				_, err := in.Setup(ctx, by, baltic)
				return err
			}},
			{"read what was accepted", []string{"staff", "manager", "other", "lead", "controller", "auditor"}, func(by service.By) error {
				_, err := in.Activity(ctx, by, baltic, accepted)
				return err
			}},
			{"read what was submitted", []string{"staff", "manager", "lead", "controller", "auditor"}, func(by service.By) error {
				_, err := in.Activity(ctx, by, baltic, submitted)
				return err
			}},
			{"read figures", []string{"staff", "manager", "other", "lead", "controller", "auditor"}, func(by service.By) error {
				_, err := in.Figures(ctx, by, baltic)
				return err
			}},
			{"log", []string{"staff", "manager"}, func(by service.By) error {
				_, err := in.LogActivity(ctx, by, baltic, draft())
				return err
			}},
			{"withdraw", []string{"staff", "manager"}, func(by service.By) error { return move(by, submitted, partnership.Withdraw) }},
			{"accept", []string{"lead"}, func(by service.By) error { return move(by, submitted, partnership.Accept) }},
			{"return", []string{"lead"}, func(by service.By) error { return move(by, submitted, partnership.Return) }},
			{"reopen", []string{"lead"}, func(by service.By) error { return move(by, accepted, partnership.Reopen) }},
			{"log an expense", []string{"staff", "manager"}, func(by service.By) error {
				_, err := in.LogExpense(ctx, by, baltic, partnership.Expense{Partner: drosa})
				return err
			}},
			{"see a partner's expenses", []string{"staff", "manager", "lead", "controller", "auditor"}, func(by service.By) error {
				_, err := in.Expense(ctx, by, baltic, "E-0051")
				return err
			}},
			{"see all partners' expenses", []string{"lead", "controller", "auditor"}, func(by service.By) error {
				_, err := in.Statement(ctx, by, baltic, 1, "")
				return err
			}},
			{"see what the own organisation received", []string{"staff", "manager", "other", "lead", "controller", "auditor"}, func(by service.By) error {
				_, err := in.Receipts(ctx, by, baltic)
				return err
			}},
			{"record what was received", []string{"lead"}, func(by service.By) error {
				_, err := in.RecordReceipt(ctx, by, baltic, partnership.Receipt{})
				return err
			}},
			{"correct what was received", []string{"lead"}, func(by service.By) error {
				return in.CorrectReceipt(ctx, by, baltic, receipt, -1, service.ReceiptCorrection{Reason: "why"})
			}},
			{"remove what was received", []string{"lead"}, func(by service.By) error {
				_, err := in.RemoveReceipt(ctx, by, baltic, receipt, -1)
				return err
			}},
			{"bring back what was received", []string{"lead"}, func(by service.By) error {
				return in.RestoreReceipt(ctx, by, baltic, receipt, nil)
			}},
			{"accept an expense", []string{"lead"}, func(by service.By) error {
				return in.MoveExpense(ctx, by, baltic, "E-0051", service.Move{Seen: -1, Step: partnership.Accept})
			}},
			{"verify an expense", []string{"controller"}, func(by service.By) error {
				return in.MoveExpense(ctx, by, baltic, "E-0051", service.Move{Seen: -1, Step: partnership.Verify})
			}},
			{"verify an activity", []string{"controller"}, func(by service.By) error { return move(by, accepted, partnership.Verify) }},
			{"deduct", []string{"lead"}, func(by service.By) error {
				_, err := in.Deduct(ctx, by, baltic, results.Deduction{})
				return err
			}},
			{"change the set-up", []string{"lead", "administrator"}, func(by service.By) error {
				return in.ChangeSetup(ctx, by, baltic, -1, partnership.Setup{})
			}},
			{"preview a set-up", []string{"lead", "administrator"}, func(by service.By) error {
				_, err := in.PreviewSetup(ctx, by, baltic, partnership.Setup{})
				return err
			}},
			{"draft a set-up", []string{"lead", "administrator"}, func(by service.By) error {
				_, _, err := in.DraftSetup(ctx, by, baltic)
				return err
			}},
			{"see what the set-up lacks", []string{"staff", "manager", "other", "lead", "funder", "controller", "auditor", "administrator"}, func(by service.By) error {
				_, err := in.Gauge(ctx, by, baltic)
				return err
			}},
			{"see versions of the set-up", []string{"lead", "auditor", "administrator"}, func(by service.By) error {
				_, err := in.Versions(ctx, by, baltic)
				return err
			}},
			{"create a project", []string{"administrator"}, func(by service.By) error {
				return in.CreateProject(ctx, by, partnership.Setup{})
			}},
			{"copy a project", []string{"administrator"}, func(by service.By) error {
				return in.CopyProject(ctx, by, service.Copy{From: baltic})
			}},
			{"see all organisations", []string{"administrator"}, func(by service.By) error {
				_, err := in.KnownOrganisations(ctx, by)
				return err
			}},
			{"change a deduction", []string{"lead"}, func(by service.By) error {
				return in.ChangeDeduction(ctx, by, baltic, deductions[0].Value.No, -1, results.Deduction{})
			}},
			{"preview a deduction", []string{"lead"}, func(by service.By) error {
				_, err := in.PreviewDeduction(ctx, by, baltic, 0, &results.Deduction{})
				return err
			}},
			{"write the partner's report", []string{"staff", "manager"}, func(by service.By) error {
				return in.WriteNarrative(ctx, by, baltic, -1, partnership.Narrative{Period: 2, Partner: drosa, Section: "summary"})
			}},
			{"submit the partner's report", []string{"manager"}, func(by service.By) error {
				return in.MovePartnerReport(ctx, by, baltic, 2, drosa, service.Move{Seen: -1, Step: partnership.Submit})
			}},
			{"accept the partner's report", []string{"lead"}, func(by service.By) error {
				return in.MovePartnerReport(ctx, by, baltic, 2, drosa, service.Move{Seen: -1, Step: partnership.Accept})
			}},
			{"write the project's report", []string{"lead"}, func(by service.By) error {
				return in.WriteNarrative(ctx, by, baltic, -1, partnership.Narrative{Period: 2, Section: "summary"})
			}},
			{"submit the project's report", []string{"lead"}, func(by service.By) error {
				return in.MoveProjectReport(ctx, by, baltic, 2, 1, service.Move{Seen: -1, Step: partnership.Submit})
			}},
			{"answer the project's report", []string{"funder"}, func(by service.By) error {
				return in.MoveProjectReport(ctx, by, baltic, 2, 1, service.Move{Seen: -1, Step: partnership.Accept})
			}},
			{"see how far the project's report is", []string{"lead", "controller", "auditor"}, func(by service.By) error {
				_, err := in.Readiness(ctx, by, baltic, 2)
				return err
			}},
			{"preview the project's report", []string{"lead", "controller", "auditor"}, func(by service.By) error {
				_, err := in.DraftReport(ctx, by, baltic, 2, service.Draft{Language: i18n.English, Audience: reports.Funder, Format: "html"})
				return err
			}},
			{"see the form of the project's report", []string{"staff", "manager", "other", "lead", "funder", "controller", "auditor"}, func(by service.By) error {
				_, err := in.ReportForm(ctx, by, baltic, 2)
				return err
			}},
			{"choose the form of the project's report", []string{"lead"}, func(by service.By) error {
				return in.ChooseReportForm(ctx, by, baltic, 2, service.FormChoice{Form: "general", Seen: -1})
			}},
			{"list submitted reports", []string{"lead", "funder", "auditor"}, func(by service.By) error {
				_, err := in.ProjectReports(ctx, by, baltic)
				return err
			}},
			{"list partners' reports", []string{"staff", "manager", "other", "lead", "controller", "auditor"}, func(by service.By) error {
				_, err := in.PartnerReports(ctx, by, baltic)
				return err
			}},
			{"read a partner's report", []string{"staff", "manager", "lead", "controller", "auditor"}, func(by service.By) error {
				_, err := in.PartnerReport(ctx, by, baltic, 2, drosa)
				return err
			}},
			{"read what was written", []string{"staff", "manager", "other", "lead", "controller", "auditor"}, func(by service.By) error {
				_, err := in.Narratives(ctx, by, baltic, 1)
				return err
			}},
			{"write passages of the partner's report", []string{"staff", "manager"}, func(by service.By) error {
				return in.WritePassages(ctx, by, baltic, 2, drosa, []service.Passage{{Section: "summary", Seen: -1, Text: results.Text{"en": ""}}})
			}},
			{"write passages of the project's report", []string{"lead"}, func(by service.By) error {
				return in.WritePassages(ctx, by, baltic, 2, "", []service.Passage{{Section: "summary", Seen: -1, Text: results.Text{"en": ""}}})
			}},
			{"list users", []string{"administrator"}, func(by service.By) error {
				_, err := in.Users(ctx, by)
				return err
			}},
			{"add a user", []string{"administrator"}, func(by service.By) error {
				_, err := in.AddUser(ctx, by, partnership.User{})
				return err
			}},
			{"invite", []string{"administrator"}, func(by service.By) error {
				_, err := in.Invite(ctx, by, in.by("stranger").User)
				return err
			}},
			{"disable", []string{"administrator"}, func(by service.By) error { return in.DisableUser(ctx, by, in.by("stranger").User, true) }},
			{"grant", []string{"administrator"}, func(by service.By) error {
				return in.Grant(ctx, by, partnership.Membership{User: in.by("stranger").User, Project: baltic})
			}},
		} {
			for name, by := range in.people {
				err := c.try(by)
				isRefused := service.IsKind(err, service.Forbidden) || service.IsKind(err, service.NotFound)
				if may := slices.Contains(c.may, name); isRefused == may {
					in.Errorf("%s may %s: %v, but the answer was %v", name, c.name, may, err)
				}
			}
		}
	})
}

func TestNobodySeesForeignProjects(t *testing.T) {
	each(t, func(in *installation) {
		_, err := in.Setup(in.Context(), in.by("stranger"), baltic)
		in.refused(err, service.NotFound)
		_, err = in.LogActivity(in.Context(), in.by("stranger"), baltic, draft())
		in.refused(err, service.NotFound)
		_, err = in.Activity(in.Context(), in.by("staff"), "ANOTHER", "A-1")
		in.refused(err, service.NotFound)
	})
}
