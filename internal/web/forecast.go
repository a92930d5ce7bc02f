package web

import (
	"net/http"
	"strconv"

	"tulos/internal/i18n"
	"tulos/internal/partnership"
	"tulos/internal/results"
)

// forecastPath is the form in which a partner's forecast of a period is written; with ""
// that of the person's own organisation.
func (r *request) forecastPath(k results.PeriodNo, partner results.PartnerID) string {
	return withQuery(r.moneyPath()+"/forecast/"+periodText(k), "partner", string(partner))
}

// mayForesee says whether the person may write the forecast of a partner; with "", of any.
func (r *request) mayForesee(p *partnership.Project, partner results.PartnerID) bool {
	if partner == "" {
		partner = r.actor.Organisation
	}
	return r.actor.May(partnership.KeepAccounts) ||
		r.actor.MayFor(partnership.LogEntries, partner) && p.IsReporting(partner, r.Service.Today())
}

// A forecastEdit is the writing of a forecast under way.
type forecastEdit struct {
	request   *request
	setup     *partnership.Setup
	rev       int64
	value     partnership.Forecast
	remaining map[string]results.Number // by budget line, before the period
	form      *binding
}

// forecastEdit reads the forecast of the address, with what remains of the budget.
func (r *request) forecastEdit() (*forecastEdit, error) {
	o, err := r.Service.Overview(r.ctx(), r.by(), r.project())
	if err != nil {
		return nil, err
	}
	k, err := strconv.Atoi(r.Param("period"))
	if err != nil || !o.HasPeriod(results.PeriodNo(k)) {
		return nil, errNotFound
	}
	partner, err := r.chosenPartner(o.Setup)
	if err != nil {
		return nil, err
	}
	if partner == "" {
		partner = r.actor.Organisation
	}
	stored, err := r.Service.Forecast(r.ctx(), r.by(), r.project(), results.PeriodNo(k), partner)
	if err != nil {
		return nil, err
	}
	e := &forecastEdit{request: r, setup: o.Setup, rev: stored.Rev, value: stored.Value, remaining: map[string]results.Number{}}
	st, err := r.Service.Statement(r.ctx(), r.by(), r.project(), results.PeriodNo(max(k-1, 1)), partner)
	if err != nil {
		return nil, err
	}
	for n := range st.Lines {
		l := &st.Lines[n]
		e.remaining[l.Line] = l.Remaining()
		if k == 1 {
			e.remaining[l.Line] = l.Budget
		}
	}
	return e, nil
}

// bind has an input for each line of the budget, with what remains of it.
func (e *forecastEdit) bind(sent *sent) {
	p := &e.setup.Project
	e.form = newBinding(e.request.words, p.Languages, sent)
	was := map[string]*results.Number{}
	for _, l := range e.value.Lines {
		was[l.Line] = l.Amount
	}
	e.value.Lines = nil
	for n, line := range p.BudgetLines {
		amount, name := was[line.Code], "line-"+strconv.Itoa(n)
		input := e.form.number(name, "money.amount", &amount)
		input.Label = e.request.titled(line.Code, line.Title)
		left := e.remaining[line.Code]
		input.Hint = e.request.words.Text("forecast.remaining", i18n.Args{"Amount": e.request.money(&left, p.Currency)})
		if amount != nil {
			e.form.at(results.At("lines", len(e.value.Lines)), name)
			e.value.Lines = append(e.value.Lines, partnership.ForecastLine{Line: line.Code, Amount: amount})
		}
	}
}

func (e *forecastEdit) bound() *binding { return e.form }

func (e *forecastEdit) view() setupPartView {
	v := setupPartView{
		Kind: "forecast", Advice: "forecast.advice", Path: e.request.forecastPath(e.value.Period, e.value.Partner),
		Title: e.request.words.Text("forecast.title", i18n.Args{"Period": int(e.value.Period), "Partner": organisationName(e.setup, e.value.Partner)}),
		Back:  e.statementPath(), BackText: "money.statement", Rev: e.rev, CanEdit: true, Inputs: e.form.inputs,
	}
	for _, m := range e.setup.Project.Partners {
		if m.Organisation != e.value.Partner && e.request.mayForesee(&e.setup.Project, m.Organisation) {
			v.More = append(v.More, link{Text: organisationName(e.setup, m.Organisation), Path: e.request.forecastPath(e.value.Period, m.Organisation)})
		}
	}
	return v
}

// statementPath is the statement beside which the forecast stands.
func (e *forecastEdit) statementPath() string {
	return withQuery(e.request.moneyPath(), "period", periodText(max(e.value.Period-1, 1)))
}

func showForecast(r *request) error {
	e, err := r.forecastEdit()
	if err != nil {
		return err
	}
	e.bind(nil)
	return e.request.formPage(http.StatusOK, e.view())
}

// editForecast puts a forecast in place of the one that was seen.
func editForecast(r *request) error {
	e, err := r.forecastEdit()
	if err != nil {
		return err
	}
	e.bind(&sent{r.Request.PostForm})
	if len(*e.form.mistakes) > 0 {
		return refuseRecord(r, e, nil)
	}
	if err := r.Service.WriteForecast(r.ctx(), r.by(), seenRevision(r.PostForm("rev")), e.value); err != nil {
		return answerRecord(r, e, (*request).forecastEdit, err)
	}
	r.notice(r.words.Text("me.saved", nil))
	return r.to(e.statementPath())
}
