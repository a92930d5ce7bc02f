package archive

import "tulos/internal/partnership"

// loggedID is the id of a thing of a project's log, in the order of the log.
func loggedID[T any](l *partnership.Logged[T]) string { return joined(l.Project, padded(l.No, 10)) }

type commentDocument struct {
	By   partnership.UserID `bson:"by"`
	At   int64              `bson:"at"`
	Step partnership.Step   `bson:"step"`
	Text string             `bson:"text"`
}

func newCommentDocument(c *partnership.Comment) commentDocument {
	return commentDocument{c.By, newMoment(c.At), c.Step, c.Text}
}

func (*reading) comment(d *commentDocument) partnership.Comment {
	return partnership.Comment{By: d.By, At: moment(d.At), Step: d.Step, Text: d.Text}
}

// entryIndexes are what entries are searched by together: those of a partner by
// day, and what waits in a status, of all partners or of one.
func entryIndexes() [][]string {
	return [][]string{
		{"project", "partner", "day"}, {"project", "status", "day"}, {"project", "partner", "status", "day"},
	}
}
