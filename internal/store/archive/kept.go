package archive

import (
	"tulos/internal/partnership"
	"tulos/internal/store"
)

// KeptForms are kept by project, person and the form's key.
var KeptForms = newTable(store.Collection{
	Name: "kept_forms", Shard: "project",
	Keys: []store.Key{
		{Field: "project", Kind: store.String}, {Field: "user", Kind: store.String}, {Field: "at", Kind: store.Int},
	},
	Indexes: [][]string{{"project", "user", "at"}},
}, keptFormID, newKeptFormDocument, (*reading).keptForm)

type keptFormDocument struct {
	Project  partnership.ProjectCode `bson:"project"`
	User     partnership.UserID      `bson:"user"`
	Key      string                  `bson:"key"`
	At       int64                   `bson:"at"`
	Action   string                  `bson:"action"`
	HadFiles bool                    `bson:"hadFiles,omitempty"`
	Fields   []keptFieldDocument     `bson:"fields,omitempty"`
}

type keptFieldDocument struct {
	Name  string `bson:"name"`
	Value string `bson:"value,omitempty"`
}

func keptFormID(f *partnership.KeptForm) string { return joined(f.Project, string(f.User), f.Key) }

func newKeptFormDocument(f *partnership.KeptForm) keptFormDocument {
	return keptFormDocument{f.Project, f.User, f.Key, newMoment(f.At), f.Action, f.HadFiles, listed(f.Fields, newKeptFieldDocument)}
}

func newKeptFieldDocument(f *partnership.KeptField) keptFieldDocument {
	return keptFieldDocument{f.Name, f.Value}
}

func (r *reading) keptForm(d *keptFormDocument) partnership.KeptForm {
	return partnership.KeptForm{
		Project: d.Project, User: d.User, Key: d.Key, At: moment(d.At), Action: d.Action, HadFiles: d.HadFiles,
		Fields: listed(d.Fields, r.keptField),
	}
}

func (*reading) keptField(d *keptFieldDocument) partnership.KeptField {
	return partnership.KeptField{Name: d.Name, Value: d.Value}
}
