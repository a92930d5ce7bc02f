package archive

import (
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// Measurements are kept by project and number in its log.
var Measurements = newTable(store.Collection{
	Name: "measurements", Shard: "project",
	Keys:    slices.Concat(keys(store.String, "project", "ref", "partner", "status", "indicator"), keys(store.Date, "day")),
	Unique:  [][]string{{"project", "ref"}},
	Indexes: entryIndexes(),
}, loggedID, newMeasurementDocument, (*reading).measurement)

type measurementDocument struct {
	Project      partnership.ProjectCode `bson:"project"`
	Ref          string                  `bson:"ref"`
	Partner      results.PartnerID       `bson:"partner"`
	Status       partnership.Status      `bson:"status"`
	Day          string                  `bson:"day,omitempty"`
	Contribution contributionDocument    `bson:",inline"`
	No           int                     `bson:"no"`
	Comments     []commentDocument       `bson:"comments,omitempty"`
}

func newMeasurementDocument(l *partnership.Logged[partnership.Measurement]) measurementDocument {
	m := &l.Value
	return measurementDocument{
		Project: l.Project, Ref: m.Ref, Partner: m.Partner, Status: m.Status, Day: newDate(m.Date),
		Contribution: newContributionDocument(&m.Contribution),
		No:           l.No, Comments: listed(l.Comments, newCommentDocument),
	}
}

func (r *reading) measurement(d *measurementDocument) partnership.Logged[partnership.Measurement] {
	return partnership.Logged[partnership.Measurement]{
		Project: d.Project, No: d.No, Comments: listed(d.Comments, r.comment),
		Value: partnership.Measurement{
			Ref: d.Ref, Partner: d.Partner, Date: r.date(d.Day), Status: d.Status,
			Contribution: r.contribution(&d.Contribution),
		},
	}
}
