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
	ShutOut       time.Time // when it was disabled; zero otherwise
	SecondFactor  bool      // signing in takes a code besides the password, or a passkey
	Salt          string    // random: without it the hashes in the audit tell nothing of the user
	Erased        bool      // nothing tells any more who it was; Name is a pseudonym
	Letters       LetterChoice
	Epoch         int // sessions that began in an earlier one are over
}

// A SecondFactor is what a user's codes are made of and checked by (RFC 6238).
type SecondFactor struct {
	User     UserID
	Secret   string // base32, as apps take it
	Since    time.Time
	Step     int64    // of the last code that was used, in units of 30 s since 1970
	Recovery []string // SHA-256 of the recovery codes that are left, 64 hexadecimal digits each
}

// An Identity is who a user is at the provider of single sign-on.
type Identity struct {
	User    UserID
	Issuer  string // the provider
	Subject string // whom the provider means, for good
	Since   time.Time
	Used    time.Time // when it was signed in by last
	Salt    string    // random: without it the hashes in the audit tell nothing
}

// A Passkey is a key of a device by which a user signs in (WebAuthn).
type Passkey struct {
	ID         string // SHA-256 of the credential's identity, 64 hexadecimal digits
	User       UserID
	Name       string // that the user gave it
	Since      time.Time
	Used       time.Time // zero: never
	Credential []byte    // its public key and counter, as JSON
}

// A Policy is what a project asks of its people besides their roles.
type Policy struct {
	Project      ProjectCode
	SecondFactor bool // whoever opens the project has a second factor
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
// token; only the token's SHA-256 is kept. Without a user it is for making the
// first administrator.
type Invitation struct {
	Token string // 64 hexadecimal digits
	User  UserID
	Until time.Time
}

// A Session is what a browser that is signed in is known by; Token is the hash of
// what it holds, Data belongs to the web. A session without data has been ended.
type Session struct {
	Token string
	User  UserID    // empty before someone signs in
	Seen  time.Time // about when it was last used
	Until time.Time
	Agent string // the browser, as it calls itself
	Data  []byte
}

// A CalendarLink lets calendar programs read a person's deadlines, at an address with a
// secret of which only the SHA-256 is kept.
type CalendarLink struct {
	Token string // 64 hexadecimal digits
	User  UserID
	Since time.Time
}
