package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

const expenses = home + "/expenses"

// newExpense is the form of a new expense, filled in.
func (b *browser) newExpense(amount, currency string) url.Values {
	b.Helper()
	form := b.form(b.page(expenses+"/new"), expenses)
	for name, value := range map[string]string{
		"line": "B2", "description": "Room for the seminar", "date": "2026-10-14", "paid": "2026-10-20", "amount": amount, "currency": currency,
		"invoice": "R-77", "reference": "4711",
	} {
		form.Set(name, value)
	}
	return form
}

// logged sends an expense and returns the path of its page.
func (b *browser) loggedExpense(form url.Values) string {
	b.Helper()
	form.Set("do", "submit")
	a := b.post(expenses, form)
	if a.status != http.StatusSeeOther {
		b.Fatalf("log: %d\n%s", a.status, a.body)
	}
	return a.header.Get("Location")
}

// TestExpenseFromFormToStatement: logged, submitted, accepted by the lead, and then in the
// statement; other partners do not find it.
func TestExpenseFromFormToStatement(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff, lead := s.as("staff"), s.as("lead")
	statement := home + "/money?period=2"
	has(t, staff.page(statement), "Staff", "6,000.00", "Waits for review")
	path := staff.loggedExpense(staff.newExpense("1 120.50", "eur"))
	has(t, staff.page(path), "1,120.50 EUR", "Room for the seminar", "R-77", "4711", "Submitted")
	s.as("other").get(path).wants(t, http.StatusNotFound)
	has(t, s.as("lead").page(home+"/expenses?status=submitted"), "Room for the seminar", "1,120.50 EUR")

	form := lead.form(lead.page(path), path+"/step")
	form.Set("step", "return")
	lead.post(path+"/step", form).wants(t, http.StatusUnprocessableEntity, `href="#comment"`)
	form.Set("step", "accept")
	lead.post(path+"/step", form).wants(t, http.StatusSeeOther)
	has(t, staff.page(path), "Accepted")
	page := staff.page(statement)
	has(t, page, "By budget line")
	hasNot(t, page, "By partner") // of others they see nothing
	hasNot(t, staff.page(expenses), `name="partner"`, "Stellit")
	has(t, lead.page(statement), "By partner", "Suojellaan Lapsia")
}

// TestExpenseThatIsWrong: every field says what is wrong with it, in the form.
func TestExpenseThatIsWrong(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff := s.as("staff")
	form := staff.form(staff.page(expenses+"/new"), expenses)
	form.Set("do", "submit")
	form.Set("currency", "")
	staff.post(expenses, form).wants(t, http.StatusUnprocessableEntity, `href="#line"`, `href="#date"`, `href="#amount"`, `href="#currency"`, `href="#description"`)
	form = staff.newExpense("12.345", "EUR")
	staff.post(expenses, form).wants(t, http.StatusUnprocessableEntity, `href="#amount"`, "at most two decimals")
	form = staff.newExpense("12", "SEK")
	form.Set("do", "submit")
	staff.post(expenses, form).wants(t, http.StatusUnprocessableEntity, `href="#currency"`, "There is no exchange rate of SEK for 2026-11")
	has(t, staff.page(home+"/expenses?status=draft"), "12.00 SEK") // it is logged all the same
	form = staff.newExpense("12", "EUR")
	form.Set("description", "Anna, 161175-19997")
	form.Set("do", "submit")
	staff.post(expenses, form).wants(t, http.StatusUnprocessableEntity, `href="#description"`, `id="why"`)
	form = staff.newExpense("12", "EUR")
	form.Set("invoice", "Anna, 161175-19997")
	form.Set("reference", "anna@example.org")
	form.Set("do", "submit")
	staff.post(expenses, form).wants(t, http.StatusUnprocessableEntity, `href="#invoice"`, `href="#reference"`, `id="why"`)
	form = staff.newExpense("12", "EUR")
	form.Set("invoice", "+371 26 123 456") // numbers of papers look like those of phones
	form.Set("do", "submit")
	staff.post(expenses, form).wants(t, http.StatusSeeOther)
}

// TestExpensesAsAFile: what the list has, with what it comes to in the project's currency.
func TestExpensesAsAFile(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	file := s.as("lead").page(home + "/export/expenses.csv?partner=stellit")
	has(t, file, "Amount in EUR", "E-0001", "181690.91", "RUB")
	if strings.Contains(file, "E-0030") {
		t.Error("the file has expenses of another partner")
	}
	s.as("other").get(home+"/export/expenses.csv?partner=stellit").wants(t, http.StatusForbidden)
}

// TestReceiptsOfAnExpense: files come with the form, are told what they are, and are read by
// those alone who may read the expense.
func TestReceiptsOfAnExpense(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	staff := s.as("staff")
	form := staff.newExpense("12", "EUR")
	form.Set("do", "submit")
	invoice := map[string][]byte{"invoice.pdf": []byte("%PDF-1.7\n1 0 obj")}
	staff.uploadTo(expenses, form, map[string][]byte{"page.html": []byte("<script>")}).wants(t, http.StatusUnprocessableEntity, `id="files-error"`, "page.html: ")
	form = staff.newExpense("12", "EUR")
	form.Set("do", "submit")
	a := staff.uploadTo(expenses, form, invoice)
	a.wants(t, http.StatusUnprocessableEntity, `href="#file-0-caption"`) // it was kept, and lacks what it is
	_, path, _ := strings.Cut(a.body, `action="`+expenses+"/")
	ref, _, _ := strings.Cut(path, "/")
	path = expenses + "/" + ref
	form = staff.form(a.body, path+"/edit")
	form.Set("file.0.caption", "Invoice of the hotel")
	form.Set("link.0.url", "https://example.org/contract")
	form.Set("link.0.caption", "Contract")
	form.Set("do", "submit")
	staff.post(path+"/edit", form).wants(t, http.StatusSeeOther)
	page := staff.page(path)
	has(t, page, "Invoice of the hotel", `href="https://example.org/contract"`)
	has(t, staff.page(expenses), "2 files")
	_, file, _ := strings.Cut(page, `href="`+home+"/files/")
	file, _, _ = strings.Cut(file, `"`)
	for name, want := range map[string]int{
		"staff": http.StatusOK, "lead": http.StatusOK, "auditor": http.StatusOK,
		"other": http.StatusNotFound, "funder": http.StatusForbidden,
	} {
		s.as(name).get(home+"/files/"+file).wants(t, want)
	}
}
