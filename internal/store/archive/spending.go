package archive

import (
	"context"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// Spent is what was spent by a partner on a budget line in a period, as it is kept.
type Spent struct {
	Project partnership.ProjectCode
	Key     partnership.SpendingKey
	Spent   partnership.Spent
}

// SpendingTable keeps what was spent by project, partner, budget line and period.
var SpendingTable = newTable(store.Collection{
	Name: "spending", Shard: "project",
	Keys: keys(store.String, "project"),
}, spentID, newSpentDocument, (*reading).spent)

type spentDocument struct {
	Project   partnership.ProjectCode `bson:"project"`
	Partner   results.PartnerID       `bson:"partner"`
	Line      string                  `bson:"line"`
	Period    results.PeriodNo        `bson:"period"`
	Submitted sumDocument             `bson:"submitted"`
	Accepted  sumDocument             `bson:"accepted"`
	Verified  sumDocument             `bson:"verified"`
}

type sumDocument struct {
	Count       int    `bson:"count,omitempty"`
	Amount      string `bson:"amount,omitempty"`
	Unconverted int    `bson:"unconverted,omitempty"`
}

func spentID(s *Spent) string {
	return joined(s.Project, string(s.Key.Partner), s.Key.Line, padded(s.Key.Period, 4))
}

func newSpentDocument(s *Spent) spentDocument {
	return spentDocument{
		s.Project, s.Key.Partner, s.Key.Line, s.Key.Period,
		newSumDocument(s.Spent.Submitted), newSumDocument(s.Spent.Accepted), newSumDocument(s.Spent.Verified),
	}
}

func newSumDocument(s partnership.Sum) sumDocument {
	return sumDocument{s.Count, newSum(s.Amount), s.Unconverted}
}

func (r *reading) spent(d *spentDocument) Spent {
	return Spent{
		d.Project,
		partnership.SpendingKey{Partner: d.Partner, Line: d.Line, Period: d.Period},
		partnership.Spent{Submitted: r.sumOf(d.Submitted), Accepted: r.sumOf(d.Accepted), Verified: r.sumOf(d.Verified)},
	}
}

func (r *reading) sumOf(d sumDocument) partnership.Sum {
	return partnership.Sum{Count: d.Count, Amount: r.sum(d.Amount), Unconverted: d.Unconverted}
}

// Spending reads what was spent in a project.
func Spending(ctx context.Context, r store.Reader, project partnership.ProjectCode) (partnership.Spending, error) {
	all := partnership.Spending{}
	q := store.Query{Where: []store.Condition{store.Equal("project", project)}}
	for found, err := range SpendingTable.Find(ctx, r, q) {
		if err != nil {
			return nil, err
		}
		all[found.Value.Key] = &found.Value.Spent
	}
	return all, nil
}
