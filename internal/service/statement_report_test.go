package service_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tulos/internal/partnership"
	"tulos/internal/service"
)

// spentIn are the cells of a sealed workbook's row that a text begins.
func (in *installation) spentIn(version int, first string) []string {
	in.Helper()
	data, err := in.open("funder", 2, version, "report.en.xlsx")
	in.ok(err)
	book, err := excelize.OpenReader(bytes.NewReader(data))
	in.ok(err)
	defer book.Close()
	rows, err := book.GetRows("Spending", excelize.Options{RawCellValue: true})
	in.ok(err)
	for _, row := range rows {
		if len(row) > 0 && strings.HasPrefix(row[0], first) {
			return row
		}
	}
	in.Fatalf("no row begins with %q", first)
	return nil
}

// TestSealedReportsTellWhatWasSpent holds that a sealed report tells what the statement
// said on its day, to the cent, and stays when more is accepted; the next version has it.
func TestSealedReportsTellWhatWasSpent(t *testing.T) {
	each(t, func(in *installation) {
		ctx, lead := in.Context(), in.by("lead")
		in.ok(in.ChooseReportForm(ctx, lead, baltic, 2, service.FormChoice{Form: "interreg-project"}))
		in.ok(in.writeSummary(2, "Under way"))
		in.ok(in.moveReport("lead", 2, 1, 1, partnership.Submit))
		same := func(version int) {
			in.Helper()
			st, err := in.Statement(ctx, lead, baltic, 2, "")
			in.ok(err)
			rows := map[string]partnership.StatementLine{"Total": st.Total}
			for _, l := range st.Lines {
				rows[l.Line+" "] = l
			}
			for first, l := range rows {
				row := in.spentIn(version, first)
				for n, want := range map[int]string{1: l.Budget.String(), 2: l.Before.String(), 3: l.Now.String(), 4: l.Spent().String(), 6: l.Remaining().String()} {
					if row[n] != want {
						in.Errorf("version %d, row %q, column %d: %s, in the statement %s", version, first, n, row[n], want)
					}
				}
			}
		}
		same(1)
		if total := in.spentIn(1, "Total"); total[4] != "60343.58" {
			in.Errorf("the sealed total is %s", total[4])
		}

		ref, err := in.LogExpense(ctx, in.by("staff"), baltic, spending(drosa, "56.42", "EUR"))
		in.ok(err)
		in.ok(in.spend("staff", ref, partnership.Submit, ""))
		in.ok(in.spend("lead", ref, partnership.Accept, ""))
		in.ok(in.moveReport("funder", 2, 1, 2, partnership.Return))
		in.ok(in.moveReport("lead", 2, 2, 1, partnership.Submit))
		same(2)
		if was, is := in.spentIn(1, "Total")[4], in.spentIn(2, "Total")[4]; was != "60343.58" || is != "60400" {
			in.Errorf("the first version says %s, the second %s", was, is)
		}
		in.sound()
	})
}
