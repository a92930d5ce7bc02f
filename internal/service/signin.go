package service

import (
	"context"
	"errors"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// stranger is the hash of nobody's password: looking at it takes as long as
// looking at a user's.
const stranger = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// Authenticate finds the user with that address and password. Whether the address
// is unknown, the password wrong or the user disabled, the answer is the same, and
// takes the same time.
func (s *Service) Authenticate(ctx context.Context, email, password string) (partnership.User, error) {
	found, err := userByEmail(ctx, s.Engine, email)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return partnership.User{}, err
	}
	hash := found.Value.Password
	if hash == "" {
		hash = stranger
	}
	isRight, err := s.isPassword(ctx, hash, password)
	if err != nil {
		return partnership.User{}, err
	}
	if !isRight || found.Value.Disabled {
		return partnership.User{}, refuse(Forbidden, "error.sign-in")
	}
	return found.Value, nil
}

// CheckPassword finds out whether the password is that of whoever asks; another is
// the problem WrongPassword at "password".
func (s *Service) CheckPassword(ctx context.Context, by By, password string) error {
	_, err := s.owner(ctx, by, "password", password)
	return err
}

// owner is the user who asks, if the password at the path is the user's.
func (s *Service) owner(ctx context.Context, by By, path, password string) (partnership.User, error) {
	user, err := s.Me(ctx, by)
	if err != nil {
		return partnership.User{}, err
	}
	isRight, err := s.isPassword(ctx, user.Value.Password, password)
	if err != nil {
		return partnership.User{}, err
	}
	if !isRight {
		return partnership.User{}, reject([]results.Problem{{Path: path, Code: WrongPassword}})
	}
	return user.Value, nil
}

// ChangePassword gives whoever asks, and knows the old password, a new one. All
// sessions end, and links for choosing a password. The answer is the user as it is
// now.
func (s *Service) ChangePassword(ctx context.Context, by By, old, password string) (partnership.User, error) {
	owner, err := s.owner(ctx, by, "old", old)
	if err != nil {
		return partnership.User{}, err
	}
	if err := reject(checkPassword(password, owner)); err != nil {
		return partnership.User{}, err
	}
	hash, err := s.hashPassword(ctx, password)
	if err != nil {
		return partnership.User{}, err
	}
	return s.changeOwn(ctx, by, "user.change-password", func(c *change, u *partnership.User) error {
		if u.Password != owner.Password {
			return refuse(Conflict, "error.changed-meanwhile")
		}
		u.Password = hash
		return errors.Join(c.endSessions(u), c.endInvitations(u.ID), c.tell(u.ID, partnership.PasswordChosen))
	})
}

// EndMySessions signs whoever asks out everywhere. The answer is the user as it is
// now; a session that is to go on takes its epoch.
func (s *Service) EndMySessions(ctx context.Context, by By) (partnership.User, error) {
	return s.changeOwn(ctx, by, "user.end-sessions", (*change).endSessions)
}

// endSessions ends the sessions of a user: those that are kept now, and by the new
// epoch those that are just being begun.
func (c *change) endSessions(u *partnership.User) error {
	u.Epoch++
	q := store.Query{Where: []store.Condition{store.Equal("user", u.ID)}}
	for session, err := range archive.Sessions.Find(c.ctx, c.service.Engine, q) {
		if err != nil {
			return err
		}
		c.unit = append(c.unit, archive.Sessions.Delete(session).Write) // no part of the audit
	}
	return nil
}
