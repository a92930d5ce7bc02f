package service_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/reports"
)

// form is the form of the project's report of a period, as someone sees it.
func (in *installation) form(name string) service.ReportForm {
	in.Helper()
	f, err := in.ReportForm(in.Context(), in.by(name), baltic, 2)
	in.ok(err)
	return f
}

func (in *installation) article(version int) string {
	in.Helper()
	data, err := in.open("funder", 2, version, "report.en.html")
	in.ok(err)
	return string(data)
}

// TestReportsHaveTheirForm: the project's form holds for its reports, one can have its
// own, and what was sealed keeps the form that it had.
func TestReportsHaveTheirForm(t *testing.T) {
	each(t, func(in *installation) {
		ctx, lead := in.Context(), in.by("lead")
		if f := in.form("staff"); f.Name != reports.General || f.Own != "" {
			in.Errorf("at first the form is %q, chosen %q", f.Name, f.Own)
		}
		setup, err := in.Setup(ctx, lead, baltic)
		in.ok(err)
		in.ok(in.ChooseReportForm(ctx, lead, baltic, 2, service.FormChoice{Form: "eu-interim", IsProjects: true, SeenSetup: setup.Rev}))
		f := in.form("staff")
		if f.Name != "eu-interim" || f.Own != "" || !slices.Contains(f.Questions(), "target-groups") {
			in.Errorf("the project's form is not that of the report: %q, %v", f.Name, f.Questions())
		}
		if err := in.ChooseReportForm(ctx, lead, baltic, 2, service.FormChoice{Form: "eu-interim", Seen: 0}); !service.IsKind(err, service.Conflict) {
			in.Errorf("a report that was begun meanwhile: %v", err)
		}
		in.ok(in.ChooseReportForm(ctx, lead, baltic, 2, service.FormChoice{Form: "council-final", Seen: 1}))
		if f := in.form("staff"); f.Name != "council-final" || f.Project != "eu-interim" {
			in.Errorf("the report's own form is %q, the project's %q", f.Name, f.Project)
		}
		in.ok(in.writeSummary(2, "Under way"))
		if err := in.moveReport("lead", 2, 1, 2, partnership.Submit); !service.IsKind(err, service.Invalid) {
			in.Errorf("submitted without the answer that the form needs: %v", err)
		}
		in.ok(in.ChooseReportForm(ctx, lead, baltic, 2, service.FormChoice{Form: "interreg-project", Seen: 2}))
		in.ok(in.moveReport("lead", 2, 1, 3, partnership.Submit))
		if !strings.Contains(in.article(1), "Horizontal principles") {
			in.Error("the sealed report does not have its form")
		}
		err = in.ChooseReportForm(ctx, lead, baltic, 2, service.FormChoice{Form: reports.General, Seen: 4})
		if !service.IsKind(err, service.NotPossible) {
			in.Errorf("a form for what is submitted: %v", err)
		}
		in.sound()
	})
}

func TestFormsThatAreNotThere(t *testing.T) {
	each(t, func(in *installation) {
		ctx, lead := in.Context(), in.by("lead")
		err := in.ChooseReportForm(ctx, lead, baltic, 2, service.FormChoice{Form: "our-donor"})
		if !service.IsKind(err, service.NotPossible) {
			in.Errorf("a form that there is not: %v", err)
		}
		folder := in.TempDir()
		const own = "name: our-donor\ntitle: {en: Our donor}\nsections:\n- kind: question\n  heading: {en: Own view}\n  question: own-view\n"
		in.ok(os.WriteFile(filepath.Join(folder, "own.yaml"), []byte(own), 0o600))
		in.Forms, err = reports.OpenLibrary(folder)
		in.ok(err)
		in.ok(in.ChooseReportForm(ctx, lead, baltic, 2, service.FormChoice{Form: "our-donor"}))
		data, err := in.DraftReport(ctx, lead, baltic, 2, service.Draft{Language: i18n.English, Audience: reports.Funder, Format: "html"})
		in.ok(err)
		if !strings.Contains(string(data), "Own view") {
			in.Error("the preview does not have the chosen form")
		}
		in.Forms = nil // the installation has lost it
		if f := in.form("lead"); f.Missing != "our-donor" || f.Name != reports.General {
			in.Errorf("a lost form: %q, missing %q", f.Name, f.Missing)
		}
		if err := in.moveReport("lead", 2, 1, 1, partnership.Submit); !service.IsKind(err, service.NotPossible) {
			in.Errorf("submitted with a lost form: %v", err)
		}
	})
}
