package archive

import (
	"slices"

	"tulos/internal/partnership"
	"tulos/internal/store"
)

// Tokens of the API are kept by their hashes.
var Tokens = newTable(store.Collection{
	Name: "tokens",
	Keys: slices.Concat(keys(store.String, "user"), keys(store.Int, "until")),
}, tokenID, newTokenDocument, (*reading).token)

// TokenUses keep when tokens were used, by their hashes. They are no part of the audit.
var TokenUses = newTable(store.Collection{
	Name: "token_uses",
}, tokenUseID, newTokenUseDocument, (*reading).tokenUse)

type tokenDocument struct {
	User     partnership.UserID        `bson:"user"`
	Until    int64                     `bson:"until"`
	Hash     string                    `bson:"hash"`
	Name     string                    `bson:"name"`
	Scope    partnership.Scope         `bson:"scope"`
	Projects []partnership.ProjectCode `bson:"projects"`
	Since    int64                     `bson:"since"`
}

func tokenID(t *partnership.Token) string { return t.Hash }

func newTokenDocument(t *partnership.Token) tokenDocument {
	return tokenDocument{t.User, newMoment(t.Until), t.Hash, t.Name, t.Scope, t.Projects, newMoment(t.Since)}
}

func (*reading) token(d *tokenDocument) partnership.Token {
	return partnership.Token{
		Hash: d.Hash, User: d.User, Name: d.Name, Scope: d.Scope, Projects: d.Projects, Since: moment(d.Since), Until: moment(d.Until),
	}
}

type tokenUseDocument struct {
	Hash string `bson:"hash"`
	At   int64  `bson:"at"`
}

func tokenUseID(u *partnership.TokenUse) string { return u.Hash }

func newTokenUseDocument(u *partnership.TokenUse) tokenUseDocument {
	return tokenUseDocument{u.Hash, newMoment(u.At)}
}

func (*reading) tokenUse(d *tokenUseDocument) partnership.TokenUse {
	return partnership.TokenUse{Hash: d.Hash, At: moment(d.At)}
}
