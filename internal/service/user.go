package service

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"tulos/internal/partnership"
	"tulos/internal/results"
	"tulos/internal/store"
	"tulos/internal/store/archive"
)

// EmailTaken says that another user has the address.
const EmailTaken results.ProblemCode = "email-taken"

// NameTooLong says that a name is too long to be shown.
const NameTooLong results.ProblemCode = "name-too-long"

// NotEmail says that a text is no address.
const NotEmail results.ProblemCode = "not-email"

// AddUser takes up a user, who has no password yet (Invite), with places in
// projects.
func (s *Service) AddUser(ctx context.Context, by By, u partnership.User, places ...partnership.Membership) (partnership.UserID, error) {
	id, err := s.administer(ctx, by, "user.add", []any{u, places}, func(c *change) (string, error) {
		u := partnership.User{Email: u.Email, Name: u.Name, Language: u.Language, Administrator: u.Administrator}
		id, err := c.addUser(u)
		if err != nil {
			return "", err
		}
		for n, m := range places {
			m.User = id
			if err := c.grant(m); err != nil {
				return "", under(err, results.At("places", n))
			}
		}
		return string(id), nil
	})
	return partnership.UserID(id), err
}

// under gives the problems of a part their paths in the whole.
func under(err error, path string) error {
	var refused *Error
	if errors.As(err, &refused) {
		refused.Problems = results.Under(path, refused.Problems)
	}
	return err
}

// addUser takes up a user, under a new identity.
func (c *change) addUser(u partnership.User) (partnership.UserID, error) {
	u = trimmed(u)
	if err := c.checkUser(u); err != nil {
		return "", err
	}
	var err error
	if u.ID, err = newUserID(c.service.Random); err != nil {
		return "", err
	}
	if u.Salt, err = c.service.newToken(); err != nil {
		return "", err
	}
	return u.ID, c.put(archive.Users.Insert(u))
}

// checkUser refuses a user who has something wrong, or another's address.
func (c *change) checkUser(u partnership.User) error {
	if err := reject(checkUser(u)); err != nil {
		return err
	}
	switch other, err := userByEmail(c.ctx, c.service.Engine, u.Email); {
	case errors.Is(err, store.ErrNotFound), err == nil && other.Value.ID == u.ID:
		return nil
	case err != nil:
		return err
	}
	return reject([]results.Problem{{Path: "email", Code: EmailTaken}})
}

// The longest name, in characters, and the longest address (RFC 5321), in bytes.
const (
	longestName  = 200
	longestEmail = 254
)

// trimmed is a user with the address without space around it, and the name in one
// line of letters.
func trimmed(u partnership.User) partnership.User {
	u.Email = strings.TrimSpace(u.Email)
	u.Name = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(u.Name, "\uFFFD"), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	return u
}

func checkUser(u partnership.User) []results.Problem {
	var f results.Findings
	f.Require("name", u.Name != "")
	if utf8.RuneCountInString(u.Name) > longestName {
		f.Wrong("name", NameTooLong, "Most", longestName)
	}
	address, err := mail.ParseAddress(u.Email)
	switch {
	case u.Email == "":
		f.Wrong("email", results.Missing)
	case err != nil, address.Address != u.Email, len(u.Email) > longestEmail:
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

// requireAdministrator refuses whoever reads what is for administrators.
func (s *Service) requireAdministrator(ctx context.Context, by By) error {
	actor, err := s.actor(ctx, s.Engine, by, partnership.Installation)
	if err == nil && !actor.May(partnership.Administer) {
		return refuse(Forbidden, "error.forbidden")
	}
	return err
}

// Users reads all users who have not been erased, by identity, for an administrator.
func (s *Service) Users(ctx context.Context, by By) ([]Stored[partnership.User], error) {
	if err := s.requireAdministrator(ctx, by); err != nil {
		return nil, err
	}
	all, err := collect(archive.Users.Find(ctx, s.Engine, store.Query{}))
	return slices.DeleteFunc(all, func(u Stored[partnership.User]) bool { return u.Value.Erased }), err
}

// User reads a user, for an administrator.
func (s *Service) User(ctx context.Context, by By, id partnership.UserID) (Stored[partnership.User], error) {
	if err := s.requireAdministrator(ctx, by); err != nil {
		return Stored[partnership.User]{}, err
	}
	found, err := person(ctx, s.Engine, id)
	return found, orNotFound(err, "error.no-such-user")
}

// UserByEmail finds a user by address, whatever its case, for an administrator.
func (s *Service) UserByEmail(ctx context.Context, by By, email string) (Stored[partnership.User], error) {
	if err := s.requireAdministrator(ctx, by); err != nil {
		return Stored[partnership.User]{}, err
	}
	found, err := userByEmail(ctx, s.Engine, email)
	return found, orNotFound(err, "error.no-such-user")
}

func userByEmail(ctx context.Context, r store.Reader, email string) (Stored[partnership.User], error) {
	return archive.Users.First(ctx, r, store.Equal("login", archive.Login(email)))
}

// DisableUser shuts a user out, with the tokens, or lets one in again. The last administrator
// stays.
func (s *Service) DisableUser(ctx context.Context, by By, id partnership.UserID, disabled bool) error {
	what := "user.disable"
	if !disabled {
		what = "user.enable"
	}
	_, err := s.administer(ctx, by, what, id, func(c *change) (string, error) {
		old, err := person(ctx, c.service.Engine, id)
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
		next.Disabled, next.ShutOut = disabled, time.Time{}
		if disabled {
			next.ShutOut = c.at
			if err := errors.Join(c.endSessions(&next), c.endInvitations(id), c.endTokens(id)); err != nil {
				return "", err
			}
		}
		return "", c.put(archive.Users.Replace(old, next))
	})
	return err
}

// ChangeUser changes the name, the address, the language and the administration of
// a user, who had the revision seen. The last administrator stays one.
func (s *Service) ChangeUser(ctx context.Context, by By, seen int64, u partnership.User) error {
	asked := []any{u.ID, seen, u.Email, u.Name, u.Language, u.Administrator}
	_, err := s.administer(ctx, by, "user.change", asked, func(c *change) (string, error) {
		old, err := person(ctx, c.service.Engine, u.ID)
		if err != nil {
			return "", orNotFound(err, "error.no-such-user")
		}
		if err := expect(seen, old); err != nil {
			return "", err
		}
		next, u := old.Value, trimmed(u)
		next.Name, next.Email, next.Language, next.Administrator = u.Name, u.Email, u.Language, u.Administrator
		if err := c.checkUser(next); err != nil {
			return "", err
		}
		if old.Value.Administrator && !old.Value.Disabled && !next.Administrator {
			if err := c.requireAnotherAdministrator(u.ID); err != nil {
				return "", err
			}
		}
		if next == old.Value {
			return "", nil
		}
		return "", c.put(archive.Users.Replace(old, next))
	})
	return err
}

// EndSessions signs a user out everywhere, for an administrator.
func (s *Service) EndSessions(ctx context.Context, by By, id partnership.UserID) error {
	_, err := s.administer(ctx, by, "user.end-sessions", id, func(c *change) (string, error) {
		old, err := person(ctx, c.service.Engine, id)
		if err != nil {
			return "", orNotFound(err, "error.no-such-user")
		}
		next := old.Value
		if err := c.endSessions(&next); err != nil {
			return "", err
		}
		return "", c.put(archive.Users.Replace(old, next))
	})
	return err
}

func (c *change) requireAnotherAdministrator(than partnership.UserID) error {
	for u, err := range archive.Users.Find(c.ctx, c.service.Engine, store.Query{}) {
		if err != nil {
			return err
		}
		if u.Value.Administrator && !u.Value.Disabled && u.Value.ID != than {
			return nil
		}
	}
	return refuse(NotPossible, "error.last-administrator")
}
