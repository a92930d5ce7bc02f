package sample

import (
	"fmt"
	"math/rand/v2"

	"tulos/internal/partnership"
	"tulos/internal/results"
)

const budgetLines = 5

// Spend gives a project of Project a budget of five lines and so many expenses, accepted
// in its first period, of all partners; half of them are in kronor and were converted.
func Spend(d *partnership.Dossier, expenses int) {
	for n := range budgetLines {
		line := partnership.BudgetLine{Code: fmt.Sprintf("B%d", n+1), Title: en(fmt.Sprintf("Costs of kind %d", n+1))}
		for k := range places {
			line.Amounts = append(line.Amounts, partnership.BudgetAmount{Partner: Partner(k), Amount: number(10_000_000)})
		}
		d.Project.BudgetLines = append(d.Project.BudgetLines, line)
	}
	chance := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // plausible amounts need no secrets
	d.Expenditure = make([]partnership.Expense, expenses)
	for n := range d.Expenditure {
		d.Expenditure[n] = expense(chance, n)
	}
}

func expense(chance *rand.Rand, n int) partnership.Expense {
	amount, day := results.Int(100+chance.IntN(500_000)).Div(results.Int(100)).Round(2), results.DateOf(firstYear, 1, 1).AddDays(chance.IntN(180))
	e := partnership.Expense{
		Ref: fmt.Sprintf("E-%06d", n+1), Partner: Partner(chance.IntN(len(places))), Line: fmt.Sprintf("B%d", 1+chance.IntN(budgetLines)),
		Date: day, Paid: day.AddDays(14), Invoice: fmt.Sprintf("R-%d", 1000+n), Reference: fmt.Sprint(40_000 + n),
		Amount: &amount, Currency: "EUR", Description: en("Room, meals and travel of a training"), Status: partnership.Accepted,
	}
	if chance.IntN(2) == 0 {
		perUnit := results.Int(113_127).Div(results.Int(10_000))
		e.Currency = "SEK"
		e.Converted = &partnership.Conversion{
			Amount: amount.Div(perUnit).Round(2), PerUnit: perUnit, Rule: partnership.MonthSubmitted, Of: day.String()[:len("2006-01")], Source: "ECB",
		}
	}
	return e
}
