package archive

import (
	"tulos/internal/partnership"
	"tulos/internal/store"
)

// Rates are kept by project and number in its log.
var Rates = newTable(store.Collection{
	Name: "rates", Shard: "project",
	Keys: keys(store.String, "project", "currency"),
}, loggedID, newRateDocument, (*reading).rate)

type rateDocument struct {
	Project  partnership.ProjectCode `bson:"project"`
	Currency string                  `bson:"currency"`
	No       int                     `bson:"no"`
	Comments []commentDocument       `bson:"comments,omitempty"`
	Month    string                  `bson:"month,omitempty"`
	Date     string                  `bson:"date,omitempty"`
	Base     string                  `bson:"base,omitempty"`
	PerUnit  string                  `bson:"perUnit,omitempty"`
	Source   string                  `bson:"source,omitempty"`
}

func newRateDocument(l *partnership.Logged[partnership.Rate]) rateDocument {
	rate := &l.Value
	return rateDocument{
		Project: l.Project, Currency: rate.Currency, No: l.No, Comments: listed(l.Comments, newCommentDocument),
		Month: rate.Month, Date: newDate(rate.Date), Base: rate.Base, PerUnit: newNumber(rate.PerUnit), Source: rate.Source,
	}
}

func (r *reading) rate(d *rateDocument) partnership.Logged[partnership.Rate] {
	return partnership.Logged[partnership.Rate]{
		Project: d.Project, No: d.No, Comments: listed(d.Comments, r.comment),
		Value: partnership.Rate{
			Currency: d.Currency, Month: d.Month, Date: r.date(d.Date), Base: d.Base, PerUnit: r.number(d.PerUnit), Source: d.Source,
		},
	}
}
