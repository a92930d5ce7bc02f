package web_test

import (
	"io"
	"net/http"
	"net/url"
	"path"
	"reflect"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/seal"
)

// sealedVersions are the hashes of the files of the versions that were submitted, as
// they are on the disk, and what else a version says for good.
func (s *site) sealedVersions() map[string]any {
	s.Helper()
	all, err := s.service.ProjectReports(s.Context(), s.by("auditor"), baltic)
	if err != nil {
		s.Fatal(err)
	}
	is := map[string]any{}
	for _, v := range all[:1] {
		for _, f := range v.Files {
			file, err := s.service.ReportFile(s.Context(), s.by("auditor"), baltic, v.Value.Period, v.Value.Version, path.Base(f.Name))
			if err != nil {
				s.Fatal(err)
			}
			data, err := io.ReadAll(file)
			file.Close()
			hash, again := seal.Hash(strings.NewReader(string(data)))
			if err != nil || again != nil {
				s.Fatal(err, again)
			}
			is[f.Name] = hash
		}
		report := v.Value
		if report.Status == partnership.Draft {
			s.Error("the version is a draft again")
		}
		report.Status, report.Comments = "", nil // the funder answers
		is["report"] = report
	}
	return is
}

// TestNoRouteChangesASealedVersion sends every form, as every person, to the sealed
// report of the first period, with every step.
func TestNoRouteChangesASealedVersion(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	browsers := map[string]*browser{}
	for _, p := range persons {
		browsers[p.name] = s.as(p.name)
	}
	s.submitReport()
	before := s.sealedVersions()
	somebody := string(s.somebody())
	answered := 0
	for name, e := range expectations() {
		method, _, _ := strings.Cut(name, " ")
		if method != http.MethodPost || !strings.Contains(name, ":project") {
			continue
		}
		e.address = strings.NewReplacer("{somebody}", somebody, "/reports/2", "/reports/1", "/partner-report/2", "/partner-report/1").Replace(e.address)
		for _, b := range browsers {
			for _, step := range []partnership.Step{partnership.Submit, partnership.Withdraw, partnership.Accept, partnership.Return, partnership.Reopen} {
				a := b.post(e.address, url.Values{
					"step": {string(step)}, "version": {"1"}, "rev": {"1"}, "comment": {"why"}, "form": {"eu-interim"}, "then": {"preview"},
					"text.summary": {"Changed"}, "rev.summary": {"1"}, "file": {"reports/0001/0001/report.en.pdf"}, "name": {"reports/0001/0001/figures.json"},
				})
				if !a.isRefused() {
					answered++
				}
				if !strings.Contains(name, "step") && !strings.Contains(name, "answer") {
					break
				}
			}
		}
		if now := s.sealedVersions(); !reflect.DeepEqual(before, now) {
			t.Fatalf("%s changes a sealed version from %v to %v", name, before, now)
		}
	}
	if answered < 30 {
		t.Errorf("only %d forms were taken", answered)
	}
}
