package partnership

import (
	"slices"

	"tulos/internal/results"
)

// A Role is what a person is in a project; one may have several.
type Role string

// The roles in a project. An administrator is one of the whole installation.
const (
	RoleStaff      Role = "staff"
	RoleManager    Role = "manager"
	RoleLead       Role = "lead"
	RoleFunder     Role = "funder"
	RoleController Role = "controller"
	RoleAuditor    Role = "auditor"
)

// Roles are all roles, in the order in which they are shown.
func Roles() []Role {
	return []Role{RoleStaff, RoleManager, RoleLead, RoleFunder, RoleController, RoleAuditor}
}

// A Permission is what a role allows. What is not allowed is forbidden.
type Permission string

// The permissions. Those of the own organisation are so for its people alone.
const (
	ReadProject         Permission = "read-project"          // its set-up
	LogEntries          Permission = "log-entries"           // of the own organisation
	SubmitPartnerReport Permission = "submit-partner-report" // of the own organisation
	ReadOwnDrafts       Permission = "read-own-drafts"       // of the own organisation
	ReadDrafts          Permission = "read-drafts"           // of all: what is not yet accepted
	ReadAccepted        Permission = "read-accepted"         // of all
	Review              Permission = "review"                // accept, return, reopen
	Deduct              Permission = "deduct"
	VerifyExpenses      Permission = "verify-expenses" // that were accepted, or reopen them
	KeepAccounts        Permission = "keep-accounts"   // record money that was received
	EditSetup           Permission = "edit-setup"      // framework, partners, work plan
	AssembleReport      Permission = "assemble-report"
	ReadSealed          Permission = "read-sealed" // reports that were submitted
	AnswerReport        Permission = "answer-report"
	ReadAudit           Permission = "read-audit"
	Administer          Permission = "administer" // users, memberships, projects, backups
)

// allows is the table of roles of docs/roles.md.
func (r Role) allows(p Permission) bool {
	switch r {
	case RoleStaff:
		return p == ReadProject || p == LogEntries || p == ReadOwnDrafts || p == ReadAccepted
	case RoleManager:
		return RoleStaff.allows(p) || p == SubmitPartnerReport
	case RoleLead:
		return slices.Contains([]Permission{
			ReadProject, ReadDrafts, ReadAccepted, Review, Deduct, KeepAccounts, EditSetup, AssembleReport, ReadSealed, ReadAudit,
		}, p)
	case RoleFunder:
		return p == ReadProject || p == ReadSealed || p == AnswerReport
	case RoleController:
		return slices.Contains([]Permission{ReadProject, ReadDrafts, ReadAccepted, VerifyExpenses}, p)
	case RoleAuditor:
		return slices.Contains([]Permission{ReadProject, ReadDrafts, ReadAccepted, ReadSealed, ReadAudit}, p)
	}
	return false
}

// An Actor is a person who does something, in a project or outside of any.
type Actor struct {
	User          UserID
	Name          string
	Administrator bool
	Project       ProjectCode       // empty outside of any
	Organisation  results.PartnerID // that the person acts for there
	Roles         []Role
	scope         Scope // of the token by which the actor comes; empty: in person
}

// NewActor makes the actor of a user; membership is nil outside of any project,
// and where the user has no place in it. A disabled user may do nothing.
func NewActor(u User, m *Membership) Actor {
	a := Actor{User: u.ID, Name: u.Name}
	if u.Disabled {
		return a
	}
	a.Administrator = u.Administrator
	if m != nil {
		a.Project, a.Organisation, a.Roles = m.Project, m.Organisation, m.Roles
	}
	return a
}

// May says whether the actor has a permission in the project, at least for its
// own organisation.
func (a Actor) May(p Permission) bool {
	if a.scope != "" && !a.scope.allows(p) {
		return false
	}
	if p == Administer {
		return a.Administrator
	}
	return slices.ContainsFunc(a.Roles, func(r Role) bool { return r.allows(p) })
}

// MayFor says whether the actor has a permission for what belongs to a partner.
func (a Actor) MayFor(p Permission, partner results.PartnerID) bool {
	switch p {
	case LogEntries, SubmitPartnerReport, ReadOwnDrafts:
		return a.May(p) && a.Organisation == partner && partner != ""
	default:
		return a.May(p)
	}
}

// MayReadMoney says whether the actor may see what a partner spends; with "", what all do.
func (a Actor) MayReadMoney(partner results.PartnerID) bool {
	return a.May(ReadDrafts) || a.MayFor(ReadOwnDrafts, partner)
}

// MayRead says whether the actor may see an entry of a partner in a status.
func (a Actor) MayRead(partner results.PartnerID, s Status) bool {
	return (s == Accepted || s == Verified) && a.May(ReadAccepted) || a.May(ReadDrafts) || a.MayFor(ReadOwnDrafts, partner)
}
