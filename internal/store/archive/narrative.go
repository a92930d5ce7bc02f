package archive

import (
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// Narratives are kept by project and number in its log; there is one for a section
// of a period and partner, which is "" for the whole project.
var Narratives = newTable(store.Collection{
	Name: "narratives", Shard: "project",
	Keys:   slices.Concat(keys(store.String, "project", "partner", "section"), keys(store.Int, "period")),
	Unique: [][]string{{"project", "period", "partner", "section"}},
}, loggedID, newLoggedNarrativeDocument, (*reading).loggedNarrative)

type loggedNarrativeDocument struct {
	Project   partnership.ProjectCode `bson:"project"`
	Narrative narrativeDocument       `bson:",inline"`
	No        int                     `bson:"no"`
	Comments  []commentDocument       `bson:"comments,omitempty"`
}

type narrativeDocument struct {
	Period  results.PeriodNo  `bson:"period"`
	Partner results.PartnerID `bson:"partner"`
	Section string            `bson:"section"`
	Text    text              `bson:"text,omitempty"`
}

func newLoggedNarrativeDocument(l *partnership.Logged[partnership.Narrative]) loggedNarrativeDocument {
	return loggedNarrativeDocument{l.Project, newNarrativeDocument(&l.Value), l.No, listed(l.Comments, newCommentDocument)}
}

func (r *reading) loggedNarrative(d *loggedNarrativeDocument) partnership.Logged[partnership.Narrative] {
	return partnership.Logged[partnership.Narrative]{
		Project: d.Project, No: d.No, Comments: listed(d.Comments, r.comment), Value: r.narrative(&d.Narrative),
	}
}

func newNarrativeDocument(n *partnership.Narrative) narrativeDocument {
	return narrativeDocument{n.Period, n.Partner, n.Section, text(n.Text)}
}

func (*reading) narrative(d *narrativeDocument) partnership.Narrative {
	return partnership.Narrative{Period: d.Period, Partner: d.Partner, Section: d.Section, Text: results.Text(d.Text)}
}
