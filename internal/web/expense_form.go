package web

import (
	"net/url"
	"slices"
	"strings"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// An expenseForm is an expense as it stands in its form: every field as it was typed.
type expenseForm struct {
	Language    string // that its text is in
	Shown       string // that it was in when the form was made
	Line        string
	Date, Paid  string
	Amount      string
	Currency    string
	Description typedText
	Invoice     string
	Reference   string
	evidenceForm
}

func decodeExpense(values url.Values) expenseForm {
	s := sent{values}
	return expenseForm{
		Language: s.line("language"), Shown: s.line("shown"), Line: s.line("line"), Date: s.line("date"), Paid: s.line("paid"),
		Amount: s.line("amount"), Currency: strings.ToUpper(s.line("currency")), Description: s.typedText("description"),
		Invoice: s.line("invoice"), Reference: s.line("reference"), evidenceForm: s.evidence(),
	}
}

// expense is an expense as its form.
func (m formMaker) expense(e *partnership.Expense) expenseForm {
	return expenseForm{
		Language: m.language, Shown: m.language, Line: e.Line, Date: e.Date.String(), Paid: e.Paid.String(),
		Amount: typedNumber(m.words, e.Amount), Currency: e.Currency, Description: m.text(e.Description),
		Invoice: e.Invoice, Reference: e.Reference, evidenceForm: m.evidence(e.Evidence),
	}
}

// read puts what the form says in place of what an expense had; the reference, the
// partner and the status stay.
func (f *expenseForm) read(words *i18n.Localizer, project *partnership.Project, was *partnership.Expense) (partnership.Expense, *reader) {
	r := newReader(words, project, f.Language, f.Shown)
	return partnership.Expense{
		Ref: was.Ref, Partner: was.Partner, Status: was.Status, Line: f.Line, Date: r.date("date", f.Date), Paid: r.date("paid", f.Paid),
		Amount: r.amount("amount", f.Amount), Currency: f.Currency, Description: r.text("description", f.Description),
		Invoice: f.Invoice, Reference: f.Reference, Evidence: r.evidence(&f.evidenceForm, was.Evidence),
	}, r
}

// amount reads an amount of money: nothing smaller than a cent.
func (r *reader) amount(field, typed string) *results.Number {
	n, err := parseNumber(r.words, typed)
	if err != nil || n != nil && !n.Equal(n.Round(2)) {
		r.wrong(field, "money.not-amount")
		return nil
	}
	return n
}

// expenseField names the field of the form at which a problem is shown.
func (e *expenseEdit) expenseField(path string) string {
	if strings.HasPrefix(path, "evidence[") {
		return e.reader.field(path)
	}
	first, _, _ := strings.Cut(strings.SplitN(path, "[", 2)[0], ".")
	if slices.Contains([]string{"line", "date", "paid", "amount", "currency", "description", "invoice", "reference"}, first) {
		return first
	}
	return "line" // the others have no field; the first one serves
}

// An expenseFormView is the form of an expense, with what can be chosen in it.
type expenseFormView struct {
	entryFormView
	evidenceFields
	Form  expenseForm
	Lines []option
}

var expenseFormPage = page[expenseFormView]{"expense/form.html"}

// An expenseEdit is a form of an expense under way.
type expenseEdit struct {
	entryEdit[partnership.Expense]
	form expenseForm
}

func (e *expenseEdit) view() (expenseFormView, error) {
	head, err := e.formView(e.request.expensesPath())
	v := expenseFormView{entryFormView: head, Form: e.form, Lines: e.request.budgetLines(e.project(), e.form.Line)}
	if !slices.ContainsFunc(v.Lines, func(o option) bool { return o.IsChosen }) && e.form.Line != "" {
		v.Lines = append(v.Lines, option{Value: e.form.Line, Text: e.form.Line, IsChosen: true})
	}
	return v, err
}

// budgetLines are the lines of the budget to choose from.
func (r *request) budgetLines(p *partnership.Project, chosen string) []option {
	var all []option
	for _, l := range p.BudgetLines {
		all = append(all, option{Value: l.Code, Text: r.titled(l.Code, l.Title), IsChosen: l.Code == chosen})
	}
	return all
}

// messages say what is wrong with the form.
func (e *expenseEdit) messages(problems []results.Problem) []fieldMessage {
	return e.fieldMessages(problems, e.expenseField, func(label string) string {
		if needed(label) {
			return "activity.need-" + label
		}
		if slices.Contains([]string{"line", "date", "amount", "currency", "description"}, label) {
			return "money.need-" + label
		}
		return ""
	})
}

// lines are the fields of an expense that hold something, with their labels.
func (e *expenseEdit) lines(v *partnership.Expense) [][2]string {
	l := &lister{words: e.request.words, project: e.project()}
	l.add(l.message("money.line"), v.Line)
	l.add(l.message("money.date"), date(l.words, v.Date))
	l.add(l.message("money.paid"), date(l.words, v.Paid))
	l.add(l.message("money.amount"), strings.TrimSpace(typedNumber(e.request.words, v.Amount)+" "+v.Currency))
	l.text(l.message("money.description"), v.Description)
	l.add(l.message("money.invoice"), v.Invoice)
	l.add(l.message("money.reference"), v.Reference)
	l.evidence(v.Evidence)
	return l.list
}
