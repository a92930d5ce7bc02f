package service_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/store"
	"tulos/internal/testtool"
	"tulos/reports"
)

// open reads a file of a version as someone.
func (in *installation) open(name string, k results.PeriodNo, version int, file string) ([]byte, error) {
	in.Helper()
	f, err := in.ReportFile(in.Context(), in.by(name), baltic, k, version, file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	in.ok(err)
	return data, nil
}

// accepted logs an activity with a value for OP1.2 that nothing else has, and has
// it accepted.
func (in *installation) accepted(value int) {
	in.Helper()
	a := draft()
	n := results.Int(value)
	a.Output, a.Planned = "OP1", ""
	a.Narrative = results.Text{"en": "Held"}
	a.Contributions[0].Value = &n
	ref, err := in.LogActivity(in.Context(), in.by("staff"), baltic, a)
	in.ok(err)
	in.ok(in.step("staff", ref, partnership.Submit, ""))
	in.ok(in.step("lead", ref, partnership.Accept, ""))
}

func TestSealedFilesTellTheFigures(t *testing.T) {
	pdftotext := testtool.Look(t, "pdftotext")
	each(t, func(in *installation) {
		in.accepted(7531)
		in.ok(in.writeSummary(2, "Under way"))
		in.ok(in.moveReport("lead", 2, 1, 0, partnership.Submit))
		figure := in.figure("OP1.2", 2)
		if len(figure) != 4 {
			in.Fatalf("the dashboard tells %s", figure)
		}
		versions, err := in.ProjectReports(in.Context(), in.by("funder"), baltic)
		in.ok(err)
		if len(versions) != 1 {
			in.Fatalf("%d versions", len(versions))
		}
		var names []string
		for _, file := range versions[0].Files {
			name := path.Base(file.Name)
			names = append(names, name)
			data, err := in.open("funder", 2, 1, name)
			in.ok(err)
			sum := sha256.Sum256(data)
			if hex.EncodeToString(sum[:]) != file.SHA256 || int64(len(data)) != file.Size {
				in.Errorf("%s is not what was recorded", name)
			}
			in.tells(name, data, figure, pdftotext)
		}
		want := []string{"figures.json", "manifest.json", "narratives.json"}
		for _, l := range in.setup().Value.Project.Languages {
			want = append(want, fmt.Sprintf("report.%s.html", l), fmt.Sprintf("report.%s.pdf", l), fmt.Sprintf("report.%s.xlsx", l))
		}
		slices.Sort(want)
		slices.Sort(names)
		if diff := cmp.Diff(want, names); diff != "" {
			in.Errorf("files (-want +got):\n%s", diff)
		}
		in.sound()
	})
}

// tells wants a file of the second period's report to have the cumulative figure
// of OP1.2.
func (in *installation) tells(name string, data []byte, figure, pdftotext string) {
	in.Helper()
	if name == "manifest.json" || name == "narratives.json" {
		return
	}
	if name == "figures.json" {
		if got := cumulative(in.T, data, "OP1.2", 2); got != figure {
			in.Errorf("%s tells %s, the dashboard %s", name, got, figure)
		}
		return
	}
	_, rest, _ := strings.Cut(name, ".")
	language, format, _ := strings.Cut(rest, ".")
	words, err := i18n.For(i18n.Language(language))
	in.ok(err)
	written := words.Number(figure, 0)
	switch format {
	case "pdf":
		path := filepath.Join(in.TempDir(), name)
		in.ok(os.WriteFile(path, data, 0o600))
		text, err := exec.CommandContext(in.Context(), pdftotext, "-layout", path, "-").Output()
		in.ok(err)
		for _, told := range []string{written, "https://tulos.example/verify", forger{in}.manifest().Report} {
			if !strings.Contains(plain(string(text)), plain(told)) {
				in.Errorf("%s does not tell %q", name, told)
			}
		}
	case "html":
		if !strings.Contains(plain(string(data)), plain(written)) {
			in.Errorf("%s does not tell %q", name, written)
		}
	case "xlsx":
		if got := cells(in.T, data, words.Text("sheet.results", nil), words.Text("report.cumulative", nil))["OP1.2"]; got != figure {
			in.Errorf("%s has %q, the dashboard %s", name, got, figure)
		}
	}
}

// plain writes no-break spaces as spaces.
func plain(s string) string { return strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(s) }

// cumulative is a figure of the JSON of figures.
func cumulative(t *testing.T, data []byte, code string, k int) string {
	t.Helper()
	for _, f := range figuresIn(t, data).Indicators {
		if f.Indicator == code {
			return f.Periods[k-1].Cumulative
		}
	}
	t.Fatalf("no figure of %s", code)
	return ""
}

type figuresFile struct {
	Indicators []struct {
		Indicator string
		Periods   []struct {
			Cumulative string
			Breakdown  []any
		}
	}
}

func figuresIn(t *testing.T, data []byte) (f figuresFile) {
	t.Helper()
	if err := json.Unmarshal(data, &f); err != nil {
		t.Fatal(err)
	}
	return f
}

// cells are those of a column of a workbook's sheet, by the codes in its second.
func cells(t *testing.T, data []byte, sheet, head string) map[string]string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	at, found := -1, map[string]string{}
	for _, row := range rows {
		if n := slices.Index(row, head); n >= 0 {
			at = n
		} else if at >= 0 && len(row) > at {
			found[row[1]] = row[at]
		}
	}
	return found
}

func TestSealedFilesStay(t *testing.T) {
	each(t, func(in *installation) {
		in.ok(in.writeSummary(2, "First"))
		in.ok(in.moveReport("lead", 2, 1, 0, partnership.Submit))
		read := func(version int) map[string]string {
			files := map[string]string{}
			versions, err := in.ProjectReports(in.Context(), in.by("funder"), baltic)
			in.ok(err)
			for _, file := range versions[version-1].Files {
				data, err := in.open("funder", 2, version, path.Base(file.Name))
				in.ok(err)
				files[path.Base(file.Name)] = string(data)
			}
			return files
		}
		before := read(1)
		in.accepted(7531)
		in.ok(in.moveReport("funder", 2, 1, 1, partnership.Return))
		in.ok(in.writeSummary(2, "Second"))
		in.ok(in.moveReport("lead", 2, 2, 1, partnership.Submit))
		if diff := cmp.Diff(before, read(1)); diff != "" {
			in.Error("the files of the first version have changed")
		}
		for name, data := range read(2) {
			if before[name] == data {
				in.Errorf("%s of the second version is that of the first", name)
			}
		}
		in.sound()
	})
}

func TestFunderSeesNothingBeforeItIsSubmitted(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		in.ok(in.writeSummary(2, "First"))
		nothing := func(versions int) {
			in.Helper()
			all, err := in.ProjectReports(ctx, in.by("funder"), baltic)
			in.ok(err)
			if len(all) != versions {
				in.Errorf("the funder sees %d versions, want %d", len(all), versions)
			}
			for _, name := range []string{"figures.json", "report.en.pdf", ""} {
				_, err = in.open("funder", 2, versions+1, name)
				in.refused(err, service.NotFound)
			}
		}
		nothing(0)
		in.ok(in.moveReport("lead", 2, 1, 0, partnership.Submit))
		_, err := in.open("funder", 2, 1, "../figures.json")
		in.refused(err, service.NotFound)
		_, err = in.open("staff", 2, 1, "figures.json")
		in.refused(err, service.Forbidden)
		in.ok(in.moveReport("funder", 2, 1, 1, partnership.Return))
		nothing(1)
		all, err := in.ProjectReports(ctx, in.by("lead"), baltic)
		in.ok(err)
		if len(all) != 2 {
			in.Errorf("the lead sees %d versions, want 2", len(all))
		}
	})
}

// TestReportSaysWhatWasAccepted holds that of what partners wrote only that gets
// into the report whose partner report was accepted, where the lead wrote nothing.
func TestReportSaysWhatWasAccepted(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		in.ok(in.writeSummary(3, "By the lead"))
		for _, section := range []string{"summary", "lessons"} {
			for name, partner := range map[string]results.PartnerID{"manager": drosa, "other": suoja} {
				in.ok(in.WritePassages(ctx, in.by(name), baltic, 3, partner, []service.Passage{
					{Section: section, Text: results.Text{"en": section + " by " + string(partner)}},
				}))
			}
		}
		in.ok(in.MovePartnerReport(ctx, in.by("manager"), baltic, 3, drosa, service.Move{Step: partnership.Submit}))
		in.ok(in.MovePartnerReport(ctx, in.by("lead"), baltic, 3, drosa, service.Move{Seen: 1, Step: partnership.Accept}))
		preview, err := in.DraftReport(ctx, in.by("lead"), baltic, 3, service.Draft{Language: i18n.English, Audience: reports.Funder, Format: "html"})
		in.ok(err)
		in.ok(in.moveReport("lead", 3, 1, 0, partnership.Submit))
		article, err := in.open("funder", 3, 1, "report.en.html")
		in.ok(err)
		const notice, draft = `<p class="report-notice">`, "Draft · "
		if !bytes.Contains(preview, []byte(notice+draft)) {
			in.Error("the preview does not say that it is a draft")
		}
		article, _, _ = bytes.Cut(article, []byte(`<div class="report-seal">`))
		if !bytes.HasPrefix(bytes.Replace(preview, []byte(notice+draft), []byte(notice), 1), article) {
			in.Error("the report is not as it was previewed")
		}
		for text, want := range map[string]bool{
			"By the lead": true, "lessons by drosa-maja": true,
			"summary by drosa-maja": false, "lessons by suojellaan-lapsia": false, "summary by suojellaan-lapsia": false,
		} {
			if strings.Contains(string(article), text) != want {
				in.Errorf("the report says %q: %v, want %v", text, !want, want)
			}
		}
	})
}

// An interrupted engine has something happen once the figures of a report have been
// stored for the first time.
type interrupted struct {
	store.Engine
	happens func()
}

func (e *interrupted) PutFile(ctx context.Context, name string, r io.Reader) (store.FileInfo, error) {
	info, err := e.Engine.PutFile(ctx, name, r)
	if happens := e.happens; happens != nil && path.Base(name) == "figures.json" {
		e.happens = nil
		happens()
	}
	return info, err
}

// TestSealingWhileOthersWork holds that a report tells how the project is at the
// moment in which it is submitted, also where that has changed while it was made.
func TestSealingWhileOthersWork(t *testing.T) {
	each(t, func(in *installation) {
		in.ok(in.writeSummary(2, "First"))
		elsewhere := newService(&interrupted{in.Engine, func() { in.accepted(7531) }})
		in.ok(elsewhere.MoveProjectReport(in.Context(), in.by("lead"), baltic, 2, 1, service.Move{Step: partnership.Submit}))
		data, err := in.open("funder", 2, 1, "figures.json")
		in.ok(err)
		if got, want := cumulative(in.T, data, "OP1.2", 2), in.figure("OP1.2", 2); got != want || len(got) != 4 {
			in.Errorf("the report tells %s, the dashboard %s", got, want)
		}
		if v := in.sound(); v.Unrecorded == 0 {
			in.Error("nothing was made again")
		}
	})
}
