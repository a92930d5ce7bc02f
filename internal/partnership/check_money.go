package partnership

import (
	"tulos/internal/results"
	"tulos/pkg/codelist"
)

// Expense finds what is wrong with an expense by itself; paths are relative to it.
func (c *Checker) Expense(e *Expense) []results.Problem {
	var f results.Findings
	f.Require("ref", e.Ref != "")
	c.scope.CheckPartner(&f, "partner", e.Partner)
	f.Require("line", e.Line != "")
	if e.Line != "" && !c.lines.Has(e.Line) {
		f.Wrong("line", NoSuchLine, "Value", e.Line)
	}
	f.Require("date", !e.Date.IsZero())
	f.Require("amount", e.Amount != nil)
	f.Require("currency", e.Currency != "")
	code(&f, "currency", e.Currency, codelist.Currency, NoSuchCurrency)
	c.scope.RequireText(&f, "description", e.Description)
	for n := range e.Evidence {
		f.Under(results.At("evidence", n), c.evidence(&e.Evidence[n]))
	}
	results.Choose(&f, "status", e.Status, Draft, Submitted, Returned, Accepted, Verified)
	if e.Converted != nil {
		f.Under("converted", c.conversion(e))
	}
	return f.Problems()
}

// conversion finds what is wrong with how an expense was converted: it is told whole, of
// another currency than the project's, and comes to what the rate makes of the amount.
func (c *Checker) conversion(e *Expense) []results.Problem {
	var f results.Findings
	v := e.Converted
	f.Require("of", v.Of != "")
	f.Require("source", v.Source != "")
	results.Choose(&f, "rule", v.Rule, MonthSubmitted, MonthOfExpense, PeriodAverage)
	positive(&f, "perUnit", &v.PerUnit)
	isConverted := e.Currency != c.dossier.Project.Currency
	if !isConverted || e.Amount != nil && v.PerUnit.Sign() > 0 && !e.Amount.Div(v.PerUnit).Round(2).Equal(v.Amount) {
		f.Wrong("amount", NotConverted, "Value", v.Amount.Fixed(2))
	}
	return f.Problems()
}

// Rate finds what is wrong with an exchange rate by itself; paths are relative to
// it.
func (c *Checker) Rate(r *Rate) []results.Problem {
	var f results.Findings
	f.Require("currency", r.Currency != "")
	code(&f, "currency", r.Currency, codelist.Currency, NoSuchCurrency)
	code(&f, "base", r.Base, codelist.Currency, NoSuchCurrency)
	switch {
	case (r.Month == "") == r.Date.IsZero():
		f.Wrong("", MonthOrDate)
	case r.Month != "" && !IsMonth(r.Month):
		f.Wrong("month", NotMonth, "Value", r.Month)
	}
	positive(&f, "perUnit", r.PerUnit)
	if r.Base != "" && r.Base == r.Currency {
		f.Wrong("base", RateOfItself, "Currency", r.Base)
	}
	f.Require("source", r.Source != "")
	return f.Problems()
}

// IsMonth says whether a text is a month: YYYY-MM.
func IsMonth(s string) bool {
	_, err := results.ParseDate(s + "-01")
	return err == nil
}

// Narrative finds what is wrong with a narrative; paths are relative to it.
func (c *Checker) Narrative(n *Narrative) []results.Problem {
	var f results.Findings
	c.scope.CheckPeriod(&f, "period", n.Period)
	if n.Partner != "" {
		c.scope.CheckPartner(&f, "partner", n.Partner)
	}
	f.Require("section", n.Section != "")
	c.scope.RequireText(&f, "text", n.Text)
	return f.Problems()
}
