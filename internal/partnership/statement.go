package partnership

import (
	"slices"

	"tulos/internal/results"
)

// Money is what statements are made of.
type Money struct {
	Spending  Spending
	Receipts  []Receipt
	Forecasts []Forecast
}

// A Statement holds what was spent by the end of a reporting period against the budget.
// All amounts are in the project's currency.
type Statement struct {
	Period     results.PeriodNo
	Next       results.PeriodNo // that after it, which forecasts are of; 0 after the last
	IsForeseen bool             // somebody has made a forecast of it
	Lines      []StatementLine  // by budget line, of all partners that were asked for
	Partners   []StatementLine  // by partner, of all budget lines
	Total      StatementLine
	Outside    Sum // what counts in no period, or on no line of the budget; not in the total
}

// A StatementLine is a row of a statement, or its total. Amounts are of what was accepted.
type StatementLine struct {
	Line        string            // of a row of a budget line
	Partner     results.PartnerID // of a row of a partner
	Budget      results.Number
	Before      results.Number // in the periods before
	Now         results.Number // in the period
	Waiting     results.Number // submitted in the period or before, and not yet accepted
	Verified    results.Number // of what was spent by the end of the period
	Received    results.Number // of partners and the total: by the end of the period (Project.ReceivedBy)
	Forecast    results.Number // of the next period
	Unconverted int            // expenses that are in none of the amounts, for want of a rate
	State       SpendingState
}

// A SpendingState says how what was spent stands against the budget.
type SpendingState string

// The states. A budget that is spent evenly over the project's time is as expected; the
// project's thresholds say below which share of that it is low, or very low.
const (
	AsExpected SpendingState = ""
	Overspent  SpendingState = "overspent" // more than the budget
	Low        SpendingState = "low"
	VeryLow    SpendingState = "very-low"
)

// Spent is what was spent by the end of the period.
func (l *StatementLine) Spent() results.Number { return l.Before.Add(l.Now) }

// Remaining is what is left of the budget; below 0 it is overspent.
func (l *StatementLine) Remaining() results.Number { return l.Budget.Sub(l.Spent()) }

// Balance is what is left of what was received; below 0 more was spent.
func (l *StatementLine) Balance() results.Number { return l.Received.Sub(l.Spent()) }

// ExceedsRemaining says whether more is expected in the next period than is left.
func (l *StatementLine) ExceedsRemaining() bool {
	return l.Forecast.Sign() > 0 && l.Remaining().Cmp(l.Forecast) < 0
}

// Used is the share of the budget that was spent, 1 is all; none without a budget.
func (l *StatementLine) Used() results.Figure {
	if l.Budget.Sign() == 0 {
		return results.Figure{}
	}
	return results.Known(l.Spent().Div(l.Budget))
}

// Statement makes the statement of a period, of one partner or with "" of all.
func (p *Project) Statement(m Money, k results.PeriodNo, partner results.PartnerID) *Statement {
	return p.StatementOver(m, k, k, partner)
}

// StatementOver makes the statement of several periods, as if they were one.
func (p *Project) StatementOver(m Money, from, k results.PeriodNo, partner results.PartnerID) *Statement {
	st := p.budgeted(partner)
	st.Period = k
	for key, spent := range m.Spending {
		switch rows := st.rows(key.Line, key.Partner); {
		case key.Period > k || !st.has(key.Partner):
		case rows == nil || key.Period == 0:
			st.Outside = st.Outside.plus(spent.Submitted).plus(spent.Counted())
		default:
			for _, row := range rows {
				row.add(spent, key.Period >= from)
			}
		}
	}
	st.receive(p, m.Receipts, partner)
	st.foresee(p, m.Forecasts)
	elapsed := p.elapsed(k)
	for _, rows := range [][]StatementLine{st.Lines, st.Partners} {
		for n := range rows {
			rows[n].judge(elapsed, p.Thresholds)
		}
	}
	st.Total.judge(elapsed, p.Thresholds)
	return st
}

// budgeted is a statement with the budget alone.
func (p *Project) budgeted(partner results.PartnerID) *Statement {
	st := &Statement{Lines: make([]StatementLine, len(p.BudgetLines))}
	for _, m := range p.Partners {
		if partner == "" || m.Organisation == partner {
			st.Partners = append(st.Partners, StatementLine{Partner: m.Organisation})
		}
	}
	for n, l := range p.BudgetLines {
		st.Lines[n].Line = l.Code
		for _, a := range l.Amounts {
			for _, row := range st.rows(l.Code, a.Partner) {
				row.Budget = row.Budget.Add(*a.Amount)
			}
		}
	}
	return st
}

func (st *Statement) has(partner results.PartnerID) bool {
	return slices.ContainsFunc(st.Partners, func(l StatementLine) bool { return l.Partner == partner })
}

// rows are those to which an amount belongs; none where it has no row of both sorts.
func (st *Statement) rows(line string, partner results.PartnerID) []*StatementLine {
	l := slices.IndexFunc(st.Lines, func(l StatementLine) bool { return l.Line == line })
	m := slices.IndexFunc(st.Partners, func(l StatementLine) bool { return l.Partner == partner })
	if l < 0 || m < 0 {
		return nil
	}
	return []*StatementLine{&st.Lines[l], &st.Partners[m], &st.Total}
}

func (l *StatementLine) add(s *Spent, isNow bool) {
	counted := s.Counted()
	if isNow {
		l.Now = l.Now.Add(counted.Amount)
	} else {
		l.Before = l.Before.Add(counted.Amount)
	}
	l.Waiting = l.Waiting.Add(s.Submitted.Amount)
	l.Verified = l.Verified.Add(s.Verified.Amount)
	l.Unconverted += counted.Unconverted + s.Submitted.Unconverted
}

// elapsed is the share of the project's days that have gone by at the end of a period.
func (p *Project) elapsed(k results.PeriodNo) results.Number {
	all := p.End.DaysSince(p.Start) + 1
	if k == 0 || all <= 0 {
		return results.Int(0)
	}
	return results.Int(p.Periods[k-1].End.DaysSince(p.Start) + 1).Div(results.Int(all))
}

func (l *StatementLine) judge(elapsed results.Number, t results.Thresholds) {
	spent, expected := l.Spent(), l.Budget.Mul(elapsed)
	switch {
	case l.Budget.Cmp(spent) < 0:
		l.State = Overspent
	case spent.Cmp(expected.Mul(t.AtRiskFrom())) < 0:
		l.State = VeryLow
	case spent.Cmp(expected.Mul(t.OnTrackFrom())) < 0:
		l.State = Low
	}
}
