package archive

import (
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// Expenditure is kept by project and number in its log.
var Expenditure = newTable(store.Collection{
	Name: "expenditure", Shard: "project",
	Keys:   slices.Concat(keys(store.String, "project", "ref", "partner", "status"), keys(store.Date, "date")),
	Unique: [][]string{{"project", "ref"}},
}, loggedID, newExpenseDocument, (*reading).expense)

type expenseDocument struct {
	Project     partnership.ProjectCode `bson:"project"`
	Ref         string                  `bson:"ref"`
	Partner     results.PartnerID       `bson:"partner"`
	Status      partnership.Status      `bson:"status"`
	Date        string                  `bson:"date,omitempty"`
	No          int                     `bson:"no"`
	Comments    []commentDocument       `bson:"comments,omitempty"`
	Line        string                  `bson:"line,omitempty"`
	Amount      string                  `bson:"amount,omitempty"`
	Currency    string                  `bson:"currency,omitempty"`
	Description text                    `bson:"description,omitempty"`
}

func newExpenseDocument(l *partnership.Logged[partnership.Expense]) expenseDocument {
	e := &l.Value
	return expenseDocument{
		Project: l.Project, Ref: e.Ref, Partner: e.Partner, Status: e.Status, Date: newDate(e.Date),
		No: l.No, Comments: listed(l.Comments, newCommentDocument),
		Line: e.Line, Amount: newNumber(e.Amount), Currency: e.Currency, Description: text(e.Description),
	}
}

func (r *reading) expense(d *expenseDocument) partnership.Logged[partnership.Expense] {
	return partnership.Logged[partnership.Expense]{
		Project: d.Project, No: d.No, Comments: listed(d.Comments, r.comment),
		Value: partnership.Expense{
			Ref: d.Ref, Partner: d.Partner, Line: d.Line, Date: r.date(d.Date), Amount: r.number(d.Amount),
			Currency: d.Currency, Description: results.Text(d.Description), Status: d.Status,
		},
	}
}
