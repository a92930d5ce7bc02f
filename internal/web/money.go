package web

import (
	"net/http"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

// A moneyView is the statement of a period: what was spent, against the budget.
type moneyView struct {
	Tabs     []choiceView
	Path     string
	Intro    string // of what the amounts are
	Periods  []periodView
	Period   periodView
	Partners []option // to choose from; none for those who see their own alone
	Lines    moneyTable
	ByWho    moneyTable // by partner; no rows where one is shown
	Balance  []balanceRow
	Notes    []string // what is not in the statement
	HasMoney bool     // there is a budget, or something was spent
	Rates    string   // path
	Foresee  *link    // to the form of the forecast
	New      *link
}

// A moneyTable has a row for each line or partner, and their total last.
type moneyTable struct {
	ID, Title, Head string // message keys
	Forecast        string // heads the column; empty where there is none
	Rows            []moneyRow
}

// A moneyRow is a row of a statement, with its amounts in words.
type moneyRow struct {
	Name, Path                                                     string
	IsTotal                                                        bool
	Budget, Before, Now, Spent, Used, Remaining, Waiting, Verified string
	Forecast                                                       string
	Exceeds                                                        bool // the forecast what remains
	State                                                          partnership.SpendingState
}

// A balanceRow tells what a partner has left of what it received, or the project.
type balanceRow struct {
	Name, Received, Spent, Balance string
}

var moneyPage = page[moneyView]{"expense/statement.html"}

func (r *request) moneyPath() string { return base(r.project()) + "/money" }

// moneyTabs leads to the pages about money.
func (r *request) moneyTabs(current string) []choiceView {
	return []choiceView{
		{"money", r.words.Text("money.statement", nil), r.moneyPath(), current == "money"},
		{"expenses", r.words.Text("money.expenses", nil), r.expensesPath(), current == "expenses"},
		{"receipts", r.words.Text("receipt.title", nil), r.receiptsPath(), current == "receipts"},
		{"rates", r.words.Text("rates.title", nil), base(r.project()) + "/rates", false},
	}
}

func showMoney(r *request) error {
	o, err := r.Service.Overview(r.ctx(), r.by(), r.project())
	if err != nil {
		return err
	}
	k, err := r.chosenPeriod(o)
	if err != nil {
		return err
	}
	partner, err := r.chosenPartner(o.Setup)
	if err != nil {
		return err
	}
	seesAll := r.actor.MayReadMoney("")
	if partner == "" && !seesAll {
		partner = r.actor.Organisation
	}
	st, err := r.Service.Statement(r.ctx(), r.by(), r.project(), k, partner)
	if err != nil {
		return err
	}
	v := moneyView{
		Tabs: r.moneyTabs("money"), Path: r.moneyPath(), Periods: periodsOf(o, k), Rates: base(r.project()) + "/rates",
		Intro:    r.words.Text("money.intro", i18n.Args{"Currency": o.Setup.Project.Currency}),
		HasMoney: len(o.Setup.Project.BudgetLines) > 0,
	}
	v.Period = v.Periods[k-1]
	if seesAll {
		for _, p := range partnerChoices(o.Setup, partner) {
			v.Partners = append(v.Partners, option{Value: string(p.ID), Text: p.Name, IsChosen: p.IsChosen})
		}
	}
	v.Lines = r.moneyLines(o, st, partner)
	if partner == "" {
		v.ByWho = r.moneyPartners(o, st)
	}
	if st.Next > 0 {
		next := r.words.Text("forecast.write", i18n.Args{"Period": int(st.Next)})
		if st.IsForeseen {
			v.Lines.Forecast, v.ByWho.Forecast = next, next
		}
		if r.mayForesee(&o.Setup.Project, partner) {
			v.Foresee = &link{Text: next, Path: r.forecastPath(st.Next, partner)}
		}
	}
	v.Balance = r.balance(o.Setup, st, partner)
	v.Notes = r.moneyNotes(o.Setup, st)
	if r.actor.May(partnership.LogEntries) && o.Setup.Project.IsReporting(r.actor.Organisation, r.Service.Today()) {
		v.New = &link{Text: r.words.Text("money.new", nil), Path: r.expensesPath() + "/new"}
	}
	return show(r, http.StatusOK, moneyPage, r.words.Text("money.statement", nil), v)
}

func (r *request) moneyLines(o *service.Overview, st *partnership.Statement, partner results.PartnerID) moneyTable {
	t := moneyTable{ID: "by-line", Title: "money.by-line", Head: "money.line"}
	for n := range st.Lines {
		row := r.moneyRow(&st.Lines[n])
		row.Name = r.lineTitle(&o.Setup.Project, st.Lines[n].Line)
		row.Path = r.listPath("expenses", service.Filter{Kind: st.Lines[n].Line, Partner: partner}, 0)
		t.Rows = append(t.Rows, row)
	}
	t.Rows = append(t.Rows, r.moneyTotal(st))
	return t
}

func (r *request) moneyPartners(o *service.Overview, st *partnership.Statement) moneyTable {
	t := moneyTable{ID: "by-partner", Title: "money.by-partner", Head: "report.partner"}
	for n := range st.Partners {
		row := r.moneyRow(&st.Partners[n])
		row.Name = organisationName(o.Setup, st.Partners[n].Partner)
		row.Path = r.listPath("expenses", service.Filter{Partner: st.Partners[n].Partner}, 0)
		t.Rows = append(t.Rows, row)
	}
	t.Rows = append(t.Rows, r.moneyTotal(st))
	return t
}

// balance has a row for each partner that received or spent something, and the project's
// last; none where nothing was received.
func (r *request) balance(setup *partnership.Setup, st *partnership.Statement, partner results.PartnerID) []balanceRow {
	var rows []balanceRow
	isReceived := st.Total.Received.Sign() != 0
	for n := range st.Partners {
		row := &st.Partners[n]
		isReceived = isReceived || row.Received.Sign() != 0
		rows = append(rows, r.balanceRow(row, organisationName(setup, row.Partner)))
	}
	if !isReceived {
		return nil
	}
	if partner == "" {
		rows = append(rows, r.balanceRow(&st.Total, r.words.Text("receipt.project", nil)))
	}
	return rows
}

func (r *request) balanceRow(l *partnership.StatementLine, name string) balanceRow {
	amount := func(n results.Number) string { return r.words.Number(n.Fixed(2), 2) }
	return balanceRow{Name: name, Received: amount(l.Received), Spent: amount(l.Spent()), Balance: amount(l.Balance())}
}

func (r *request) moneyTotal(st *partnership.Statement) moneyRow {
	row := r.moneyRow(&st.Total)
	row.Name, row.IsTotal = r.words.Text("report.total", nil), true
	return row
}

func (r *request) moneyRow(l *partnership.StatementLine) moneyRow {
	amount := func(n results.Number) string { return r.words.Number(n.Fixed(2), 2) }
	return moneyRow{
		Budget: amount(l.Budget), Before: amount(l.Before), Now: amount(l.Now), Spent: amount(l.Spent()), Used: orNone(share(r.words, l.Used())),
		Remaining: amount(l.Remaining()), Waiting: amount(l.Waiting), Verified: amount(l.Verified), State: l.State,
		Forecast: amount(l.Forecast), Exceeds: l.ExceedsRemaining(),
	}
}

// moneyNotes tell what is not in the statement.
func (r *request) moneyNotes(setup *partnership.Setup, st *partnership.Statement) []string {
	var notes, exceeding []string
	for n := range st.Lines {
		if st.Lines[n].ExceedsRemaining() {
			exceeding = append(exceeding, r.lineTitle(&setup.Project, st.Lines[n].Line))
		}
	}
	for n := range st.Partners {
		if st.Partners[n].ExceedsRemaining() {
			exceeding = append(exceeding, organisationName(setup, st.Partners[n].Partner))
		}
	}
	if len(exceeding) > 0 {
		notes = append(notes, r.words.Text("forecast.exceeds-note", i18n.Args{"Period": int(st.Next), "Where": r.words.List(exceeding)}))
	}
	if st.Total.Unconverted > 0 {
		notes = append(notes, r.words.Text("money.unconverted", i18n.Args{"Count": st.Total.Unconverted}))
	}
	if st.Outside.Count > 0 {
		notes = append(notes, r.words.Text("money.outside", i18n.Args{
			"Count": st.Outside.Count, "Amount": r.money(&st.Outside.Amount, setup.Project.Currency),
		}))
	}
	return notes
}
