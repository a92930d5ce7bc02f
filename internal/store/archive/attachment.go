package archive

import (
	"tulos/internal/partnership"
	"tulos/internal/store"
)

// Attachments are kept by project and name.
var Attachments = newTable(store.Collection{
	Name: "attachments", Shard: "project",
	Keys: keys(store.String, "project", "name", "sha256"),
}, attachmentID, newAttachmentDocument, (*reading).attachment)

type attachmentDocument struct {
	Project partnership.ProjectCode `bson:"project"`
	Name    string                  `bson:"name"`
	Size    int64                   `bson:"size"`
	SHA256  string                  `bson:"sha256"`
}

func attachmentID(a *partnership.Attachment) string { return joined(a.Project, a.Name) }

func newAttachmentDocument(a *partnership.Attachment) attachmentDocument {
	return attachmentDocument{a.Project, a.Name, a.Size, a.SHA256}
}

func (*reading) attachment(d *attachmentDocument) partnership.Attachment {
	return partnership.Attachment{Project: d.Project, Name: d.Name, Size: d.Size, SHA256: d.SHA256}
}
