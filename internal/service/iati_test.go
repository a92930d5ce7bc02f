package service_test

import (
	"bytes"
	"strings"
	"testing"

	"tulos/internal/partnership"
	"tulos/internal/service"
	"tulos/reports/iati"
)

// TestActivityFileLinksSealedReports: the activity file leads to the PDF of the latest
// sealed version in each language, and is for the lead and administrators alone.
func TestActivityFileLinksSealedReports(t *testing.T) {
	each(t, func(in *installation) {
		ctx := in.Context()
		lacksReport := func(f *service.ActivityFile) bool {
			for _, p := range f.Problems {
				if p.Code == iati.NoReport {
					return true
				}
			}
			return false
		}
		f, err := in.ActivityFile(ctx, in.by("lead"), baltic, false)
		in.ok(err)
		if !f.IsWritable() || !lacksReport(f) {
			in.Errorf("before a report is sealed: %+v", f.Problems)
		}
		in.ok(in.writeSummary(1, "Under way"))
		in.ok(in.moveReport("lead", 1, 1, 0, partnership.Submit))
		f, err = in.ActivityFile(ctx, in.by("administrator"), baltic, false)
		in.ok(err)
		var b bytes.Buffer
		in.ok(f.Write(&b))
		const link = `url="https://tulos.example/projects/CBSS-PSF-2026-07/reports/1/versions/1/files/report.en.pdf"`
		if lacksReport(f) || strings.Count(b.String(), link) != 1 {
			in.Errorf("no link to the sealed report: %v", f.Problems)
		}
		for _, name := range []string{"staff", "manager", "funder", "auditor"} {
			_, err := in.ActivityFile(ctx, in.by(name), baltic, false)
			in.refused(err, service.Forbidden)
		}
		_, err = in.ActivityFile(ctx, in.by("stranger"), baltic, false)
		in.refused(err, service.NotFound)
	})
}
