package archive

import (
	"strconv"

	"tulos/internal/partnership"
	"tulos/internal/store"
)

// UploadParts are kept by project, person, draft, file and where in it they end.
var UploadParts = newTable(store.Collection{
	Name: "upload_parts", Shard: "project",
	Keys: []store.Key{
		{Field: "project", Kind: store.String},
		{Field: "user", Kind: store.String},
		{Field: "draft", Kind: store.String},
		{Field: "no", Kind: store.Int},
		{Field: "end", Kind: store.Int},
		{Field: "at", Kind: store.Int},
	},
	Indexes: [][]string{{"project", "user", "draft", "no", "end"}},
}, uploadPartID, newUploadPartDocument, (*reading).uploadPart)

type uploadPartDocument struct {
	Project partnership.ProjectCode `bson:"project"`
	User    partnership.UserID      `bson:"user"`
	Draft   string                  `bson:"draft"`
	No      int                     `bson:"no"`
	End     int64                   `bson:"end"`
	Length  int64                   `bson:"length"`
	At      int64                   `bson:"at"`
	Data    []byte                  `bson:"data"`
}

func uploadPartID(p *partnership.UploadPart) string {
	return joined(p.Project, string(p.User), p.Draft, strconv.Itoa(p.No), strconv.FormatInt(p.End, 10))
}

func newUploadPartDocument(p *partnership.UploadPart) uploadPartDocument {
	return uploadPartDocument{p.Project, p.User, p.Draft, p.No, p.End, p.Length, newMoment(p.At), p.Data}
}

func (*reading) uploadPart(d *uploadPartDocument) partnership.UploadPart {
	return partnership.UploadPart{
		Project: d.Project, User: d.User, Draft: d.Draft, No: d.No, End: d.End, Length: d.Length, At: moment(d.At), Data: d.Data,
	}
}
