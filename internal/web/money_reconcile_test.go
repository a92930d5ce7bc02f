package web_test

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
	"tulos/internal/testtool"
	"tulos/reports"
)

// spendAtRandom has the partners spend in several currencies in the second period, and the
// lead accept it.
func (s *site) spendAtRandom(chance *rand.Rand, count int) {
	s.Helper()
	rates := "currency,month,perUnit,source\nSEK,2026-11,11.3127,test\nISK,2026-11,142.77,test\n"
	s.must(s.service.TakeRates(s.Context(), s.by("lead"), baltic, service.RatesFile{Data: []byte(rates), Currencies: []string{"SEK", "ISK"}}))
	who := map[results.PartnerID]string{drosa: "staff", "stellit": "lead", "suojellaan-lapsia": "other"}
	partners := []results.PartnerID{drosa, "stellit", "suojellaan-lapsia"}
	for range count {
		amount := results.Int(chance.IntN(2_000_000) - 200_000).Div(results.Int(100)).Round(2)
		partner := partners[chance.IntN(len(partners))]
		ref := s.must(s.service.LogExpense(s.Context(), s.by(who[partner]), baltic, partnership.Expense{
			Partner: partner, Line: fmt.Sprintf("B%d", 1+chance.IntN(3)), Date: results.DateOf(2026, 7, 1).AddDays(chance.IntN(140)),
			Amount: &amount, Currency: []string{"EUR", "RUB", "SEK", "ISK"}[chance.IntN(4)], Description: results.Text{"en": "Chance"},
		})).(string)
		for _, step := range []partnership.Step{partnership.Submit, partnership.Accept} {
			by := cmp.Or(map[partnership.Step]string{partnership.Accept: "lead"}[step], who[partner])
			is, err := s.service.Expense(s.Context(), s.by(by), baltic, ref)
			if err == nil {
				err = s.service.MoveExpense(s.Context(), s.by(by), baltic, ref, service.Move{Seen: is.Rev, Step: step})
			}
			if err != nil {
				s.Fatal(err)
			}
		}
	}
}

// must is what a use case answers, if it does not fail.
func (s *site) must(v any, err error) any {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
	return v
}

var (
	moneyRows  = regexp.MustCompile(`(?s)<tr class="govuk-table__row" role="row">\s*<th[^>]*role="rowheader".*?</tr>`)
	moneyCells = regexp.MustCompile(`(?s)<td[^>]*>(.*?)</td>`)
	markup     = regexp.MustCompile(`<[^>]*>`)
	amounts    = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

	expenseNumber = regexp.MustCompile(`^E-[0-9]+$`)
	shownAmount   = regexp.MustCompile(`^[-−]?[0-9,]+\.[0-9]{2}$`)
)

// cents reads an amount as people get it in English, or as a workbook keeps it.
func cents(t *testing.T, s string) results.Number {
	t.Helper()
	n, err := results.ParseNumber(strings.NewReplacer(",", "", "−", "-").Replace(strings.TrimSpace(s)))
	if err != nil {
		t.Fatalf("%q: %v", s, err)
	}
	return n
}

// tablesOf are the cells of the tables on a page, row by row.
func tablesOf(page string) [][][]string {
	var tables [][][]string
	for _, part := range strings.Split(page, "<table")[1:] {
		var table [][]string
		for _, row := range moneyRows.FindAllString(part, -1) {
			var cells []string
			for _, c := range moneyCells.FindAllStringSubmatch(row, -1) {
				cells = append(cells, html.UnescapeString(markup.ReplaceAllString(c[1], "")))
			}
			table = append(table, cells)
		}
		tables = append(tables, table)
	}
	return tables
}

// addsUp says whether the rows of a column come to its last one, and what that is.
func addsUp(t *testing.T, where string, column []string) results.Number {
	t.Helper()
	var sum results.Number
	for _, c := range column[:len(column)-1] {
		sum = sum.Add(cents(t, c))
	}
	total := cents(t, column[len(column)-1])
	if !sum.Equal(total) {
		t.Errorf("%s: the rows come to %s, the total is %s", where, sum.Fixed(2), total.Fixed(2))
	}
	return total
}

// TestMoneyReconciles: whatever is spent in whichever currencies, the rounded lines come to
// their totals to the cent on the page, in the PDF and in the workbook, as LibreOffice
// works it out, and these are the same in all three.
func TestMoneyReconciles(t *testing.T) {
	t.Parallel()
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	s := newSite(t)
	s.spendAtRandom(rand.New(rand.NewPCG(seed, 0)), 25)
	lead := s.by("lead")
	if err := s.service.ChooseReportForm(t.Context(), lead, baltic, 2, service.FormChoice{Form: "interreg-project"}); err != nil {
		t.Fatal(err)
	}
	draft := func(format string) []byte {
		return s.must(s.service.DraftReport(t.Context(), lead, baltic, 2, service.Draft{
			Language: i18n.English, Audience: reports.Partnership, Format: format,
		})).([]byte)
	}

	const now = 2 // the column of what was spent in the period
	tables := tablesOf(s.as("lead").page(home + "/money?period=2"))
	var total results.Number
	for n, table := range tables[:2] {
		for column := range 4 {
			sum := addsUp(t, fmt.Sprintf("table %d of the page, column %d", n, column), columnOf(table, column))
			if column == now {
				total = sum
			}
		}
	}
	listed := s.invoicesInPDF(draft("pdf"))
	if sum := addsUp(t, "the list of the PDF", append(listed, total.Fixed(2))); len(listed) < 25 {
		t.Errorf("%d invoices in the PDF, which come to %s", len(listed), sum.Fixed(2))
	}
	book, err := excelize.OpenReader(bytes.NewReader(testtool.Recalculated(t, draft("xlsx"))))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	values := columnIn(t, book, "Invoices", "In the project’s currency")
	if sum := addsUp(t, "the list of the workbook", values); !sum.Equal(total) || len(values)-1 != len(listed) {
		t.Errorf("%d invoices in the workbook, which come to %s, not %s", len(values)-1, sum.Fixed(2), total.Fixed(2))
	}
	if sum := addsUp(t, "the statement of the workbook", columnIn(t, book, "Spending", "This period")); !sum.Equal(total) {
		t.Errorf("the workbook has spent %s, the page %s", sum.Fixed(2), total.Fixed(2))
	}
}

func columnOf(table [][]string, column int) []string {
	var all []string
	for _, row := range table {
		all = append(all, row[column])
	}
	return all
}

// columnIn is a column of the first table of a sheet, its total last.
func columnIn(t *testing.T, book *excelize.File, sheet, head string) []string {
	t.Helper()
	rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	at, all := -1, []string(nil)
	for _, row := range rows {
		switch n := slices.Index(row, head); {
		case at < 0:
			at = n
		case len(row) <= at || !amounts.MatchString(row[at]):
			return all
		default:
			all = append(all, row[at])
		}
	}
	return all
}

// invoicesInPDF are the amounts in the project's currency of the list of invoices.
func (s *site) invoicesInPDF(data []byte) []string {
	s.Helper()
	path := filepath.Join(s.TempDir(), "report.pdf")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		s.Fatal(err)
	}
	text := s.must(exec.CommandContext(s.Context(), testtool.Look(s, "pdftotext"), "-raw", path, "-").Output()).([]byte)
	var all []string
	isRow := false
	for _, word := range strings.Fields(string(text)) {
		switch {
		case expenseNumber.MatchString(word):
			all, isRow = append(all, "0"), true
		case word == "Total":
			isRow = false
		case isRow && shownAmount.MatchString(word): // the last of a row
			all[len(all)-1] = word
		}
	}
	return all
}
