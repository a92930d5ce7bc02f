package archive

import (
	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// Deductions are kept by project and number in its log.
var Deductions = newTable(store.Collection{
	Name: "deductions", Shard: "project",
	Keys: keys(store.String, "project", "indicator"),
}, loggedID, newDeductionDocument, (*reading).deduction)

type deductionDocument struct {
	Project   partnership.ProjectCode `bson:"project"`
	Indicator results.IndicatorCode   `bson:"indicator"`
	No        int                     `bson:"no"`
	Comments  []commentDocument       `bson:"comments,omitempty"`
	Period    results.PeriodNo        `bson:"period"`
	Value     string                  `bson:"value,omitempty"`
	Reason    text                    `bson:"reason,omitempty"`
}

func newDeductionDocument(l *partnership.Logged[results.Deduction]) deductionDocument {
	return deductionDocument{
		Project: l.Project, Indicator: l.Value.Indicator, No: l.No, Comments: listed(l.Comments, newCommentDocument),
		Period: l.Value.Period, Value: newNumber(l.Value.Value), Reason: text(l.Value.Reason),
	}
}

func (r *reading) deduction(d *deductionDocument) partnership.Logged[results.Deduction] {
	return partnership.Logged[results.Deduction]{
		Project: d.Project, No: d.No, Comments: listed(d.Comments, r.comment),
		Value: results.Deduction{
			Indicator: d.Indicator, Period: d.Period, Value: r.number(d.Value), Reason: results.Text(d.Reason),
		},
	}
}
