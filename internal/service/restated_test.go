package service_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// restated are the lines of what the next report will list: of an indicator, in the order
// of the table.
func (in *installation) restated(name string, code results.IndicatorCode) []string {
	in.Helper()
	words, err := i18n.For(i18n.English)
	in.ok(err)
	table, err := in.Restated(in.Context(), in.by(name), baltic, words)
	in.ok(err)
	var lines []string
	for _, row := range table.Rows {
		var line []string
		for _, cell := range row.Cells {
			line = append(line, cell.Text.String())
		}
		if strings.HasPrefix(line[0], string(code)+" ") {
			lines = append(lines, strings.Join(line[1:], " | "))
		}
	}
	return lines
}

// sealed seals the report of a period as the lead does.
func (in *installation) sealed(k results.PeriodNo) {
	in.Helper()
	in.ok(in.writeSummary(k, "Done"))
	in.ok(in.moveReport("lead", k, 1, 0, partnership.Submit))
}

func TestRestatedWithReasons(t *testing.T) {
	each(t, func(in *installation) {
		const ref = "LV-2026-015"
		in.sealed(1)
		if all := in.restated("lead", "OP1.2"); all != nil {
			in.Errorf("nothing has changed, and is restated: %v", all)
		}
		in.ok(in.step("lead", ref, partnership.Reopen, "two days"))
		in.ok(in.step("staff", ref, partnership.Submit, ""))
		a, err := in.Activity(in.Context(), in.by("lead"), baltic, ref)
		in.ok(err)
		want := []string{
			"1 | In the period | 15 | 14 | LV-2026-015 reopened on 23/11/2026: two days (lead)",
			"1 | Cumulative | 15 | 14 | LV-2026-015 reopened on 23/11/2026: two days (lead)",
			"1 | Safe House Shelter (Patvērums «Drošā māja») · In the period | 5 | 4 | LV-2026-015 reopened on 23/11/2026: two days (lead)",
			"1 | Safe House Shelter (Patvērums «Drošā māja») · Cumulative | 5 | 4 | LV-2026-015 reopened on 23/11/2026: two days (lead)",
		}
		if diff := cmp.Diff(want, in.restated("lead", "OP1.2")); diff != "" {
			in.Errorf("reopened, period %s (-want +got):\n%s", a.Value.Value.Start, diff)
		}
		in.ok(in.step("lead", ref, partnership.Accept, ""))
		if all := in.restated("auditor", "OP1.2"); all != nil {
			in.Errorf("it is as it was, and restated: %v", all)
		}

		in.ok(in.change(func(s *partnership.Setup) {
			more := results.Int(1800)
			in.indicator(s, "OP1.1").Target.Value = &more
		}))
		again := "LV-2026-015 reopened on 23/11/2026: two days (lead); LV-2026-015 accepted on 23/11/2026 (lead); "
		want = []string{"1 | Achievement | 40% | 20% | " + again + "Target changed on 23/11/2026 (lead)"}
		if diff := cmp.Diff(want, in.restated("lead", "OP1.1")); diff != "" {
			in.Errorf("another target (-want +got):\n%s", diff)
		}
		two := results.Int(2)
		no, err := in.Deduct(in.Context(), in.by("lead"), baltic, results.Deduction{
			Indicator: "OP1.1", Period: 1, Value: &two, Reason: results.Text{"en": "Came twice"},
		})
		in.ok(err)
		want = []string{
			"1 | In the period | 364 | 362 | " + again + "Deduction entered on 23/11/2026: Came twice (lead)",
			"1 | Cumulative | 364 | 362 | " + again + "Deduction entered on 23/11/2026: Came twice (lead)",
			"1 | Deducted | 0 | 2 | Deduction entered on 23/11/2026: Came twice (lead)",
		}
		if diff := cmp.Diff(want, in.restated("lead", "OP1.1")); diff != "" {
			in.Errorf("deducted (-want +got):\n%s", diff)
		}
		in.ok(in.RevokeDeduction(in.Context(), in.by("lead"), baltic, no, 1))
		if all := in.restated("lead", "OP1.1"); len(all) != 1 {
			in.Errorf("it is deducted no more, and restated: %v", all)
		}
		words, err := i18n.For(i18n.English)
		in.ok(err)
		_, err = in.Restated(in.Context(), in.by("funder"), baltic, words)
		in.refused(err, service.Forbidden)
		in.sound()
	})
}

// TestTheNextReportTellsWhatIsRestated holds that the sealed files of the next report do,
// without who did it, and the one after that does no more.
func TestTheNextReportTellsWhatIsRestated(t *testing.T) {
	each(t, func(in *installation) {
		in.sealed(1)
		in.ok(in.step("lead", "LV-2026-015", partnership.Reopen, "two days"))
		in.sealed(2)
		in.sealed(3)
		for k, isTold := range map[results.PeriodNo]bool{1: false, 2: true, 3: false} {
			article, err := in.open("funder", k, 1, "report.en.html")
			in.ok(err)
			text := plain(string(article))
			if got := strings.Contains(text, "LV-2026-015 reopened on 23/11/2026: two days"); got != isTold {
				in.Errorf("the report of period %d tells it: %v", k, got)
			}
			if strings.Contains(text, "two days (lead)") {
				in.Errorf("the report of period %d tells the funder who did it", k)
			}
		}
		book, err := in.open("funder", 2, 1, "report.en.xlsx")
		in.ok(err)
		if told := cells(in.T, book, "Restated", "Was"); len(told) == 0 {
			in.Error("the workbook does not list what is restated")
		}
		_, err = in.open("lead", 1, 1, "stated.json")
		in.refused(err, service.NotFound)
		in.sound()
	})
}
