package api

import (
	"context"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/service"
)

func expenseOut(stored *service.Stored[service.Logged[partnership.Expense]]) Expense {
	e := &stored.Value.Value
	out := Expense{
		Ref: e.Ref, Etag: etag(stored.Rev), Status: ExpenseStatus(e.Status), Partner: string(e.Partner), Line: e.Line,
		Date: e.Date.String(), Paid: e.Paid.String(), Invoice: e.Invoice, Reference: e.Reference,
		Amount: numberFigure(e.Amount), Currency: e.Currency, Description: Text(e.Description),
	}
	if e.Converted != nil {
		out.Converted = numberFigure(&e.Converted.Amount)
	}
	return out
}

// ListExpenses reads a page of expenses.
func (s server) ListExpenses(ctx context.Context, in ListExpensesRequestObject) (ListExpensesResponseObject, error) {
	ctx, by := caller(ctx)
	p := in.Params
	var c content
	l := listing(service.Filter{
		Partner: results.PartnerID(p.Partner), Status: partnership.Status(p.Status), Kind: p.Line,
		From: c.day("from", p.From), To: c.day("to", p.To), Search: p.Search,
	}, string(p.Order), p.Limit, p.Cursor)
	if err := c.err(); err != nil {
		return nil, err
	}
	page, err := s.Service.Expenses(ctx, by, partnership.ProjectCode(in.Project), l)
	return ListExpenses200JSONResponse{Items: each(page.Items, expenseOut), Next: string(page.Next)}, err
}

// GetExpense reads an expense.
func (s server) GetExpense(ctx context.Context, in GetExpenseRequestObject) (GetExpenseResponseObject, error) {
	ctx, by := caller(ctx)
	e, err := s.Service.Expense(ctx, by, partnership.ProjectCode(in.Project), in.Ref)
	if err != nil {
		return nil, err
	}
	return GetExpense200JSONResponse{Body: expenseOut(&e), Headers: GetExpense200ResponseHeaders{ETag: etag(e.Rev)}}, nil
}
