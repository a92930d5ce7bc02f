package partnership

import (
	"time"

	"tulos/internal/results"
)

// A UserID names a user of the installation.
type UserID string

// A User is a person who signs in.
type User struct {
	ID            UserID
	Email         string // as it was given; unique whatever its case
	Name          string
	Language      string // of the interface, BCP 47
	Password      string // its argon2id hash in PHC form; empty until one is chosen
	Administrator bool
	Disabled      bool
}

// A Membership is a person's place in a project. Organisation is the partner or
// funder that the person acts for, and empty for an auditor.
type Membership struct {
	User         UserID
	Project      ProjectCode
	Organisation results.PartnerID
	Roles        []Role
}

// An Invitation lets a person choose a password once, by a link that holds the
// token; only the token's SHA-256 is kept.
type Invitation struct {
	Token string // 64 hexadecimal digits
	User  UserID
	Until time.Time
}
