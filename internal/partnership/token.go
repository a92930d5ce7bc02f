package partnership

import (
	"slices"
	"time"
)

// A Scope is what a token of the API is for.
type Scope string

// The scopes. A token never allows more than its person may do.
const (
	ScopeRead Scope = "read"
	ScopeLog  Scope = "log" // besides reading: entries of the own organisation
)

// Scopes are all scopes, in the order in which they are shown.
func Scopes() []Scope { return []Scope{ScopeRead, ScopeLog} }

// allows says which of a person's permissions a program has that comes by the token.
func (s Scope) allows(p Permission) bool {
	switch p { //nolint:exhaustive // anything else takes the person
	case ReadProject, ReadOwnDrafts, ReadDrafts, ReadAccepted, ReadSealed, ReadAudit:
		return s == ScopeRead || s == ScopeLog
	case LogEntries:
		return s == ScopeLog
	}
	return false
}

// A Token lets a program act for a person, in some projects; only the SHA-256 of what
// the program holds is kept.
type Token struct {
	Hash     string // 64 hexadecimal digits
	User     UserID
	Name     string // what it is for, as the person says
	Scope    Scope
	Projects []ProjectCode
	Since    time.Time
	Until    time.Time
}

// IsFor says whether the token lets a program into a project.
func (t *Token) IsFor(project ProjectCode) bool { return slices.Contains(t.Projects, project) }

// Through is the actor as which a program comes that holds the token; nil: the person
// comes.
func (a Actor) Through(t *Token) Actor {
	if t == nil {
		return a
	}
	a.Administrator, a.scope = false, t.Scope
	return a
}

// A TokenUse is when a token was last used, about.
type TokenUse struct {
	Hash string
	At   time.Time
}
