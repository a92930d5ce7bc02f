package archive

import (
	"time"

	"tulos/internal/partnership"
	"tulos/internal/store"
)

// An Import marks a project whose documents are still being put in.
type Import struct {
	Project partnership.ProjectCode
	At      time.Time
}

// Imports are kept by project.
var Imports = newTable(store.Collection{
	Name: "imports", Shard: "project",
	Keys: keys(store.String, "project"),
}, importID, newImportDocument, (*reading).marked)

// Staged returns the collections that an import fills before the project itself is
// there.
func Staged() []string {
	return []string{
		Activities.Collection(), Measurements.Collection(), Deductions.Collection(), Narratives.Collection(),
		Expenditure.Collection(), Rates.Collection(), Attachments.Collection(), TallyTable.Collection(), SpendingTable.Collection(),
	}
}

type importDocument struct {
	Project partnership.ProjectCode `bson:"project"`
	At      int64                   `bson:"at"`
}

func importID(i *Import) string { return string(i.Project) }

func newImportDocument(i *Import) importDocument { return importDocument{i.Project, newMoment(i.At)} }

func (*reading) marked(d *importDocument) Import {
	return Import{Project: d.Project, At: moment(d.At)}
}
