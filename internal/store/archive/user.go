package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"golang.org/x/text/cases"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
)

// Users are kept by their ids; their addresses are unique, whatever their case.
var Users = newTable(store.Collection{
	Name: "users",
	Keys: slices.Concat(keys(store.String, "login"), keys(store.Int, "shutOut")), Unique: [][]string{{"login"}},
}, userID, newUserDocument, (*reading).user)

// Memberships are kept by project and user.
var Memberships = newTable(store.Collection{
	Name: "memberships",
	Keys: keys(store.String, "project", "user"), Unique: [][]string{{"project", "user"}},
}, membershipID, newMembershipDocument, (*reading).membership)

// Invitations are kept by the hashes of their tokens.
var Invitations = newTable(store.Collection{
	Name: "invitations",
	Keys: slices.Concat(keys(store.String, "user"), keys(store.Int, "until")),
}, invitationID, newInvitationDocument, (*reading).invitation)

// SecondFactors are kept by user.
var SecondFactors = newTable(store.Collection{
	Name: "second_factors",
}, secondFactorID, newSecondFactorDocument, (*reading).secondFactor)

// Identities are kept by user; who somebody is at the provider is unique.
var Identities = newTable(store.Collection{
	Name: "identities",
	Keys: keys(store.String, "login"), Unique: [][]string{{"login"}},
}, identityID, newIdentityDocument, (*reading).identity)

// Passkeys are kept by the hashes of their identities.
var Passkeys = newTable(store.Collection{
	Name: "passkeys",
	Keys: keys(store.String, "user"),
}, passkeyID, newPasskeyDocument, (*reading).passkey)

// Policies are kept by project.
var Policies = newTable(store.Collection{
	Name: "policies", Shard: "project",
	Keys: keys(store.String, "project"),
}, policyID, newPolicyDocument, (*reading).policy)

// Login is what all ways to write an address have in common: key "login".
func Login(email string) string { return cases.Fold().String(strings.TrimSpace(email)) }

type userDocument struct {
	Login         string                   `bson:"login"`
	ID            partnership.UserID       `bson:"id"`
	Email         string                   `bson:"email"`
	Name          string                   `bson:"name,omitempty"`
	Language      string                   `bson:"language,omitempty"`
	Password      string                   `bson:"password,omitempty"`
	Administrator bool                     `bson:"administrator,omitempty"`
	Disabled      bool                     `bson:"disabled,omitempty"`
	ShutOut       int64                    `bson:"shutOut,omitempty"`
	SecondFactor  bool                     `bson:"secondFactor,omitempty"`
	Salt          string                   `bson:"salt,omitempty"`
	Erased        bool                     `bson:"erased,omitempty"`
	Letters       partnership.LetterChoice `bson:"letters,omitempty"`
	Epoch         int                      `bson:"epoch,omitempty"`
}

func userID(u *partnership.User) string { return string(u.ID) }

func newUserDocument(u *partnership.User) userDocument {
	login := Login(u.Email)
	if u.Erased {
		login = "~" + string(u.ID) // which is nobody's address
	}
	return userDocument{
		Login: login, ID: u.ID, Email: u.Email, Name: u.Name, Language: u.Language, Password: u.Password,
		Administrator: u.Administrator, Disabled: u.Disabled, SecondFactor: u.SecondFactor, Salt: u.Salt, Erased: u.Erased, Letters: u.Letters, Epoch: u.Epoch,
		ShutOut: newMomentOrNone(u.ShutOut),
	}
}

func (*reading) user(d *userDocument) partnership.User {
	return partnership.User{
		ID: d.ID, Email: d.Email, Name: d.Name, Language: d.Language, Password: d.Password,
		Administrator: d.Administrator, Disabled: d.Disabled, SecondFactor: d.SecondFactor, Salt: d.Salt, Erased: d.Erased, Letters: d.Letters, Epoch: d.Epoch,
		ShutOut: momentOrNone(d.ShutOut),
	}
}

type membershipDocument struct {
	Project      partnership.ProjectCode `bson:"project"`
	User         partnership.UserID      `bson:"user"`
	Organisation results.PartnerID       `bson:"organisation,omitempty"`
	Roles        []partnership.Role      `bson:"roles,omitempty"`
}

func membershipID(m *partnership.Membership) string { return joined(m.Project, string(m.User)) }

func newMembershipDocument(m *partnership.Membership) membershipDocument {
	return membershipDocument{m.Project, m.User, m.Organisation, m.Roles}
}

func (*reading) membership(d *membershipDocument) partnership.Membership {
	return partnership.Membership{User: d.User, Project: d.Project, Organisation: d.Organisation, Roles: d.Roles}
}

type invitationDocument struct {
	User  partnership.UserID `bson:"user"`
	Until int64              `bson:"until"`
	Token string             `bson:"token"`
}

func invitationID(i *partnership.Invitation) string { return i.Token }

func newInvitationDocument(i *partnership.Invitation) invitationDocument {
	return invitationDocument{i.User, newMoment(i.Until), i.Token}
}

func (*reading) invitation(d *invitationDocument) partnership.Invitation {
	return partnership.Invitation{Token: d.Token, User: d.User, Until: moment(d.Until)}
}

type secondFactorDocument struct {
	User     partnership.UserID `bson:"user"`
	Secret   string             `bson:"secret"`
	Since    int64              `bson:"since"`
	Step     int64              `bson:"step"`
	Recovery []string           `bson:"recovery,omitempty"`
}

func secondFactorID(f *partnership.SecondFactor) string { return string(f.User) }

func newSecondFactorDocument(f *partnership.SecondFactor) secondFactorDocument {
	return secondFactorDocument{f.User, f.Secret, newMoment(f.Since), f.Step, f.Recovery}
}

func (*reading) secondFactor(d *secondFactorDocument) partnership.SecondFactor {
	return partnership.SecondFactor{User: d.User, Secret: d.Secret, Since: moment(d.Since), Step: d.Step, Recovery: d.Recovery}
}

type identityDocument struct {
	Login   string             `bson:"login"`
	User    partnership.UserID `bson:"user"`
	Issuer  string             `bson:"issuer"`
	Subject string             `bson:"subject"`
	Since   int64              `bson:"since"`
	Used    int64              `bson:"used"`
	Salt    string             `bson:"salt"`
}

// IdentityLogin names a subject of an issuer in little room: key "login" of identities.
func IdentityLogin(issuer, subject string) string {
	sum := sha256.Sum256([]byte(issuer + "\x00" + subject))
	return hex.EncodeToString(sum[:])
}

func identityID(i *partnership.Identity) string { return string(i.User) }

func newIdentityDocument(i *partnership.Identity) identityDocument {
	return identityDocument{
		IdentityLogin(i.Issuer, i.Subject), i.User, i.Issuer, i.Subject, newMoment(i.Since), newMoment(i.Used), i.Salt,
	}
}

func (*reading) identity(d *identityDocument) partnership.Identity {
	return partnership.Identity{
		User: d.User, Issuer: d.Issuer, Subject: d.Subject, Since: moment(d.Since), Used: moment(d.Used), Salt: d.Salt,
	}
}

type passkeyDocument struct {
	ID         string             `bson:"id"`
	User       partnership.UserID `bson:"user"`
	Name       string             `bson:"name"`
	Since      int64              `bson:"since"`
	Used       int64              `bson:"used,omitempty"`
	Credential []byte             `bson:"credential"`
}

// PasskeyID is the id under which a passkey with that identity is kept.
func PasskeyID(credential []byte) string {
	sum := sha256.Sum256(credential)
	return hex.EncodeToString(sum[:])
}

func passkeyID(p *partnership.Passkey) string { return p.ID }

func newPasskeyDocument(p *partnership.Passkey) passkeyDocument {
	return passkeyDocument{p.ID, p.User, p.Name, newMoment(p.Since), newMomentOrNone(p.Used), p.Credential}
}

func (*reading) passkey(d *passkeyDocument) partnership.Passkey {
	return partnership.Passkey{
		ID: d.ID, User: d.User, Name: d.Name, Since: moment(d.Since), Used: momentOrNone(d.Used), Credential: d.Credential,
	}
}

type policyDocument struct {
	Project      partnership.ProjectCode `bson:"project"`
	SecondFactor bool                    `bson:"secondFactor,omitempty"`
}

func policyID(p *partnership.Policy) string { return string(p.Project) }

func newPolicyDocument(p *partnership.Policy) policyDocument {
	return policyDocument{p.Project, p.SecondFactor}
}

func (*reading) policy(d *policyDocument) partnership.Policy {
	return partnership.Policy{Project: d.Project, SecondFactor: d.SecondFactor}
}
