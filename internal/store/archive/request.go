package archive

import (
	"time"

	"tulos/internal/partnership"
	"tulos/internal/store"
)

// A Request remembers for some months what came of a form that was sent with a key
// of its own.
type Request struct {
	Project partnership.ProjectCode
	Key     string
	By      partnership.UserID
	Content string // SHA-256 of what was asked for: 64 hexadecimal digits
	Outcome string // what it came to, such as the reference of what was made
	At      time.Time
}

// Requests are kept by project and key.
var Requests = newTable(store.Collection{
	Name: "requests", Shard: "project",
	Keys: []store.Key{{Field: "project", Kind: store.String}, {Field: "at", Kind: store.Int}},
}, requestID, newRequestDocument, (*reading).request)

type requestDocument struct {
	Project partnership.ProjectCode `bson:"project"`
	Key     string                  `bson:"key"`
	By      partnership.UserID      `bson:"by,omitempty"`
	Content string                  `bson:"content"`
	Outcome string                  `bson:"outcome,omitempty"`
	At      int64                   `bson:"at"`
}

func requestID(q *Request) string { return joined(q.Project, q.Key) }

func newRequestDocument(q *Request) requestDocument {
	return requestDocument{q.Project, q.Key, q.By, q.Content, q.Outcome, newMoment(q.At)}
}

func (*reading) request(d *requestDocument) Request {
	return Request{Project: d.Project, Key: d.Key, By: d.By, Content: d.Content, Outcome: d.Outcome, At: moment(d.At)}
}
