package web

import (
	"net/http"
	"net/url"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// An expenseView is an expense, with how it was converted.
type expenseView struct {
	Ref, Partner       string
	Status             partnership.Status
	Line               string
	Day, Paid          results.Date
	Amount             string // with its currency
	Value              string // in the project's currency; empty where it is in that already, or cannot be told
	Rate               string // by which it was converted, in words
	Description        results.Text
	Invoice, Reference string
	evidenceList
	Comments  []commentView
	Decide    decideView
	CanReview bool
	CanVerify bool
	Own       ownView
	List      string // path of all expenses
	History   string // path of what the audit says of it; empty for who may not read that
}

var expensePage = page[expenseView]{"expense/expense.html"}

func (r *request) expensePath(ref string) string { return r.expensesPath() + "/" + url.PathEscape(ref) }

func showExpense(r *request) error { return r.expensePage(http.StatusOK, decideView{}) }

// expensePage shows an expense, with what was entered before.
func (r *request) expensePage(status int, sent decideView) error {
	ref := r.Param("ref")
	found, err := r.Service.Expense(r.ctx(), r.by(), r.project(), ref)
	if err != nil {
		return err
	}
	o, err := r.Service.Overview(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	e := &found.Value.Value
	v := expenseView{
		Ref: e.Ref, Partner: organisationName(o.Setup, e.Partner), Status: e.Status, Line: r.lineTitle(&o.Setup.Project, e.Line),
		Day: e.Date, Paid: e.Paid, Amount: r.money(e.Amount, e.Currency), Description: e.Description, Invoice: e.Invoice, Reference: e.Reference,
		evidenceList: r.receipts(e), Decide: sent, List: r.expensesPath(), History: r.historyPath(e.Ref),
		Own: r.ownView(r.expensePath(ref), found.Rev, e.Head(), &o.Setup.Project),
	}
	c, err := r.Service.Conversion(r.ctx(), &o.Setup.Project, e)
	if err != nil {
		return err
	}
	if c != nil && !e.Status.IsOpen() {
		v.Value = r.money(&c.Amount, o.Setup.Project.Currency)
		v.Rate = r.words.Text("money.converted", i18n.Args{
			"Rate": typedNumber(r.words, &c.PerUnit), "Currency": e.Currency, "Project": o.Setup.Project.Currency,
			"Of": c.Of, "Source": c.Source, "Rule": r.words.Text("setup.rate-"+string(c.Rule), nil),
		})
	}
	v.Own.CanDelete = v.Own.CanEdit && len(found.Value.Comments) == 0
	if v.Comments, err = r.comments(found.Value.Comments); err != nil {
		return err
	}
	v.Decide.Path, v.Decide.Rev, v.Decide.Status, v.Decide.Then = r.expensePath(ref)+"/step", found.Rev, e.Status, r.expensePath(ref)
	v.CanReview = r.actor.May(partnership.Review)
	v.CanVerify = r.actor.May(partnership.VerifyExpenses) && (e.Status == partnership.Accepted || e.Status == partnership.Verified)
	return show(r, status, expensePage, e.Ref+" "+v.Amount, v)
}

// receipts is the evidence of an expense: nobody's consent is asked for that.
func (r *request) receipts(e *partnership.Expense) evidenceList {
	v := r.evidenceList(e.Ref, e.Evidence)
	v.Heading = "money.evidence"
	for n := range v.Photos {
		v.Photos[n].State = ""
	}
	return v
}

// lineTitle is what a line of the budget is called.
func (r *request) lineTitle(p *partnership.Project, code string) string {
	for _, l := range p.BudgetLines {
		if l.Code == code {
			return r.titled(l.Code, l.Title)
		}
	}
	return code
}

// money writes an amount with its currency; nothing where there is none.
func (r *request) money(n *results.Number, currency string) string {
	if n == nil {
		return ""
	}
	return r.words.Number(n.Fixed(2), 2) + " " + currency
}

// moveExpense takes an expense a step on.
func moveExpense(r *request) error {
	ref := r.Param("ref")
	m := r.move(seenRevision(r.PostForm("rev")))
	if m.Step == partnership.Submit {
		m = r.submission(m.Seen)
	}
	err := r.Service.MoveExpense(r.ctx(), r.by(), r.project(), ref, m)
	switch status, sent, ok := r.refusedMove(err); {
	case service.IsKind(err, service.Invalid) && m.Step == partnership.Submit:
		return r.expenseNotComplete(err)
	case ok:
		return r.expensePage(status, sent)
	case err != nil:
		return err
	}
	r.notice(r.words.Text("activity.done-"+string(m.Step), i18n.Args{"Ref": ref}))
	if m.Step == partnership.Accept {
		r.offerReopen("expenses", "", []service.Chosen{{Ref: ref, Seen: m.Seen}})
	}
	return r.to(r.expensePath(ref))
}

// expenseNotComplete shows the form of an expense with what is missing.
func (r *request) expenseNotComplete(refused error) error {
	e, err := r.expenseStored()
	if err != nil {
		return err
	}
	e.form = formMaker{r.words, r.textLanguage(e.was.Value.Description)}.expense(&e.was.Value)
	_, e.reader = e.form.read(r.words, e.project(), &e.was.Value)
	return e.page(http.StatusUnprocessableEntity, e.messages(problemsOf(refused)))
}

func deleteExpense(r *request) error {
	return r.deleteEntry(r.expensePath(r.Param("ref")), r.Service.DeleteExpense)
}

// restoreExpense brings back the draft that was deleted in this session.
func restoreExpense(r *request) error {
	return r.restoreEntry(r.expensePath(r.Param("ref")), r.Service.RestoreExpense)
}
