package archive

import (
	"context"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// Receipts are kept by project and number in its log.
var Receipts = newTable(store.Collection{
	Name: "receipts", Shard: "project",
	Keys: keys(store.String, "project"),
}, loggedID, newReceiptDocument, (*reading).receipt)

type receiptDocument struct {
	Project   partnership.ProjectCode `bson:"project"`
	No        int                     `bson:"no"`
	Comments  []commentDocument       `bson:"comments,omitempty"`
	Partner   results.PartnerID       `bson:"partner,omitempty"`
	Kind      partnership.ReceiptKind `bson:"kind"`
	Date      string                  `bson:"date"`
	Amount    string                  `bson:"amount"`
	Payer     string                  `bson:"payer"`
	Reference string                  `bson:"reference,omitempty"`
	Note      string                  `bson:"note,omitempty"`
}

func newReceiptDocument(l *partnership.Logged[partnership.Receipt]) receiptDocument {
	v := &l.Value
	return receiptDocument{
		Project: l.Project, No: l.No, Comments: listed(l.Comments, newCommentDocument),
		Partner: v.Partner, Kind: v.Kind, Date: newDate(v.Date), Amount: newNumber(v.Amount), Payer: v.Payer, Reference: v.Reference, Note: v.Note,
	}
}

func (r *reading) receipt(d *receiptDocument) partnership.Logged[partnership.Receipt] {
	return partnership.Logged[partnership.Receipt]{
		Project: d.Project, No: d.No, Comments: listed(d.Comments, r.comment),
		Value: partnership.Receipt{
			Partner: d.Partner, Kind: d.Kind, Date: r.date(d.Date), Amount: r.number(d.Amount), Payer: d.Payer, Reference: d.Reference, Note: d.Note,
		},
	}
}

// Money reads what the statements of a project are made of.
func Money(ctx context.Context, r store.Reader, project partnership.ProjectCode) (partnership.Money, error) {
	var (
		m   partnership.Money
		err error
	)
	if m.Spending, err = Spending(ctx, r, project); err != nil {
		return m, err
	}
	q := store.Query{Where: []store.Condition{store.Equal("project", project)}}
	for found, err := range Receipts.Find(ctx, r, q) {
		if err != nil {
			return m, err
		}
		m.Receipts = append(m.Receipts, found.Value.Value)
	}
	for found, err := range Forecasts.Find(ctx, r, q) {
		if err != nil {
			return m, err
		}
		m.Forecasts = append(m.Forecasts, found.Value)
	}
	return m, nil
}
