package service

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"net/mail"
	"strings"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// InvitationTime is how long the link of an invitation is good.
const InvitationTime = 7 * 24 * time.Hour

// EmailTaken says that another user has the address.
const EmailTaken results.ProblemCode = "email-taken"

// NotEmail says that a text is no address.
const NotEmail results.ProblemCode = "not-email"

// AddUser takes up a user, who has no password yet (Invite), with places in
// projects.
func (s *Service) AddUser(ctx context.Context, by By, u partnership.User, places ...partnership.Membership) (partnership.UserID, error) {
	id, err := s.administer(ctx, by, "user.add", []any{u, places}, func(c *change) (string, error) {
		u.Email, u.Name = strings.TrimSpace(u.Email), strings.TrimSpace(u.Name)
		u.Password, u.Disabled = "", false
		if err := reject(checkUser(u)); err != nil {
			return "", err
		}
		var err error
		if u.ID, err = newUserID(s.Random); err != nil {
			return "", err
		}
		switch _, err := userByEmail(ctx, c.Engine, u.Email); {
		case err == nil:
			return "", reject([]results.Problem{{Path: "email", Code: EmailTaken}})
		case !errors.Is(err, store.ErrNotFound):
			return "", err
		}
		for _, m := range places {
			m.User = u.ID
			if err := c.grant(m); err != nil {
				return "", err
			}
		}
		return string(u.ID), c.put(archive.Users.Insert(u))
	})
	return partnership.UserID(id), err
}

func checkUser(u partnership.User) []results.Problem {
	var f results.Findings
	f.Require("name", u.Name != "")
	address, err := mail.ParseAddress(u.Email)
	switch {
	case u.Email == "":
		f.Wrong("email", results.Missing)
	case err != nil || address.Address != u.Email:
		f.Wrong("email", NotEmail)
	}
	return f.Problems()
}

// newUserID makes an identity of 80 random bits.
func newUserID(random io.Reader) (partnership.UserID, error) {
	b := make([]byte, 10)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	return partnership.UserID(hex.EncodeToString(b)), nil
}

// administer runs a task of an administrator that belongs to no project.
func (s *Service) administer(ctx context.Context, by By, what string, asked any, do func(*change) (string, error)) (string, error) {
	return s.run(ctx, task{by, partnership.Installation, what, asked, func(c *change) (string, error) {
		if err := c.require(partnership.Administer); err != nil {
			return "", err
		}
		return do(c)
	}})
}

// Users reads all users, by identity, for an administrator.
func (s *Service) Users(ctx context.Context, by By) ([]Stored[partnership.User], error) {
	actor, err := s.actor(ctx, s.Engine, by, partnership.Installation)
	if err != nil {
		return nil, err
	}
	if !actor.May(partnership.Administer) {
		return nil, refuse(Forbidden, "error.forbidden")
	}
	return collect(archive.Users.Find(ctx, s.Engine, store.Query{}))
}

// UserByEmail finds a user by address, whatever its case, for an administrator.
func (s *Service) UserByEmail(ctx context.Context, by By, email string) (Stored[partnership.User], error) {
	actor, err := s.actor(ctx, s.Engine, by, partnership.Installation)
	if err != nil {
		return Stored[partnership.User]{}, err
	}
	if !actor.May(partnership.Administer) {
		return Stored[partnership.User]{}, refuse(Forbidden, "error.forbidden")
	}
	found, err := userByEmail(ctx, s.Engine, email)
	return found, orNotFound(err, "error.no-such-user")
}

func userByEmail(ctx context.Context, r store.Reader, email string) (Stored[partnership.User], error) {
	return archive.Users.First(ctx, r, store.Equal("login", archive.Login(email)))
}

// DisableUser shuts a user out, or lets one in again. The last administrator
// stays.
func (s *Service) DisableUser(ctx context.Context, by By, id partnership.UserID, disabled bool) error {
	what := "user.disable"
	if !disabled {
		what = "user.enable"
	}
	_, err := s.administer(ctx, by, what, id, func(c *change) (string, error) {
		old, err := archive.Users.Get(ctx, c.Engine, string(id))
		if err != nil {
			return "", orNotFound(err, "error.no-such-user")
		}
		if old.Value.Disabled == disabled {
			return "", nil
		}
		if disabled && old.Value.Administrator {
			if err := c.requireAnotherAdministrator(id); err != nil {
				return "", err
			}
		}
		next := old.Value
		next.Disabled = disabled
		return "", c.put(archive.Users.Replace(old, next))
	})
	return err
}

func (c *change) requireAnotherAdministrator(than partnership.UserID) error {
	for u, err := range archive.Users.Find(c.ctx, c.Engine, store.Query{}) {
		if err != nil {
			return err
		}
		if u.Value.Administrator && !u.Value.Disabled && u.Value.ID != than {
			return nil
		}
	}
	return refuse(NotPossible, "error.last-administrator")
}

// Invite makes the token of a link by which the user can choose a password, until
// InvitationTime is over. Earlier links end, and so does the password that the
// user had.
func (s *Service) Invite(ctx context.Context, by By, id partnership.UserID) (token string, err error) {
	secret := make([]byte, 32)
	if _, err := io.ReadFull(s.Random, secret); err != nil {
		return "", err
	}
	token = base64.RawURLEncoding.EncodeToString(secret)
	_, err = s.administer(ctx, by, "user.invite", id, func(c *change) (string, error) {
		old, err := archive.Users.Get(ctx, c.Engine, string(id))
		if err != nil {
			return "", orNotFound(err, "error.no-such-user")
		}
		if err := c.endInvitations(id); err != nil {
			return "", err
		}
		if old.Value.Password != "" {
			next := old.Value
			next.Password = ""
			if err := c.put(archive.Users.Replace(old, next)); err != nil {
				return "", err
			}
		}
		return "", c.put(archive.Invitations.Insert(partnership.Invitation{
			Token: tokenHash(token), User: id, Until: c.at.Add(InvitationTime),
		}))
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

func (c *change) endInvitations(of partnership.UserID) error {
	where := store.Query{Where: []store.Condition{store.Equal("user", of)}}
	for invitation, err := range archive.Invitations.Find(c.ctx, c.Engine, where) {
		if err != nil {
			return err
		}
		if err := c.put(archive.Invitations.Delete(invitation), nil); err != nil {
			return err
		}
	}
	return nil
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// ChoosePassword gives the user whom a link was made for a password, and ends the
// link. Who that is, is the answer.
func (s *Service) ChoosePassword(ctx context.Context, token, password string) (partnership.UserID, error) {
	if err := reject(checkPassword(password)); err != nil {
		return "", err
	}
	invitation, err := archive.Invitations.Get(ctx, s.Engine, tokenHash(token))
	if err != nil {
		return "", orNotFound(err, "error.link-over")
	}
	user := invitation.Value.User
	hash, err := hashPassword(s.Random, password)
	if err != nil {
		return "", err
	}
	_, err = s.run(ctx, task{By{User: user}, partnership.Installation, "user.choose-password", nil, func(c *change) (string, error) {
		if _, err := archive.Invitations.Get(ctx, c.Engine, invitation.ID); err != nil {
			return "", orNotFound(err, "error.link-over")
		}
		if !c.at.Before(invitation.Value.Until) {
			return "", refuse(NotFound, "error.link-over")
		}
		old, err := archive.Users.Get(ctx, c.Engine, string(user))
		if err != nil {
			return "", orNotFound(err, "error.link-over")
		}
		next := old.Value
		next.Password = hash
		if err := c.endInvitations(user); err != nil {
			return "", err
		}
		return "", c.put(archive.Users.Replace(old, next))
	}})
	return user, err
}
