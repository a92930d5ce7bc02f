package service

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// EraseUser takes away what tells who a user is, and all access: name, address,
// password, second factor, single sign-on, passkeys, places, sessions, links, tokens, and forms that were kept. The audit
// and what the user wrote stay, under the pseudonym that is returned. It cannot be
// undone. The last administrator, and the last lead of a project, are NotPossible.
func (s *Service) EraseUser(ctx context.Context, by By, id partnership.UserID) (pseudonym string, err error) {
	return s.administer(ctx, by, "user.erase", id, func(c *change) (string, error) {
		old, err := person(ctx, c.service.Engine, id)
		if err != nil {
			return "", err
		}
		if old.Value.Administrator && !old.Value.Disabled {
			if err := c.requireAnotherAdministrator(id); err != nil {
				return "", err
			}
		}
		next := partnership.User{ID: id, Disabled: true, Erased: true, Epoch: old.Value.Epoch}
		if next.Name, err = c.pseudonym(id); err != nil {
			return "", err
		}
		err = errors.Join(
			c.erasePlaces(id), c.removeCodes(id), c.removeIdentity(id), c.removePasskeys(id), c.endInvitations(id), c.endSessions(&next), c.endTokens(id), c.eraseKept(id),
			c.endCalendarLinks(id), c.eraseLetters(id),
		)
		if err != nil {
			return "", err
		}
		return next.Name, c.put(archive.Users.Replace(old, next))
	})
}

// person reads a user who has not been erased.
func person(ctx context.Context, r store.Reader, id partnership.UserID) (Stored[partnership.User], error) {
	user, err := archive.Users.Get(ctx, r, string(id))
	if err == nil && user.Value.Erased {
		err = refuse(NotFound, "error.no-such-user")
	}
	return user, orNotFound(err, "error.no-such-user")
}

// pseudonym makes a name that says nothing of the user, and that nobody has.
func (c *change) pseudonym(id partnership.UserID) (string, error) {
	taken := map[string]bool{}
	for u, err := range archive.Users.Find(c.ctx, c.service.Engine, store.Query{}) {
		if err != nil {
			return "", err
		}
		taken[u.Value.Name] = true
	}
	sum := sha256.Sum256([]byte("pseudonym of " + id))
	digits := strings.ToUpper(hex.EncodeToString(sum[:]))
	name, length := "", 4
	for ; name == "" || taken[name]; length++ {
		name = "Person " + digits[:length]
	}
	return name, nil
}

// erasePlaces takes the user's places in projects away.
func (c *change) erasePlaces(id partnership.UserID) error {
	q := store.Query{Where: []store.Condition{store.Equal("user", id)}}
	for m, err := range archive.Memberships.Find(c.ctx, c.service.Engine, q) {
		if err != nil {
			return err
		}
		if slices.Contains(m.Value.Roles, partnership.RoleLead) {
			if err := c.requireAnotherLead(m.Value.Project, id); err != nil {
				return err
			}
		}
		if err := c.put(archive.Memberships.Delete(m), nil); err != nil {
			return err
		}
	}
	return nil
}

// requireAnotherLead refuses where nobody else can lead the project.
func (c *change) requireAnotherLead(project partnership.ProjectCode, than partnership.UserID) error {
	for m, err := range archive.Memberships.Find(c.ctx, c.service.Engine, ofProject(project)) {
		if err != nil {
			return err
		}
		if m.Value.User == than || !slices.Contains(m.Value.Roles, partnership.RoleLead) {
			continue
		}
		u, err := archive.Users.Get(c.ctx, c.service.Engine, string(m.Value.User))
		if err != nil || !u.Value.Disabled {
			return err
		}
	}
	return refuse(NotPossible, "error.last-lead", "Project", string(project))
}

// eraseKept takes away the forms that are kept for the user, and what waits of uploads,
// which are no part of the audit.
func (c *change) eraseKept(id partnership.UserID) error {
	for f, err := range archive.KeptForms.Find(c.ctx, c.service.Engine, store.Query{Where: []store.Condition{store.Equal("user", id)}}) {
		if err != nil {
			return err
		}
		c.unit = append(c.unit, archive.KeptForms.Delete(f).Write)
	}
	for p, err := range archive.UploadParts.Find(c.ctx, c.service.Engine, store.Query{Where: []store.Condition{store.Equal("user", id)}}) {
		if err != nil {
			return err
		}
		c.unit = append(c.unit, archive.UploadParts.Delete(p).Write)
	}
	return nil
}
