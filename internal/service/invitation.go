package service

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"tulos/internal/partnership"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// How long links are good: that of an invitation, and that for making the first
// administrator.
const (
	InvitationTime = 7 * 24 * time.Hour
	FirstLinkTime  = 24 * time.Hour
)

// Invite makes the token of a link by which the user can choose a password, until
// InvitationTime is over. Earlier links end, and so do the password that the user
// had, all sessions and all tokens. The key of by is not looked at: sent twice, the second link
// is good.
func (s *Service) Invite(ctx context.Context, by By, id partnership.UserID) (token string, err error) {
	if token, err = s.newToken(); err != nil {
		return "", err
	}
	_, err = s.administer(ctx, By{User: by.User}, "user.invite", id, func(c *change) (string, error) {
		old, err := person(ctx, c.service.Engine, id)
		if err != nil {
			return "", orNotFound(err, "error.no-such-user")
		}
		if err := c.endInvitations(id); err != nil {
			return "", err
		}
		next := old.Value
		next.Password = ""
		if old.Value.Password != "" {
			if err := errors.Join(c.endSessions(&next), c.endTokens(id)); err != nil {
				return "", err
			}
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

// newToken makes the token of a link, of 256 random bits.
func (s *Service) newToken() (string, error) {
	secret := make([]byte, 32)
	if _, err := io.ReadFull(s.Random, secret); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(secret), nil
}

func (c *change) endInvitations(of partnership.UserID) error {
	where := store.Query{Where: []store.Condition{store.Equal("user", of)}}
	for invitation, err := range archive.Invitations.Find(c.ctx, c.service.Engine, where) {
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

// Invited finds the user whom a link was made for, as long as it is good.
func (s *Service) Invited(ctx context.Context, token string) (partnership.User, error) {
	user, err := s.invited(ctx, token)
	return user.Value, err
}

func (s *Service) invited(ctx context.Context, token string) (Stored[partnership.User], error) {
	link, err := s.link(ctx, token)
	if err != nil {
		return Stored[partnership.User]{}, err
	}
	if link.Value.User == "" {
		return Stored[partnership.User]{}, refuse(NotFound, "error.link-over")
	}
	user, err := person(ctx, s.Engine, link.Value.User)
	if err == nil && user.Value.Disabled {
		err = refuse(NotFound, "error.link-over")
	}
	return user, orNotFound(err, "error.link-over")
}

// link finds what a link was made for, as long as it is good.
func (s *Service) link(ctx context.Context, token string) (Stored[partnership.Invitation], error) {
	invitation, err := archive.Invitations.Get(ctx, s.Engine, tokenHash(token))
	if err == nil && !s.Now().Before(invitation.Value.Until) {
		err = refuse(NotFound, "error.link-over")
	}
	return invitation, orNotFound(err, "error.link-over")
}

// ChoosePassword gives the user whom a link was made for a password, and ends the
// link. The answer is that user.
func (s *Service) ChoosePassword(ctx context.Context, token, password string) (partnership.User, error) {
	user, err := s.invited(ctx, token)
	if err != nil {
		return partnership.User{}, err
	}
	if err := reject(checkPassword(password, user.Value)); err != nil {
		return partnership.User{}, err
	}
	hash, err := s.hashPassword(ctx, password)
	if err != nil {
		return partnership.User{}, err
	}
	var next partnership.User
	by := By{User: user.Value.ID}
	_, err = s.run(ctx, task{by, partnership.Installation, "user.choose-password", nil, func(c *change) (string, error) {
		user, err := s.invited(ctx, token)
		if err != nil {
			return "", err
		}
		next = user.Value
		next.Password = hash
		if err := errors.Join(c.endInvitations(next.ID), c.tell(next.ID, partnership.PasswordChosen)); err != nil {
			return "", err
		}
		return "", c.put(archive.Users.Replace(user, next))
	}})
	return next, err
}

// FirstLink makes the token of a link for making the first administrator, until
// FirstLinkTime is over; ok is false where there are users.
func (s *Service) FirstLink(ctx context.Context) (token string, ok bool, err error) {
	if token, err = s.newToken(); err != nil {
		return "", false, err
	}
	_, err = s.administer(ctx, Operator(), "first.link", nil, func(c *change) (string, error) {
		if err := s.requireNobody(ctx); err != nil {
			return "", err
		}
		return "", c.put(archive.Invitations.Insert(partnership.Invitation{
			Token: tokenHash(token), Until: c.at.Add(FirstLinkTime),
		}))
	})
	if IsKind(err, NotFound) {
		return "", false, nil
	}
	return token, err == nil, err
}

// requireNobody refuses where there are users.
func (s *Service) requireNobody(ctx context.Context) error {
	_, err := archive.Users.First(ctx, s.Engine)
	switch {
	case err == nil:
		return refuse(NotFound, "error.link-over")
	case !errors.Is(err, store.ErrNotFound):
		return err
	}
	return nil
}

// CheckFirstLink answers whether a link for making the first administrator is good;
// NotFound says that it is not.
func (s *Service) CheckFirstLink(ctx context.Context, token string) error {
	link, err := s.link(ctx, token)
	if err != nil {
		return err
	}
	if link.Value.User != "" {
		return refuse(NotFound, "error.link-over")
	}
	return s.requireNobody(ctx)
}

// AddFirst makes the first administrator, with a password, of whoever has the link
// for that, and ends all such links.
func (s *Service) AddFirst(ctx context.Context, token string, u partnership.User, password string) (partnership.User, error) {
	if err := s.CheckFirstLink(ctx, token); err != nil {
		return partnership.User{}, err
	}
	u = trimmed(partnership.User{Email: u.Email, Name: u.Name, Language: u.Language, Administrator: true})
	if err := reject(append(checkUser(u), checkPassword(password, u)...)); err != nil {
		return partnership.User{}, err
	}
	var err error
	if u.Password, err = s.hashPassword(ctx, password); err != nil {
		return partnership.User{}, err
	}
	_, err = s.administer(ctx, Operator(), "first.administrator", nil, func(c *change) (string, error) {
		if err := s.CheckFirstLink(ctx, token); err != nil {
			return "", err
		}
		if err := c.endInvitations(""); err != nil {
			return "", err
		}
		var err error
		u.ID, err = c.addUser(u)
		return "", err
	})
	return u, err
}
