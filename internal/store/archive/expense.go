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
	Keys:   slices.Concat(keys(store.String, "project", "ref", "partner", "status", "line"), keys(store.Date, "date")),
	Unique: [][]string{{"project", "ref"}},
	Indexes: [][]string{
		{"project", "date"}, {"project", "partner", "date"}, {"project", "status", "date"}, {"project", "partner", "status", "date"},
	},
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
	Paid        string                  `bson:"paid,omitempty"`
	Invoice     string                  `bson:"invoice,omitempty"`
	Reference   string                  `bson:"reference,omitempty"`
	Evidence    []evidenceDocument      `bson:"evidence,omitempty"`
	Submitted   string                  `bson:"submitted,omitempty"`
	Converted   *conversionDocument     `bson:"converted,omitempty"`
}

type conversionDocument struct {
	Amount  string               `bson:"amount,omitempty"`
	PerUnit string               `bson:"perUnit,omitempty"`
	Rule    partnership.RateRule `bson:"rule"`
	Of      string               `bson:"of"`
	Source  string               `bson:"source"`
}

func newExpenseDocument(l *partnership.Logged[partnership.Expense]) expenseDocument {
	e := &l.Value
	return expenseDocument{
		Project: l.Project, Ref: e.Ref, Partner: e.Partner, Status: e.Status, Date: newDate(e.Date),
		No: l.No, Comments: listed(l.Comments, newCommentDocument),
		Line: e.Line, Amount: newNumber(e.Amount), Currency: e.Currency, Description: text(e.Description),
		Paid: newDate(e.Paid), Invoice: e.Invoice, Reference: e.Reference, Evidence: listed(e.Evidence, newEvidenceDocument),
		Submitted: newDate(e.Submitted), Converted: newConversionDocument(e.Converted),
	}
}

func newConversionDocument(c *partnership.Conversion) *conversionDocument {
	if c == nil {
		return nil
	}
	return &conversionDocument{newSum(c.Amount), newSum(c.PerUnit), c.Rule, c.Of, c.Source}
}

func (r *reading) conversion(d *conversionDocument) *partnership.Conversion {
	if d == nil {
		return nil
	}
	return &partnership.Conversion{Amount: r.sum(d.Amount), PerUnit: r.sum(d.PerUnit), Rule: d.Rule, Of: d.Of, Source: d.Source}
}

func (r *reading) expense(d *expenseDocument) partnership.Logged[partnership.Expense] {
	return partnership.Logged[partnership.Expense]{
		Project: d.Project, No: d.No, Comments: listed(d.Comments, r.comment),
		Value: partnership.Expense{
			Ref: d.Ref, Partner: d.Partner, Line: d.Line, Date: r.date(d.Date), Amount: r.number(d.Amount),
			Currency: d.Currency, Description: results.Text(d.Description), Status: d.Status,
			Paid: r.date(d.Paid), Invoice: d.Invoice, Reference: d.Reference, Evidence: listed(d.Evidence, r.evidence),
			Submitted: r.date(d.Submitted), Converted: r.conversion(d.Converted),
		},
	}
}
