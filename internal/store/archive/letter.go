package archive

import (
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// Letters are kept by what they are about.
var Letters = newTable(store.Collection{
	Name:    "letters",
	Keys:    slices.Concat(keys(store.String, "user", "state"), keys(store.Int, "next", "at")),
	Indexes: [][]string{{"state", "next"}},
}, letterID, newLetterDocument, (*reading).letter)

// A NewsMark is how far the audit of a project has been told in letters.
type NewsMark struct {
	Project partnership.ProjectCode
	No      int // of the last entry that was
}

// NewsMarks are kept by project.
var NewsMarks = newTable(store.Collection{
	Name: "news_marks", Shard: "project",
	Keys: keys(store.String, "project"),
}, newsMarkID, newNewsMarkDocument, (*reading).newsMark)

type letterDocument struct {
	ID       string                  `bson:"id"`
	Kind     partnership.LetterKind  `bson:"kind"`
	User     partnership.UserID      `bson:"user"`
	State    partnership.LetterState `bson:"state"`
	At       int64                   `bson:"at"`
	Next     int64                   `bson:"next"`
	Attempts int                     `bson:"attempts,omitempty"`
	Fault    string                  `bson:"fault,omitempty"`
	Items    []letterItemDocument    `bson:"items,omitempty"`
	More     int                     `bson:"more,omitempty"`
}

type letterItemDocument struct {
	What    string                  `bson:"what"`
	Project partnership.ProjectCode `bson:"project"`
	Ref     string                  `bson:"ref,omitempty"`
	Period  results.PeriodNo        `bson:"period,omitempty"`
	Partner results.PartnerID       `bson:"partner,omitempty"`
	Due     string                  `bson:"due,omitempty"`
}

func letterID(l *partnership.Letter) string { return l.ID }

func newLetterDocument(l *partnership.Letter) letterDocument {
	return letterDocument{
		l.ID, l.Kind, l.User, l.State, newMoment(l.At), newMoment(l.Next), l.Attempts, l.Fault,
		listed(l.Items, newLetterItemDocument), l.More,
	}
}

func newLetterItemDocument(i *partnership.LetterItem) letterItemDocument {
	return letterItemDocument{i.What, i.Project, i.Ref, i.Period, i.Partner, i.Due.String()}
}

func (r *reading) letter(d *letterDocument) partnership.Letter {
	return partnership.Letter{
		ID: d.ID, Kind: d.Kind, User: d.User, State: d.State, At: moment(d.At), Next: moment(d.Next),
		Attempts: d.Attempts, Fault: d.Fault, Items: listed(d.Items, r.letterItem), More: d.More,
	}
}

func (r *reading) letterItem(d *letterItemDocument) partnership.LetterItem {
	return partnership.LetterItem{What: d.What, Project: d.Project, Ref: d.Ref, Period: d.Period, Partner: d.Partner, Due: r.date(d.Due)}
}

func newsMarkID(m *NewsMark) string { return string(m.Project) }

type newsMarkDocument struct {
	Project partnership.ProjectCode `bson:"project"`
	No      int                     `bson:"no"`
}

func newNewsMarkDocument(m *NewsMark) newsMarkDocument { return newsMarkDocument{m.Project, m.No} }

func (*reading) newsMark(d *newsMarkDocument) NewsMark { return NewsMark{d.Project, d.No} }
