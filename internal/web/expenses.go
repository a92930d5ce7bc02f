package web

import (
	"net/http"
	"slices"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// An expenseItem is a line of a list of expenses.
type expenseItem struct {
	Path, Ref     string
	Description   results.Text
	Line, Partner string
	Day           results.Date
	Amount, Value string // as it was spent, and in the project's currency where that is another
	Files         string // how many pieces of evidence it has; empty: none
	Status        partnership.Status
	Mark          string // by which it is chosen; empty where the person chooses none
	IsChosen      bool
}

var expensesPage = page[listPage[expenseItem]]{"expense/list.html"}

func (r *request) expensesPath() string { return base(r.project()) + "/expenses" }

func listExpenses(r *request) error { return r.expensesPage(http.StatusOK, severalView{}) }

// expensesPage shows a page of the list; sent is what was chosen and could not be done.
func (r *request) expensesPage(status int, sent severalView) error {
	l, err := r.listRequest("expenses")
	if err != nil {
		return err
	}
	found, err := r.Service.Expenses(r.ctx(), r.by(), r.project(), l.listing)
	if err != nil {
		return noCursor(err)
	}
	view := listPage[expenseItem]{List: l.view(found.Next, found.Count)}
	view.List.Tabs, view.List.OnlyOwn = r.moneyTabs("expenses"), false
	if !r.actor.MayReadMoney("") { // theirs is the only one
		view.List.Selects = slices.DeleteFunc(view.List.Selects, func(s selectView) bool { return s.Name == "partner" })
	}
	view.List.Several = r.severalView(&view.List, sent)
	view.List.Columns = r.columns("money.expense", "money.line", "report.partner", "report.date", "money.amount", "report.status")
	view.List.Empty = emptyView{r.words.Text("money.none", nil), r.words.Text("money.none-text", nil)}
	project := &l.overview.Setup.Project
	for n := range found.Items {
		e := &found.Items[n].Value.Value
		item := expenseItem{
			Path: r.expensePath(e.Ref), Ref: e.Ref, Description: e.Description, Line: e.Line, Day: e.Date, Status: e.Status,
			Partner: organisationName(l.overview.Setup, e.Partner), Amount: r.money(e.Amount, e.Currency),
		}
		if count := len(e.Evidence); count > 0 {
			item.Files = r.words.Text("money.files", i18n.Args{"Count": count})
		}
		if e.Converted != nil {
			item.Value = r.money(&e.Converted.Amount, project.Currency)
		}
		if view.List.Several.CanReview {
			item.Mark, item.IsChosen = markOf(e.Ref, found.Items[n].Rev), sent.has(e.Ref)
		}
		view.Rows = append(view.Rows, item)
	}
	if r.actor.May(partnership.LogEntries) && project.IsReporting(r.actor.Organisation, r.Service.Today()) {
		view.List.New = &link{Text: r.words.Text("money.new", nil), Path: r.expensesPath() + "/new"}
	}
	return show(r, status, expensesPage, view.List.Title, view)
}

func moveExpenses(r *request) error {
	return r.moveSeveral("expenses", r.expensesPage, func(all []service.Chosen, step partnership.Step, comment string) ([]service.Outcome, error) {
		return r.Service.MoveExpenses(r.ctx(), r.by(), r.project(), all, step, comment)
	})
}

// expenseKinds part expenses by lines of the budget.
func (r *request) expenseKinds(o *service.Overview) kindChoice {
	return kindChoice{"money.expenses", "money.line", r.budgetLines(&o.Setup.Project, "")}
}
