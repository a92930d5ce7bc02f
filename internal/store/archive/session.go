package archive

import (
	"tulos/internal/partnership"
	"tulos/internal/store"
)

// Sessions keep who is signed in, by the hash of the browser's token.
var Sessions = newTable(store.Collection{
	Name: "sessions",
	Keys: []store.Key{{Field: "user", Kind: store.String}, {Field: "until", Kind: store.Int}},
}, sessionID, newSessionDocument, (*reading).session)

type sessionDocument struct {
	User  partnership.UserID `bson:"user,omitempty"`
	Until int64              `bson:"until"`
	Token string             `bson:"token"`
	Seen  int64              `bson:"seen"`
	Agent string             `bson:"agent,omitempty"`
	Data  []byte             `bson:"data"`
}

func sessionID(s *partnership.Session) string { return s.Token }

func newSessionDocument(s *partnership.Session) sessionDocument {
	return sessionDocument{s.User, newMoment(s.Until), s.Token, newMoment(s.Seen), s.Agent, s.Data}
}

func (*reading) session(d *sessionDocument) partnership.Session {
	return partnership.Session{
		Token: d.Token, User: d.User, Seen: moment(d.Seen), Until: moment(d.Until), Agent: d.Agent, Data: d.Data,
	}
}
