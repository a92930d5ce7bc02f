package service_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"tulos/internal/bundle"
	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/sample"
	"tulos/internal/service"
	"tulos/internal/testtool"
	"tulos/reports"
)

// BenchmarkInvoices makes the report of a period with 100,000 expenses for readers within
// the partnership, with the list of all: "MiB-heap" is the largest heap, "CPU-s" what both
// cores worked, "pages" how many the PDF has.
func BenchmarkInvoices(b *testing.B) {
	const expenses = 100_000
	d := sample.Project(0)
	sample.Spend(d, expenses)
	path := filepath.Join(b.TempDir(), "bundle.json")
	f, err := os.Create(path)
	if err == nil {
		err = bundle.Encode(f, d)
	}
	if err != nil || f.Close() != nil {
		b.Fatal(err)
	}
	e := openSQLite(b, b.TempDir())
	importFile(b, e, path)
	uses := newService(e)
	lead, err := uses.AddUser(b.Context(), service.Operator(), partnership.User{Name: "Lead", Email: "lead@example.org"}, partnership.Membership{
		Project: d.Project.Code, Organisation: d.Project.Partners[0].Organisation, Roles: []partnership.Role{partnership.RoleLead},
	})
	if err != nil {
		b.Fatal(err)
	}
	by := service.By{User: lead}
	if err := uses.ChooseReportForm(b.Context(), by, d.Project.Code, 1, service.FormChoice{Form: "interreg-project"}); err != nil {
		b.Fatal(err)
	}
	for _, format := range []string{"xlsx", "pdf"} {
		b.Run(format, func(b *testing.B) {
			runtime.GC()
			peak, before := watchHeap(), cpu(b)
			var data []byte
			for range b.N {
				var err error
				data, err = uses.DraftReport(b.Context(), by, "SAMPLE", 1, service.Draft{Language: i18n.English, Audience: reports.Partnership, Format: format})
				if err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((cpu(b)-before).Seconds()/float64(b.N), "CPU-s")
			b.ReportMetric(float64(peak())/(1<<20), "MiB-heap")
			b.ReportMetric(float64(len(data))/(1<<20), "MiB-file")
			if format == "pdf" {
				b.ReportMetric(float64(pages(b, data)), "pages")
			}
		})
	}
}

// pages counts those of a PDF.
func pages(b *testing.B, data []byte) int {
	b.Helper()
	path := filepath.Join(b.TempDir(), "report.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.Fatal(err)
	}
	out, err := exec.CommandContext(b.Context(), testtool.Look(b, "qpdf"), "--show-npages", path).Output()
	if err != nil {
		b.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(out)))
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// cpu is what the process has worked so far.
func cpu(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
