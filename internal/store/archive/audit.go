package archive

import (
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tulos/internal/partnership"
	"tulos/internal/store"
)

// Audits are kept by chain, which is their key "project", and number.
var Audits = newTable(store.Collection{
	Name: "audits", Shard: "project",
	Keys:    slices.Concat(keys(store.String, "project", "by", "what"), keys(store.Int, "no", "at"), keys(store.String, "sort", "thing")),
	Indexes: [][]string{{"project", "by", "at"}, {"project", "sort", "at"}, {"project", "thing", "at"}},
}, auditID, newAuditDocument, (*reading).audit)

// Chains are kept by project.
var Chains = newTable(store.Collection{
	Name: "chains", Shard: "project",
	Keys: keys(store.String, "project"),
}, chainID, newChainDocument, (*reading).chain)

type auditDocument struct {
	Chain    partnership.ProjectCode `bson:"project"`
	No       int                     `bson:"no"`
	By       partnership.UserID      `bson:"by"`
	What     string                  `bson:"what"`
	At       int64                   `bson:"at"`
	Note     string                  `bson:"note,omitempty"`
	Changes  []changeDocument        `bson:"changes,omitempty"`
	Step     int                     `bson:"step"`
	Previous string                  `bson:"previous,omitempty"`
	Hash     string                  `bson:"hash"`
	Sort     string                  `bson:"sort"`
	Thing    string                  `bson:"thing,omitempty"`
}

type changeDocument struct {
	Collection string `bson:"collection"`
	ID         string `bson:"id"`
	Before     string `bson:"before,omitempty"`
	After      string `bson:"after,omitempty"`
}

func auditID(a *partnership.Audit) string { return joined(a.Chain, padded(a.No, 10)) }

func newAuditDocument(a *partnership.Audit) auditDocument {
	return auditDocument{
		Chain: a.Chain, No: a.No, By: a.By, What: a.What, At: newMoment(a.At), Note: a.Note,
		Changes: listed(a.Changes, newChangeDocument), Step: a.Step, Previous: a.Previous, Hash: a.Hash,
		Sort: sortOf(a.What), Thing: thingOf(a.Changes),
	}
}

// sortOf is the first part of what was done: "activity" of "activity.accept".
func sortOf(what string) string {
	sort, _, _ := strings.Cut(what, ".")
	return sort
}

// thingOf is what the changes were about: the first document that is not a file's
// record.
func thingOf(changes []partnership.Change) string {
	for _, c := range changes {
		if c.Collection != Attachments.Collection() {
			return Thing(c.Collection, c.ID)
		}
	}
	return ""
}

// Thing is how the key "thing" of audit entries names a document.
func Thing(collection, id string) string { return collection + "/" + id }

// renewAudit puts the keys into an entry that was kept before there were any.
func renewAudit(body bson.Raw) (bson.Raw, error) {
	var d auditDocument
	if err := bson.Unmarshal(body, &d); err != nil {
		return nil, err
	}
	var r reading
	a := r.audit(&d)
	if r.err != nil {
		return nil, r.err
	}
	return bson.Marshal(newAuditDocument(&a))
}

func (r *reading) audit(d *auditDocument) partnership.Audit {
	return partnership.Audit{
		Chain: d.Chain, No: d.No, At: moment(d.At), By: d.By, What: d.What, Note: d.Note,
		Changes: listed(d.Changes, r.change), Step: d.Step, Previous: d.Previous, Hash: d.Hash,
	}
}

func newChangeDocument(c *partnership.Change) changeDocument {
	return changeDocument{c.Collection, c.ID, c.Before, c.After}
}

func (*reading) change(d *changeDocument) partnership.Change {
	return partnership.Change{Collection: d.Collection, ID: d.ID, Before: d.Before, After: d.After}
}

type chainDocument struct {
	Project partnership.ProjectCode `bson:"project"`
	No      int                     `bson:"no"`
	Hash    string                  `bson:"hash,omitempty"`
	LastLog int                     `bson:"lastLog"`
}

func chainID(c *partnership.Chain) string { return string(c.Project) }

func newChainDocument(c *partnership.Chain) chainDocument {
	return chainDocument{c.Project, c.No, c.Hash, c.LastLog}
}

func (*reading) chain(d *chainDocument) partnership.Chain {
	return partnership.Chain{Project: d.Project, No: d.No, Hash: d.Hash, LastLog: d.LastLog}
}
